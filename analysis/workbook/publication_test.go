package workbook

import (
	"math"
	"strconv"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/stats"
	"constat/survey"
)

// Values as package disclosure prints them (R5).

func shownExactly(n int) disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.Exact, Text: strconv.Itoa(n), Number: n, Low: n, High: n}
}

func shownAbout(n int) disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.Rounded, Text: strconv.Itoa(n), Number: n, Low: n - 2, High: n + 2}
}

func shownUnder(k int) disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.Under, Text: "<" + strconv.Itoa(k), High: k - 1}
}

func shownNearlyAll(n, k int) disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.NearlyAll, Text: ">=" + strconv.Itoa(n-k+1), Low: n - k + 1, High: n}
}

func shownWithheld(n int) disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.Withheld, Text: disclosure.TextWithheld, High: n}
}

func shownImpossible() disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.Impossible, Text: disclosure.TextImpossible}
}

// answers makes the lines of a table, with all that is worked out from what
// they print.
func answers(respondents disclosure.Shown, lines ...disclosure.PublishedLine) []disclosure.PublishedLine {
	for i := range lines {
		l := &lines[i]
		if l.Percent, l.HasPercent = disclosure.Percent(l.Shown, respondents); l.HasPercent {
			l.Low, l.High = wholeInterval(l.Shown, respondents)
		}
		if l.Shown.Kind == disclosure.Under && respondents.Numeric() {
			l.AtMost = int(math.Floor(100*float64(l.Shown.High)/float64(respondents.Number) + 0.5))
		}
		if l.Kind == disclosure.LineAnswer && l.Shown.Numeric() {
			l.Rank = 1
			for _, other := range lines {
				if other.Kind == disclosure.LineAnswer && other.Shown.Numeric() && other.Shown.Number > l.Shown.Number {
					l.Rank++
				}
			}
		}
	}
	return lines
}

func wholeInterval(part, whole disclosure.Shown) (low, high int) {
	wilson := stats.Wilson(part.Number, whole.Number, stats.Z95)
	return int(math.Floor(100*wilson.Low + 0.5)), int(math.Floor(100*wilson.High + 0.5))
}

func answer(label string, s disclosure.Shown) disclosure.PublishedLine {
	return disclosure.PublishedLine{Code: label, Label: label, Shown: s}
}

func answerOf(kind disclosure.LineKind, s disclosure.Shown) disclosure.PublishedLine {
	return disclosure.PublishedLine{Kind: kind, Shown: s}
}

func classOf(label string, low, high float64, s disclosure.Shown) disclosure.PublishedLine {
	return disclosure.PublishedLine{Code: label, Label: label, Class: &analysis.Class{Low: low, High: high, Whole: true}, Shown: s}
}

func shareFigure(name, label string, key bool, count, base disclosure.Shown) disclosure.PublishedFigure {
	f := disclosure.PublishedFigure{Name: name, Label: label, Unit: "professionnels", Type: survey.IndicatorShare, Key: key, Count: count, Base: base}
	if f.Percent, f.HasPercent = disclosure.Percent(count, base); f.HasPercent {
		f.Low, f.High = wholeInterval(count, base)
	}
	return f
}

