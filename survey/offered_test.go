package survey_test

import (
	"reflect"
	"testing"
)

func TestOffered(t *testing.T) {
	form := table(t, `
| type              | name       | label | calculation              | choice_filter                               |
| hidden            | territoire |       |                          |                                             |
| calculate         | large      |       | ${territoire} = 'tout'   |                                             |
| select_one lieux  | lieu       | Lieu  |                          | ${large} = 'true' or name = ${territoire}   |
| select_one lieux  | autre      | Autre |                          | name != ${lieu}                             |
| select_one lieux  | libre      | Libre |                          |                                             |
`, "lieux: l1 Un, l2 Deux, l3 Trois")
	for territoire, want := range map[string]map[string]bool{
		"l2": {"l2": true}, "tout": {"l1": true, "l2": true, "l3": true},
	} {
		occ := occasion()
		occ.Carried = map[string]string{"territoire": territoire}
		lieu, _ := form.Question("lieu")
		if got := form.Offered(lieu, occ); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: offered %v, want %v", territoire, got, want)
		}
		for _, key := range []string{"autre", "libre"} {
			q, _ := form.Question(key)
			if got := form.Offered(q, occ); got != nil {
				t.Errorf("%s: offered %v, want nil: an answer decides, or nothing does", key, got)
			}
		}
	}
}
