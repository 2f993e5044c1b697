package catalogue

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/territory"
	"constat/survey/xlsform"
)

// TestForm: each workbook is read without a fault or a warning.
func TestForm(t *testing.T) {
	for _, e := range everyWorkbook() {
		_, problems, err := xlsform.ReadAll(bytes.NewReader(e.Bytes()))
		if err != nil {
			t.Errorf("%s: %v", e.File, err)
		}
		for _, p := range problems {
			t.Errorf("%s: %v", e.File, p)
		}
		form, err := e.Form()
		if err != nil || form.ID != e.ID || len(form.Diagnostic) == 0 {
			t.Errorf("%s reads as %+v, %v", e.ID, form, err)
		}
	}
}

// A filling is what one person answers to a questionnaire, as
// "question=answer" words ("+" between the codes of one answer), and what comes
// of it.
type filling struct {
	name    string
	answers string
	network string   // whose link it is; "" = none
	refused []string // question:code of each fault, in order
	kept    string   // answers found in the Response, written as above
	left    string   // questions that were not asked
}

func (f filling) run(t *testing.T, form *survey.Form) {
	t.Helper()
	response, problems := form.Judge(survey.Submission{Answers: survey.Answers{Values: words(f.answers)}}, occasion(t, f.network))
	var faults []string
	for _, p := range problems {
		if p.Severity == survey.Fault {
			faults = append(faults, p.Path+":"+strings.TrimPrefix(p.Code, "answer_"))
		}
	}
	if !slices.Equal(faults, f.refused) {
		t.Errorf("refused %v, want %v", faults, f.refused)
	}
	kept := words(f.kept)
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		if got := value(t, form, response, name); got.Text != kept[name] {
			t.Errorf("%s is %q, want %q", name, got.Text, kept[name])
		}
	}
	for _, name := range strings.Fields(f.left) {
		if got := value(t, form, response, name); got.State != survey.NotAsked {
			t.Errorf("%s was asked: %+v", name, got)
		}
	}
}

func value(t *testing.T, form *survey.Form, r *survey.Response, name string) survey.Value {
	t.Helper()
	q, ok := form.Question(name)
	if !ok {
		t.Fatalf("no question %s", name)
	}
	return r.Values[q.Index]
}

func words(s string) map[string]string {
	out := map[string]string{}
	for _, word := range strings.Fields(s) {
		name, answer, _ := strings.Cut(word, "=")
		out[name] = strings.ReplaceAll(answer, "+", " ")
	}
	return out
}

// occasion is an answer through a network's link, which carries its territory.
func occasion(t *testing.T, network string) survey.Occasion {
	t.Helper()
	occ := survey.Occasion{Now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), Zone: time.UTC}
	if network == "" {
		return occ
	}
	g := territory.Herault()
	networks, err := territory.Networks(g)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(networks, func(n territory.Network) bool { return n.Slug == network })
	if i < 0 {
		t.Fatalf("no network %s", network)
	}
	occ.Carried = map[string]string{
		"territoire":          network,
		"territoire_epci":     strings.Join(g.EPCIOf(networks[i].Communes), " "),
		"territoire_communes": strings.Join(networks[i].Communes, " "),
	}
	return occ
}

func runAll(t *testing.T, id string, fillings []filling) {
	e, _ := Find(id)
	form, err := e.Form()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fillings {
		t.Run(f.name, func(t *testing.T) { f.run(t, form) })
	}
}