// publication is an imaginary public edition with every kind of value, both
// floors, and something left out for every reason.
func publication() *disclosure.Publication {
	const n = 47
	all := shownExactly(n)
	p := &disclosure.Publication{
		Area: disclosure.Area{Key: "hauts-cantons", Name: "Hauts Cantons"}, Network: "Réseau VIF Hauts Cantons",
		Title: "Enfants & accueil", Wave: "2026-1", Edition: 2, Fictitious: true,
		Intro: "Les professionnels du réseau ont dit ce qu’ils voient des enfants qui vivent avec des violences, et ce qui manque pour les accueillir.",
		From:  time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC),
		GeneratedOn: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC),
		Unit:        "professionnels", Respondents: all, Invited: 120, Floors: []int{disclosure.FloorNeeds, disclosure.FloorPersons},
	}
	p.Sections = []disclosure.PublishedSection{aboutYou(all), aboutChildren(all), aboutNeeds(all)}
	p.Figures = []disclosure.PublishedFigure{
		shareFigure("HC-1", "Professionnels ayant eu connaissance d’au moins un enfant vivant avec des violences (12 mois)", true, shownAbout(30), all),
		shareFigure("HC-7", "Professionnels ayant déjà orienté un enfant vers un suivi", true, shownUnder(11), all),
		shareFigure("HC-16", "Professionnels qui ne sont pas formés aux enfants co-victimes", true, shownNearlyAll(n, 11), all),
		shareFigure("HC-17", "Professionnels qui jugent les délais trop longs", true, shownWithheld(n), all),
		shareFigure("HC-18", "Professionnels formés, parmi ceux qui connaissent un enfant concerné", false, shownAbout(15), shownAbout(30)),
		{Name: "HC-2", Label: "Enfants déclarés (un même enfant peut être compté plusieurs fois)", Unit: "enfants", Type: survey.IndicatorSum, Key: true, Count: shownAbout(240)},
		{Name: "HC-3", Label: "Enfants sans solution", Unit: "enfants", Type: survey.IndicatorSum, Count: shownWithheld(0)},
		{Name: "HC-5", Label: "Enfants connus d’un même professionnel", Unit: "enfants", Type: survey.IndicatorMedian, Key: true, Median: &analysis.Class{Low: 3, High: 5, Whole: true}},
		{Name: "HC-6", Label: "Places d’accueil par structure", Unit: "places", Type: survey.IndicatorMedian},
		{Name: "HC-14", Label: "Accueils jugés les plus utiles", Type: survey.IndicatorRanking, Key: true, Ranking: "offre"},
		{Name: "HC-13", Label: "Freins à l’orientation", Type: survey.IndicatorRanking, Key: true, Ranking: "freins"},
	}
	ratio := disclosure.PublishedFigure{Name: "HC-3-rapport", Label: "Enfants par famille concernée", Unit: "enfants par famille", Type: survey.IndicatorRatio, Key: true, Count: shownAbout(240), Base: shownAbout(130)}
	ratio.Quotient, ratio.HasQuotient = disclosure.Quotient(ratio.Count, ratio.Base)
	hidden := disclosure.PublishedFigure{Name: "HC-20", Label: "Places par structure", Unit: "places par structure", Type: survey.IndicatorRatio, Count: shownAbout(40), Base: shownWithheld(0)}
	p.Figures = append(p.Figures, ratio, hidden, disclosure.PublishedFigure{
		Name: "HC-5-moyenne", Label: "Enfants connus d’un même professionnel, en moyenne", Unit: "enfants", Type: survey.IndicatorMean, Median: &analysis.Class{Low: 3, High: 5, Whole: true},
	})
	rate := shareFigure("HC-9", "Orientations suivies d’un début de prise en charge", true, shownAbout(40), shownAbout(120))
	rate.Type, rate.Unit, rate.Low, rate.High = survey.IndicatorRate, "enfants orientés", 0, 0
	p.Figures = append(p.Figures, rate)
	p.Crosses = []disclosure.PublishedCross{crossOf(n), wideCross(n)}
	p.Comparisons = []disclosure.PublishedComparison{
		{Name: "HC-1", Label: p.Figures[0].Label, Versus: disclosure.VersusRest, Other: "Hérault", This: 64, That: 41, ThisBase: n, Base: 320, Points: 23, Low: 8, High: 36, Established: true},
		{Name: "HC-18", Label: p.Figures[4].Label, Versus: disclosure.VersusRest, Other: "Hérault", This: 50, That: 55, ThisBase: 30, Base: 210, Points: -5, Low: -22, High: 13},
		{Name: "HC-1", Label: p.Figures[0].Label, Versus: disclosure.VersusBefore, Other: "2024", This: 64, That: 60, ThisBase: n, Base: 35, Points: 4, Low: -16, High: 25},
	}
	p.LeftOut = everyReason()
	return p
}

