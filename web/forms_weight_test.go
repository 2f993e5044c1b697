package web

import (
	"fmt"
	"testing"

	"constat/survey"
)

// TestFormCache_weight opens forms that are heavy to keep: the cache lets go of
// them before they take the service's memory.
func TestFormCache_weight(t *testing.T) {
	c := hostileCase{long: true, form: `
		type                            | name | label
		select_one_from_file longue.csv | x    | X`}
	store := hostileStore{version: survey.FormVersion{FormID: "hostile", Version: "1", Workbook: c.workbook(t), Files: c.files()}}
	cache := newFormCache(store)
	most := 0
	for i := range 12 {
		_, err := cache.of(t.Context(), survey.Campaign{Network: "lunel", FormID: "hostile", FormVersion: fmt.Sprint(i)})
		must(t, err)
		most = max(most, len(cache.forms))
		if cache.weight > weightKept {
			t.Errorf("the cache weighs %d", cache.weight)
		}
	}
	if most < 2 || most > 10 {
		t.Errorf("%d forms of 10,000 choices and 8 columns kept together", most)
	}
}
