package analysis_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// small is a form with one question of each measure, and a repeat.
func small() *survey.Form {
	b := fixture.NewForm("petit", "Petit questionnaire")
	b.List("type", "ecole=École", "pmi=PMI", "autre=Autre")
	b.List("ouinon", "oui=Oui", "non=Non", "nsp=Je ne sais pas", "nc=Non concerné", "refus=Je préfère ne pas répondre")
	b.List("freins", "delai=Délai", "cout=Coût", "loin=Distance", "nsp=Je ne sais pas", "nc=Non concerné", "refus=Je préfère ne pas répondre")
	b.List("accord", "pas=Pas du tout", "plutot=Plutôt", "tout=Tout à fait")
	b.Begin("begin_group", "profil", "Profil")
	b.Ask("select_one type", "type", "Type")
	b.Ask("calculate", "taille", "").Calculation = nil
	b.End()
	b.Begin("begin_group", "besoins", "Besoins")
	b.Ask("select_one ouinon", "repere", "Repéré ?")
	b.When("${repere} = 'oui'", "integer", "nb", "Combien ?")
	b.Ask("select_multiple freins", "freins", "Freins")
	b.Scale("select_one accord", "role", "Un rôle ?")
	b.Ask("date", "jour", "Quand ?")
	b.Ask("text", "mot", "Un mot")
	b.End()
	b.Begin("begin_repeat", "lieux", "Lieux")
	b.Ask("select_one type", "genre", "Genre")
	b.Ask("integer", "places", "Places")
	b.End()
	return b.Form()
}

