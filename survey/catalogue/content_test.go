package catalogue

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"constat/survey"
)

// specification says, for each questionnaire, what the networks agreed to
// ask, in order, and which indicators they read first.
var specification = map[string]struct {
	questions []string
	prefix    string
	first     int // number of the first indicator
	last      int
	key       []string
	unit      string   // what one answer is
	open      []string // questions that describe nobody: profile O

	benchmarks map[string]float64
}{
	"hauts-cantons-enfants": {
		questions: strings.Fields(`type_structure fonction secteur contact_enf file_active fiab_file repere nb_enfants fiab_enf
			nb_familles age_0_2 age_3_5 age_6_10 age_11_14 age_15_17 reperage signes nb_oriente vers nb_effectif delai
			nb_orientables recouvrement nb_ip freins offre lieu formation commentaire`),
		prefix: "HC", first: 0, last: 16,
		key:  strings.Fields("HC-1 HC-2 HC-9 HC-11 HC-14"),
		unit: "professionnels",
		open: strings.Fields("secteur freins offre lieu formation"),
	},
	"lunel-sante": {
		questions: strings.Fields(`profession exercice secteur anciennete patientes_sem confronte nb_femmes fiab revele systematique
			formes grossesse enfants danger certificat aise_certif signalement loi2020 orientation correspondant freins
			formation_init formation_souh themes format outils role commentaire`),
		prefix: "LU", first: 0, last: 21,
		key:        strings.Fields("LU-1 LU-2 LU-4 LU-14 LU-15 LU-16 LU-17"),
		unit:       "professionnels de santé",
		open:       strings.Fields("orientation correspondant freins formation_init formation_souh themes format outils"),
		benchmarks: map[string]float64{"LU-1": 80, "LU-16": 70, "LU-17": 80, "LU-21": 90},
	},
	"piscenois-communes": {
		questions: strings.Fields(`commune publier repondant population sollicitee nb_situ par_qui demandes urgence_logt nb_logt
			dispo_nuit nuitees financeur protocole projet_logt obstacles referent numeros connait instances formes
			souhait_form rdv_lieu mobilite role importance attentes commentaire`),
		prefix: "PI", first: 1, last: 23,
		key:  strings.Fields("PI-1 PI-5 PI-10 PI-11 PI-13 PI-15 PI-21 PI-23"),
		unit: "communes",
		open: strings.Fields(`population urgence_logt nb_logt dispo_nuit financeur protocole projet_logt obstacles referent
			numeros connait instances formes souhait_form rdv_lieu mobilite role importance attentes`),
	},
}

// TestEntries: what the catalogue says of a workbook is what the workbook says.
func TestEntries(t *testing.T) {
	if len(Entries()) != len(specification) {
		t.Fatalf("%d entries, %d specified", len(Entries()), len(specification))
	}
	for _, e := range Entries() {
		settings := table(t, open(t, e), "settings")
		if len(settings) != 1 || settings[0].get("form_id") != e.ID || settings[0].get("form_title") != e.Title {
			t.Errorf("%s: settings are %v, the entry says %s, %s", e.File, settings, e.ID, e.Title)
		}
		if found, ok := Find(e.ID); !ok || found != e {
			t.Errorf("Find(%q) = %v, %v", e.ID, found, ok)
		}
	}
	if _, ok := Find("inconnu"); ok {
		t.Error("Find found a questionnaire that nobody wrote")
	}
}

// TestQuestions: every agreed question is asked, in the agreed order. What the
// workbooks add is not asked: sections, notes, calculations, the link's values.
func TestQuestions(t *testing.T) {
	for _, e := range Entries() {
		var asked []string
		for _, r := range table(t, open(t, e), "survey") {
			switch r.get("type") {
			case "begin_group", "end_group", "note", "hidden", "calculate":
			default:
				asked = append(asked, r.get("name"))
			}
		}
		if want := specification[e.ID].questions; !slices.Equal(asked, want) {
			t.Errorf("%s asks\n%v\nwant\n%v", e.File, asked, want)
		}
	}
}

// TestIndicators: every agreed indicator is declared once, and those that the
// synthesis shows are the agreed ones.
func TestIndicators(t *testing.T) {
	for _, e := range Entries() {
		spec := specification[e.ID]
		declared := map[string]int{}
		var key []string
		for _, r := range table(t, open(t, e), "diagnostic") {
			name := r.get("name")
			declared[name]++
			if name != "" && (declared[name] > 1 || r.get("label") == "" || r.get("unit") == "") {
				t.Errorf("%s row %d: %s is declared twice, or lacks a label or a unit", e.File, r.number, name)
			}
			if slices.Contains(strings.Fields(r.get("parameters")), "key=yes") {
				key = append(key, name)
			}
		}
		for n := spec.first; n <= spec.last; n++ {
			if name := fmt.Sprintf("%s-%d", spec.prefix, n); declared[name] != 1 {
				t.Errorf("%s declares %s %d times", e.File, name, declared[name])
			}
		}
		if !slices.Equal(key, spec.key) {
			t.Errorf("%s: key indicators %v, want %v", e.File, key, spec.key)
		}
	}
}

