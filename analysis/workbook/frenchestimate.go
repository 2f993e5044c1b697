package workbook

import (
	"fmt"
	"math"
	"strconv"

	"constat/analysis"
)

// What is said of estimates of people declared several times.

// boundLine is one bound of an estimate.
type boundLine struct {
	label, how string
	value      float64
	known      bool
}

func estimateLines(e *analysis.Estimate) []boundLine {
	usual := "Hypothèse : deux réponses d’un même type de structure ne comptent jamais la même personne (un enfant n’a qu’une école). Le plus grand total d’un type de structure."
	central := "Hypothèse : une personne partagée est comptée deux fois. Somme des nombres déclarés, moins la moitié de la part connue d’un autre professionnel (étape 2), entre plancher usuel et plafond."
	if e.Overlap != nil && !e.HasCentral {
		central = "Personne n’a indiqué la part connue d’un autre professionnel : pas de valeur centrale."
	} else if e.Overlap == nil {
		central = "Le questionnaire ne demande pas la part connue d’un autre professionnel : pas de valeur centrale."
	}
	lines := []boundLine{
		{"Plancher strict", "Le plus grand nombre donné dans une seule réponse, qui ne compte pas deux fois la même personne. Le seul sûr, si ce nombre est juste.", e.StrictFloor, true},
		{"Plancher usuel", usual, e.UsualFloor, true},
		{"Valeur centrale", central, math.Round(e.Central), e.HasCentral},
		{"Plafond", "La somme de tout ce qui est déclaré, comme si personne n’était connu de deux professionnels. Ne borne que les personnes connues de qui a donné un nombre : les autres peuvent en connaître davantage.", e.Ceiling, true},
	}
	for i := range lines {
		lines[i].how = typeset(lines[i].how)
	}
	return lines
}

func estimateHeadline(e *analysis.Estimate, at steps) said {
	if e.Declared.N == 0 {
		return say("Aucun nombre n’a été déclaré.")
	}
	declared := ""
	if at.field != nil {
		declared = at.amount().count().text
	}
	known := say(", connus de ").plural(e.Declared.N, declared, "professionnel qui a donné un nombre", "professionnels qui ont donné un nombre")
	words := say("Au moins ").number(e.StrictFloor, at.strict).words(" "+unitOr(e.Unit)+" (personnes différentes), le plus grand nombre d’une réponse").
		when(e.UsualFloor != e.StrictFloor, join(at.usual, "<>", at.strict), say(" ; ").number(e.UsualFloor, at.usual).
			words(" si deux réponses d’un même type de structure ne comptent jamais la même personne"))
	if e.HasCentral {
		words = words.words(" ; valeur centrale, par hypothèse : ").number(math.Round(e.Central), at.central)
	}
	words = words.words(" ; au plus ").number(e.Ceiling, at.ceiling).and(known).words(", et ce nombre ne dit rien de ceux que les autres connaissent.")
	if e.Reliability != nil {
		words = words.words(" Fiabilité : ").and(gradeSaid(e.Reliability, at, map[string]string{"A": "A", "B": "B", "C": "C"})).words(".")
	}
	return words
}

// gradeSaid says something for each grade of reliability.
func gradeSaid(r *analysis.Reliability, at steps, words map[string]string) said {
	among := at.exactly()
	if among == nil {
		return say(words[r.Grade])
	}
	exact := at.sum(among).text
	most := fmt.Sprintf("AND(%[1]s>0,%[2]s>=2*%[1]s/3)", at.ceiling, exact)
	some := fmt.Sprintf("AND(%[1]s>0,%[2]s>=%[1]s/3)", at.ceiling, exact)
	return said{}.choose(r.Grade == "A", most, say(words["A"]), said{}.choose(r.Grade == "B", some, say(words["B"]), say(words["C"])))
}

