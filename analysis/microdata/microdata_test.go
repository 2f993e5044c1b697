package microdata_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/analysis/microdata"
	"constat/survey"
)

var update = flag.Bool("update", false, "write the golden files")

var taken = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// long is a label that no software takes whole.
var long = strings.Repeat("l’été d’après ", 24)

// hostileForm has one question of each measure, and words made to break files.
func hostileForm() *survey.Form {
	b := fixture.NewForm("hostile", `Un "titre" ; l'autre, <b>gras</b> & 🦊`)
	b.List("l", "oui=Oui", "non=Non ; l'autre \"côté\"", "très-loin=<b>Loin</b> & 🦊", "nsp=Ne sait pas", "refus=Ne souhaite pas répondre", "nc=Non concerné")
	b.List("insee", "34145=Lunel", "34151=Marsillargues", "nsp=Ne sait pas")
	b.List("rangs", "jamais=Jamais", "parfois=Parfois", "souvent="+long)
	b.Begin("begin_group", "vous", "Vous")
	b.Ask("select_one l", "all", "Mot réservé de SPSS ?\nSur deux lignes, avec l'apostrophe et \"guillemets\"")
	b.Ask("select_one insee", "commune", "Commune")
	b.Scale("select_one rangs", "frequence", long)
	b.End()
	b.When("${all} = 'oui'", "select_multiple l", "Freins", "Freins ; tous")
	b.Ask("select_multiple rangs", "freins_oui", "Autre question, dont le nom est celui d’un choix")
	b.Ask("rank rangs", "ordre", "Ordre")
	b.Ask("decimal", "part", "Part")
	b.Ask("date", "jour", "Jour de la réunion")
	b.Ask("text", "mot", "Un mot, librement")
	b.Ask("hidden", "territoire", "")
	b.Begin("begin_repeat", "équipe", "Équipe")
	b.Ask("integer", "nombre", "Combien ?")
	b.Ask("select_one l", "role", "Rôle")
	b.End()
	return b.Form()
}

func hostileResponses(f *survey.Form) []*survey.Response {
	none := map[string]string{}
	return []*survey.Response{
		fixture.WithRepeat(f, 0, map[string]string{
			"all": "oui", "commune": "34145", "frequence": "souvent", "Freins": "oui très-loin", "freins_oui": "jamais souvent", "ordre": "souvent jamais parfois",
			"part": "-98", "jour": "2026-03-02", "mot": "=1+1", "territoire": "lunel",
		}, map[string]string{"nombre": "3", "role": "non"}, map[string]string{"nombre": "", "role": "nsp"}),
		fixture.Response(f, 1, map[string]string{
			"all": "nsp", "commune": "nsp", "frequence": "", "Freins": "nsp", "ordre": "", "part": "0.25", "jour": "", "mot": "l'un\net \"l'autre\"", "territoire": "lunel",
		}),
		fixture.WithRepeat(f, 1, map[string]string{
			"all": "refus", "commune": "34151", "frequence": "jamais", "Freins": "refus", "freins_oui": "", "part": "", "mot": "'cité", "territoire": "lunel",
		}, map[string]string{"nombre": "0"}),
		fixture.Response(f, 4, map[string]string{"all": "disparu", "commune": "30001", "Freins": "nc", "part": "1250000", "jour": "1899-12-31", "territoire": "=cmd|'/C calc'!A0"}),
		fixture.Response(f, 4, none),
		fixture.Response(f, 5, map[string]string{"all": "très-loin", "Freins": "", "frequence": "parfois", "mot": "-98"}),
	}
}

func report(t testing.TB, f *survey.Form, responses []*survey.Response, meta analysis.Meta, by ...*survey.Question) disclosure.Report {
	t.Helper()
	data, err := analysis.Load(f, fixture.Seq(responses))
	if err != nil {
		t.Fatal(err)
	}
	meta.GeneratedOn = taken
	return disclosure.Internal("Animation", taken, analysis.Tabulate(data, analysis.Plan{Meta: meta, By: by}))
}

