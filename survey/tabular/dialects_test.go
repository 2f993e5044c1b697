package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"constat/survey"
)

// writer writes a table of answers as some tool or somebody would.
type writer struct {
	*rand.Rand
	delimiter string
	quotes    string // none, minimal, all, backslash
	encoding  string
	end       string
	sep       bool
	titles    int
	threes    bool // the header on three lines, a select_multiple as ticks
	labels    bool // the labels under the names
	blanks    bool // blank lines here and there
	gap       int  // place of a column with nothing in it; -1 without
	total     bool
	sheet     bool // a workbook, whose table starts somewhere
}

var testEncodings = map[string]encoding.Encoding{
	"utf-8": utf.UTF8, "utf-8 bom": utf.UTF8BOM, "windows-1252": charmap.Windows1252, "macintosh": charmap.Macintosh,
	"utf-16le": utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "utf-16be": utf.UTF16(utf.BigEndian, utf.IgnoreBOM),
	"utf-16le bom": utf.UTF16(utf.LittleEndian, utf.UseBOM), "utf-16be bom": utf.UTF16(utf.BigEndian, utf.UseBOM),
}

func newWriter(r *rand.Rand) *writer {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	w := &writer{
		Rand: r, delimiter: pick(",", ";", "\t", "|"), quotes: pick("none", "minimal", "all", "backslash"),
		encoding: pick(sortedKeys(testEncodings)...), end: pick("\n", "\r\n", "\r"),
		sep: r.IntN(8) == 0, titles: max(0, r.IntN(5)-2), blanks: r.IntN(4) == 0, gap: -1, total: r.IntN(4) == 0, sheet: r.IntN(10) == 0,
	}
	switch r.IntN(4) {
	case 0:
		w.threes = true
	case 1:
		w.labels = true
	}
	if r.IntN(5) == 0 {
		w.gap = r.IntN(6)
	}
	return w
}

func (w *writer) String() string {
	return fmt.Sprintf("delimiter %q quotes %s encoding %s end %q sep %t titles %d threes %t labels %t blanks %t gap %d total %t sheet %t",
		w.delimiter, w.quotes, w.encoding, w.end, w.sep, w.titles, w.threes, w.labels, w.blanks, w.gap, w.total, w.sheet)
}

// text is a random answer, with what separates cells and lines in it.
func (w *writer) text() string {
	pieces := []string{"a", "mot", "écoute", "à Lunel", " ", ",", ";", "\t", "|", `"`, `""`, "\n", "\n\n", "1,5", "\\", "’", "«", "Été", "ecole;3", "x,y,z"}
	var out strings.Builder
	for range w.IntN(8) {
		out.WriteString(pieces[w.IntN(len(pieces))])
	}
	text := out.String()
	if w.quotes == "none" && !w.sheet { // nothing tells what separates from what is text
		text = strings.NewReplacer(w.delimiter, " ", "\n", " ").Replace(text)
	}
	return trim(text)
}

// table is random answers, as rows of cells under one header or several.
func (w *writer) table() (rows [][]string, want []string) {
	names := []string{"structure", "nb", "etp", "besoins", "remarque"}
	if w.threes {
		rows = [][]string{
			{"Les besoins", "", "", "", "", "", ""},
			{"", "", "", "Quels besoins ?", "", "", ""},
			{"Votre structure", "Combien d’enfants repérés ?", "Équivalents temps plein", "Logement", "formation", "Lieu d’écoute", "Remarque libre"},
		}
	} else {
		rows = [][]string{names}
		if w.labels {
			rows = append(rows, []string{"Votre structure", "Combien d’enfants repérés ?", "Équivalents temps plein", "Quels besoins ?", "Remarque libre"})
		}
	}
	sum := 0
	for range 1 + w.IntN(12) {
		structure := []string{"ecole", "pmi"}[w.IntN(2)]
		nb, etp := w.IntN(40), float64(w.IntN(40))/4
		sum += nb
		number := strconv.FormatFloat(etp, 'f', -1, 64)
		written := strings.Replace(number, ".", []string{".", ","}[w.IntN(2)], 1)
		if w.quotes == "none" && !w.sheet && w.delimiter == "," {
			written = number
		}
		var needs []string
		row := []string{structure, strconv.Itoa(nb), written}
		for _, need := range []string{"logement", "formation", "ecoute"} {
			tick := ""
			if w.IntN(2) == 0 {
				needs, tick = append(needs, need), "X"
			}
			if w.threes {
				row = append(row, tick)
			}
		}
		if !w.threes {
			row = append(row, strings.Join(needs, " "))
		}
		text := w.text()
		rows = append(rows, append(row, text))
		want = append(want, fmt.Sprintf("%s|%d|%s|%s|%s", structure, nb, number, strings.Join(needs, " "), text))
	}
	if w.total {
		total := make([]string, len(rows[0]))
		total[0], total[1] = "Total", strconv.Itoa(sum)
		rows = append(rows, total)
	}
	return rows, want
}

