package xlsform

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestReadAll_attributesAtCost shows that a thousand attributes that each name
// ten questions that do not exist cost little: after the first mistakes the
// rest is not looked at.
func TestReadAll_attributesAtCost(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("| survey |\n| | type | name | label | bind::a |\n")
	for i := range 1000 {
		var refs strings.Builder
		for j := range 10 {
			fmt.Fprintf(&refs, "${p%05d}", 10*i+j)
		}
		fmt.Fprintf(&rows, "| | text | question%d | Q | %s |\n", i, refs.String())
	}
	workbook := md(t, rows.String())
	begin := time.Now()
	form, problems, err := ReadAll(bytes.NewReader(workbook))
	check(t, err)
	if took := time.Since(begin); took > hostileTime {
		t.Errorf("took %v", took)
	}
	if form != nil || len(problems) != maxProblems+1 {
		t.Errorf("%d problems", len(problems))
	}
}