func load(t *testing.T, f *survey.Form, responses ...*survey.Response) *analysis.Dataset {
	t.Helper()
	d, err := analysis.Load(f, fixture.Seq(responses))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func tableOf(t *testing.T, g *analysis.Diagnostic, key string) *analysis.Table {
	t.Helper()
	for _, table := range g.Tables() {
		if table.Key() == key {
			return table
		}
	}
	t.Fatalf("no table %s", key)
	return nil
}

// counts writes a table as "code n/base" lines.
func counts(table *analysis.Table) string {
	var lines []string
	for _, l := range table.Lines {
		lines = append(lines, l.Code+" "+itoa(l.Share.Count)+"/"+itoa(l.Share.Base))
	}
	return strings.Join(lines, ", ")
}

func itoa(n int) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func TestTabulate_byHand(t *testing.T) {
	f := small()
	a := func(day int, pairs ...string) *survey.Response {
		m := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return fixture.Response(f, day, m)
	}
	d := load(t, f,
		a(0, "type", "ecole", "repere", "oui", "nb", "4", "freins", "delai cout", "role", "tout", "jour", "2026-01-05", "mot", "Étendre"),
		a(1, "type", "ecole", "repere", "non", "freins", "delai", "role", "pas", "jour", "2026-03-31", "mot", ""),
		a(2, "type", "pmi", "repere", "nsp", "freins", "nsp", "role", "tout", "jour", "", "mot", "Alléger"),
		a(3, "type", "pmi", "repere", "oui", "nb", "", "freins", "", "role", "plutot"),
		a(4, "type", "ecole", "repere", "refus", "freins", "loin ailleurs", "role", ""),
		a(5, "type", "", "repere", "nc", "freins", "delai delai", "role", "tout"),
		a(6, "type", "ecole", "repere", "oui", "nb", "1", "freins", "cout"),
	)
	g := analysis.Tabulate(d, analysis.Plan{})
	for _, c := range []struct {
		key, lines string
		base       analysis.Base
	}{
		// Most frequent first; « ne sait pas » last; nc and refusals are not lines.
		{"repere", "oui 3/5, non 1/5, nsp 1/5", analysis.Base{Total: 7, Substantive: 4, DontKnow: 1, NotApplies: 1, Refused: 1}},
		// People, not ticks; a code ticked twice counts once; what is not in the list is counted apart.
		{"freins", "delai 3/6, cout 2/6, loin 1/6, hors_liste 1/6, nsp 1/6", analysis.Base{Total: 7, Substantive: 5, DontKnow: 1, NoAnswer: 1}},
		// A scale keeps its order.
		{"role", "pas 1/5, plutot 1/5, tout 3/5", analysis.Base{Total: 7, Substantive: 5, NoAnswer: 1, NotAsked: 1}},
		// Months without an answer stay.
		{"jour", "2026-01 1/2, 2026-02 0/2, 2026-03 1/2", analysis.Base{Total: 7, Substantive: 2, NoAnswer: 1, NotAsked: 4}},
		// Empty categories stay.
		{"type", "ecole 4/6, pmi 2/6, autre 0/6", analysis.Base{Total: 7, Substantive: 6, NoAnswer: 1}},
		{"nb", "1 1/2, 2 0/2, 3 0/2, 4 1/2", analysis.Base{Total: 7, Substantive: 2, NoAnswer: 1, NotAsked: 4}},
	} {
		table := tableOf(t, g, c.key)
		if got := counts(table); got != c.lines {
			t.Errorf("%s:\n got %s\nwant %s", c.key, got, c.lines)
		}
		if table.Base != c.base {
			t.Errorf("%s base = %+v, want %+v", c.key, table.Base, c.base)
		}
	}
	repere := tableOf(t, g, "repere")
	if known := repere.Lines[0].Known; known.Count != 3 || known.Base != 4 {
		t.Errorf("without « ne sait pas » = %d/%d, want 3/4", known.Count, known.Base)
	}
	if _, shown := repere.Lines[0].Share.Fraction(); shown {
		t.Error("a percentage is shown on a base of 5")
	}
	if got := g.Verbatims[0].Texts; !slices.Equal(got, []string{"Alléger", "Étendre"}) {
		t.Errorf("verbatims = %q", got)
	}
	if got := g.Participation.Profiles[0].Title; got != "Type" {
		t.Errorf("without a diagnostic sheet the profile is %q", got)
	}
}

// A refusal is in no base, even beside another answer: its ticks are no lines.
func TestTabulate_ticksOfARefusal(t *testing.T) {
	f := small()
	g := analysis.Tabulate(load(t, f, fixture.Response(f, 0, map[string]string{"freins": "refus nsp"})), analysis.Plan{})
	freins := tableOf(t, g, "freins")
	if got := counts(freins); got != "delai 0/0, cout 0/0, loin 0/0, nsp 0/0" || freins.Base != (analysis.Base{Total: 1, Refused: 1}) {
		t.Errorf("freins = %s, %+v", got, freins.Base)
	}
}

func TestTabulate_repeatIsADatasetOfItsOwn(t *testing.T) {
	f := small()
	d := load(t, f,
		fixture.WithRepeat(f, 0, map[string]string{"type": "ecole"}, map[string]string{"genre": "pmi", "places": "3"}, map[string]string{"genre": "autre", "places": "5"}),
		fixture.WithRepeat(f, 0, map[string]string{"type": "pmi"}),
		fixture.WithRepeat(f, 0, map[string]string{"type": "pmi"}, map[string]string{"genre": "pmi", "places": ""}),
	)
	f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, "places")}, By: []*survey.Question{fixture.Question(f, "type")}}}
	g := analysis.Tabulate(d, analysis.Plan{})
	genre := tableOf(t, g, "lieux/genre")
	if got := counts(genre); got != "pmi 2/3, autre 1/3, ecole 0/3" || genre.Base.Total != 3 {
		t.Errorf("genre = %s over %d", got, genre.Base.Total)
	}
	// A repeat's answers are broken down by the response they belong to.
	x := g.Crosses[0]
	if x.Rows[0].Quantity.Sum != 8 || x.Rows[0].Base != 2 || x.Rows[1].Base != 0 || x.Rows[2].Base != 0 {
		t.Errorf("places by type = %+v", x.Rows)
	}
}

