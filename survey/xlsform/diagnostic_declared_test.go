package xlsform

import (
	"math"
	"reflect"
	"testing"

	"constat/survey"
)

// sections adds top-level groups to the form of these tests.
const sections = `
	| survey |
	|        | begin_group  | besoins   | Les besoins |
	|        | begin_group  | interieur | À part      |
	|        | decimal      | distance  | Distance    |
	|        | end_group    |           |             |
	|        | end_group    |           |             |
	| diagnostic |
`

func TestDiagnostic_declared(t *testing.T) {
	form, problems := readForm(t, territorialForm+sections+`
	|  | participation |      | type_structure   |  | Qui a répondu | structures |  |  |    |             |        |      |              |
	|  | benchmark     |      | LU-1             |  | Sages-femmes  |            |  |  |    |             | 80 %   | 2019 | Une enquête  |
	|  | share         | LU-1 | repere=oui       |  | Repérage      |            |  |  |    | key=oui     |        |      |              |
	|  | sum           | HC-1 | enfants familles |  | Repérés       | enfants    |  |  |    | classes=0¦1-2¦3+ |   |      |              |
	|  | median        | HC-2 | distance         |  | Distance      | km         |  |  |    | classes=0-0.5¦0.5-10¦10- | | |           |
	|  | benchmark     |      | HC-1             |  | Département   | enfants    |  |  |    |             | 1 234,5 |     | Un rapport   |
	|  | profile       |      | freins aise      |  | Des besoins   |            |  |  | no |             |        |      |              |
	|  | profile       |      | enfants          |  |               |            |  |  | yes |            |        |      |              |
	|  | text          |      |                  |  | Lisez ceci.   |            |  |  |    |             |        |      |              |
	|  | text          |      | besoins          |  | Les besoins.  |            |  |  |    |             |        |      |              |
	|  | text          |      | besoins          |  | Encore.       |            |  |  |    |             |        |      |              |
	`)
	if len(problems) > 0 {
		t.Fatalf("unexpected problems:\n%s", listing(problems))
	}
	benchmarks := []survey.Benchmark{
		{Row: 3, Indicator: "LU-1", Value: 80, Year: 2019, Source: "Une enquête", Label: survey.Plain("Sages-femmes")},
		{Row: 7, Indicator: "HC-1", Value: 1234.5, Source: "Un rapport", Label: survey.Plain("Département"), Unit: "enfants"},
	}
	if got := form.Declared.Benchmarks; !reflect.DeepEqual(got, benchmarks) {
		t.Errorf("benchmarks: %+v", got)
	}
	if got := form.Respondents(); got != (survey.Respondents{Unit: "structures"}) {
		t.Errorf("respondents: %+v", got)
	}
	if !form.Diagnostic[1].Key {
		t.Error("key=oui is not read")
	}
	besoins := form.Questions[len(form.Questions)-1]
	if got := form.TextsOf(besoins); len(got) != 2 || got[1].In("") != "Encore." {
		t.Errorf("texts of the section: %v", got)
	}
	if got := form.TextsOf(nil); len(got) != 1 || got[0].In("") != "Lisez ceci." {
		t.Errorf("texts of the diagnostic: %v", got)
	}
	whole := []survey.Class{{Low: 0, High: 0}, {Low: 1, High: 2}, {Low: 3, High: math.Inf(1)}}
	if got := form.Classes(question(t, form, "familles")); !reflect.DeepEqual(got, whole) {
		t.Errorf("classes of familles: %v", got)
	}
	shared := []survey.Class{{Low: 0, High: 0.5}, {Low: 0.5, High: 10}, {Low: 10, High: math.Inf(1)}}
	if got := form.Classes(question(t, form, "distance")); !reflect.DeepEqual(got, shared) {
		t.Errorf("classes of distance: %v", got)
	}
}

