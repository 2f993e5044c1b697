package workbook

import (
	"strings"
	"testing"
	"unicode/utf8"

	"constat/analysis"
)

// TestTextLines: sentences of which LibreOffice's pages were looked at, in
// columns of so many characters.
func TestTextLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		lines int
	}{
		{"• nc : non communiqué. Ce nombre peut être petit ou grand ; il est masqué parce qu’une soustraction en aurait révélé un autre.", 106, 1},
		{"• IC 95 % : intervalle de confiance de Wilson, calculé sur les nombres publiés. Si beaucoup d’autres personnes semblables avaient répondu, le pourcentage se situerait très probablement entre ces deux bornes.", 106, 2},
		{"Pédiatrie ou médecine de PMI (protection maternelle et infantile)", 46, 2},
		{"Effectif\npublié", 11, 2},
		{"", 10, 1},
	} {
		if got := textLines(c.text, c.width*pointsPerUnit-cellMargins, 10); got != c.lines {
			t.Errorf("%d lines, want %d: %s", got, c.lines, c.text)
		}
	}
	if wide, narrow := lettersWidth(strings.Repeat("m", 10), 10), lettersWidth(strings.Repeat("i", 10), 10); wide < 80 || narrow > 25 {
		t.Errorf("ten m take %.1f points, ten i %.1f", wide, narrow)
	}
}

// TestPageHeader_cutBetweenWords, and never past what Excel takes.
func TestPageHeader_cutBetweenWords(t *testing.T) {
	m := analysis.Meta{Network: "Réseau de Lunel", Campaign: "Violences dans le couple : repérage et besoins des professionnels de santé"}
	if header := pageHeader(m); !strings.HasSuffix(header, m.Campaign) {
		t.Errorf("there is room for the whole name: %s", header)
	}
	m.Fictitious, m.Territory.Name = true, strings.Repeat("Communes du territoire ", 9)
	m.Campaign += " et de l’accompagnement social"
	header := pageHeader(m)
	left, _, _ := strings.Cut(header, "&C")
	if utf8.RuneCountInString(header) > 255 || !strings.HasSuffix(left, " du territoire…") && !strings.HasSuffix(left, "Communes…") && !strings.HasSuffix(left, " du…") || !strings.HasSuffix(header, "…") {
		t.Errorf("%d characters: %s", utf8.RuneCountInString(header), header)
	}
	if strings.HasSuffix(header, " …") {
		t.Errorf("cut after a space: %s", header)
	}
}
