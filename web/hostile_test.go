package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"constat/internal/memorytest"
	"constat/survey"
)

// What a hostile form or post may cost the service, whatever its door.
const (
	hostileMemory = 300 << 20 // bytes, of the whole process at its worst moment
	hostileTime   = 2 * time.Second
	hostileChild  = "CONSTAT_HOSTILE_CHILD"
)

// TestHostile_doors sends hostile forms and posts through every public door of
// a service that is alone in its process, so that its memory can be told.
func TestHostile_doors(t *testing.T) {
	if os.Getenv(hostileChild) != "" {
		for _, c := range hostileCases() {
			c.run(t)
		}
		must(t, memorytest.Leave())
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^TestHostile_doors$", "-test.v")
	held := filepath.Join(t.TempDir(), "memoire")
	child.Env = append(os.Environ(), hostileChild+"=1", memorytest.File+"="+held)
	output, err := child.CombinedOutput()
	t.Logf("%s", output)
	if err != nil {
		t.Error(err)
	}
	peak, err := memorytest.Left(held)
	must(t, err)
	t.Logf("at most %d MB", peak>>20)
	if peak > hostileMemory {
		t.Errorf("the service took %d MB", peak>>20)
	}
}

// hostileCase is one form, and what is asked of it.
type hostileCase struct {
	name  string
	form  string // the survey sheet's rows, type | name | label | …
	long  bool   // a list of 10,000 lines comes with it
	post  url.Values
	page  int    // what opening it answers
	check int    // what having it checked answers
	words string // somewhere on the refusal
}

func hostileCases() []hostileCase {
	return []hostileCase{
		{name: "repeats of 1000 × 1000 × 1000", page: 422, check: 422, words: "Il y a trop de lignes", form: `
			type         | name | label | repeat_count
			begin_repeat | a    | A     | 1000
			begin_repeat | b    | B     | 1000
			begin_repeat | c    | C     | 1000
			text         | x    | X     |
			end_repeat   |      |       |
			end_repeat   |      |       |
			end_repeat   |      |       |`},
		{name: "repeats counted by an answer", page: 200, check: 422, words: "Il y a trop de lignes", post: url.Values{"n": {"1000000"}}, form: `
			type         | name | label | repeat_count
			integer      | n    | N     |
			begin_repeat | a    | A     | ${n}
			begin_repeat | b    | B     | ${n}
			text         | x    | X     |
			end_repeat   |      |       |
			end_repeat   |      |       |`},
		{name: "counts posted of 300 × 300", page: 200, check: 422, words: "Toutes ces lignes ensemble", post: countsPosted(300), form: freeRepeats},
		{name: "counts posted of 499 × 499", page: 200, check: 422, words: "Toutes ces lignes ensemble", post: countsPosted(499), form: freeRepeats},
		{name: "a count posted of 10^9", page: 200, check: 422, words: "500 au plus", post: url.Values{"a#": {"1000000000"}}, form: freeRepeats},
		{name: "texts that double", page: 422, check: 422, words: "trop de calculs", form: chain(200, "concat(${%[1]s}, ${%[1]s})")},
		{name: "texts that double, shown", page: 422, check: 422, words: "trop de calculs", form: chain(60, "concat(${%[1]s}, ${%[1]s})") + `
			note | fin | ${c30} ${c30} ${c30} |`},
		{name: "a sum in each row", page: 422, check: 422, words: "trop de calculs", form: inRows(500, 20, "sum(/data/a/x) + count(/data/a/x)")},
		{name: "all rows before each", page: 422, check: 422, words: "trop de calculs", form: inRows(500, 10, "sum(/data/a[position() <= position(current()/..)]/x)")},
		{name: "indexed-repeat in each row", page: 422, check: 422, words: "trop de calculs", form: inRows(500, 20, "indexed-repeat(${x}, ${a}, position(..) - 1)")},
		{name: "every node against every node", page: 422, check: 422, words: "trop de calculs", form: inRows(300, 3, "count(//*[. = //*])")},
		{name: "the text of the whole form in each row", page: 422, check: 422, words: "trop de calculs", form: inRows(500, 30, "string-length(/data)")},
		{name: "a circle by position", page: 200, check: 200, form: inRows(50, 5, "coalesce(sum(/data/a[position() != position(current()/..)]/x), 1)")},
		{name: "once and random", page: 200, check: 200, form: inRows(300, 20, "once(random())")},
		{name: "a filter over 10,000 lines in each row", page: 422, check: 422, long: true, words: "trop de calculs", form: `
			type                             | name | label | repeat_count | choice_filter
			begin_repeat                     | a    | A     | 500          |
			select_one_from_file longue.csv  | x    | X     |              | contains(name, '9') and contains(label, 'e') and nom != ''
			end_repeat                       |      |       |              |`},
		{name: "10,000 choices in each row", page: 422, check: 422, long: true, words: "trop de calculs", form: `
			type                             | name | label | repeat_count
			begin_repeat                     | a    | A     | 400
			select_one_from_file longue.csv  | x    | X     |
			end_repeat                       |      |       |`},
		{name: "pulldata in each row", page: 422, check: 422, long: true, words: "trop de calculs", form: inRows(500, 10, "pulldata('longue', 'nom', 'name', concat('zzz', position(..)))")},
		{name: "a lookup with a predicate in each row", page: 422, check: 422, long: true, words: "trop de calculs", form: inRows(500, 5, "instance('longue')/root/item[name = concat('zzz', position(current()/..))]/nom") + `
			select_one_from_file longue.csv  | y    | Y     | |`},
		{name: "a heavy pattern in each row", page: 422, check: 422, words: "trop de calculs", form: inRows(500, 4, "regex('"+strings.Repeat("a", 8000)+"', '(a?){1,900}[ab]{1,900}b')")},
		{name: "patterns by the thousand", page: 422, check: 422, words: "trop de calculs", form: inRows(500, 4, `regex('`+strings.Repeat("a", 1000)+`', concat('[a-z]{1,900}(\pL){100}', position(..), 'x', string-length(random())))`)},
		{name: "4,000 conditions in a chain", page: 200, check: 200, form: relevantChain(4000)},
		{name: "3,000 questions in a repeat", page: 200, check: 422, post: url.Values{"a#": {"50"}}, words: "Toutes ces lignes ensemble", form: wideRepeat(3000)},
		{name: "long labels in each row", page: 422, check: 422, words: "trop de calculs", form: `
			type         | name | label | repeat_count
			begin_repeat | a    | A     | 500
			text         | x    | ` + strings.Repeat("Un mot de ${x} et ", 1200) + ` |
			end_repeat   |      |       |`},
		{name: "long labels without references", page: 422, check: 422, words: "trop de calculs", form: `
			type         | name | label | repeat_count
			begin_repeat | a    | A     | 500
			text         | x    | ` + strings.Repeat("Un mot de plus, et ", 1200) + ` |
			text         | y    | ` + strings.Repeat("Un mot de plus, et ", 1200) + ` |
			end_repeat   |      |       |`},
		{name: "40 groups in groups in each row", page: 200, check: 200, form: deepRepeat(40, 200)},
		{name: "1 MB in one field", page: 200, check: 422, words: "Ce texte est trop long", form: freeRepeats, post: url.Values{"t": {strings.Repeat("a", 1_000_000)}}},
		{name: "50,000 fields", page: 200, check: 413, words: "dépasse la taille acceptée", form: freeRepeats, post: manyFields(50_000)},
		{name: "one field 50,000 times", page: 200, check: 413, words: "dépasse la taille acceptée", form: freeRepeats, post: url.Values{"t": make([]string, 50_000)}},
		{name: "one choice 50,000 times", page: 200, check: 413, words: "dépasse la taille acceptée", form: freeRepeats, post: url.Values{"m": strings.Split(strings.Repeat("oui ", 50_000)+"oui", " ")}},
		{name: "a household of 50 and 100 questions", page: 200, check: 200, post: url.Values{"a#": {"50"}}, form: wideRepeat(100)},
		{name: "nothing answered", page: 200, check: 200, form: freeRepeats},
	}
}

const freeRepeats = `
	type         | name | label
	text         | t    | T
	select_multiple o | m | M
	begin_repeat | a    | A
	begin_repeat | b    | B
	text         | x    | X
	end_repeat   |      |
	end_repeat   |      |`

func countsPosted(n int) url.Values {
	fields := url.Values{"a#": {fmt.Sprint(n)}}
	for i := range n {
		fields.Set(fmt.Sprintf("a[%d]/b#", i+1), fmt.Sprint(n))
	}
	return fields
}

func manyFields(n int) url.Values {
	fields := url.Values{}
	for i := range n {
		fields.Set(fmt.Sprint("champ", i), "x")
	}
	return fields
}

// chain is a series of calculations, each made of the one before.
func chain(n int, formula string) string {
	var b strings.Builder
	b.WriteString("\n type | name | label | calculation\n text | t | T |\n calculate | c0 | | 'abcdefgh'\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, " calculate | c%d | | %s\n", i, fmt.Sprintf(formula, fmt.Sprint("c", i-1)))
	}
	return b.String()
}

// inRows computes a formula several times in each of many rows.
func inRows(rows, times int, formula string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n type | name | label | repeat_count | calculation\n text | t | T | |\n begin_repeat | a | A | %d |\n integer | x | X | |\n", rows)
	for i := range times {
		fmt.Fprintf(&b, " calculate | f%d | | | %s\n", i, formula)
	}
	return b.String() + " end_repeat | | | |"
}

func relevantChain(n int) string {
	var b strings.Builder
	b.WriteString("\n type | name | label | relevant\n text | q0 | Q |\n")
	for i := range n {
		fmt.Fprintf(&b, " text | q%d | Q | ${q%d} != 'x'\n", i+1, i)
	}
	return b.String()
}

func wideRepeat(n int) string {
	var b strings.Builder
	b.WriteString("\n type | name | label | calculation\n begin_repeat | a | A |\n")
	for i := range n {
		fmt.Fprintf(&b, " text | q%d | Une question assez ordinaire ? |\n", i)
	}
	for i := range 20 {
		fmt.Fprintf(&b, " calculate | s%d | | concat(${q%d}, position(..))\n", i, i)
	}
	return b.String() + " end_repeat | | |"
}

func deepRepeat(deep, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n type | name | label | repeat_count\n begin_repeat | a | A | %d\n", rows)
	for i := range deep {
		fmt.Fprintf(&b, " begin_group | g%d | G |\n", i)
	}
	b.WriteString(" text | x | X |\n")
	b.WriteString(strings.Repeat(" end_group | | |\n", deep))
	return b.String() + " end_repeat | | |"
}

// workbook writes the case's form.
func (c hostileCase) workbook(tb testing.TB) []byte {
	file := excelize.NewFile()
	defer file.Close()
	sheet := func(name, rows string) {
		_, err := file.NewSheet(name)
		must(tb, err)
		n := 0
		for line := range strings.Lines(strings.TrimSpace(rows)) {
			n++
			for i, cell := range strings.Split(line, "|") {
				at, err := excelize.CoordinatesToCellName(i+1, n)
				must(tb, err)
				must(tb, file.SetCellStr(name, at, strings.TrimSpace(cell)))
			}
		}
	}
	sheet("survey", c.form)
	sheet("choices", "list_name | name | label\no | oui | Oui")
	sheet("settings", "form_id | form_title | version\nhostile | Essai | 1")
	must(tb, file.DeleteSheet("Sheet1"))
	var b bytes.Buffer
	must(tb, file.Write(&b))
	return b.Bytes()
}

func (c hostileCase) files() survey.Files {
	if !c.long {
		return survey.Files{}
	}
	var b strings.Builder
	b.WriteString("name,label,nom,a,b,c,d,e\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "c%d,Commune %d,Nom %d,1,2,3,4,5\n", i, i, i)
	}
	return survey.Files{"longue.csv": []byte(b.String())}
}

// hostileStore knows one campaign and one draft, of the case's form, and keeps
// nothing.
type hostileStore struct {
	survey.Store
	version survey.FormVersion
}

func (s hostileStore) CampaignByLink(context.Context, string) (survey.Campaign, error) {
	return survey.Campaign{ID: "c", Network: "lunel", Title: "Essai", FormID: "hostile", FormVersion: "1", State: survey.CampaignOpen, Link: "lien"}, nil
}

func (s hostileStore) FormVersion(context.Context, string, string, string) (survey.FormVersion, error) {
	return s.version, nil
}

func (s hostileStore) DraftByLink(context.Context, string) (survey.Draft, error) {
	return survey.Draft{ID: "d", Network: "lunel", Link: "lien", FileName: "hostile.xlsx", Workbook: s.version.Workbook, Files: s.version.Files}, nil
}

func (s hostileStore) Network(context.Context, string) (survey.Network, error) {
	return survey.Network{Slug: "lunel", Name: "Lunel"}, nil
}

func (s hostileStore) Record(context.Context, survey.AuditEntry) error { return nil }

func (s hostileStore) Submit(context.Context, survey.Campaign, survey.Submission, *survey.Response, time.Time) (survey.Receipt, error) {
	return survey.Receipt{Code: "1234567812345678"}, nil
}

func (s hostileStore) Received(context.Context, survey.Campaign, string, [32]byte) (survey.Receipt, error) {
	return survey.Receipt{}, survey.ErrNotFound
}

func (s hostileStore) Key(string) [32]byte { return [32]byte{} }

// run opens the form, adds a row, has it checked and sent, and tries the
// draft's test link.
func (c hostileCase) run(t *testing.T) {
	t.Run(c.name, func(t *testing.T) {
		server, err := New(Config{
			Store:       hostileStore{version: survey.FormVersion{Network: "lunel", FormID: "hostile", Version: "1", Workbook: c.workbook(t), Files: c.files()}},
			Diagnostics: &diagnosticsStub{}, Carried: func(survey.Network) map[string]string { return nil }, Geography: testGeography(),
			BaseURL: "http://localhost", Log: slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{Level: slog.LevelError})),
			Clock: func() time.Time { return opening }, Random: rand.Reader, Zone: time.UTC,
		})
		must(t, err)
		site := httptest.NewServer(server.Handler())
		defer site.Close()
		fields := url.Values{fieldInstance: {uuid.NewString()}}
		for name, values := range c.post {
			fields[name] = values
		}
		post := func(path, do string) *http.Request {
			fields.Set(fieldDo, do)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site.URL+path, strings.NewReader(fields.Encode()))
			must(t, err)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return r
		}
		get := func(path string) *http.Request {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.URL+path, nil)
			must(t, err)
			return r
		}
		c.ask(t, "reads the form and opens it", get("/q/lien"), c.page)
		c.ask(t, "opens it again", get("/q/lien"), c.page)
		c.ask(t, "adds a row", post("/q/lien", "ajouter a"), 0)
		c.ask(t, "shows it again", post("/q/lien", "actualiser"), 0)
		c.ask(t, "checks it", post("/q/lien", "verifier"), c.check)
		sent := c.check // what is checked is what is sent
		if sent == http.StatusOK {
			sent = http.StatusSeeOther
		}
		c.ask(t, "sends it", post("/q/lien", "envoyer"), sent)
		c.ask(t, "tries the draft", get("/essai/lien"), 0)
		c.ask(t, "lists it for phones", get("/openrosa/lien/formList"), http.StatusOK)
		c.ask(t, "takes it from a phone", phoned(t, site.URL, `<data id="hostile" version="1"><t>x</t><meta><instanceID>uuid:`+uuid.NewString()+`</instanceID></meta></data>`), 0)
	})
}

