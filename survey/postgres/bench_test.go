package postgres

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"constat/survey"
)

// BenchmarkSubmit counts submissions to a durable commit, forty answers each,
// by clients that all write to one campaign: the worst case.
func BenchmarkSubmit(b *testing.B) {
	for _, clients := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			f := newFixture(b)
			f.form = newForm(b, 40)
			s, r := f.longSubmission(b)
			var next atomic.Int64
			var wait sync.WaitGroup
			b.ResetTimer()
			for range clients {
				wait.Go(func() {
					for next.Add(1) <= int64(b.N) {
						one := s
						one.InstanceID = uuid.NewString()
						if _, err := f.Submit(context.Background(), f.lunel, one, r, noon); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wait.Wait()
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "submissions/s")
		})
	}
}

func (f *fixture) longSubmission(tb testing.TB) (survey.Submission, *survey.Response) {
	tb.Helper()
	s := submission("")
	s.Answers.Values = map[string]string{}
	for i := range 40 {
		s.Answers.Values[fmt.Sprintf("q%d", i+1)] = "choix " + strings.Repeat("x", i)
	}
	raw, err := s.Answers.MarshalJSON()
	must(tb, err)
	s.Raw = raw
	return s, f.judge(tb, s)
}

// BenchmarkResponses reads a campaign of 100,000.
func BenchmarkResponses(b *testing.B) {
	f := newFixture(b)
	f.insertMany(b, 100_000)
	for b.Loop() {
		if n := f.count(b, f.lunel); n != 100_000 {
			b.Fatal(n)
		}
	}
}