func aboutYou(all disclosure.Shown) disclosure.PublishedSection {
	n := all.Number
	return disclosure.PublishedSection{Key: "vous", Title: "Vous et votre structure", Tables: []disclosure.PublishedTable{
		{Key: "type_structure", Title: "Votre structure", Measure: survey.MeasureNominal, Floor: 11, Lines: answers(all,
			answer("École, collège ou lycée", shownAbout(15)), answer("Service territorial des solidarités (maison départementale des solidarités)", shownExactlyFloor(11)),
			answer("Association d’aide aux victimes", shownUnder(11)), answer("Gendarmerie, intervenant social en gendarmerie", shownWithheld(n)),
			answerOf(disclosure.LineMerged, shownUnder(11)), answerOf(disclosure.LineBlank, shownUnder(11))),
			Merged: []string{"CAMSP ou CMPP", "Hébergement", "Justice, protection judiciaire de la jeunesse"}},
		{Key: "formation", Title: "Êtes-vous formé ou formée aux violences dont les enfants sont co-victimes ?", Measure: survey.MeasureNominal, Floor: 11, Lines: answers(all,
			answer("Oui", shownUnder(11)), answer("Non, mais je le souhaite", shownNearlyAll(n, 11)), answer("Non", shownUnder(11)),
			answerOf(disclosure.LineBlank, shownUnder(11)))},
		{Key: "frequence", Title: "À quelle fréquence rencontrez-vous des enfants ?", Measure: survey.MeasureOrdinal, Floor: 11, Lines: answers(all,
			answer("Tous les jours", shownAbout(15)), answer("Toutes les semaines", shownAbout(20)), answer("Plus rarement", shownAbout(15)))},
	}}
}

// shownExactlyFloor is what 11 and 12 print.
func shownExactlyFloor(k int) disclosure.Shown {
	return disclosure.Shown{Kind: disclosure.Rounded, Text: strconv.Itoa(k), Number: k, Low: k, High: k + 1}
}

func aboutChildren(all disclosure.Shown) disclosure.PublishedSection {
	n, sum, hidden := all.Number, shownAbout(240), shownWithheld(0)
	return disclosure.PublishedSection{
		Key: "enfants", Title: "Les enfants vivant dans un foyer avec des violences",
		Text: "Ces questions portent sur les douze derniers mois.",
		Tables: []disclosure.PublishedTable{
			{Key: "nb_enfants", Title: "Combien d’enfants ?", Measure: survey.MeasureQuantity, Floor: 11, Sum: &sum, Median: "3-5", Lines: answers(all,
				classOf("0", 0, 0, shownUnder(11)), classOf("1-2", 1, 2, shownAbout(15)), classOf("3-5", 3, 5, shownAbout(20)), classOf("6-", 6, math.Inf(1), shownUnder(11)),
				answerOf(disclosure.LineDontKnow, shownUnder(11)), answerOf(disclosure.LineNotConcerned, shownUnder(11)), answerOf(disclosure.LineBlank, shownUnder(11)))},
			{Key: "nb_sans", Title: "Combien sans solution ?", Measure: survey.MeasureQuantity, Floor: 11, Sum: &hidden, Lines: answers(all,
				classOf("0", 0, 0, shownWithheld(n)), classOf("1-", 1, math.Inf(1), shownWithheld(n)), answerOf(disclosure.LineNotConcerned, shownImpossible()))},
			{Key: "freins", Title: "Quels sont les principaux freins ? (3 au plus)", Measure: survey.MeasureMultiple, Floor: 11, Lines: answers(all,
				answer("Il n’y a pas d’offre sur le territoire", shownAbout(30)), answer("Les délais d’attente sont trop longs", shownAbout(25)),
				answer("La distance ou l’absence de moyen de transport", shownAbout(25)),
				answer("L’accord de l’autre parent est nécessaire et il n’est pas donné", shownAbout(15)), answer("Le coût", shownUnder(11)),
				answer("Le secret professionnel", shownWithheld(n)), answer("Aucun frein", shownImpossible()), answerOf(disclosure.LineBlank, shownUnder(11)))},
		},
	}
}

func aboutNeeds(all disclosure.Shown) disclosure.PublishedSection {
	return disclosure.PublishedSection{Key: "besoins", Title: "Les besoins de votre structure", Tables: []disclosure.PublishedTable{
		{Key: "offre", Title: "Quel accueil serait le plus utile ?", Measure: survey.MeasureMultiple, Floor: 6,
			Reason: "besoins propres des organisations, aucune personne n’est décrite", Lines: answers(all,
				answer("Un lieu d’accueil de jour dédié aux enfants", shownNearlyAll(all.Number, 6)), answer("Une consultation de psychotraumatologie", shownAbout(25)),
				answer("Un groupe de parole d’enfants", shownAbout(10)), answer("Un accueil parent-enfant", shownAbout(10)), answer("Une équipe mobile", shownUnder(6)),
				answerOf(disclosure.LineBlank, shownUnder(6)))},
	}}
}

