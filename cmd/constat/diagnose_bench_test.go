package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkDiagnose runs the command itself on 20 select_one of 8 choices and
// 20 integers, 5 % of the answers missing, and tells the time and the peak
// memory of its process.
func BenchmarkDiagnose(b *testing.B) {
	folder := b.TempDir()
	command := filepath.Join(folder, "constat")
	if out, err := exec.Command("go", "build", "-o", command, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	form := filepath.Join(folder, "form.xlsx")
	if err := os.WriteFile(form, diagnoseWorkbook(b, workloadForm()), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, count := range []int{1000, 100_000} {
		answers := filepath.Join(folder, fmt.Sprintf("%d.csv", count))
		if err := writeWorkload(answers, count); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			peak := int64(0)
			for b.Loop() {
				run := exec.Command(command, "diagnose", "--form", form, "--answers", answers, "--by", "s01", "-o", filepath.Join(folder, "out.xlsx"))
				if out, err := run.CombinedOutput(); err != nil {
					b.Fatalf("diagnose: %v\n%s", err, out)
				}
				peak = max(peak, run.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/diagnostic")
			b.ReportMetric(float64(peak)/1024, "MiB-peak")
		})
	}
}

const (
	workloadSelects  = 20
	workloadIntegers = 20
	workloadChoices  = 8
)

var workloadWords = []string{"Jamais", "Rarement", "Parfois", "Souvent", "Presque chaque jour", "Chaque jour", "Ne sait pas", "Ne répond pas"}

func workloadForm() []diagnoseSheet {
	survey := diagnoseSheet{"survey", [][]any{{"type", "name", "label"}}}
	choices := diagnoseSheet{"choices", [][]any{{"list_name", "name", "label"}}}
	for i := 1; i <= workloadSelects; i++ {
		survey.rows = append(survey.rows, []any{fmt.Sprintf("select_one l%02d", i), fmt.Sprintf("s%02d", i), fmt.Sprintf("Question %d : à quelle fréquence la situation %d arrive-t-elle ?", i, i)})
		for c := 1; c <= workloadChoices; c++ {
			choices.rows = append(choices.rows, []any{fmt.Sprintf("l%02d", i), fmt.Sprintf("c%d", c), fmt.Sprintf("%s (situation %d)", workloadWords[c-1], i)})
		}
	}
	for i := 1; i <= workloadIntegers; i++ {
		survey.rows = append(survey.rows, []any{"integer", fmt.Sprintf("n%02d", i), fmt.Sprintf("Question %d : combien d’unités le mois dernier ?", workloadSelects+i)})
	}
	return []diagnoseSheet{survey, choices, {"settings", [][]any{{"form_title", "form_id", "version"}, {"Charge 40", "charge40", "1"}}}}
}

// writeWorkload writes the same first rows whatever the count.
func writeWorkload(path string, count int) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
	}()
	random := rand.New(rand.NewSource(20260101))
	w := bufio.NewWriter(file)
	fmt.Fprint(w, "instance_id,submitted_at")
	means := make([]float64, workloadIntegers)
	weights := make([][]float64, workloadSelects)
	for i := range weights {
		fmt.Fprintf(w, ",s%02d", i+1)
		for range workloadChoices {
			weights[i] = append(weights[i], 0.3+2.7*random.Float64())
		}
	}
	for i := range means {
		fmt.Fprintf(w, ",n%02d", i+1)
		means[i] = 5 + 195*random.Float64()
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for k := range count {
		fmt.Fprintf(w, "\n%016x%016x,%s", random.Uint64(), random.Uint64(), start.Add(time.Duration(37*k)*time.Second).Format("2006-01-02T15:04:05.000Z"))
		for i := range weights {
			choice := weighted(random, weights[i])
			if missing := random.Float64() < 0.05; missing {
				fmt.Fprint(w, ",")
			} else {
				fmt.Fprintf(w, ",c%d", choice+1)
			}
		}
		for i := range means {
			value := max(0, int(means[i]+random.NormFloat64()*means[i]/3))
			if missing := random.Float64() < 0.05; missing {
				fmt.Fprint(w, ",")
			} else {
				fmt.Fprintf(w, ",%d", value)
			}
		}
	}
	fmt.Fprintln(w)
	return w.Flush()
}

func weighted(random *rand.Rand, weights []float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	at := random.Float64() * total
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}
