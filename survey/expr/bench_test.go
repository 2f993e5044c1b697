package expr

import (
	"testing"
	"time"
)

// BenchmarkEval measures what judging a response does most.
func BenchmarkEval(b *testing.B) {
	doc := &Node{}
	data := doc.Append(&Node{Name: "data"})
	byName := map[string][]*Node{}
	for name, value := range map[string]string{"age": "20", "many": "rent food transport health", "one": "rent", "date": "2026-06-01", "none": ""} {
		byName[name] = []*Node{data.Append(&Node{Name: name, Value: value})}
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		b.Fatal(err)
	}
	c := &Context{
		Node: byName["age"][0], Root: doc, Zone: zone, Now: time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC),
		Resolve: func(name string, _ *Node) []*Node { return byName[name] },
	}
	for _, src := range []string{
		"${one} = 'rent'", "${age} >= 18", "selected(${many}, 'health')", ". >= 0 and . <= 120", "../age > 3", "/data/one != ''",
		"not(selected(${many}, 'none')) and (${age} > 5 or ${one} = 'x')", "if(${none} = '', 0, ${none})", "${date} <= today()",
		"count-selected(${many}) <= 3", "regex(${one}, '[a-z]+')", "round(${age} div 7, 2)",
	} {
		e := parse(b, src)
		b.Run(src, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.EvalBool(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("not(selected(${many}, 'none')) and (${age} > 5 or ${one} = 'x')"); err != nil {
			b.Fatal(err)
		}
	}
}
