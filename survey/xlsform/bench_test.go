package xlsform

import (
	"bytes"
	"math/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"constat/survey"
)

// largestForm is the largest published workbook at hand that can be read, or
// the territorial one of the tests when there is none.
func largestForm(b *testing.B) []byte {
	b.Helper()
	file := md(b, territorialForm)
	paths, err := filepath.Glob(outside("CONSTAT_FORMS", "forms", "*.xlsx"))
	check(b, err)
	most := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		check(b, err)
		form, _, err := ReadAll(bytes.NewReader(data))
		if err != nil || form == nil {
			continue
		}
		rows := 0
		form.Walk(func(*survey.Question) { rows++ })
		if rows > most {
			most, file = rows, data
		}
	}
	return file
}

// BenchmarkReadAll_largest reads the form with the most questions.
func BenchmarkReadAll_largest(b *testing.B) {
	file := largestForm(b)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := ReadAll(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkJudge_largest judges one submission of it, answered at random.
func BenchmarkJudge_largest(b *testing.B) {
	form, _, err := ReadAll(bytes.NewReader(largestForm(b)))
	check(b, err)
	occ := survey.Occasion{Now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Zone: time.UTC, Seed: 1}
	answers := form.Simulate(survey.Simulation{Rand: rand.New(rand.NewSource(1))}, occ)
	questions := 0
	form.Walk(func(q *survey.Question) { questions++ })
	b.ReportAllocs()
	for b.Loop() {
		form.Judge(survey.Submission{Answers: answers}, occ)
	}
	b.ReportMetric(float64(questions), "questions")
}