// TestDiagnosticNames: the diagnostic sheet names questions and codes that the
// questionnaire has.
func TestDiagnosticNames(t *testing.T) {
	term := regexp.MustCompile(`^([a-z0-9_]+)=([a-z0-9_|]+)$`)
	for _, e := range everyWorkbook() {
		f := open(t, e)
		lists, codes := map[string]string{}, map[string]bool{}
		for _, r := range table(t, f, "survey") {
			_, list, _ := strings.Cut(r.get("type"), " ")
			lists[r.get("name")] = list
		}
		for _, r := range table(t, f, "choices") {
			codes[r.get("list_name")+" "+r.get("name")] = true
		}
		for _, r := range table(t, f, "diagnostic") {
			check := func(name, code string) {
				list, ok := lists[name]
				if !ok || code != "" && !codes[list+" "+code] {
					t.Errorf("%s, diagnostic row %d: no question %q with code %q", e.File, r.number, name, code)
				}
			}
			switch r.get("type") {
			case "benchmark": // names an indicator
				continue
			case "share":
				for _, part := range strings.Split(r.get("question"), " and ") {
					m := term.FindStringSubmatch(part)
					if m == nil {
						t.Fatalf("%s, diagnostic row %d: %q is not a condition", e.File, r.number, part)
					}
					for _, code := range strings.Split(m[2], "|") {
						check(m[1], code)
					}
				}
				continue
			}
			for _, name := range strings.Fields(r.get("question") + " " + r.get("by")) {
				check(name, "")
			}
			if r.get("type") == "rate" {
				check(r.get("denominator"), "")
			}
		}
	}
}

// TestProfiles: the agreed questions, each with its reason, describe nobody;
// all others keep the stricter protection. A word changed in a workbook must
// not loosen it unseen.
func TestProfiles(t *testing.T) {
	for _, e := range Entries() {
		form, err := e.Form()
		if err != nil {
			t.Fatal(err)
		}
		var open []string
		form.Walk(func(q *survey.Question) {
			if !q.Holds() {
				return
			}
			if p := form.Profile(q); !p.Sensitive {
				open = append(open, q.Name)
				if len(strings.Fields(p.Reason)) < 5 {
					t.Errorf("%s: %s describes nobody, because %q", e.File, q.Name, p.Reason)
				}
			}
		})
		if want := specification[e.ID].open; !slices.Equal(open, want) {
			t.Errorf("%s: questions that describe nobody\n%v\nwant\n%v", e.File, open, want)
		}
	}
}

// TestRespondents: one answer is a professional's or a commune's, never that of
// somebody helped, so that their number may be printed.
func TestRespondents(t *testing.T) {
	for _, e := range Entries() {
		form, err := e.Form()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := form.Respondents(), (survey.Respondents{Unit: specification[e.ID].unit}); got != want {
			t.Errorf("%s: one answer is %+v, want %+v", e.File, got, want)
		}
	}
}

// TestBenchmarks: figures published elsewhere stand beside the indicators that
// ask the same thing, with their source.
func TestBenchmarks(t *testing.T) {
	for _, e := range Entries() {
		form, err := e.Form()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]float64{}
		for _, b := range form.Declared.Benchmarks {
			got[b.Indicator] = b.Value
			if !strings.Contains(b.Source, "MIPROF") || !strings.Contains(b.Label.In(form.DefaultLanguage), "Sages-femmes") {
				t.Errorf("%s: %s has the source %q and the label %v", e.File, b.Indicator, b.Source, b.Label)
			}
		}
		if !maps.Equal(got, specification[e.ID].benchmarks) {
			t.Errorf("%s: benchmarks %v, want %v", e.File, got, specification[e.ID].benchmarks)
		}
	}
}

// TestTexts: each diagnostic opens with the warning against rankings of
// declared numbers, and the children's section with the double count.
func TestTexts(t *testing.T) {
	for _, e := range Entries() {
		form, err := e.Form()
		if err != nil {
			t.Fatal(err)
		}
		var head string
		for _, text := range form.TextsOf(nil) {
			head += text.In(form.DefaultLanguage)
		}
		if !strings.Contains(head, "lassez jamais des ") {
			t.Errorf("%s opens with %q", e.File, head)
		}
		if e.ID != "hauts-cantons-enfants" {
			continue
		}
		section, _ := form.Question("section_enfants")
		if said := form.TextsOf(section); len(said) != 1 || !strings.Contains(said[0].In(form.DefaultLanguage), "double compte") {
			t.Errorf("%s, the children's section says %v", e.File, said)
		}
	}
}

// TestClasses: every number asked has classes fixed before any answer.
func TestClasses(t *testing.T) {
	for _, e := range Entries() {
		form, err := e.Form()
		if err != nil {
			t.Fatal(err)
		}
		form.Walk(func(q *survey.Question) {
			if q.Type.Kind == survey.Asked && q.Type.Measure == survey.MeasureQuantity && form.Declared.Classes[q] == nil {
				t.Errorf("%s: %s has no declared classes", e.File, q.Name)
			}
		})
	}
}