func TestHautsCantons(t *testing.T) {
	const who = "type_structure=ecole fonction=direction "
	const met = who + "contact_enf=jour repere=oui nb_enfants=10 "
	runAll(t, "hauts-cantons-enfants", []filling{
		{name: "nothing", refused: []string{"type_structure:required", "fonction:required", "contact_enf:required", "repere:required"}},
		{name: "never meets children", answers: who + "contact_enf=jamais freins=offre+delai",
			kept: "freins=offre+delai", left: "file_active repere nb_enfants nb_orientables nb_ip"},
		{name: "knows of none", answers: who + "contact_enf=mois repere=non nb_ip=c0",
			kept: "nb_ip=c0", left: "nb_enfants age_0_2 signes nb_oriente nb_orientables recouvrement"},
		{name: "ten children", answers: met + "age_0_2=2 age_3_5=3 age_15_17=5 nb_oriente=4 nb_effectif=1 delai=de_3_6 nb_orientables=10 recouvrement=de_25_50",
			kept: "total_ages=10 nb_effectif=1 nb_orientables=10"},
		{name: "more ages than children", answers: met + "age_0_2=2 age_3_5=3 age_15_17=6", refused: []string{"age_15_17:constraint"}},
		{name: "more families than children", answers: met + "nb_familles=11", refused: []string{"nb_familles:constraint"}},
		{name: "families of an unknown number", answers: who + "contact_enf=jour repere=oui nb_familles=11 age_0_2=40 nb_orientables=9", kept: "nb_familles=11"},
		{name: "more referred than children", answers: met + "nb_oriente=11", refused: []string{"nb_oriente:constraint"}},
		{name: "more begun than referred", answers: met + "nb_oriente=3 nb_effectif=4", refused: []string{"nb_effectif:constraint"}},
		{name: "none referred", answers: met + "nb_oriente=0", left: "vers nb_effectif delai"},
		{name: "more children than met is only a remark", answers: met + "file_active=5", kept: "nb_enfants=10"},
		{name: "out of bounds", answers: who + "contact_enf=jour repere=oui nb_enfants=501 file_active=5001", refused: []string{"file_active:constraint", "nb_enfants:constraint"}},
		{name: "exclusive answers", answers: met + "secteur=tout+200042646 signes=sommeil+nsp freins=aucun+delai",
			refused: []string{"secteur:constraint", "signes:constraint", "freins:constraint"}},
		{name: "four of three", answers: met + "freins=offre+delai+distance+cout offre=visite+appui_pro+permanence+equipe_mobile",
			refused: []string{"freins:constraint", "offre:constraint"}},
		{name: "own territory", network: "hauts-cantons", answers: who + "contact_enf=jamais secteur=200042646+200066348 lieu=34028+visio",
			kept: "secteur=200042646+200066348 lieu=34028+visio territoire=hauts-cantons"},
		{name: "another's territory", network: "hauts-cantons", answers: who + "contact_enf=jamais secteur=243400520 lieu=34145",
			refused: []string{"secteur:filtered_out", "lieu:filtered_out"}},
		{name: "a network of communes", network: "castries", answers: who + "contact_enf=jamais secteur=243400017 lieu=34058", kept: "lieu=34058"},
	})
}

func TestLunel(t *testing.T) {
	const who = "profession=generaliste "
	runAll(t, "lunel-sante", []filling{
		{name: "nothing", refused: []string{"profession:required", "confronte:required", "systematique:required"}},
		{name: "met none", answers: who + "confronte=non systematique=jamais aise_certif=nc formation_souh=non",
			kept: "aise_certif=nc", left: "nb_femmes fiab revele formes grossesse enfants danger certificat signalement themes format"},
		{name: "does not know", answers: who + "confronte=nsp systematique=signe", left: "nb_femmes fiab"},
		{name: "met some", answers: who + "confronte=oui systematique=systematique nb_femmes=12 fiab=estimation formation_souh=peut_etre themes=reperage+certificat+enfants",
			kept: "nb_femmes=12 themes=reperage+certificat+enfants"},
		{name: "out of bounds", answers: who + "confronte=oui systematique=signe nb_femmes=301", refused: []string{"nb_femmes:constraint"}},
		{name: "exclusive answers", answers: who + "confronte=oui systematique=signe formes=nsp+physiques orientation=aucun+iscg freins=aucun+temps",
			refused: []string{"formes:constraint", "orientation:constraint", "freins:constraint"}},
		{name: "Lunel's own zones", network: "lunel", answers: who + "confronte=non systematique=signe secteur=lunel_ouest", kept: "secteur=lunel_ouest zones_propres=5"},
		{name: "Lunel has no EPCI to choose", network: "lunel", answers: who + "confronte=non systematique=signe secteur=243400520", refused: []string{"secteur:filtered_out"}},
		{name: "elsewhere, the EPCI", network: "coeur-d-herault", answers: who + "confronte=non systematique=signe secteur=243400355", kept: "secteur=243400355 zones_propres=0"},
		{name: "elsewhere, not Lunel", network: "coeur-d-herault", answers: who + "confronte=non systematique=signe secteur=lunel_ville", refused: []string{"secteur:filtered_out"}},
		{name: "several zones, anywhere", network: "beziers", answers: who + "confronte=non systematique=signe secteur=plusieurs", kept: "secteur=plusieurs"},
	})
}

