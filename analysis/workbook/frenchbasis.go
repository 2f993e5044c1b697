package workbook

import (
	"constat/analysis"
	"constat/survey"
)

// basis says why the base of a figure is not everybody, where its neighbours'
// is another: a share is over those of its base, a rate and a ratio over those
// who gave both numbers. Each sentence begins with what parts it from the words
// before.
func (b *book) basis(f *analysis.Figure, before string) said {
	switch {
	case f.Share != nil:
		return b.shareBasis(f, before)
	case f.Ratio != nil && f.Ratio.N > 0:
		return b.ratioBasis(f, before)
	}
	return said{}
}

// shareBasis is « 38 sur 45 : 5 non concernés, 2 sans réponse ».
func (b *book) shareBasis(f *analysis.Figure, before string) said {
	at := b.spots.shares[f.Share]
	ind := f.Indicator
	q := ind.Condition[0].Question
	level, ok := b.levelOf(q)
	if !ok {
		return said{}
	}
	if c, _ := level.Column(q); !c.Asked() {
		return said{} // nobody was asked: there is no base to explain, and its cells are blank
	}
	all, rows := level.Len(), ""
	if field := b.field(q); field != nil && at.base != "" {
		rows = "COUNT(" + field.table.numbers() + ")"
	}
	words := say(before+"Base : ").count(f.Share.Base, at.base).words(" sur ").plural(all, rows, "réponse", "réponses")
	if len(ind.Condition) == 1 && len(ind.Denominator.Condition) == 0 {
		words = words.and(b.outside(q, ind.Denominator.Known))
	} else {
		words = words.words(", celles qui entrent dans la base de l’indicateur")
	}
	return said{}.when(f.Share.Base < all, join(at.base, "<", rows), words.words("."))
}

// outside says who is not in the base of a question's percentages.
func (b *book) outside(q *survey.Question, known bool) said {
	t, ok := b.diag.Table(q)
	if !ok {
		return said{}
	}
	c := b.counted(t)
	words := said{}
	for _, each := range []struct {
		n         int
		made      formula
		one, many string
	}{
		{t.Base.NotConcerned(), c.notConcerned(), "non concernée", "non concernées"},
		{t.Base.NoAnswer, c.blank(), "sans réponse", "sans réponse"},
		{t.Base.Refused, c.refused(), "refus", "refus"},
		{dontKnowOut(t, known), plain(c.dontKnow()), "« ne sait pas »", "« ne sait pas »"},
	} {
		if each.n == 0 && each.made.text == "" || each.one == "« ne sait pas »" && !known {
			continue
		}
		condition := ""
		if each.made.text != "" {
			condition = grouped(each.made.text) + ">0"
		}
		words = words.when(each.n > 0, condition, say(", hors ").plural(each.n, grouped(each.made.text), each.one, each.many))
	}
	return words
}

func dontKnowOut(t *analysis.Table, known bool) int {
	if known {
		return t.Base.DontKnow
	}
	return 0
}

// levelOf finds the rows that a question's answers are in.
func (b *book) levelOf(q *survey.Question) (*analysis.Dataset, bool) {
	for _, level := range b.diag.Data.All() {
		if _, ok := level.Column(q); ok {
			return level, true
		}
	}
	return nil, false
}

// ratioBasis is « Dénominateur : 61 sur 62, 1 réponse ne donne pas l’autre
// nombre ».
func (b *book) ratioBasis(f *analysis.Figure, before string) said {
	at, alone := b.spots.ratios[f.Indicator], f.Alone
	words := said{}
	for _, each := range []struct {
		name      string
		kept, all float64
		n         int
		cell      string
		question  *survey.Question
	}{
		{"Numérateur", f.Ratio.Over, alone.Over, alone.OverN, at.count, f.Indicator.Questions[0]},
		{"Dénominateur", f.Ratio.Under, alone.Under, alone.UnderN, at.base, f.Indicator.Denominator.Question},
	} {
		sum, only := "", ""
		if field := b.field(each.question); field != nil && at.n != "" {
			sum, only = "SUM("+field.ref()+")", "(COUNT("+field.ref()+")-"+at.n+")"
		}
		aside := say(before+each.name+" : ").number(each.kept, each.cell).words(" sur ").number(each.all, sum).words(" ; ").
			plural(each.n, only, "réponse ne donne pas", "réponses ne donnent pas").words(" l’autre nombre.")
		words = words.when(each.kept != each.all, join(sum, "<>", each.cell), aside)
	}
	return words
}