func TestFigures_denominators(t *testing.T) {
	f := small()
	answers := [][2]string{{"oui", "delai"}, {"oui", "cout"}, {"non", "delai"}, {"nsp", "delai"}, {"refus", "delai"}, {"", "delai"}, {"oui", ""}}
	var responses []*survey.Response
	for _, a := range answers {
		responses = append(responses, fixture.Response(f, 0, map[string]string{"type": "ecole", "repere": a[0], "freins": a[1]}))
	}
	yes, delay := fixture.Term(f, "repere", "oui"), fixture.Term(f, "freins", "delai")
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorShare, Name: "A", Condition: []survey.Term{yes}},
		{Type: survey.IndicatorShare, Name: "B", Condition: []survey.Term{yes}, Denominator: survey.Denominator{Known: true}},
		{Type: survey.IndicatorShare, Name: "C", Condition: []survey.Term{yes, delay}},
		{Type: survey.IndicatorShare, Name: "D", Condition: []survey.Term{yes}, Denominator: survey.Denominator{Condition: []survey.Term{delay}}},
	}
	g := analysis.Tabulate(load(t, f, responses...), analysis.Plan{})
	// A: 5 answered on the substance or by « ne sait pas ». B: without it, 4.
	// C: those who answered both. D: those who said delay, whatever they
	// answered to the other.
	want := []string{"3/5", "3/4", "1/4", "1/5"}
	for i, fig := range g.Figures {
		if got := itoa(fig.Share.Count) + "/" + itoa(fig.Share.Base); got != want[i] {
			t.Errorf("%s = %s, want %s", fig.Indicator.Name, got, want[i])
		}
	}
}

func TestEstimate_sameTenChildrenTwice(t *testing.T) {
	f := fixture.Children()
	say := func(structure, n, part, sure string) *survey.Response {
		return fixture.Response(f, 0, map[string]string{"type_structure": structure, "repere": "oui", "nb_orientables": n, "recouvrement": part, "fiab_enf": sure})
	}
	g := analysis.Tabulate(load(t, f, say("ecole", "10", "p4", "exact"), say("pmi", "10", "p4", "estimation")), analysis.Plan{})
	e := g.Estimates[0]
	// r = 0.875: 2 × 10 × (1 − 0.4375) = 11.25. With r = 1 it would be 10.
	if e.StrictFloor != 10 || e.UsualFloor != 10 || e.Ceiling != 20 || math.Abs(e.Central-11.25) > 1e-9 {
		t.Errorf("estimate = %v, %v, %v, %v", e.StrictFloor, e.UsualFloor, e.Central, e.Ceiling)
	}
	if e.Reliability.Grade != "B" {
		t.Errorf("half of the numbers exact is grade %s", e.Reliability.Grade)
	}
}

func TestEstimate_steps(t *testing.T) {
	f := fixture.Children()
	var all []*survey.Response
	for _, a := range [][4]string{
		{"ecole", "8", "p0", "exact"}, {"ecole", "12", "p2", "exact"}, {"pmi", "15", "nsp", "estimation"}, {"gend", "5", "p4", "exact"}, {"gend", "", "p4", "exact"},
	} {
		all = append(all, fixture.Response(f, 0, map[string]string{"type_structure": a[0], "repere": "oui", "nb_orientables": a[1], "recouvrement": a[2], "fiab_enf": a[3]}))
	}
	e := analysis.Tabulate(load(t, f, all...), analysis.Plan{Meta: analysis.Meta{Invited: 8}}).Estimates[0]
	// Types: school 20, PMI 15, gendarmerie 5. r told: 0, 0.375, 0.875, mean 0.41666…
	// given to PMI. Net: 8 + 12×0.8125 + 15×(1−0.208333) + 5×0.5625 = 32.4375.
	if e.StrictFloor != 15 || e.UsualFloor != 20 || e.Ceiling != 40 || math.Abs(e.Central-32.4375) > 1e-9 {
		t.Errorf("estimate = %v, %v, %v, %v", e.StrictFloor, e.UsualFloor, e.Central, e.Ceiling)
	}
	if e.Reliability.Grade != "B" || e.Reliability.Exact != 25 {
		t.Errorf("reliability = %+v", e.Reliability)
	}
	if x := e.Extension; !x.Shown || math.Abs(x.Above-64) > 1e-9 {
		t.Errorf("extrapolation to 8 invited from 5 = %+v", x)
	}
}

