package web

import (
	"strings"
	"testing"

	"constat/web/french"
)

// TestCheckPassword: length first, then what an attacker tries first.
func TestCheckPassword(t *testing.T) {
	for problem, passwords := range map[string][]string{
		"": {
			"girafe caillou trombone 7", "nuage tambour 9 carafe", "la pluie tombe sur le toit bleu", "une phrase que personne ne devine",
			"xkq7-vbn2-pqr9-zzm4", "4f8a93b1c07d2e65", "7b0392c881450e96", "sept-mouettes-grises-dansent", "MontagneVerteTasseVioletteOurs", "cafetière élan brouette ficelle",
			"8fK2m-Qz7Lw-p3Rt9", "#;%=*(?+{}:<>/|~^§", "пароль жираф камень тромбон", "lunel girafe caillou trombone", "il pleut sur ma cabane en rondins",
		},
		passwordShort: {"court", "", strings.Repeat("é", 14), "girafe caillou"},
		passwordLong:  {strings.Repeat("girafe 7 ", 15)},
		passwordKeyboard: {
			"qwertyuiopasdfghjkl", "QwertyuiopAsdfghjkl", "azertyuiopqsdfghjklm", "poiuytrezamlkjhgfdsq", "mlkjhgfdsqwxcvbn,;",
			"azertyuiop qsdfghjklm", "1234567890azertyuiop", "zxcvbnm,./asdfghjkl;'", "&é\"'(-è_çà)azertyuiop", "ｑｗｅｒｔｙｕｉｏｐａｓｄｆｇ",
		},
		passwordRepeat:   {"aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "girafegirafegirafe", "girafe girafe girafe ", "azerty azerty azerty ", "éééééééééééééééé", "jetaimejetaimejetaime", "0000000000000000", strings.Repeat("\u00a0", 15), strings.Repeat("\u200b", 16), strings.Repeat("😀", 15)},
		passwordSequence: {"abcdefghijklmnopqr", "zyxwvutsrqponmlkj", "abcdefgh-ijklmnopq"},
		passwordDate:     {"01/02/1980 03/04/1984", "24-11-2026-25-11-2026"},
		passwordContext:  {"constat-lunel-2026", "reseau-herault-2026", "Réseau Hérault 34!", "martine.dupond@exemple.fr", "MartineDupond1980", "violences-béziers-2027", "departement herault 34", "bassindethau34200", "vif34herault2026", "violencesfaitesauxfemmes", "saintponsdethomieres", "mairiedelunel34400"},
		passwordCommon:   {"motdepasse123!motdepasse", "P@ssw0rd-Adm1n-123", "bonjour marie soleil", "dragon monkey shadow", "trustno1 iloveyou letmein", "14juillet1789france", "25decembre2025noel"},
		passwordPhrase: {
			"il était une fois", "liberté égalité fraternité", "Liberté, Égalité, Fraternité !", "je pense donc je suis", "correct horse battery staple",
			"to be or not to be that is the question", "Au clair de la lune, mon ami Pierrot", "vive la république !", "Un pour tous, tous pour un",
		},
	} {
		for _, password := range passwords {
			if got := CheckPassword(password, "martine.dupond@exemple.fr", "Martine Dupond"); got != problem {
				t.Errorf("%q: %q, want %q", password, got, problem)
			}
		}
		if problem != "" && strings.Contains(french.Sentence(problem), problem) {
			t.Errorf("no sentence for %s", problem)
		}
	}
}