func doubleCountSentences(e *analysis.Estimate, at steps) []said {
	unit := unitOr(e.Unit)
	sentences := []said{
		say("Chaque professionnel compte les " + unit + " qu’il connaît. Le même enfant peut être connu de l’école, du service social et du médecin : l’additionner trois fois gonfle le total. Personne ne peut vérifier des identités, et c’est voulu : le questionnaire n’en demande aucune."),
		say("Chaque nombre repose donc sur quelque chose : le plancher strict, sur une seule réponse ; le plancher usuel, sur l’hypothèse que deux réponses d’un même type de structure ne comptent jamais la même personne ; le plafond ne borne que les personnes connues de qui a donné un nombre. Le vrai nombre de personnes du territoire peut dépasser le plafond : qui n’a pas répondu, ou n’a pas donné de nombre, en connaît peut-être d’autres."),
		say("Pour la valeur centrale, chaque répondant indique la part r probablement connue d’un autre professionnel. Hypothèse : une personne partagée est comptée deux fois. On retire donc la moitié de cette part : nombre × (1 − r/2). Exemple : deux professionnels déclarent les 10 mêmes personnes (r = 100" + nbsp + "%) : 10 × 0,5 + 10 × 0,5 = 10."),
	}
	if e.HasCentral && e.OverlapTold < e.OverlapN {
		untold := ""
		if at.told != "" && at.field != nil {
			untold = "(" + at.amount().count().text + "-(" + at.told + "))"
		}
		sentences = append(sentences, said{}.plural(e.OverlapN-e.OverlapTold, untold, "répondant", "répondants").
			agree(e.OverlapN-e.OverlapTold, untold, " n’a pas indiqué", " n’ont pas indiqué").words(" cette part : la moyenne des autres (").percent(e.OverlapMean, 1, join(at.mean, "", "/100"), "1").
			words(") leur est appliquée."))
	}
	return sentences
}

func reliabilitySentence(e *analysis.Estimate, at steps) said {
	r := e.Reliability
	words := say("Fiabilité ").and(gradeSaid(r, at, map[string]string{
		"A": "A : au moins deux tiers du total viennent de comptages exacts",
		"B": "B : entre un tiers et deux tiers du total viennent de comptages exacts",
		"C": "C : moins d’un tiers du total vient de comptages exacts : surtout des estimations",
	}))
	among := at.exactly()
	exact, respondents, total := at.sum(among).text, at.count(among).text, at.ceiling
	return words.words(" (").number(r.Exact, exact).words(" sur ").number(r.Total, total).words(", donnés pour exacts par ").
		plural(r.Respondents, respondents, "répondant", "répondants").words(").")
}

func extensionSentence(e *analysis.Estimate, responses string) said {
	x := e.Extension
	if x == nil {
		return say("Le nombre de personnes sollicitées n’est pas connu : aucune extrapolation n’est possible. Les nombres ci-dessus ne valent que pour les répondants.")
	}
	invited := thousands(float64(x.Invited))
	if !x.Shown {
		return said{}.plural(x.Responses, responses, "réponse", "réponses").words(" sur " + invited +
			" personnes sollicitées : moins de la moitié. Extrapoler serait trompeur ; les nombres ci-dessus ne valent que pour les répondants.")
	}
	return say("Si les personnes qui n’ont pas répondu étaient semblables à celles qui ont répondu (").count(x.Responses, responses).
		words(" sur "+invited+" sollicitées), les nombres seraient multipliés par ").
		number(float64(x.Invited)/float64(x.Responses), join(strconv.Itoa(x.Invited), "/", responses)).
		words(". C’est une hypothèse, jamais mêlée aux nombres déclarés.")
}

func extensionLines(e *analysis.Estimate) []boundLine {
	x := e.Extension
	return []boundLine{
		{label: "Plancher usuel, extrapolé", value: math.Round(x.Floor), known: true},
		{label: "Valeur centrale, extrapolée", value: math.Round(x.Central), known: e.HasCentral},
		{label: "Plafond, extrapolé", value: math.Round(x.Above), known: true},
	}
}