func hostile(t testing.TB) disclosure.Report {
	f := hostileForm()
	return report(t, f, hostileResponses(f), analysis.Meta{
		Network: "Réseau d'essai", Campaign: "L'enquête \"test\"\n2026", Invited: 12, Fictitious: true,
		Territory: analysis.Territory{Name: "Lunel", Communes: []analysis.Place{{Name: "Lunel"}, {Name: "Marsillargues"}}},
	})
}

func children(t testing.TB) disclosure.Report {
	f := fixture.Children()
	return report(t, f, fixture.ChildrenResponses(f, 80, 1), analysis.Meta{Network: "Hauts Cantons", Invited: 100}, fixture.Question(f, "type_structure"))
}

// contents writes every file of an export.
func contents(t testing.TB, r disclosure.Report) map[string]string {
	t.Helper()
	files, err := microdata.Files(r)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	for _, f := range files {
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		found[f.Name] = out.String()
	}
	return found
}

func TestFiles_golden(t *testing.T) {
	folder := filepath.Join("testdata", "hostile")
	found := contents(t, hostile(t))
	if *update {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range found {
		path := filepath.Join(folder, name)
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if text != string(want) {
			t.Errorf("%s is not its golden; look at the difference after -update:\n%s", name, text)
		}
	}
	if golden, err := os.ReadDir(folder); err != nil || len(golden) != len(found) {
		t.Errorf("%d goldens for %d files, %v", len(golden), len(found), err)
	}
}

// table reads a CSV back: a slice of rows by column name.
func table(t testing.TB, text string) []map[string]string {
	t.Helper()
	text, ok := strings.CutPrefix(text, "\uFEFF")
	if !ok {
		t.Fatal("no byte order mark")
	}
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, cell := range line {
			if cell == "" && strings.HasPrefix(lines[0][0], "reponse") {
				t.Errorf("an empty cell of %s", lines[0][i])
			}
			row[lines[0][i]] = cell
		}
		if len(row) != len(lines[0]) {
			t.Fatalf("two columns have one name: %v", lines[0])
		}
		rows = append(rows, row)
	}
	return rows
}

// What is read back counts as the diagnostic does.
func TestWriteCSV_countsAsTheTables(t *testing.T) {
	r := children(t)
	rows := table(t, contents(t, r)["reponses.csv"])
	for _, table := range r.Diagnostic().Tables() {
		name := table.Question.Key
		count := func(column, value string) (n int) {
			for _, row := range rows {
				if row[column] == value {
					n++
				}
			}
			return n
		}
		switch table.Measure {
		case survey.MeasureNominal, survey.MeasureOrdinal:
			for _, line := range table.Lines {
				if got := count(name, line.Code); got != line.Share.Count {
					t.Errorf("%s = %s: %d rows, the table has %d", name, line.Code, got, line.Share.Count)
				}
			}
			checkAbsent(t, name, table.Base, count(name, "-98"), count(name, "-99"))
		case survey.MeasureMultiple:
			for _, line := range table.Lines {
				column := name + "_" + line.Code
				if got, base := count(column, "1"), count(column, "1")+count(column, "0"); got != line.Share.Count || base != line.Share.Base {
					t.Errorf("%s: %d of %d, the table has %d of %d", column, got, base, line.Share.Count, line.Share.Base)
				}
				checkAbsent(t, column, table.Base, count(column, "-98"), count(column, "-99"))
			}
		case survey.MeasureQuantity:
			sum := 0.0
			for _, row := range rows {
				if x, err := strconv.ParseFloat(row[name], 64); err != nil {
					t.Errorf("%s: %v", name, err)
				} else if x >= 0 {
					sum += x
				}
			}
			if sum != table.Quantity.Sum {
				t.Errorf("%s: %v in all, the table has %v", name, sum, table.Quantity.Sum)
			}
			checkAbsent(t, name, table.Base, count(name, "-98"), count(name, "-99"))
		}
	}
}

func checkAbsent(t *testing.T, column string, b analysis.Base, notAsked, noAnswer int) {
	t.Helper()
	if notAsked != b.NotAsked || noAnswer != b.NoAnswer {
		t.Errorf("%s: %d not asked and %d without an answer, the table has %d and %d", column, notAsked, noAnswer, b.NotAsked, b.NoAnswer)
	}
}

