package fictitious

import (
	"hash/fnv"
	"math"
	"math/rand"
	"slices"

	"constat/survey"
)

// Respondents answers one campaign: every one of them has the habits of the
// same imaginary territory.
type Respondents struct {
	form  *survey.Form
	occ   survey.Occasion
	seed  uint64
	rand  *rand.Rand
	taken map[string]bool // communes that have answered: one answer each, while one is left
}

// NewRespondents prepares the respondents of one campaign of one network.
func NewRespondents(form *survey.Form, occ survey.Occasion, seed int64) *Respondents {
	return &Respondents{
		form: form, occ: occ, seed: uint64(seed),
		rand: rand.New(rand.NewSource(seed)), taken: make(map[string]bool),
	}
}

// Next gives one more imaginary respondent's answers.
func (r *Respondents) Next() survey.Answers {
	answers := r.form.Simulate(survey.Simulation{
		Rand: r.rand, Weight: r.weight, Scale: r.scale, Words: r.words, Blank: 0.04,
	}, r.occ)
	if commune := answers.Values["commune"]; commune != "" {
		r.taken[commune] = true
	}
	return answers
}

// lastResort is the weight of a commune that has answered: it answers again
// only when every other has, since a territory has fewer communes than a test
// may want respondents.
const lastResort = 1e-12

// weight gives each choice the favour it has in this territory, drawn once
// from a seed of its own, so that tables have a shape rather than noise.
func (r *Respondents) weight(q *survey.Question, c *survey.Choice, answered func(string) string) float64 {
	if q.Name == "commune" && r.taken[c.Name] {
		return lastResort
	}
	for _, rule := range plausible {
		if rule.question == q.Name && rule.given(answered) {
			return rule.weight(c.Name)
		}
	}
	favour := math.Pow(0.1+r.draw(q.Name, c.Name), 1.5)
	switch {
	case c.Missing != survey.Substantive:
		favour *= 0.25
	case slices.Contains(rare, c.Name):
		favour *= 0.2
	}
	return favour
}

// draw is a number in [0,1) that depends only on the seed and the words.
func (r *Respondents) draw(words ...string) float64 {
	h := fnv.New64a()
	var seed [8]byte
	for i := range seed {
		seed[i] = byte(r.seed >> (8 * i))
	}
	h.Write(seed[:])
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewSource(int64(h.Sum64()))).Float64()
}

func (r *Respondents) scale(q *survey.Question) float64 {
	if scale, ok := scales[q.Name]; ok {
		return scale
	}
	return 4
}

func (r *Respondents) words(q *survey.Question) string {
	if q.Name != "commentaire" || r.rand.Float64() > 0.5 {
		return ""
	}
	return wishes[r.rand.Intn(len(wishes))]
}
