package survey_test

import (
	"bytes"
	"math/rand"
	"reflect"
	"strings"
	"testing"

	"constat/survey"
)

func TestAnswersFromFields(t *testing.T) {
	form := table(t, household, "ouinon: oui Oui, non Non")
	answers, problems := survey.AnswersFromFields(form, map[string][]string{
		"n": {"2"}, "enfant#": {"2"}, "enfant[1]/prenom": {"a"}, "enfant[2]/age": {"4"}, "inconnu": {"x"},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	data, err := answers.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"enfant":[{"age":"","ecole":"","prenom":"a"},{"age":"4","ecole":"","prenom":""}],"n":"2"}`
	if string(data) != want {
		t.Errorf("answers\n%s\nwant\n%s", data, want)
	}
}

func TestFields_inverse(t *testing.T) {
	form := table(t, health, healthLists...)
	sent := map[string][]string{"metier": {"mg"}, "vu": {"oui"}, "formes": {"psy", "phy"}, "mot": {"deux mots"}}
	answers, _ := survey.AnswersFromFields(form, sent)
	again, _ := survey.AnswersFromFields(form, answers.Fields(form))
	if !reflect.DeepEqual(answers, again) {
		t.Errorf("%v then %v", answers, again)
	}
}

func TestAnswersFromFields_ranking(t *testing.T) {
	form := table(t, health, healthLists...)
	answers, _ := survey.AnswersFromFields(form, map[string][]string{"rang#psy": {"2"}, "rang#phy": {"1"}, "rang#aucune": {""}})
	if got := answers.Values["rang"]; got != "phy psy" {
		t.Errorf("ranking %q", got)
	}
}

func TestNewLink(t *testing.T) {
	link, err := survey.NewLink("hauts-cantons", rand.New(rand.NewSource(1)))
	if err != nil {
		t.Fatal(err)
	}
	if slug, ok := survey.LinkNetwork(link); !ok || slug != "hauts-cantons" {
		t.Errorf("LinkNetwork(%q) = %q, %v", link, slug, ok)
	}
	for _, bad := range []string{"", "lunel", "lunel-short", link[1:] + "!", link + "'", "-" + link[len(link)-16:]} {
		if slug, ok := survey.LinkNetwork(bad); ok {
			t.Errorf("LinkNetwork(%q) = %q", bad, slug)
		}
	}
	if _, err := survey.NewLink("x", bytes.NewReader(nil)); err == nil {
		t.Error("a link without randomness")
	}
}

func TestReceiptCode(t *testing.T) {
	key := []byte("clé")
	one := survey.ReceiptCode(key, "c", "i")
	if len(one) != survey.ReceiptDigits || one != survey.ReceiptCode(key, "c", "i") {
		t.Errorf("receipt %q", one)
	}
	if one == survey.ReceiptCode(key, "c", "j") || one == survey.ReceiptCode(key, "d", "i") || one == survey.ReceiptCode([]byte("k"), "c", "i") {
		t.Error("two submissions, one receipt")
	}
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, one)
	for _, typed := range []string{
		one, " " + one + "\r\n", one[:4] + " " + one[4:8] + "-" + one[8:12] + "\u00a0" + one[12:], "«\u00a0" + one + "\u00a0»",
		"Code : " + one[:4] + "–" + one[4:8] + "\u2011" + one[8:12] + "\u200b" + one[12:], "\u200e" + one, wide,
	} {
		if got, ok := survey.NormalReceipt(typed); !ok || got != one {
			t.Errorf("NormalReceipt(%q) = %q, %v", typed, got, ok)
		}
	}
	for _, bad := range []string{"", "123", one + "1", "12345678901234ab"} {
		if _, ok := survey.NormalReceipt(bad); ok {
			t.Errorf("NormalReceipt(%q) accepted", bad)
		}
	}
}

func TestPersonalData(t *testing.T) {
	for text, want := range map[string][]string{
		"Un lieu d’accueil à Bédarieux, ouvert le soir.":    nil,
		"Il faudrait 2 places de plus, et 12 mois de suivi": nil,
		"écrire à jeanne@exemple.fr":                        {"email"},
		"appeler le 06 12 34 56 78":                         {"phone"},
		"appeler le +33612345678":                           {"phone"},
		"Mme Durand ne sait pas":                            {"name"},
		"le médecin M. Petit":                               {"name"},
		"depuis le 12/03/2024":                              {"date"},
		"depuis le 1er mars":                                {"date"},
		"habite 12 rue des Lilas":                           {"address"},
		"2 69 05 49 588 157 80":                             {"nir"},
		"2 69 05 49 588 157 81":                             nil, // wrong key
	} {
		if got := survey.PersonalData(text); !reflect.DeepEqual(got, want) {
			t.Errorf("PersonalData(%q) = %q, want %q", text, got, want)
		}
	}
}
