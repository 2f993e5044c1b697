package expr

import (
	"fmt"
	"testing"
)

func TestRewrite(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"${a} + 1", "<a> + 1"},
		{"1+${ a }-${b}", "1+<a>-<b>"},
		{"'${a}' != ${a}", "'${a}' != <a>"},
		{"concat( 'é', ${a} , \"${\" )", "concat( 'é', <a> , \"${\" )"},
		{"indexed-repeat(${age}, ${person}, ${i} - 1) = ${a}", "indexed-repeat(<age 0>, <person 1>, <i 2> - 1) = <a>"},
		{"instance('l')/root/item[name = ${a}]/label", "instance('l')/root/item[name = <a in>]/label"},
		{"${rep}[position() = ${n}]/x", "<rep>[position() = <n in>]/x"},
		{"sum(${rep}/x[. > ${a}][. < sum(${b})])", "sum(<rep>/x[. > <a in>][. < sum(<b in>)])"},
		{"jr:choice-name(${a}, '${a}')", "jr:choice-name(<a>, '<a quoted>')"},
		{"jr:choice-name(${a}, ' /data/a ')", "jr:choice-name(<a>, ' /data/a ')"},
		{"jr:choice-name(selected-at(${a}, 0), '${broken')", "jr:choice-name(selected-at(<a>, 0), '${broken')"},
		{"${last-saved#a}", "<last-saved#a>"},
		{"not(${a} or -${b} | ${c})", "not(<a> or -<b> | <c>)"},
		{"today()", "today()"},
	} {
		e, err := Parse(c.source)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		got := e.Rewrite(func(r Reference) string {
			s := r.Name
			if r.Predicate {
				s += " in"
			}
			if r.Argument >= 0 {
				s += fmt.Sprintf(" %d", r.Argument)
			}
			if r.Quoted {
				s += " quoted"
			}
			return "<" + s + ">"
		})
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.source, got, c.want)
		}
	}
}
