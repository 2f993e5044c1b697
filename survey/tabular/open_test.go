package tabular

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"constat/survey"
)

func TestOpen_refused(t *testing.T) {
	f := compiled(t, form)
	for name, c := range map[string]struct{ content, want string }{
		"empty":        {"", "tabular_empty [a]"},
		"blank":        {"\n\n", "tabular_empty [a]"},
		"other form":   {"nom;couleur\nx;y\n", "tabular_no_match [nom, couleur]"},
		"broken zip":   {"PK\x03\x04rien", "tabular_unreadable [a]"},
		"xls":          {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rien", "tabular_old_format [a]"},
		"broken json":  {`[{"territoire":`, "tabular_not_json [a unexpected EOF]"},
		"json scalars": {`[1, 2]`, "tabular_not_json"},
		"no object":    {`[]`, "tabular_empty [a]"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(f, file("a", c.content))
			var problems survey.Problems
			if !errors.As(err, &problems) || !survey.Blocking(problems) {
				t.Fatalf("error = %v", err)
			}
			if got := fmt.Sprint(problems[0].Code, " ", problems[0].Args); !strings.HasPrefix(got, c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestOpen_jsonCutShort(t *testing.T) {
	f := compiled(t, form)
	_, err := Open(f, file("a", `[{"territoire":"lunel"}`))
	var problems survey.Problems
	if !errors.As(err, &problems) || problems[0].Code != CodeNotJSON {
		t.Errorf("error = %v", err)
	}
}

type broken struct{ io.ReadSeeker }

func (broken) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestOpen_fileError(t *testing.T) {
	_, err := Open(compiled(t, form), File{"a.csv", broken{strings.NewReader("")}})
	var problems survey.Problems
	if err == nil || errors.As(err, &problems) || !strings.Contains(err.Error(), "disk on fire") {
		t.Errorf("error = %v", err)
	}
}

func TestEach_stopsAtVisitorsError(t *testing.T) {
	r, err := Open(compiled(t, form), file("a.csv", "territoire\nlunel\nlunel\n"))
	must(t, err)
	stop := errors.New("stop")
	visits := 0
	if err := r.Each(func(*Row) error { visits++; return stop }); !errors.Is(err, stop) || visits != 1 {
		t.Errorf("error = %v after %d visits", err, visits)
	}
	visits = 0 // and it can be read again from the start
	must(t, r.Each(func(*Row) error { visits++; return nil }))
	if visits != 2 {
		t.Errorf("%d visits", visits)
	}
}

// A problem that judging finds names a field; Locate gives its cell back.
func TestLocate(t *testing.T) {
	f := compiled(t, form)
	check := func(want, path string, files ...File) {
		t.Helper()
		r, err := Open(f, files...)
		must(t, err)
		must(t, r.Each(func(row *Row) error {
			p := row.Locate(survey.Problem{Path: path})
			if got := fmt.Sprintf("%s!%d %s", p.Sheet, p.Row, p.Column); got != want {
				t.Errorf("%s is at %s, want %s", path, got, want)
			}
			return nil
		}))
	}
	check("!2 Effectif de votre structure", "effectif", file("a.csv", "Effectif de votre structure\n4\n"))
	check("enfants.csv!3 Âge", "enfants[2]/age",
		file("a.csv", "territoire,_uuid\nlunel,u1\n"), file("enfants.csv", "Âge,_uuid\n4,u1\n5,u1\n"))
	check("!1 enfants[1]/age", "enfants[1]/age", file("a.json", `[{"territoire":"lunel","enfants":[{"age":4}]}]`))
	check("!2 enfants[2]/age", "enfants[2]/age", file("a.csv", "territoire,enfants[1]/age,enfants[2]/age\nlunel,4,5\n"))
}

// What was read goes through the judge as it is: select_multiple in the
// list's order, « non concerné » for what the file does not have.
func TestJudge(t *testing.T) {
	f := compiled(t, form)
	r, err := Open(f, file("a.csv", "territoire,besoins,effectif,formation\nLunel,\"Soins, Logement\",12.0,\n"))
	must(t, err)
	must(t, r.Each(func(row *Row) error {
		response, problems := f.Judge(row.Submission, survey.Occasion{Now: row.Day, Recorded: true, Absent: row.Absent})
		if len(problems) > 0 {
			t.Error(problems)
		}
		for key, want := range map[string]survey.Value{
			"territoire": {State: survey.Answered, Text: "lunel"},
			"besoins":    {State: survey.Answered, Text: "logement sante"},
			"effectif":   {State: survey.Answered, Text: "12", Number: 12},
			"formation":  {State: survey.NoAnswer},
			"remarque":   {State: survey.NotAsked},
		} {
			q, _ := f.Question(key)
			if got := response.Values[q.Index]; got != want {
				t.Errorf("%s = %+v, want %+v", key, got, want)
			}
		}
		return nil
	}))
}

// rowsOf makes a CSV file of any length without holding it.
type rowsOf struct {
	header, row string
	count       int
	at          int64
}

func (r *rowsOf) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		text, at := r.header, r.at
		if at >= int64(len(r.header)) {
			at -= int64(len(r.header))
			if at >= int64(r.count)*int64(len(r.row)) {
				return n, io.EOF
			}
			text, at = r.row, at%int64(len(r.row))
		}
		copied := copy(p[n:], text[at:])
		n, r.at = n+copied, r.at+int64(copied)
	}
	return n, nil
}

func (r *rowsOf) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekEnd:
		offset += int64(len(r.header) + r.count*len(r.row))
	default:
		return 0, errors.New("only from the start or the end")
	}
	r.at = offset
	return offset, nil
}

// 100,000 rows pass without being held.
func TestEach_streams(t *testing.T) {
	const count = 100_000
	r, err := Open(compiled(t, form), File{"a.csv", &rowsOf{
		header: "territoire,effectif,etp,besoins,formation\n", row: "lunel,12,\"1,5\",logement soins,oui\n", count: count,
	}})
	must(t, err)
	if r.Size() != count {
		t.Errorf("size = %d", r.Size())
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	visits := 0
	must(t, r.Each(func(row *Row) error {
		if visits++; visits%25_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			if grown := int64(now.HeapAlloc) - int64(before.HeapAlloc); grown > 2<<20 {
				t.Errorf("after %d rows, %d KiB more are held", visits, grown>>10)
			}
		}
		return nil
	}))
	if visits != count {
		t.Errorf("%d visits", visits)
	}
}

// TestOpen_tooLarge meets files that are small to send and large to hold, and
// files that no diagnostic could be made of. Nothing is read past the bounds.
func TestOpen_tooLarge(t *testing.T) {
	f := compiled(t, form)
	columns := strings.Repeat(";c", maxColumns)
	for name, content := range map[string]string{
		"a part of nothing":     zipped(t, "xl/workbook.xml", strings.Repeat(" ", 70<<20)),
		"a sheet of one row":    zipped(t, "xl/worksheets/sheet1.xml", strings.Repeat(`<row><c t="str"><v>x</v></c></row>`, 2<<20)),
		"styles by the million": zipped(t, "xl/styles.xml", strings.Repeat(`<xf numFmtId="14"/>`, 1<<20)),
		"rows":                  "territoire\n" + strings.Repeat("lunel\n", maxRows+1),
		"columns":               "territoire" + columns + "\nlunel" + columns + "\n",
		"objects":               "[" + strings.Repeat(`{"territoire":"lunel"},`, maxRows+1) + "{}]",
		"keys":                  "[{" + keys(maxColumns+1) + "}]",
	} {
		_, err := Open(f, file("a", content))
		var problems survey.Problems
		if !errors.As(err, &problems) || problems[0].Code != CodeTooLarge {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	var problems survey.Problems
	if _, err := Open(f, File{"a.csv", &rowsOf{header: "territoire\n", row: "lunel\n", count: maxBytes}}); !errors.As(err, &problems) || problems[0].Code != CodeTooLarge {
		t.Errorf("bytes: error = %v", err)
	}
	lines := "territoire;" + "note\n" + strings.Repeat("lunel;\"a\n\n\nb\"\n", maxRows/2)
	if _, err := Open(f, file("a", lines)); err != nil {
		t.Errorf("lines inside cells count as rows: %v", err)
	}
}

func zipped(t *testing.T, part, content string) string {
	t.Helper()
	var out strings.Builder
	archive := zip.NewWriter(&out)
	w, err := archive.Create(part)
	if err == nil {
		_, err = io.WriteString(w, content)
	}
	if err := errors.Join(err, archive.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func keys(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`"k%d":1`, i))
	}
	return strings.Join(all, ",")
}
