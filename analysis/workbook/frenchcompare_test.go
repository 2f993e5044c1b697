package workbook

import (
	"testing"

	"constat/analysis"
)

func TestTestSentence(t *testing.T) {
	for _, c := range []struct {
		test analysis.CrossTest
		want string
	}{
		{
			analysis.CrossTest{Name: analysis.TestFisher, N: 12, Groups: 2, P: 0.00216, Adjusted: 0.00432, Effect: 1, EffectName: analysis.EffectCramersV},
			"Différence nette entre les groupes\u00a0: p corrigé = 0,004 (test exact de Fisher sur 12\u00a0réponses en 2\u00a0groupes, p non corrigé = 0,002\u00a0; V de Cramér corrigé 1,00).",
		},
		{
			analysis.CrossTest{Name: analysis.TestMannWhitney, N: 31, Groups: 2, P: 0.0001, Adjusted: 0.05, Effect: -0.456, EffectName: analysis.EffectRankBiserial},
			"Différence non établie entre les groupes\u00a0: p corrigé = 0,050 (test de Mann-Whitney sur 31\u00a0réponses en 2\u00a0groupes, p non corrigé < 0,001\u00a0; corrélation bisériale des rangs −0,46).",
		},
		{
			analysis.CrossTest{Name: analysis.TestFisher, N: 120, Groups: 9, P: 0.4, Adjusted: 1, Effect: -0.001, EffectName: analysis.EffectEpsilon2, Simulated: true},
			"Différence non établie entre les groupes\u00a0: p corrigé = 1,00 (test de Fisher par simulation sur 120\u00a0réponses en 9\u00a0groupes, p non corrigé = 0,40\u00a0; epsilon carré 0,00).",
		},
	} {
		if got := testSentence(&c.test); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
}

func TestTests_eachHasItsWords(t *testing.T) {
	for _, name := range analysis.TestNames {
		if testFrench[name] == "" {
			t.Errorf("no words for %s", name)
		}
	}
	for _, name := range analysis.EffectNames {
		if effectFrench[name] == "" {
			t.Errorf("no words for %s", name)
		}
	}
}