// A question is sensitive until the sheet says why not, and a figure takes the
// strictest of its questions.
func TestDiagnostic_profiles(t *testing.T) {
	form, problems := readForm(t, territorialForm+`
	|  | profile |  | freins aise    |  | Des besoins   |  |  |  | non |  |  |  |  |
	|  | profile |  | type_structure |  | Une structure |  |  |  | no  |  |  |  |  |
	`)
	if len(problems) > 0 {
		t.Fatalf("unexpected problems:\n%s", listing(problems))
	}
	for _, c := range []struct {
		questions []string
		want      survey.Profile
	}{
		{[]string{"freins"}, survey.Profile{Reason: "Des besoins"}},
		{[]string{"freins", "aise"}, survey.Profile{Reason: "Des besoins"}},
		{[]string{"freins", "type_structure"}, survey.Profile{Reason: "Des besoins\u00a0; Une structure"}},
		{[]string{"freins", "enfants"}, survey.Profile{Sensitive: true}},
		{[]string{"enfants"}, survey.Profile{Sensitive: true}},
		{nil, survey.Profile{Sensitive: true}},
	} {
		var questions []*survey.Question
		for _, name := range c.questions {
			questions = append(questions, question(t, form, name))
		}
		if got := form.Profile(questions...); got != c.want {
			t.Errorf("profile of %v: %+v, want %+v", c.questions, got, c.want)
		}
	}
}

// One answer about somebody helped protects their very number, unless the lead
// says otherwise.
func TestDiagnostic_respondents(t *testing.T) {
	for _, c := range []struct {
		unit, parameters string
		want             survey.Respondents
	}{
		{"professionnels", "", survey.Respondents{Unit: "professionnels"}},
		{"Enfants", "", survey.Respondents{Unit: "Enfants", Persons: true}},
		{"enfants", "persons=no", survey.Respondents{Unit: "enfants"}},
		{"situations", "persons=yes", survey.Respondents{Unit: "situations", Persons: true}},
	} {
		form, _ := readForm(t, territorialForm+`
	|  | participation |  | type_structure |  |  | `+c.unit+` |  |  |  | `+c.parameters+` |  |  |  |`)
		if got := form.Respondents(); got != c.want {
			t.Errorf("%s %s: %+v", c.unit, c.parameters, got)
		}
	}
}

func TestDiagnostic_declaredMistakes(t *testing.T) {
	got := problemsOf(t, territorialForm+sections+`
	|  | share     | LU-1 | repere=oui     |    | Repérage |   |       |  |     |         |      |      |   |
	|  | ranking   | LU-2 | freins         |    | Freins   |   |       |  |     |         |      |      |   |
	|  | benchmark |      | LU-9           |    | Partout  |   |       |  |     |         | 80   |      | X |
	|  | benchmark |      | LU-2           |    | Partout  |   |       |  |     |         | 80   |      | X |
	|  | benchmark |      | LU-1           |    |          |   |       |  |     |         |      | bof  |   |
	|  | benchmark |      | LU-1           |    | Partout  |   |       |  |     |         | huit | 19   | X |
	|  | benchmark |      | LU-1           |    | Partout  |   |       |  |     |         | 180  |      | X |
	|  | benchmark |      | LU-1           |    | Partout  |   |       |  |     |         | 0,8  |      | X |
	|  | benchmark | B-1  |                |    | Partout  |   |       |  |     | key=yes | 80   |      | X |
	|  | profile   |      | freins         |    |          |   |       |  | no  |         |      |      |   |
	|  | profile   |      | freins rien    |    | Besoins  |   |       |  |     |         |      |      |   |
	|  | profile   |      |                |    |          |   |       |  | oui |         |      |      |   |
	|  | text      |      | besoin         |    | Texte    |   |       |  |     |         |      |      |   |
	|  | text      |      | interieur      |    | Texte    |   |       |  |     |         |      |      |   |
	|  | text      |      |                |    |          |   |       |  |     |         |      |      |   |
	|  | textt     |      |                |    | Texte    |   |       |  |     |         |      |      |   |
	|  | ranking   | LU-3 | freins         | aise | Freins |   | known |  |     | kye=yes |      |      |   |
	|  | share     | LU-4 | repere=oui     |    | Repérage |   |       |  |     | key=si  |      |      |   |
	|  | scale     |      | aise           |    |          |   |       |  |     | key=yes |      |      |   |
	`)
	want := unindent(`
		fault diagnostic!4 question: benchmark_unknown_near ["LU-9" "LU-1"]
		fault diagnostic!5 question: benchmark_unfit ["LU-2" "ranking"]
		fault diagnostic!6 label: benchmark_without_label []
		fault diagnostic!6 source: benchmark_without_source []
		fault diagnostic!6 value: benchmark_without_value []
		fault diagnostic!6 year: bad_year ["bof"]
		fault diagnostic!7 value: bad_number ["huit"]
		fault diagnostic!7 year: bad_year ["19"]
		fault diagnostic!8 value: bad_percent ["180"]
		warning diagnostic!9 value: small_percent ["0,8"]
		warning diagnostic!10 name: cell_not_read ["name" "benchmark"]
		warning diagnostic!10 parameters: cell_not_read ["parameters" "benchmark"]
		fault diagnostic!10 question: benchmark_without_indicator []
		fault diagnostic!11 label: profile_without_reason []
		fault diagnostic!12 sensitive: profile_without_word [""]
		fault diagnostic!12 question: unknown_question ["rien" ""]
		fault diagnostic!12 question: declared_twice ["freins" "11"]
		fault diagnostic!13 question: profile_without_question []
		fault diagnostic!14 question: unknown_section_near ["besoin" "besoins"]
		fault diagnostic!15 question: nested_section ["interieur"]
		fault diagnostic!16 label: text_without_label []
		fault diagnostic!17 type: unknown_indicator_near ["textt" "text"]
		warning diagnostic!18 by: cell_not_read ["by" "ranking"]
		warning diagnostic!18 denominator: cell_not_read ["denominator" "ranking"]
		fault diagnostic!18 parameters: unknown_parameter ["kye" "ranking" "key"]
		fault diagnostic!19 parameters: bad_parameter ["key" "si"]
		warning diagnostic!20 parameters: cell_not_read ["parameters" "scale"]
	`)
	if got != want {
		t.Errorf("said:\n%swant:\n%s", got, want)
	}
}

