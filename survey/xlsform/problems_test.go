package xlsform

import (
	"strings"
	"testing"
)

// A mistake is told at its sheet, row and column: the header that the author
// wrote. Each form has the mistakes listed, and no other.
func TestProblems_address(t *testing.T) {
	cases := map[string]struct{ form, said string }{
		"several at once": {`
			| survey |
			|        | type              | name | label | relevant     | required |
			|        | texte             | q1   | Q1    |              |          |
			|        | integer           | q 2  | Q2    |              |          |
			|        | select_one oui_no | q3   | Q3    | ${q1} ==     |          |
			|        | text              |      | Q4    |              |          |
			|        | text              | q5   |       | ${qq} = 1    |          |
			| choices |
			|        | list_name | name | label |
			|        | oui_non   | oui  | Oui   |
			|        | oui_non   | oui  | Oui   |
			|        | oui_non   |      | Non   |
		`, `
			fault survey!2 type: unknown_type_near ["texte" "text"]
			fault survey!3 name: bad_name ["q 2"]
			fault survey!4 relevant: expression_double_equals ["${q1} ==" "==" "7" "="]
			fault survey!4 type: unknown_list_near ["oui_no" "choices" "oui_non"]
			fault survey!5 name: no_name ["text"]
			fault survey!6 label: no_label ["q5"]
			fault survey!6 relevant: form_mistyped_reference ["qq" "q1"]
			fault choices!3 name: duplicate_choice ["oui" "oui_non" "2"]
			fault choices!4 name: choice_without_name ["oui_non"]
		`},
		"the author's words": {`
			| Feuille 1 |
			|        | Type              | tag  | Caption |
			|        | text              | q1   | ${q2}   |
			|        | text              | q1   |         |
		`, `
			fault Feuille 1!2 Caption: form_mistyped_reference ["q2" "q1"]
			fault Feuille 1!3 Caption: no_label ["q1"]
			fault Feuille 1!3 tag: form_duplicate_name ["q1" "2"]
		`},
		"groups": {`
			| survey |
			|        | type         | name | label |
			|        | begin group  | g    | G     |
			|        | text         | q1   | Q1    |
			|        | end_repeat   |      |       |
			|        | begin repeat | r    | R     |
		`, `
			fault survey!2 type: unclosed ["group" "g"]
			fault survey!4 type: unmatched_end ["end_repeat" ""]
			fault survey!5 type: unclosed ["repeat" "r"]
			warning survey!5 type: empty_repeat ["r"]
		`},
		"loops": {`
			| survey |
			|        | type              | name | label |
			|        | end loop          |      |       |
			|        | begin loop over m | b    | B     |
			|        | text              | q1   | Q1    |
			|        | end loop          |      |       |
			|        | begin loop        | c    | C     |
			|        | begin loop over l | d    | D     |
			|        | text              | q2   | Q2    |
			| choices |
			|        | list_name | name | label |
			|        | l         | a    | A     |
		`, `
			fault survey!2 type: unmatched_end ["end loop" ""]
			fault survey!3 type: unknown_list_near ["m" "choices" "l"]
			fault survey!6 type: loop_without_list []
			fault survey!7 type: unclosed ["loop" "d"]
		`},
		"captured and personal": {`
			| survey |
			|        | type     | name | label |
			|        | geopoint | ici  | Ici   |
			|        | deviceid | app  |       |
			|        | text     | q1   | Q1    |
		`, `
			warning survey!2 type: captured ["ici" "geopoint"]
			warning survey!3 type: not_collected ["app" "deviceid"]
		`},
		"sheets": {`
			| survey |
			|        | type         | name | label |
			|        | select_one l | q1   | Q1    |
			| choises |
			|        | list_name | name | label |
			| entities |
			| _notes |
			| mode d'emploi |
		`, `
			fault choises!0 : sheet_to_rename ["choices"]
			warning choises!0 : sheet_misspelt ["choices"]
			warning entities!0 : sheet_not_used []
			warning mode d'emploi!0 : sheet_ignored []
		`},
		"twin headers": {`
			| survey |
			|        | type | name | label | Caption |
			|        | text | q1   | Q1    | Q1      |
		`, `fault survey!1 Caption: twin_columns ["label" "Caption"]`},
		"comment and disabled rows": {`
			| survey |
			|        | type  | name | label | hint | disabled |
			|        |       |      |       | note |          |
			|        |       | q0   |       |      |          |
			|        | texte | q1   | Q1    |      | yes      |
			|        | text  | q2   | Q2    |      |          |
		`, `
			warning survey!2 : comment []
			fault survey!3 type: no_type ["q0"]
		`},
		"or_other with a filter": {`
			| survey |
			|        | type                  | name | label | choice_filter |
			|        | select_one l or_other | q1   | Q1    | x = 1         |
			| choices |
			|        | list_name | name | label | x |
			|        | l         | a    | A     | 1 |
		`, `fault survey!2 choice_filter: other_with_filter ["q1"]`},
		"files": {`
			| survey |
			|        | type                            | name | label |
			|        | select_one_from_file villes.csv | q1   | Q1    |
			|        | select_one_from_file villes.xls | q2   | Q2    |
			|        | xml-external                    | villes |     |
		`, `
			warning survey!2 type: file_needed ["villes.csv" "q1"]
			fault survey!3 type: bad_file ["villes.xls"]
			warning survey!4 type: file_needed ["villes.xml" "villes"]
			fault survey!4 type: two_files ["villes.csv" "villes.xml"]
		`},
		"table-list": {`
			| survey |
			|        | type         | name | label | appearance | choice_filter |
			|        | begin_group  | g    | G     | table-list |               |
			|        | select_one l | q1   | Q1    |            |               |
			|        | select_one m | q2   | Q2    |            |               |
			|        | select_one l | q3   | Q3    |            | true()        |
			|        | end_group    |      |       |            |               |
			| choices |
			|        | list_name | name | label |
			|        | l         | a    | A     |
			|        | m         | a    | A     |
		`, `
			fault survey!4 type: table_lists ["q2" "g" "l"]
			fault survey!5 choice_filter: table_filter ["q3" "g"]
		`},
		"triggers": {`
			| survey |
			|        | type      | name | label | calculation | trigger    |
			|        | text      | a    | A     |             |            |
			|        | calculate | b    |       | 1           | ${a} ${a}  |
			|        | calculate | c    |       | 1           | ${b}       |
			|        | calculate | d    |       | 1           | ${a}, ${a} |
		`, `
			fault survey!3 trigger: bad_trigger ["${a} ${a}"]
			fault survey!4 trigger: hidden_trigger ["b" "c"]
		`},
		"what depends on what the web does not ask": {`
			| survey |
			|        | type         | name  | label | relevant         | constraint  | calculation         | trigger  | repeat_count |
			|        | image        | photo | P     |                  |             |                     |          |              |
			|        | geopoint     | lieu  | L     |                  | . != ''     |                     |          |              |
			|        | deviceid     | app   |       |                  |             |                     |          |              |
			|        | text         | a     | A     | ${photo} != ''   | ../lieu != '' and /data/lieu != '' | |  |            |
			|        | calculate    | b     |       |                  |             | concat(${app}, ${lieu}) |      |              |
			|        | calculate    | c     |       |                  |             | 1                   | ${photo} |              |
			|        | begin_repeat | r     | R     | ${a} = 'x'       |             |                     |          | count-selected(${photo}) |
			|        | text         | d     | D     | current()/../../photo = '' |   |                     |          |              |
			|        | end_repeat   |       |       |                  |             |                     |          |              |
		`, `
			warning survey!2 type: captured ["photo" "image"]
			warning survey!3 type: captured ["lieu" "geopoint"]
			warning survey!4 type: not_collected ["app" "deviceid"]
			warning survey!5 relevant: captured_used ["a" "photo" "image"]
			warning survey!5 constraint: captured_used ["a" "lieu" "geopoint"]
			warning survey!6 calculation: captured_used ["b" "app" "deviceid"]
			warning survey!6 calculation: captured_used ["b" "lieu" "geopoint"]
			warning survey!7 trigger: captured_used ["c" "photo" "image"]
			warning survey!8 repeat_count: captured_used ["r" "photo" "image"]
			warning survey!9 relevant: captured_used ["d" "photo" "image"]
		`},
		"blanks between triggers, and a group's": {`
			| survey |
			|        | type         | name | label | calculation | trigger          |
			|        | text         | a    | A     |             |                  |
			|        | text         | b    | B     |             |                  |
			|        | calculate    | c    |       | 1           | ${a}, , ${b}     |
			|        | calculate    | d    |       | 1           | , ${a} ,,${b} ,, |
			|        | calculate    | e    |       | 1           | ,                |
			|        | calculate    | f    |       | 1           | ${a}, b          |
			|        | calculate    | g    |       | 1           | ,${a}${b}        |
			|        | begin_group  | h    | H     |             | ${a}             |
			|        | text         | i    | I     |             |                  |
			|        | end_group    |      |       |             |                  |
			|        | begin_repeat | j    | J     |             | ${a},            |
			|        | text         | k    | K     |             |                  |
			|        | end_repeat   |      |       |             |                  |
		`, `
			fault survey!6 trigger: bad_trigger [","]
			fault survey!7 trigger: bad_trigger ["${a}, b"]
			fault survey!8 trigger: bad_trigger [",${a}${b}"]
			fault survey!9 trigger: group_trigger ["h"]
			fault survey!12 trigger: group_trigger ["j"]
		`},
		"parameters": {`
			| survey |
			|        | type         | name | label | parameters     |
			|        | range        | a    | A     | step=0         |
			|        | range        | b    | B     | tart=1         |
			|        | range        | c    | C     | start=un       |
			|        | range        | d    | D     | start=1 end=3 step=5 |
			|        | select_one l | e    | E     | seed=3         |
			|        | text         | f    | F     | rows           |
			| choices |
			|        | list_name | name | label |
			|        | l         | a    | A     |
		`, `
			fault survey!2 parameters: zero_step ["step"]
			fault survey!3 parameters: unknown_parameter ["tart" "range" "end, placeholder, start, step, tick_interval, tick_labelset"]
			fault survey!4 parameters: bad_parameter ["start" "un"]
			fault survey!5 parameters: step_too_large ["step" "5" "2"]
			fault survey!6 parameters: seed_alone []
			fault survey!7 parameters: bad_parameters ["rows"]
		`},
		"or_other with a file": {`
			| survey |
			|        | type                                 | name | label |
			|        | select_one_from_file v.csv or_other  | q1   | Q1    |
		`, `
			warning survey!2 type: file_needed ["v.csv" "q1"]
			fault survey!2 type: other_with_file ["q1" "v.csv"]
		`},
		"a file and a list of one name": {`
			| survey |
			|        | type         | name | label |
			|        | select_one l | q1   | Q1    |
			|        | csv-external | l    |       |
			| choices |
			|        | list_name | name | label |
			|        | l         | a    | A     |
		`, `
			fault survey!2 type: file_and_list ["l.csv" "l"]
			warning survey!3 type: file_needed ["l.csv" "l"]
		`},
		"triggers of positions, and of groups": {`
			| survey |
			|        | type                | name | label | trigger |
			|        | begin_group         | g    | G     |         |
			|        | text                | a    | A     |         |
			|        | end_group           |      |       |         |
			|        | background-geopoint | p    |       |         |
			|        | text                | b    | B     | ${g}    |
		`, `
			warning survey!5 type: not_collected ["p" "background-geopoint"]
			fault survey!5 trigger: no_trigger ["p" "background-geopoint"]
			fault survey!6 trigger: hidden_trigger ["g" "b"]
		`},
		"parameters against each other": {`
			| survey |
			|        | type         | name | label | parameters                      | appearance   |
			|        | range        | a    | A     | step=2 start=0 tick_interval=3  |              |
			|        | range        | b    | B     | step=2 start=1 end=9 placeholder=4 |           |
			|        | select_one l | c    | C     | randomize=false seed=3          |              |
			|        | select_one l | d    | D     | randomize=true seed=${absent}        |              |
			|        | image        | e    | E     | app=appareil                    |              |
			|        | image        | f    | F     | app=appareil                    | signature    |
			|        | geotrace     | g    | G     | incremental=yes                 |              |
			|        | select_one_from_file v.csv | h | H | value=1a                    |              |
			|        | text         | i    | I     | rows=                           |              |
			|        | text         | j    | J     |                                 | ex:app(${absent}) |
			| choices |
			|        | list_name | name | label |
			|        | l         | a    | A     |
		`, `
			fault survey!2 parameters: not_multiple ["tick_interval" "3" "2"]
			fault survey!3 parameters: not_on_step ["placeholder" "4"]
			fault survey!5 parameters: form_unknown_reference ["absent"]
			fault survey!6 parameters: bad_parameter ["app" "appareil"]
			warning survey!6 type: captured ["e" "image"]
			warning survey!7 type: captured ["f" "image"]
			warning survey!8 type: captured ["g" "geotrace"]
			warning survey!9 type: file_needed ["v.csv" "h"]
			fault survey!9 parameters: bad_parameter ["value" "1a"]
			fault survey!10 parameters: bad_parameters ["rows="]
			fault survey!11 appearance: form_unknown_reference ["absent"]
		`},
		"encryption without identifier": {`
			| survey |
			|        | type | name | label |
			|        | text | q1   | Q1    |
			| settings |
			|        | form_id | omit_instanceID | public_key |
			|        | f       | yes             | abc        |
		`, `
			warning settings!2 public_key: setting_ignored ["public_key"]
			fault settings!2 omit_instanceID: key_without_id []
		`},
		"names shared by two repeats": {`
			| survey |
			|        | type         | name | label     |
			|        | begin_repeat | r    | R         |
			|        | text         | a    | A         |
			|        | note         | n    | Vu : ${a} |
			|        | end_repeat   |      |           |
			|        | begin_repeat | s    | S         |
			|        | text         | a    | A         |
			|        | end_repeat   |      |           |
		`, `fault survey!4 label: form_ambiguous_reference ["a"]`},
		"references in texts": {`
			| survey |
			|        | type | name | label       | hint     |
			|        | text | a    | Bonjour ${b |          |
			|        | text | b    | B           | $ {a} ?  |
		`, `
			fault survey!2 label: bad_reference ["Bonjour ${b"]
			warning survey!3 hint: odd_reference ["$ {a} ?" "$ {a} ?"]
		`},
		"languages": {`
			| survey |
			|        | type | name | label::Français (fr) | label::English (en) | hint::English (en) |
			|        | text | a    | A                    |                     | H                  |
			| settings |
			|        | default_language | form_id |
			|        | Francais         | f       |
		`, `
			warning survey!1 hint::Français (fr): untranslated_column ["hint" "Français (fr)"]
			warning survey!2 label::English (en): untranslated_cells ["English (en)" "1"]
			warning settings!2 default_language: unknown_language ["Francais" "Français (fr), English (en)"]
		`},
		"names": {`
			| survey |
			|        | type         | name | label |
			|        | text         | meta | M     |
			|        | text         | Age  | A     |
			|        | text         | age  | A     |
			|        | begin_repeat | data | D     |
			|        | text         | x    | X     |
			|        | text         | x    | X     |
			|        | end_repeat   |      |       |
		`, `
			fault survey!2 name: reserved_name ["meta"]
			warning survey!4 name: case_twin ["age" "Age" "3"]
			fault survey!5 name: root_name ["data"]
			fault survey!7 name: form_duplicate_name ["x" "6"]
		`},
		"select_multiple": {`
			| survey |
			|        | type              | name | label | default |
			|        | select_multiple l | q1   | Q1    | b c     |
			| choices |
			|        | list_name | name | label |
			|        | l         | a b  | A     |
			|        | l         | b    |       |
		`, `
			warning survey!2 default: default_not_in_list ["c" "l"]
			fault choices!2 name: space_in_choice ["a b" "l" "q1"]
			warning choices!3 label: choice_without_label ["b" "l"]
		`},
		"our columns": {`
			| survey |
			|        | type         | name | label |
			|        | select_one l | q1   | Q1    |
			| choices |
			|        | list_name | name | label | missing | midpoint | une colonne |
			|        | l         | a    | A     | absent  | moitié   | x           |
		`, `
			warning choices!1 une colonne: column_ignored ["une colonne"]
			warning choices!2 missing: bad_missing ["absent"]
			warning choices!2 midpoint: bad_midpoint ["moitié"]
		`},
		"settings": {`
			| survey |
			|        | type | name | label |
			|        | text | q1   | Q1    |
			| settings |
			|        | form_id | id_string | submission_url | instance_name | name  |
			|        | f       | g         | https://x.org  | ${absent}     | 1bad  |
		`, `
			warning settings!2 id_string: two_form_ids ["f"]
			fault settings!2 name: bad_name ["1bad"]
			warning settings!2 submission_url: setting_ignored ["submission_url"]
			fault settings!2 instance_name: form_unknown_reference ["absent"]
		`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got, want := problemsOf(t, c.form), unindent(c.said); got != want {
				t.Errorf("said:\n%swant:\n%s", got, want)
			}
		})
	}
}

func unindent(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		b.WriteString(strings.TrimSpace(line) + "\n")
	}
	return b.String()
}
