package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"constat/analysis"
	"constat/survey"
	"constat/survey/tabular"
	"constat/survey/territory"
)

// collect reads the answers, judges each and puts it in its groups.
func (c *diagnoseCmd) collect(p *program, form *survey.Form, choice choice, mended []survey.Problem) (*batch, error) {
	files, closeFiles, err := openAnswers(c.Answers)
	defer closeFiles()
	if err != nil {
		return nil, err
	}
	if encoding, said := tabular.Encoding(c.Encoding); said {
		for i := range files {
			files[i] = files[i].Encoded(encoding)
		}
	}
	assignments, err := c.assignments(form)
	if err != nil {
		return nil, err
	}
	reader, err := tabular.OpenVersions(form, choice.earlier, exportOf(form), assignments, files...)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	reader.SetToday(p.clock())
	if err := c.settleMarks(form, reader); err != nil {
		return nil, err
	}
	b, costly := newBatch(form, choice), 0
	b.report.mended = mended
	texts := newTexts(form, reader, choice)
	b.fictitious = reader.Fictitious()
	bar := p.progress(reader.Size(), "Lecture des réponses")
	err = judgeInOrder(reader, p.judge(form), func(j judged) error {
		_ = bar.Add(1)
		b.report.judged(j)
		if j.costly() {
			if costly++; costly > maxCostly {
				return inputErrorf("Plus de %d réponses demandent trop de calculs avec ce questionnaire\u00a0: la lecture s’arrête. Simplifiez ses formules, ou vérifiez que le fichier est bien celui de ses réponses.", maxCostly)
			}
			return p.ctx.Err() // what was read of it is not the whole: it is in no figure
		}
		texts.place(j.response)
		if choice.keeps(j.response) {
			b.add(choice, j.response)
		}
		return p.ctx.Err()
	})
	_ = bar.Finish()
	if err != nil {
		return nil, err
	}
	b.report.apart(texts)
	b.report.ask(analysis.Suspects(b.all.builder.Dataset()), analysis.SuspectDays(b.all.builder.Dataset()))
	b.report.account(reader.Accounts())
	b.report.close(reader.Problems())
	if choice.territory != nil && !listed(choice.territory) {
		slices.SortFunc(b.territories, func(x, y *group) int { return cmp.Compare(x.code, y.code) })
	}
	return b, nil
}

// assignments reads --sheet.
func (c *diagnoseCmd) assignments(form *survey.Form) ([]tabular.Assignment, error) {
	var all []tabular.Assignment
	for _, text := range c.Sheet {
		a, err := tabular.Assign(form, text)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func openAnswers(paths []string) ([]tabular.File, func(), error) {
	var files []tabular.File
	var opened []*os.File
	closeAll := func() {
		for _, f := range opened {
			_ = f.Close()
		}
	}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, closeAll, inputErrorf("Le fichier %s ne peut pas être ouvert\u00a0: vérifiez son nom et vos droits.", path)
		}
		opened = append(opened, f)
		if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
			return nil, closeAll, inputErrorf("%s n’est pas un fichier de réponses.", path)
		}
		files = append(files, tabular.File{Name: filepath.Base(path), Content: f})
	}
	return files, closeAll, nil
}

func newBatch(form *survey.Form, choice choice) *batch {
	b := &batch{form: form, by: choice.by, all: &group{builder: analysis.NewBuilder(form)}, divided: newDivided(form, choice.division)}
	q := choice.territory
	if q != nil {
		b.elsewhere = &group{builder: analysis.NewBuilder(form)}
	}
	if q != nil && listed(q) {
		for _, each := range q.List.Choices {
			label := analysis.Plain(each.Label.In(form.DefaultLanguage))
			if label == "" {
				label = each.Name
			}
			b.territories = append(b.territories, &group{code: each.Name, label: label, builder: analysis.NewBuilder(form)})
		}
	}
	return b
}

func (b *batch) add(choice choice, r *survey.Response) {
	b.all.add(r)
	if choice.territory == nil {
		return
	}
	in := b.territory(choice.territory, r.Values[choice.territory.Index].Text)
	in.add(r)
	if b.divided != nil {
		b.divided.add(b.form, in, r)
	}
}

// territory is the group of a value of the question that tells territories
// apart.
func (b *batch) territory(q *survey.Question, value string) *group {
	if value = strings.TrimSpace(value); value == "" {
		return b.elsewhere
	}
	if listed(q) {
		if place, ok := q.List.Place(value); ok {
			return b.territories[place]
		}
		return b.elsewhere
	}
	for _, g := range b.territories {
		if g.code == value {
			return g
		}
	}
	met := &group{code: value, label: networkName(q, value), builder: analysis.NewBuilder(b.form)}
	b.territories = append(b.territories, met)
	return met
}

// networkName names a network by the code that a campaign's link carries for
// the hidden question « territoire »; any other value names itself.
func networkName(q *survey.Question, value string) string {
	networks, err := territory.Networks(territory.Herault())
	if err != nil || q.Name != "territoire" {
		return value
	}
	for _, n := range networks {
		if n.Slug == value {
			return n.Name
		}
	}
	return value
}

// judged is a row with what judging says of it, at its place in the file.
type judged struct {
	response *survey.Response
	reading  []survey.Problem
	judging  []survey.Problem
}

// maxCostly is how many responses may cost more than an evaluation may before
// the whole file is given up: each takes half a second to find out.
const maxCostly = 20

// costly tells a response that could not be judged to its end.
func (j judged) costly() bool {
	return slices.ContainsFunc(j.judging, func(p survey.Problem) bool { return p.Code == survey.CodeTooCostly })
}

// judge believes the answers: they were given elsewhere. Calculations that
// ask for the day have that of the answers, or else of the diagnostic, which
// is not taken for theirs.
func (p *program) judge(form *survey.Form) func(*tabular.Row) judged {
	now := p.clock()
	return func(row *tabular.Row) judged {
		occasion := survey.Occasion{Now: row.Day, Recorded: true, Absent: row.Absent, States: row.States, Language: form.DefaultLanguage, Done: p.ctx.Done()}
		if row.Day.IsZero() {
			occasion.Now = now
		}
		response, problems := form.Judge(row.Submission, occasion)
		response.Day = row.Day
		for i, p := range problems {
			problems[i] = row.Locate(p)
		}
		return judged{response, row.Problems, problems}
	}
}