func crossOf(n int) disclosure.PublishedCross {
	return disclosure.PublishedCross{
		Key: "formation/structure", Title: "Êtes-vous formé ou formée ?", ByTitle: "Votre structure", Floor: 11, Columns: []string{"Oui", "Non, mais je le souhaite", "Non", "Sans réponse"},
		Rows: []disclosure.PublishedCrossRow{
			{Label: "École, collège ou lycée", Total: shownAbout(15), Cells: []disclosure.Shown{shownUnder(11), shownExactlyFloor(11), shownUnder(11), shownImpossible()}},
			{Label: "Association d’aide aux victimes", Total: shownAbout(20), Cells: []disclosure.Shown{shownWithheld(n), shownAbout(15), shownUnder(11), shownUnder(11)}},
			{Label: "Autres réponses", Total: shownWithheld(n), Cells: []disclosure.Shown{shownUnder(11), shownWithheld(n), shownUnder(11), shownUnder(11)}},
		},
	}
}

// wideCross has more answers than stand side by side: it is turned.
func wideCross(n int) disclosure.PublishedCross {
	x := disclosure.PublishedCross{Key: "commune/formation", Title: "Commune d’exercice", ByTitle: "Êtes-vous formé ou formée ?", Floor: 11}
	x.Columns = []string{"Bédarieux", "Lamalou-les-Bains", "Olargues", "Saint-Pons-de-Thomières", "Olonzac", "Murviel", "Magalas", "Capestang", "Quarante", "Roujan", "Hérépian", "Le Poujol-sur-Orb", "Graissessac"}
	for _, label := range []string{"Oui", "Non"} {
		row := disclosure.PublishedCrossRow{Label: label, Total: shownAbout(25)}
		for i := range x.Columns {
			s := shownUnder(11)
			if i < 2 {
				s = shownAbout(15)
			}
			if i == 4 {
				s = shownWithheld(n)
			}
			row.Cells = append(row.Cells, s)
		}
		x.Rows = append(x.Rows, row)
	}
	return x
}

func everyReason() []disclosure.LeftOut {
	var all []disclosure.LeftOut
	titles := []string{"Territoire du Minervois", "Pays de l’Ouest", "Formation selon la commune", "Âge des enfants", "Enfant (répétition)", "Un besoin de votre territoire", "Structure, commune et formation", "Enfants différents à accueillir"}
	for i, why := range disclosure.Refusals {
		all = append(all, disclosure.LeftOut{Title: titles[i], Why: why})
	}
	return append(all, disclosure.LeftOut{Title: "Depuis quel jour ?", Why: disclosure.RefusedMeasure})
}

// refusedPublication says how many answered, and nothing else.
func refusedPublication() *disclosure.Publication {
	p := publication()
	return &disclosure.Publication{
		Area: p.Area, Network: p.Network, Title: p.Title, Wave: p.Wave, Edition: 1, GeneratedOn: p.GeneratedOn,
		Unit: p.Unit, Respondents: shownExactly(14), Refused: disclosure.RefusedSmall,
	}
}

// aggregatePublication adds territories up, of children: its size is itself
// protected (R3).
func aggregatePublication() *disclosure.Publication {
	p := publication()
	p.Area = disclosure.Area{Key: "ouest", Name: "Ouest de l’Hérault"}
	p.Of, p.Unit, p.Invited = []string{"Hauts Cantons", "Lunellois", "Piscenois"}, "enfants", 0
	p.Fictitious, p.Crosses, p.LeftOut, p.Floors = false, nil, nil, []int{disclosure.FloorPersons}
	all := shownAbout(65)
	p.Respondents = all
	nearly := disclosure.Shown{Kind: disclosure.NearlyAll, Text: "presque tous", Low: 53, High: 67}
	p.Figures = []disclosure.PublishedFigure{shareFigure("E-1", "Enfants vus par un médecin", true, nearly, all), shareFigure("E-2", "Enfants scolarisés", true, shownAbout(45), all)}
	p.Sections = []disclosure.PublishedSection{{Key: "e", Tables: []disclosure.PublishedTable{{
		Key: "medecin", Title: "L’enfant a-t-il vu un médecin ?", Measure: survey.MeasureNominal, Floor: 11,
		Lines: answers(all, answer("Oui", nearly), answer("Non", shownUnder(11))),
	}}}}
	return p
}