func phoned(t *testing.T, site, document string) *http.Request {
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	part, err := parts.CreateFormFile(submissionPart, "a.xml")
	must(t, err)
	_, err = io.WriteString(part, document)
	must(t, err)
	must(t, parts.Close())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site+"/openrosa/lien/submission", &body)
	must(t, err)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return r
}

// ask sends one request, and tells what it cost the processor: other programs
// share this machine, and time on the wall is theirs too.
func (c hostileCase) ask(t *testing.T, what string, r *http.Request, want int) {
	t.Helper()
	before, start := processor(), time.Now()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	got, err := client.Do(r)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	defer got.Body.Close()
	body := &sample{}
	size, err := io.Copy(body, got.Body)
	took, spent := time.Since(start), processor()-before
	t.Logf("%s: %d, %d kB, %v (processor %v)", what, got.StatusCode, size>>10, took.Round(time.Millisecond), spent.Round(time.Millisecond))
	switch {
	case err != nil:
		t.Errorf("%s: %v", what, err)
	case want != 0 && got.StatusCode != want:
		t.Errorf("%s: %d, want %d\n%.300s", what, got.StatusCode, want, body.b)
	case got.StatusCode >= http.StatusInternalServerError:
		t.Errorf("%s: %d", what, got.StatusCode)
	case got.StatusCode >= http.StatusBadRequest && c.words != "" && want != 0 && !strings.Contains(string(body.b), c.words):
		t.Errorf("%s: refused without « %s »", what, c.words)
	}
	if took > hostileTime && spent > hostileTime {
		t.Errorf("%s: %v, processor %v", what, took, spent)
	}
}

// sample keeps the beginning of what is written, which is enough to read the
// refusal; a page may be large.
type sample struct{ b []byte }

func (s *sample) Write(p []byte) (int, error) {
	if len(s.b) < 4<<20 {
		s.b = append(s.b, p...)
	}
	return len(p), nil
}

// processor is what the process has taken of it so far.
func processor() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