func TestWriteCSV_absences(t *testing.T) {
	rows := table(t, contents(t, hostile(t))["reponses.csv"])
	for _, c := range []struct {
		row          int
		column, want string
	}{
		{0, "part", "-98"},  // what she answered
		{2, "part", "-999"}, // so that these are the codes of its absence
		{4, "part", "-998"}, //
		{1, "v_all", "nsp"}, // the form’s own code
		{4, "v_all", "-98"}, // not asked
		{1, "jour", "-99"},  // a date left blank
		{0, "Freins_oui", "1"}, {0, "Freins_non", "0"},
		{1, "Freins_oui", "0"}, {1, "Freins_nsp", "1"}, // in the base
		{2, "Freins_oui", "-96"}, {2, "Freins_refus", "1"},
		{3, "Freins_oui", "-97"}, {4, "Freins_oui", "-98"}, {5, "Freins_oui", "-99"},
		{0, "freins_oui_2_jamais", "1"},
		{0, "ordre_souvent", "1"}, {0, "ordre_parfois", "3"}, {1, "ordre_souvent", "-99"},
		{3, "jour", "1899-12-31"},
		{3, "territoire", "'=cmd|'/C calc'!A0"},
		{3, "v_all", "hors_liste"}, {3, "commune", "hors_liste"}, // what the form’s lists do not have
		{0, "fictif", "1"},
	} {
		if got, ok := rows[c.row][c.column]; got != c.want || !ok {
			t.Errorf("row %d, %s: %q, want %q", c.row+1, c.column, got, c.want)
		}
	}
}

func TestWriteCSV_repeatJoinsItsParent(t *testing.T) {
	r := hostile(t)
	scope := r.Diagnostic().Form.Root.Repeats[0]
	var out bytes.Buffer
	if err := microdata.WriteCSV(&out, r, scope); err != nil {
		t.Fatal(err)
	}
	var joined []string
	for _, row := range table(t, out.String()) {
		joined = append(joined, row["reponse"]+"/"+row["n_equipe"]+" "+row["nombre"]+" "+row["role"])
	}
	if got := strings.Join(joined, ", "); got != "1/1 3 non, 1/2 -99 nsp, 3/3 0 -98" {
		t.Error(got)
	}
	var root bytes.Buffer
	if err := microdata.WriteCSV(&root, r, nil); err != nil || root.String() != contents(t, r)["reponses.csv"] {
		t.Errorf("nil is not the form’s own scope: %v", err)
	}
	if err := microdata.WriteCSV(&out, r, fixture.Children().Root); err == nil {
		t.Error("the scope of another form was written")
	}
}