func TestDiagnostic_classMistakes(t *testing.T) {
	for classes, want := range map[string]string{
		"0¦1-2¦bof":          `bad_class ["bof"]`,
		"0¦5-3¦6-":           `bad_class ["5-3"]`,
		"1-2¦3-":             `first_class ["1-2"]`,
		"0¦1-2":              `last_class ["1-2"]`,
		"0-¦1-":              `open_class ["0-"]`,
		"0-0.5¦0.5-":         `class_not_whole ["0-0.5" "enfants"]`,
		"0-2¦2-5¦6-":         `classes_overlap ["0-2" "2-5"]`,
		"0¦3-5¦1-2¦6-":       `classes_apart ["0" "3-5"]`,
		"0-5¦3-5¦6-":         `classes_overlap ["0-5" "3-5"]`,
		"0¦1-2¦4-":           `classes_apart ["1-2" "4-"]`,
		"0¦1-2¦3-5¦6-10¦11-": ``,
	} {
		got := problemsOf(t, territorialForm+"\n|  | sum | HC-1 | enfants | | Enfants | | | | | classes="+classes+" | | | |")
		if want != "" {
			want = "fault diagnostic!2 parameters: " + want + "\n"
		}
		if got != want {
			t.Errorf("classes=%s said %q, want %q", classes, got, want)
		}
	}
	got := problemsOf(t, territorialForm+sections+`
	|  | sum    | HC-1 | enfants  | | Enfants  | | | | | classes=0¦1- | | | |
	|  | median | HC-2 | enfants  | | Enfants  | | | | | classes=0¦1- | | | |
	|  | median | HC-3 | distance | | Distance | | | | | classes=0¦1-2¦3- | | | |
	`)
	want := unindent(`
		fault diagnostic!3 parameters: declared_twice ["enfants" "2"]
		fault diagnostic!4 parameters: classes_apart ["0" "1-2"]
	`)
	if got != want {
		t.Errorf("said:\n%swant:\n%s", got, want)
	}
}

// Without a declaration, classes depend on the question alone.
func TestDiagnostic_defaultClasses(t *testing.T) {
	form, _ := readForm(t, territorialForm+sections)
	counts, amounts := form.Classes(question(t, form, "enfants")), form.Classes(question(t, form, "distance"))
	for _, c := range []struct {
		classes []survey.Class
		x       float64
		want    int
	}{
		{counts, 0, 0}, {counts, 2, 1}, {counts, 50, 5}, {counts, 51, 6}, {counts, 1e9, 6},
		{amounts, 0.5, 0}, {amounts, 1, 1}, {amounts, 75, 6},
	} {
		if got, ok := survey.ClassOf(c.classes, c.x); !ok || got != c.want {
			t.Errorf("%v is in class %d of %v, want %d", c.x, got, c.classes, c.want)
		}
	}
	if place, ok := survey.ClassOf(counts, -1); ok {
		t.Errorf("-1 is in class %d", place)
	}
}
