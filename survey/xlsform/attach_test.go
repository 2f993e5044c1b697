package xlsform

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"constat/survey"
)

const communesForm = `
	| survey |
	|        | type                                  | name    | label   | choice_filter | calculation                                   | parameters              | appearance                                         |
	|        | select_one dep                        | dep     | Dép     |               |                                               |                         |                                                    |
	|        | select_one_from_file communes.csv     | commune | Commune | dep=${dep}    |                                               | value=insee, label=nom  |                                                    |
	|        | select_multiple_from_file lieux.csv   | lieux   | Lieux   |               |                                               |                         |                                                    |
	|        | calculate                             | pop     |         |               | pulldata('communes', 'pop', 'insee', ${commune}) |                      |                                                    |
	|        | calculate                             | valeur  |         |               | instance('taux')/root/item[annee='2026']/valeur |                       |                                                    |
	|        | csv-external                          | taux    |         |               |                                               |                         |                                                    |
	|        | select_one cherche                    | trouve  | Trouvé  |               |                                               |                         | minimal search('communes', 'contains', 'nom', ${bout}) |
	|        | text                                  | bout    | Bout    |               |                                               |                         |                                                    |
	| choices |
	|         | list_name | name  | label       |
	|         | dep       | 34    | Hérault     |
	|         | dep       | 30    | Gard        |
	|         | cherche   | insee | nom         |
	|         | cherche   | 0     | Aucune      |
`

func communesFiles() survey.Files {
	return survey.Files{
		"communes.csv": []byte("insee;nom;dep;pop\n34145;Lunel;34;26000\n34151;Marsillargues;34;6400\n30003;Aigues-Mortes;30;8500\n;Sans code;30;1\n"),
		"lieux.csv":    []byte("\xef\xbb\xbfname,label\nmairie,\"Mairie, accueil\"\nccas,\"CCAS\"\n"),
		"taux.csv":     []byte("annee,valeur\n2025,3\n2026,4\n"),
	}
}

func readFilesWith(t *testing.T, text string, files survey.Files) (*survey.Form, string) {
	t.Helper()
	form, problems, err := ReadWith(bytes.NewReader(md(t, text)), files)
	check(t, err)
	return form, strings.TrimSpace(listing(problems))
}

func TestReadWith_filesBecomeLists(t *testing.T) {
	form, problems := readFilesWith(t, communesForm, communesFiles())
	if want := `warning survey!3 type: file_blank ["communes.csv" "insee" "5"]`; problems != want || form == nil {
		t.Fatalf("problems: %s", problems)
	}
	occasion := survey.Occasion{Now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), Zone: time.UTC}
	answers := survey.Answers{Values: map[string]string{"dep": "34", "commune": "34151", "bout": "Lun", "trouve": "34145", "lieux": "mairie ccas"}}
	response, found := form.Judge(survey.Submission{Answers: answers}, occasion)
	if len(found) > 0 {
		t.Errorf("judged: %v", found)
	}
	got := response.Answers().Values
	if got["pop"] != "6400" || got["valeur"] != "4" {
		t.Errorf("looked up: pop %q, taux %q", got["pop"], got["valeur"])
	}
	choices := map[string]string{}
	for _, section := range form.Page(answers, occasion, nil).Sections {
		for _, item := range section.Items {
			for _, c := range item.Choices {
				choices[item.Path] += c.Name + "=" + c.Label.String() + " "
			}
		}
	}
	for path, want := range map[string]string{
		"commune": "34145=Lunel 34151=Marsillargues ", "lieux": "mairie=Mairie, accueil ccas=CCAS ", "trouve": "0=Aucune 34145=Lunel ",
	} {
		if choices[path] != want {
			t.Errorf("%s offers %q, want %q", path, choices[path], want)
		}
	}
	answers.Values["commune"] = "30003"
	if _, found = form.Judge(survey.Submission{Answers: answers}, occasion); len(found) != 1 || found[0].Code != survey.CodeFilteredOut {
		t.Errorf("a commune of another département: %v", found)
	}
}

