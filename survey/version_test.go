package survey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"constat/survey"
)

// dump writes differences one a line.
func dump(differences []survey.Difference) string {
	var b strings.Builder
	for _, d := range differences {
		sign := "~"
		switch {
		case d.Before == nil:
			sign = "+"
		case d.After == nil:
			sign = "-"
		}
		fmt.Fprintf(&b, "%s %s %s", sign, d.Label, []string{"none", "kept", "partly", "lost"}[d.Fate])
		for _, e := range d.Edits {
			fmt.Fprintf(&b, " %s", strings.TrimPrefix(string(e.Code), "edit_"))
			if e.Before != "" || e.After != "" {
				fmt.Fprintf(&b, "(%s → %s)", e.Before, e.After)
			}
			if len(e.Choices)+len(e.Renamed) > 0 {
				fmt.Fprintf(&b, "%v%v", e.Choices, e.Renamed)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const versionOne = `
| type            | name   | label    | relevant   | constraint | required |
| begin_group     | vous   | Vous     |            |            |          |
| select_one s    | lieu   | Où ?     |            |            | yes      |
| integer         | nombre | Combien ? |           | . < 100    |          |
| text            | mot    | Un mot   |            |            |          |
| date            | jour   | Jour     |            |            |          |
| end_group       |        |          |            |            |          |
| begin_repeat    | cas    | Cas      |            |            |          |
| integer         | age    | Âge      |            |            |          |
| end_repeat      |        |          |            |            |          |`

func TestCompare(t *testing.T) {
	before := table(t, versionOne, "s: ecole École, sante Santé, nsp NSP")
	after := table(t, `
| type              | name   | label          | relevant     | constraint | required |
| begin_group       | vous   | Votre travail  |              |            |          |
| select_multiple s | lieu   | Où ?           |              |            |          |
| integer           | nombre | Combien ?      | ${lieu} != '' | . < 200   |          |
| integer           | mot    | Un mot         |              |            |          |
| integer           | jour   | Jour           |              |            |          |
| text              | neuf   | Neuf           |              |            |          |
| end_group         |        |                |              |            |          |
| integer           | age    | Âge            |              |            |          |`, "s: ecole École ou collège, mairie Mairie, nsp NSP")
	want := `~ Votre travail none label(Vous → Votre travail)
~ Où ? kept type(select_one → select_multiple) section(Vous → Votre travail) required(yes → ) choices_added[Mairie][] choices_removed[Santé][] choices_renamed[][[École École ou collège]]
~ Combien ? kept section(Vous → Votre travail) relevant( → ${lieu} != '') constraint(. < 100 → . < 200)
~ Un mot partly type(text → integer) section(Vous → Votre travail)
~ Jour lost type(date → integer) section(Vous → Votre travail)
+ Neuf none
+ Âge none
- Cas lost
- Âge lost
`
	if got := dump(survey.Compare(before, after)); strings.ReplaceAll(got, "required(true() → )", "required(yes → )") != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
	if got := survey.Compare(before, before); len(got) != 0 {
		t.Errorf("a form and itself: %s", dump(got))
	}
}

// A campaign's answers are read with the form of today: what Compare announces
// is what Restore does.
func TestRestore_afterAChangeOfType(t *testing.T) {
	after := table(t, `
| type         | name   | label |
| select_one s | lieu   | Où ?  |
| integer      | mot    | Mot   |
| integer      | mot2   | Mot   |
| date         | jour   | Jour  |
| decimal      | part   | Part  |
| integer      | neuf   | Neuf  |`, "s: ecole École")
	r, err := after.Restore("i", time.Time{}, []byte(`{"lieu":"sante","mot":"une dizaine","mot2":"12","jour":"hier","part":"Inf","parti":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for i, q := range after.Root.Questions {
		got += fmt.Sprintf("%s=%d/%s/%g ", q.Name, r.Values[i].State, r.Values[i].Text, r.Values[i].Number)
	}
	const want = "lieu=5/sante/0 mot=0//0 mot2=5/12/12 jour=0//0 part=0//0 neuf=0//0 "
	if got != want {
		t.Errorf("restored %s, want %s", got, want)
	}
}