// laidOut puts titles above, and blank lines and columns between.
func (w *writer) laidOut(rows [][]string) [][]string {
	var out [][]string
	wide := len(rows[0])
	for i := range w.titles {
		title := make([]string, wide)
		title[0] = fmt.Sprintf("Recueil du réseau %d", i)
		out = append(out, title)
	}
	for i, row := range rows {
		if w.blanks && w.IntN(4) == 0 && i > 2 {
			out = append(out, make([]string, wide))
		}
		out = append(out, row)
	}
	for i, row := range out {
		if w.gap >= 0 {
			at := min(w.gap, wide)
			out[i] = append(append(append([]string(nil), row[:at]...), ""), row[at:]...)
		}
	}
	return out
}

func (w *writer) cell(text string) string {
	special := strings.ContainsAny(text, w.delimiter+"\"\r\n") || strings.HasPrefix(text, " ")
	switch {
	case w.quotes == "none", w.quotes == "minimal" && !special:
		return text
	case w.quotes == "backslash":
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// write gives the bytes of a file.
func (w *writer) write(t *testing.T, rows [][]string) File {
	rows = w.laidOut(rows)
	if w.sheet {
		return w.workbook(t, rows)
	}
	var out strings.Builder
	if w.sep {
		out.WriteString("sep=" + w.delimiter + w.end)
	}
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = w.cell(cell)
		}
		out.WriteString(strings.Join(cells, w.delimiter) + w.end)
	}
	encoded, err := testEncodings[w.encoding].NewEncoder().String(out.String())
	must(t, err)
	return file("a.csv", encoded)
}

func (w *writer) workbook(t *testing.T, rows [][]string) File {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	down, right := w.IntN(4), w.IntN(4)
	for i, row := range rows {
		for j, cell := range row {
			if cell == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(right+j+1, down+i+1)
			must(t, err)
			must(t, book.SetCellValue("Sheet1", at, cell))
		}
	}
	var out bytes.Buffer
	must(t, book.Write(&out))
	return File{"a.xlsx", bytes.NewReader(out.Bytes())}
}

// TestDialects writes random answers in every dialect and reads them back: the
// same answers, or a doubt that is named. No line is missing unsaid.
func TestDialects(t *testing.T) {
	f := compiled(t, fieldwork)
	const tables, mostDoubts = 3000, 30
	doubts, failed := 0, 0
	for seed := range uint64(tables) {
		w := newWriter(rand.New(rand.NewPCG(seed, 9)))
		rows, want := w.table()
		content := w.write(t, rows)
		got, problems, account := readBack(t, f, content)
		for _, lines := range [][]string{want, got} {
			for i, line := range lines {
				switch w.quotes {
				case "none": // marks around a whole cell are no text there
					lines[i] = trim(strings.NewReplacer(`"`, "", `\`, "").Replace(line))
				case "backslash": // how many there are is not known where no mark follows
					lines[i] = strings.ReplaceAll(line, `\`, "")
				}
			}
		}
		named := 0
		doubted := false
		for _, p := range problems {
			named += strings.Count(p.Code, "tabular_line_")
			doubted = doubted || strings.Contains(p.Code, "_maybe_")
		}
		if account.Lines != account.Header+account.Counted+named {
			t.Errorf("seed %d: %+v, %d named; %s", seed, account, named, w)
		}
		if strings.Join(got, "\x00") == strings.Join(want, "\x00") {
			continue
		}
		if doubted {
			doubts++
			continue
		}
		if failed++; failed < 6 {
			t.Errorf("seed %d: %s\ngot\n%q\nwant\n%q\n%v", seed, w, got, want, problems)
		}
	}
	t.Logf("%d tables, %d with a doubt that is named, %d wrong", tables, doubts, failed)
	if doubts > mostDoubts {
		t.Errorf("%d doubts in %d tables", doubts, tables)
	}
}

func readBack(t *testing.T, f *survey.Form, content File) (got []string, problems []survey.Problem, account Account) {
	t.Helper()
	r, err := Open(f, content)
	var refused survey.Problems
	if errors.As(err, &refused) {
		return nil, append(refused, warning("tabular_maybe_refused")), Account{}
	}
	must(t, err)
	defer func() { must(t, r.Close()) }()
	must(t, r.Each(func(row *Row) error {
		v := row.Submission.Answers.Values
		got = append(got, strings.Join([]string{v["structure"], v["nb"], v["etp"], v["besoins"], v["remarque"]}, "|"))
		problems = append(problems, row.Problems...)
		return nil
	}))
	return got, append(problems, r.Problems()...), r.Accounts()[0]
}