func TestReadWith_problemsOfFiles(t *testing.T) {
	const oneList = `
		| survey |
		|        | type                              | name | label | media::image |
		|        | select_multiple_from_file l.csv   | q    | Q     | plan.png     |
	`
	png := []byte("\x89PNG\r\n\x1a\n....")
	for name, c := range map[string]struct {
		files survey.Files
		want  string
	}{
		"nothing given":   {survey.Files{}, "fault survey!2 type: file_needed [\"l.csv\" \"q\"]\nfault survey!2 media::image: picture_needed [\"plan.png\" \"q\"]"},
		"all well":        {survey.Files{"l.csv": []byte("name\tlabel\na\tA\n"), "plan.png": png}, ""},
		"Windows-1252":    {survey.Files{"l.csv": []byte("name;label\nete;\xc9t\xe9\n"), "plan.png": png}, ""},
		"unused":          {survey.Files{"l.csv": []byte("name,label\na,A\n"), "plan.png": png, "m.csv": []byte("a\n1\n")}, `warning !0 : file_not_used ["m.csv"]`},
		"no label":        {survey.Files{"l.csv": []byte("name,nom\na,A\n"), "plan.png": png}, `fault survey!2 type: file_column ["l.csv" "label" "name, nom"]`},
		"twins":           {survey.Files{"l.csv": []byte("name,label,label\na,A,B\n"), "plan.png": png}, `fault !0 : file_twin_columns ["l.csv" "label"]`},
		"header alone":    {survey.Files{"l.csv": []byte("name,label\n"), "plan.png": png}, `fault !0 : file_empty ["l.csv"]`},
		"spaces":          {survey.Files{"l.csv": []byte("name,label\na b,A\n"), "plan.png": png}, `fault survey!2 type: file_space ["a b" "l.csv" "q"]`},
		"too long":        {survey.Files{"l.csv": []byte("name,label\n" + strings.Repeat("a,A\n", maxCSVRows+1)), "plan.png": png}, `fault !0 : file_rows ["l.csv" "10000"]`},
		"too heavy":       {survey.Files{"l.csv": bytes.Repeat([]byte("a"), maxCSV+1), "plan.png": png}, `fault !0 : file_too_large ["l.csv" "2048"]`},
		"NUL":             {survey.Files{"l.csv": []byte("name,label\na,\x00\n"), "plan.png": png}, `fault !0 : file_broken ["l.csv" "2"]`},
		"SVG in disguise": {survey.Files{"l.csv": []byte("name,label\na,A\n"), "plan.png": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")}, `fault !0 : picture_kind ["plan.png"]`},
		"heavy picture":   {survey.Files{"l.csv": []byte("name,label\na,A\n"), "plan.png": append(png, make([]byte, maxPicture)...)}, `fault !0 : file_too_large ["plan.png" "500"]`},
		"way out":         {survey.Files{"l.csv": []byte("name,label\na,A\n"), "plan.png": png, "../x.csv": []byte("a\n1\n")}, "fault !0 : file_name [\"../x.csv\"]\nwarning !0 : file_not_used [\"../x.csv\"]"},
		"a program":       {survey.Files{"l.csv": []byte("name,label\na,A\n"), "plan.png": png, "x.exe": {1}}, "fault !0 : file_kind [\"x.exe\"]\nwarning !0 : file_not_used [\"x.exe\"]"},
	} {
		if _, got := readFilesWith(t, oneList, c.files); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
	if form, got := readFilesWith(t, oneList, nil); form == nil || got != `warning survey!2 type: file_needed ["l.csv" "q"]` {
		t.Errorf("without files: %s", got)
	}
}

func TestReadWith_twoListsOfOneFile(t *testing.T) {
	form, problems := readFilesWith(t, `
		| survey |
		|        | type                       | name | label | parameters           |
		|        | select_one_from_file l.csv | a    | A     |                      |
		|        | select_one_from_file l.csv | b    | B     | value=code label=nom |
		|        | select_one_from_file l.csv | c    | C     |                      |
	`, survey.Files{"l.csv": []byte("name,label,code,nom\nx,X,1,Un\n")})
	if problems != "" {
		t.Fatal(problems)
	}
	var got []string
	form.Walk(func(q *survey.Question) { got = append(got, q.ListName+" "+q.List.Choices[0].Name) })
	if want := "l x/l.csv (code, nom) 1/l x"; strings.Join(got, "/") != want {
		t.Errorf("lists: %s, want %s", strings.Join(got, "/"), want)
	}
}

func TestReadWith_badSearch(t *testing.T) {
	for call, want := range map[string]string{
		"search('communes'":                                          "",
		"search('communes', 'near', 'nom', ${bout})":                 CodeSearchCall,
		"search('communes', 'contains')":                             CodeSearchCall,
		"search('communes', 'contains', 'nom', ${bout)":              CodeSearchCall,
		"search('communes', 'matches', 'nom', ${bout}, 'dep', '34')": "",
	} {
		text := strings.Replace(communesForm, "search('communes', 'contains', 'nom', ${bout})", call, 1)
		_, problems := readFilesWith(t, text, communesFiles())
		if want != "" && !strings.Contains(problems, strings.TrimPrefix(want, "workbook_")) || want == "" && strings.Contains(problems, "search_call") {
			t.Errorf("%s: %s", call, problems)
		}
	}
}

// FuzzReadCSV feeds the reader of attached files: it answers with a table or a
// problem, every row as wide as the header, and a list with a choice a row.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("name,label\na,A\n"))
	f.Add([]byte("\xef\xbb\xbfname;label\n\"a\nb\";\xc9\n"))
	f.Add([]byte("name\tlabel\tzone\r\nagde\t\"Agde, \"\"la perle\"\"\"\tlittoral\r\n\r\nsete\tSète\r\n"))
	f.Add([]byte("name,name\na,b\n"))
	f.Add([]byte("name,\"label\na"))
	f.Add([]byte(",,\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		table, problem := readCSV("f.csv", content)
		if (table == nil) == (problem == nil) {
			t.Fatal("a table or a problem, and one only")
		}
		if table == nil {
			return
		}
		for i, row := range table.rows {
			if len(row) != len(table.header) || !utf8.ValidString(strings.Join(row, "")) {
				t.Errorf("row %d %q under %q", i, row, table.header)
			}
		}
		if list := table.list("f", "name", "label"); len(list.Choices) != len(table.rows) || len(table.rows) == 0 {
			t.Errorf("%d choices of %d rows", len(list.Choices), len(table.rows))
		}
	})
}
