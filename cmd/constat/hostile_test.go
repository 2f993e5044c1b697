package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/internal/memorytest"
)

// TestHostile_commands gives hostile forms and answers to the commands that
// evaluate them, each in a process of its own so that its memory can be told.
func TestHostile_commands(t *testing.T) {
	const memory, most = 300 << 20, 2 * time.Second
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	sheet := func(name, rows string) string { return write(name+".xlsx", string(surveySheet(t, rows))) }
	counted := sheet("compte", `
		type | name | label | repeat_count
		begin_repeat | a | A | 1000
		begin_repeat | b | B | 1000
		begin_repeat | c | C | 1000
		text | x | X |
		end_repeat | | |
		end_repeat | | |
		end_repeat | | |`)
	asked := sheet("demande", `
		type | name | label | repeat_count | calculation
		integer | n | N | |
		begin_repeat | a | A | ${n} |
		integer | x | X | |
		calculate | s | | | sum(/data/a/x) + count(//x) + sum(//x)
		calculate | u | | | count(//*[. = //*[. = 'z']])
		end_repeat | | | |
		begin_repeat | b | B | 1 |
		begin_repeat | c | C | |
		text | y | Y | |
		end_repeat | | | |
		end_repeat | | | |`)
	var doubled strings.Builder
	for i := range 60 {
		fmt.Fprintf(&doubled, "calculate | c%d | | concat(${c%d}, ${c%d})\n", i+1, i, i)
	}
	double := func(first string) string {
		return "type | name | label | calculation\ntext | t | T |\ncalculate | c0 | | " + first + "\n" + doubled.String()
	}
	deep := strings.Repeat(`{"a":`, 5_000) + `"x"` + strings.Repeat("}", 5_000)
	rows := `{"b":[{"c":[` + strings.TrimSuffix(strings.Repeat(`{"y":"v"},`, 150_000), ",") + `]}]}`
	many := write("reponses.csv", "t\n"+strings.Repeat("abcdefgh\n", 300))
	for _, c := range []struct {
		name  string
		args  []string
		words string
	}{
		{"a form counted beyond what fits", []string{"form", "check", counted}, "compte trop de lignes avant même une réponse"},
		{"texts that double", []string{"form", "check", sheet("double", double("'abcdefgh'"))}, "demande trop de calculs"},
		{"a sum in each of 400 rows", []string{"form", "fill", asked, write("n.json", `{"n":"400"}`)}, "answer_too_costly"},
		{"a count of 10^9", []string{"form", "fill", asked, write("nn.json", `{"n":"1000000000"}`)}, "answer_too_many"},
		{"150,000 instances", []string{"form", "fill", asked, write("rows.json", rows)}, "answer_too_many"},
		{"answers 5,000 deep", []string{"form", "fill", asked, write("deep.json", deep)}, "objet JSON"},
		{"the form as an XForm", []string{"form", "xform", counted}, "compte trop de lignes"},
		{"responses that all cost too much", []string{"diagnose", "--form", sheet("tard", double("${t}")), "--answers", many, "-o", filepath.Join(folder, "d.xlsx")}, "Plus de 20 réponses demandent trop de calculs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			command := exec.Command(os.Args[0], c.args...)
			held := filepath.Join(folder, "memoire")
			command.Env = append(os.Environ(), asCommand+"=1", memorytest.File+"="+held)
			var said bytes.Buffer
			command.Stdout, command.Stderr = &said, &said
			err := command.Run()
			usage := command.ProcessState.SysUsage().(*syscall.Rusage)
			spent := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
			peak, unknown := memorytest.Left(held)
			if unknown != nil {
				t.Fatal(unknown)
			}
			t.Logf("processor %v, %d MB, %v", spent.Round(time.Millisecond), peak>>20, err)
			if err == nil || !strings.Contains(said.String(), c.words) {
				t.Errorf("not refused with « %s »: %v\n%.600s", c.words, err, said.String())
			}
			if spent > most || peak > memory {
				t.Errorf("took %v of the processor and %d MB", spent, peak>>20)
			}
		})
	}
}

// surveySheet is a workbook of one sheet, written as a table.
func surveySheet(t *testing.T, rows string) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	n := 0
	for line := range strings.Lines(strings.TrimSpace(rows)) {
		n++
		for i, cell := range strings.Split(line, "|") {
			at, err := excelize.CoordinatesToCellName(i+1, n)
			if err != nil {
				t.Fatal(err)
			}
			if err := file.SetCellStr("Sheet1", at, strings.TrimSpace(cell)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := file.SetSheetName("Sheet1", "survey"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