// A repeat in a repeat carries the numbers of both levels above.
func TestWriteCSV_nestedRepeat(t *testing.T) {
	b := fixture.NewForm("nid", "Nid")
	b.Begin("begin_repeat", "foyer", "Foyer")
	b.Ask("integer", "pieces", "Pièces")
	b.Begin("begin_repeat", "enfant", "Enfant")
	b.Ask("integer", "age", "Âge")
	b.End().End()
	f := b.Form()
	age := func(x float64) *survey.Record {
		return &survey.Record{Values: []survey.Value{{State: survey.Answered, Text: decimal(x), Number: x}}}
	}
	home := func(children ...*survey.Record) *survey.Record {
		return &survey.Record{Values: []survey.Value{{State: survey.NoAnswer}}, Repeats: [][]*survey.Record{children}}
	}
	response := func(homes ...*survey.Record) *survey.Response {
		return &survey.Response{Form: f, Record: survey.Record{Repeats: [][]*survey.Record{homes}}}
	}
	files := contents(t, report(t, f, []*survey.Response{response(home(age(1), age(2)), home()), response(home(age(3)))}, analysis.Meta{}))
	const want = "\uFEFFreponse,n_foyer,n_enfant,age\n1,1,1,1\n1,1,2,2\n2,3,3,3\n"
	if got := files["reponses-enfant.csv"]; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Free texts are apart, none beside the answers of its author.
func TestFiles_textsApart(t *testing.T) {
	files := contents(t, hostile(t))
	texts := table(t, files["textes-libres.csv"])
	var words []string
	for _, row := range texts {
		words = append(words, row["texte"])
	}
	if got := strings.Join(words, "|"); got != `''cité|'-98|'=1+1|l'un ¶ et "l'autre"` {
		t.Errorf("texts: %s", got)
	}
	for name, text := range files {
		if name != "textes-libres.csv" && strings.Contains(text, "1+1") {
			t.Errorf("%s holds a free text", name)
		}
	}
}

// No cell begins as a formula does, a number apart, which stays as it is.
func TestFiles_noFormula(t *testing.T) {
	for name, text := range contents(t, hostile(t)) {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		for _, row := range table(t, text) {
			for column, cell := range row {
				_, err := strconv.ParseFloat(strings.TrimPrefix(cell, "'"), 64)
				if cell != "" && strings.Contains("=+-@", cell[:1]) && err != nil || strings.HasPrefix(cell, "'") && err == nil && column != "texte" {
					t.Errorf("%s, %s: %q", name, column, cell)
				}
			}
		}
	}
}

// The list of tables holds the counts of the diagnostic.
func TestWriteTables_counts(t *testing.T) {
	r := children(t)
	rows := table(t, contents(t, r)["tableaux.csv"])
	find := func(kind, question, by, byCode, code string) map[string]string {
		for _, row := range rows {
			if row["tableau"] == kind && row["question"] == question && row["par"] == by && row["par_code"] == byCode && row["code"] == code {
				return row
			}
		}
		t.Fatalf("no row %s %s %s %s %s", kind, question, by, byCode, code)
		return nil
	}
	d := r.Diagnostic()
	for _, table := range d.Tables() {
		for _, line := range table.Lines {
			row := find("question", table.Key(), "", "", line.Code)
			if row["effectif"] != strconv.Itoa(line.Share.Count) || row["base"] != strconv.Itoa(line.Share.Base) || row["affiche"] != microdata.Shown(line.Share) {
				t.Errorf("%s %s: %v", table.Key(), line.Code, row)
			}
		}
	}
	for _, x := range d.Crosses {
		for _, line := range x.Rows {
			for i, share := range line.Shares {
				if row := find("croisement", x.Question.Key, x.By.Key, line.Code, x.Columns[i].Code); row["effectif"] != strconv.Itoa(share.Count) {
					t.Errorf("%s by %s: %v", x.Question.Key, x.By.Key, row)
				}
			}
		}
	}
	if row := find("participation", "", "", "", ""); row["effectif"] != "80" || row["base"] != "100" || row["pourcentage"] != "80" {
		t.Errorf("participation: %v", row)
	}
}

func TestFiles_refusesWithoutRows(t *testing.T) {
	var empty disclosure.Report
	if _, err := microdata.Files(empty); !errors.Is(err, microdata.ErrNoRows) {
		t.Errorf("Files: %v", err)
	}
	for name, write := range map[string]func(io.Writer, disclosure.Report) error{
		"csv":  func(w io.Writer, r disclosure.Report) error { return microdata.WriteCSV(w, r, nil) },
		"spss": microdata.WriteSPSS, "ddi": microdata.WriteDDI, "archive": microdata.WriteArchive,
		"tables": func(w io.Writer, r disclosure.Report) error { return microdata.WriteTables(w, r) },
	} {
		if err := write(io.Discard, empty); !errors.Is(err, microdata.ErrNoRows) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWriteArchive_sameBytes(t *testing.T) {
	r := hostile(t)
	var first, second bytes.Buffer
	if err := errors.Join(microdata.WriteArchive(&first, r), microdata.WriteArchive(&second, r)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two archives of one report differ")
	}
	archive, err := zip.NewReader(bytes.NewReader(first.Bytes()), int64(first.Len()))
	if err != nil {
		t.Fatal(err)
	}
	want := contents(t, r)
	for _, entry := range archive.File {
		content, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(content)
		if err != nil || string(got) != want[entry.Name] {
			t.Errorf("%s is not the file of that name: %v", entry.Name, err)
		}
	}
	if len(archive.File) != len(want) {
		t.Errorf("%d entries for %d files", len(archive.File), len(want))
	}
}