func TestCoverage_everyPlace(t *testing.T) {
	f := fixture.Children()
	say := func(places string) *survey.Response {
		return fixture.Response(f, 0, map[string]string{"type_structure": "ecole", "secteur": places})
	}
	plan := analysis.Plan{Meta: analysis.Meta{Territory: fixture.HautsCantons()}}
	v := analysis.Tabulate(load(t, f, say("200017341 243400488"), say("200017341"), say("ailleurs")), plan).Coverage[0]
	covered, population, total := v.Covered()
	if len(v.Places) != 4 || covered != 2 || population != 33217 || total != 79302 || v.Elsewhere != 1 {
		t.Errorf("covered %d of %d, %d of %d inhabitants, %d elsewhere", covered, len(v.Places), population, total, v.Elsewhere)
	}
	if all := analysis.Tabulate(load(t, f, say("tout")), plan).Coverage[0]; all.Everywhere != 1 || !all.Places[0].Covered || all.Places[0].Named != 0 {
		t.Errorf("« tout le territoire » = %+v", all)
	}
}

// A choice that names no single place is no place: five zones, not six.
func TestCoverage_severalZonesAreNoZone(t *testing.T) {
	b := fixture.NewForm("zones", "Zones")
	b.List("zone", "nord=Nord", "sud=Sud", "est=Est", "plusieurs=Plusieurs secteurs", "tout=Tout le secteur", "nsp=Je ne sais pas")
	b.Ask("select_multiple zone", "zone", "Où ?")
	f := b.Form()
	cover := func(parameters map[string]string, answers ...string) *analysis.Coverage {
		f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorCoverage, Unit: "zone", Questions: []*survey.Question{fixture.Question(f, "zone")}, Parameters: parameters}}
		var responses []*survey.Response
		for _, answer := range answers {
			responses = append(responses, fixture.Response(f, 0, map[string]string{"zone": answer}))
		}
		return analysis.Tabulate(load(t, f, responses...), analysis.Plan{}).Coverage[0]
	}
	v := cover(nil, "nord", "plusieurs", "nord plusieurs", "nsp", "")
	if covered, _, _ := v.Covered(); len(v.Places) != 3 || covered != 1 || v.Several != 1 || v.Answered != 3 || v.Elsewhere != 0 || v.Places[0].Named != 2 {
		t.Errorf("%d covered of %d: %+v", covered, len(v.Places), v)
	}
	if all := cover(nil, "tout", "plusieurs"); all.Everywhere != 1 || all.Several != 1 || !all.Places[2].Covered {
		t.Errorf("with « tout » = %+v", all)
	}
	if named := cover(map[string]string{"several": "est"}, "est", "plusieurs"); len(named.Places) != 3 || named.Several != 1 || named.Places[2].Code != "plusieurs" {
		t.Errorf("the code named by the parameter = %+v", named)
	}
}

func TestDataset_doesNotDependOnOrder(t *testing.T) {
	f := small()
	one := fixture.Response(f, 0, map[string]string{"type": "zebre", "freins": "b a"})
	two := fixture.Response(f, 0, map[string]string{"type": "ane", "freins": "delai"})
	for _, order := range [][]*survey.Response{{one, two}, {two, one}} {
		g := analysis.Tabulate(load(t, f, order...), analysis.Plan{})
		if got := counts(tableOf(t, g, "type")); got != "hors_liste 2/2, ecole 0/2, pmi 0/2, autre 0/2" {
			t.Errorf("type = %s", got)
		}
		if got := counts(tableOf(t, g, "freins")); got != "delai 1/2, hors_liste 1/2, cout 0/2, loin 0/2, nsp 0/2" {
			t.Errorf("freins = %s", got)
		}
	}
}

func TestBuilder_refresh(t *testing.T) {
	f := small()
	b := analysis.NewBuilder(f)
	b.Add(fixture.Response(f, 0, map[string]string{"type": "zebre"}))
	b.Dataset()
	b.Add(fixture.Response(f, 0, map[string]string{"type": "ane"}))
	if got := counts(tableOf(t, analysis.Tabulate(b.Dataset(), analysis.Plan{}), "type")); got != "hors_liste 2/2, ecole 0/2, pmi 0/2, autre 0/2" {
		t.Errorf("after a refresh: %s", got)
	}
}
