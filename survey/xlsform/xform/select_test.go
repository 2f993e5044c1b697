package xform

import "testing"

// TestAnswers_filter: a filter on the answers of a repeat looks at the same
// instance, in whatever group its question is.
func TestAnswers_filter(t *testing.T) {
	form, problems := read(t, nil, map[string]string{"survey": `
		| type            | name | label | choice_filter |
		| begin_repeat    | r    | R     | |
		| text            | nom  | Nom   | |
		| begin_group     | g    | G     | |
		| integer         | age  | Âge   | |
		| text            | alias | Alias | |
		| end_group       |      |       | |
		| begin_group     | h    | H     | |
		| begin_group     | i    | I     | |
		| text            | ville | Ville | |
		| end_group       |      |       | |
		| end_group       |      |       | |
		| end_repeat      |      |       | |
		| integer         | seuil | Seuil | |
		| select_one ${nom}   | a | A | ${age} > ${seuil} and ${ville} != '' |
		| select_one ${alias} | b | B | ${age} > 2 and ${nom} != '' and ${ville} = 'x' |
		| select_one ${ville} | c | C | |`})
	if form == nil {
		t.Fatal(problems)
	}
	expect(t, string(Write(form, Options{})), map[string]bool{
		`nodeset="/data/r[ ./g/age  &gt;  /data/seuil  and  ./h/i/ville  != &#39;&#39;]"`:                 true,
		`nodeset="/data/r/g[ ./age  &gt; 2 and  ../nom  != &#39;&#39; and  ../h/i/ville  = &#39;x&#39;]"`: true,
		`nodeset="/data/r/h/i[./ville != &#39;&#39;]"`:                                                    true,
	})
}
