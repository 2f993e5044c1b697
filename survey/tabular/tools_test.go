package tabular

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// needs is the questionnaire of the files of testdata/tools, which are written as
// each tool's export is; the answers are imaginary.
const needs = `
| survey |
| | type                           | name       | label                                                          |
| | start                          | start      |                                                                |
| | end                            | end        |                                                                |
| | select_one profession or_other | profession | Quelle est votre profession ?                                  |
| | integer                        | nb_femmes  | Combien de patientes victimes de violences avez-vous reçues ?  |
| | select_multiple formes or_other | formes    | Quelles formes de violences avez-vous rencontrées ?            |
| | begin_group                    | aise       | Êtes-vous à l’aise pour…                                       |
| | select_one aise                | parler     | Aborder le sujet avec une patiente                             |
| | select_one aise                | certificat | Rédiger un certificat, une attestation                         |
| | end_group                      |            |                                                                |
| | rank themes                    | themes     | Classez les thèmes de formation                                |
| | select_one oui_non             | formation  | Avez-vous suivi une formation ?                                |
| | date                           | depuis     | Depuis quand exercez-vous ?                                    |
| | text                           | remarque   | Une remarque ?                                                 |
| choices |
| | list_name  | name      | label                     |
| | profession | mg        | Médecin généraliste       |
| | profession | sf        | Sage-femme                |
| | profession | ide       | Infirmière, infirmier     |
| | formes     | phys      | Physiques                 |
| | formes     | psy       | Psychologiques, verbales  |
| | formes     | eco       | Économiques               |
| | aise       | oui       | Tout à fait               |
| | aise       | plutot    | Plutôt                    |
| | aise       | non       | Pas du tout               |
| | themes     | reperer   | Repérer                   |
| | themes     | orienter  | Orienter, accompagner     |
| | themes     | certifier | Certifier                 |
| | oui_non    | oui       | Oui                       |
| | oui_non    | non       | Non                       |
`

// What the tools' files say, in the parts that differ from one tool to another.
const (
	nurse    = "certificat=non depuis=2019-09-01 formation=oui formes=phys psy nb_femmes=3 parler=plutot profession=ide remarque=Merci themes=orienter reperer certifier"
	healer   = "certificat=plutot formation=non formes=phys other formes_other=Administratives nb_femmes=12 parler=oui profession=other profession_other=Sophrologue, à domicile themes=certifier reperer orienter"
	midwife  = "certificat=plutot formation=non formes=psy eco nb_femmes=12 parler=oui profession=sf themes=certifier reperer orienter"
	unranked = " themes=orienter reperer certifier"
)

// Each tool of the README's table: every answer of its file is read, and nothing
// is said of its own columns.
func TestTools(t *testing.T) {
	noRank := func(answers string) string {
		before, _, _ := strings.Cut(answers, " themes=")
		return before
	}
	for name, want := range map[string][2]string{
		"limesurvey-codes.csv":         {nurse, healer},
		"limesurvey-texte.csv":         {nurse, healer},
		"limesurvey-code-et-texte.csv": {nurse, healer},
		"google-forms.csv":             {noRank(nurse), noRank(midwife)},
		"framaforms.csv":               {noRank(nurse), strings.Replace(noRank(midwife), "formes=psy eco", "formes=psy eco other formes_other=Administratives", 1)},
		"sphinx.csv":                   {nurse, midwife},
		"kobo-libelles.csv":            {nurse, healer},
		"pandas.csv":                   {nurse, healer},
		"r.csv":                        {nurse, healer},
		"surveymonkey.csv":             {nurse, healer},
		"qualtrics.csv":                {nurse, strings.Replace(midwife, "profession=sf", "profession=other profession_other=Sophrologue, à domicile", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join("testdata", "tools", name))
			must(t, err)
			equalAnswers(t, readForm(t, compiled(t, needs), file(name, string(content))), want[:])
		})
	}
	t.Run("microsoft-forms.xlsx", func(t *testing.T) {
		book := workbook(t, sheet{"Sheet1", [][]any{
			{"ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Heure de la dernière modification", "Quelle est votre profession ?", "Combien de patientes victimes de violences avez-vous reçues\u00a0?", "Quelles formes de violences avez-vous rencontrées\u00a0?", "Aborder le sujet avec une patiente", "Rédiger un certificat, une attestation", "Classez les thèmes de formation", "Avez-vous suivi une formation\u00a0?", "Depuis quand exercez-vous ? ", "Une remarque ?"},
			{1, 46083.385, 46083.386, "anonymous", "", "", "Infirmière, infirmier", 3, "Physiques;Psychologiques, verbales;", "Plutôt", "Pas du tout", "Orienter, accompagner;Repérer;Certifier;", "Oui", 43709, "Merci"},
			{2, 46084.751, 46084.752, "anonymous", "", "", "Sage-femme", 12, "Psychologiques, verbales;Économiques;", "Tout à fait", "Plutôt", "Certifier;Repérer;Orienter, accompagner;", "Non", "", ""},
		}})
		equalAnswers(t, readForm(t, compiled(t, needs), file("microsoft-forms.xlsx", string(book))), []string{nurse, midwife})
	})
}

// equalAnswers compares the answers of each row and what was said, without
// identifiers, days and the metadata that the form keeps.
func equalAnswers(t *testing.T, got string, want []string) {
	t.Helper()
	var rows, said []string
	for _, line := range strings.Split(strings.TrimSpace(got), "\n") {
		if _, answers, is := strings.Cut(line, " |"); is {
			var kept []string
			for _, word := range strings.Split(strings.TrimSpace(answers), " ") {
				if !strings.HasPrefix(word, "start=") && !strings.HasPrefix(word, "end=") {
					kept = append(kept, word)
				}
			}
			rows = append(rows, strings.Join(kept, " "))
			continue
		}
		if !strings.Contains(line, " near_column ") && !strings.Contains(line, " line_") {
			said = append(said, line)
		}
	}
	if strings.Join(rows, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
	if len(said) > 0 {
		t.Errorf("said:\n%s", strings.Join(said, "\n"))
	}
}