func TestPiscenois(t *testing.T) {
	const who = "commune=34199 publier=oui "
	runAll(t, "piscenois-communes", []filling{
		{name: "nothing", refused: []string{"commune:required", "publier:required", "sollicitee:required", "urgence_logt:required"}},
		{name: "a large commune", network: "piscenois", answers: who + "sollicitee=non urgence_logt=aucun", kept: "population=plus_5000",
			left: "nb_situ par_qui demandes nb_logt dispo_nuit nuitees financeur"},
		{name: "a small one", network: "piscenois", answers: "commune=34184 publier=non sollicitee=nsp urgence_logt=nsp", kept: "population=de_500_1999", left: "nb_situ nb_logt"},
		{name: "another's commune", network: "piscenois", answers: "commune=34145 publier=oui sollicitee=non urgence_logt=aucun", refused: []string{"commune:filtered_out"}},
		{name: "any commune without a link", answers: "commune=34145 publier=oui sollicitee=non urgence_logt=aucun", kept: "population=plus_5000"},
		{name: "asked, with housing", answers: who + "sollicitee=oui nb_situ=c6_10 urgence_logt=communal nb_logt=2 dispo_nuit=parfois formes=certains souhait_form=oui",
			kept: "nb_situ=c6_10 nb_logt=2 dispo_nuit=parfois souhait_form=oui"},
		{name: "housing elsewhere", answers: who + "sollicitee=non urgence_logt=convention dispo_nuit=oui formes=oui", kept: "dispo_nuit=oui", left: "nb_logt souhait_form"},
		{name: "out of bounds", answers: who + "sollicitee=non urgence_logt=communal nb_logt=51", refused: []string{"nb_logt:constraint"}},
		{name: "exclusive answers", answers: who + "sollicitee=non urgence_logt=communal financeur=nsp+epci obstacles=aucun+cout connait=aucun+op instances=aucune+ctg",
			refused: []string{"financeur:constraint", "obstacles:constraint", "connait:constraint", "instances:constraint"}},
		{name: "four of three", answers: who + "sollicitee=non urgence_logt=aucun attentes=formation+affiches+financement+permanence", refused: []string{"attentes:constraint"}},
	})
}

// TestComment: a comment that is too long is refused, in every questionnaire.
func TestComment(t *testing.T) {
	for _, e := range Entries() {
		form, err := e.Form()
		if err != nil {
			t.Fatal(err)
		}
		for length, refused := range map[int]bool{600: false, 601: true} {
			text := strings.Repeat("é", length)
			_, problems := form.Judge(survey.Submission{Answers: survey.Answers{Values: map[string]string{"commentaire": text}}}, occasion(t, ""))
			got := slices.ContainsFunc(problems, func(p survey.Problem) bool {
				return p.Path == "commentaire" && p.Code == survey.CodeConstraint
			})
			if got != refused {
				t.Errorf("%s: %d characters refused: %v", e.ID, length, got)
			}
		}
	}
}
