package tabular

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// labelIndex finds what bears a label behind the text that a tool makes of it:
// with a number before, without accents and punctuation, or cut short.
type labelIndex[T comparable] struct {
	whole   map[string][]T    // by foldPath
	letters map[string][]T    // by lettersOf
	sorted  []labelled[T]     // by foldPath, for what is cut
	asked   [2]map[string][]T // what sure and near found before, for they are asked again
}

// mostAsked bounds what is kept of a hostile file.
const mostAsked = 4096

func (h *labelIndex[T]) again(kind int, text string, find func(string) []T) []T {
	found, known := h.asked[kind][text]
	if !known {
		found = find(text)
		if len(h.asked[kind]) >= mostAsked || h.asked[kind] == nil {
			h.asked[kind] = make(map[string][]T)
		}
		h.asked[kind][text] = found
	}
	return found
}

type labelled[T comparable] struct {
	text string
	of   T
}

func newLabelIndex[T comparable]() *labelIndex[T] {
	return &labelIndex[T]{whole: make(map[string][]T), letters: make(map[string][]T)}
}

// add gives something a label; sort ends the adding.
func (h *labelIndex[T]) add(label string, of T) {
	folded := foldPath(label)
	if folded == "" {
		return
	}
	h.whole[folded] = with(h.whole[folded], of)
	h.sorted = append(h.sorted, labelled[T]{folded, of})
	for _, text := range []string{label, unnumbered(label)} {
		if letters := lettersOf(text); letters != "" {
			h.letters[letters] = with(h.letters[letters], of)
		}
	}
}

func (h *labelIndex[T]) sort() {
	sort.SliceStable(h.sorted, func(i, j int) bool { return h.sorted[i].text < h.sorted[j].text })
}

func with[T comparable](list []T, each T) []T {
	if slices.Contains(list, each) {
		return list
	}
	return append(list, each)
}

// sure finds what bears the label, with or without a number before it.
func (h *labelIndex[T]) sure(text string) []T { return h.again(0, text, h.sureOnce) }

func (h *labelIndex[T]) sureOnce(text string) []T {
	if found := h.whole[foldPath(text)]; len(found) > 0 {
		return found
	}
	if bare := unnumbered(text); bare != text {
		return h.whole[foldPath(bare)]
	}
	return nil
}

// near finds what bears the label, but for its signs and its end: R writes
// « Votre.structure », LimeSurvey « Votre struct… », other tools keep 80 signs.
func (h *labelIndex[T]) near(text string) []T { return h.again(1, text, h.nearOnce) }

func (h *labelIndex[T]) nearOnce(text string) []T {
	const fewest = 3 // letters: less may be anything
	for _, each := range []string{text, unnumbered(text)} {
		if letters := lettersOf(each); len(letters) >= fewest && len(h.letters[letters]) > 0 {
			return h.letters[letters]
		}
	}
	return h.cut(text)
}

const (
	fewestCut   = 6  // signs of a label that ends with dots
	fewestWhole = 30 // of one that ends with nothing: tools keep 30, 64, 80 or 255
)

// cut finds the labels that begin with a text that was cut short.
func (h *labelIndex[T]) cut(text string) (found []T) {
	bare, dots := cutShort(text)
	for _, each := range []string{bare, unnumbered(bare)} {
		folded := foldPath(each)
		if n := utf8.RuneCountInString(folded); n < fewestCut || !dots && n < fewestWhole {
			continue
		}
		for i := sort.Search(len(h.sorted), func(i int) bool { return h.sorted[i].text >= folded }); i < len(h.sorted); i++ {
			if !strings.HasPrefix(h.sorted[i].text, folded) {
				break
			}
			found = with(found, h.sorted[i].of)
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func cutShort(text string) (bare string, dots bool) {
	text = trim(text)
	for _, end := range []string{"…", "...", ".."} {
		if bare, dots := strings.CutSuffix(text, end); dots {
			return trim(bare), true
		}
	}
	return text, false
}

// foldPath folds each step of a path of labels.
func foldPath(text string) string {
	if strings.ContainsAny(text, "<&") {
		text = unmarked(text) // a closing tag holds a slash
	}
	if strings.ContainsRune(text, '(') {
		text = demanded.ReplaceAllString(text, "")
	}
	if !strings.ContainsRune(text, '/') {
		return fold(text)
	}
	steps := strings.Split(text, "/")
	for i := range steps {
		steps[i] = fold(steps[i])
	}
	return strings.Trim(strings.Join(steps, "/"), "/")
}

var (
	// demanded is what tools write after a question that must be answered.
	demanded = regexp.MustCompile(`(?i)\s*\((?:obligatoire|facultatif|facultative|required|optional|réponse obligatoire|plusieurs réponses possibles|multiple choice)\)\s*[*:]?\s*$`)
	// numbers are what tools, and people, write before a question: « 1. », « 2.3 - », « Q4 : », « Question 5. », « a) ».
	numbers = regexp.MustCompile(`^(?i:(?:question|q)\s?\d{1,3}(?:[._]\d{1,3})*\s*[.:)\-–—]+\s*|\d{1,3}(?:\.\d{1,3})*\s*[.):\-–—/]+\s+|\d{1,3}(?:\.\d{1,3})+\s+|\d{1,3}\s*[)°]\s*|[a-z]\d{0,3}(?:\.\d{1,3})*\s*[.):]\s+|[a-z]\d{1,3}(?:\.\d{1,3})*\s*[-–—]\s+)`)
)

// longestNumber is within how many bytes a number before a question shows.
const longestNumber = 16

func unnumbered(text string) string {
	text = trim(text)
	if !strings.ContainsAny(text[:min(len(text), longestNumber)], "0123456789.:)") {
		return text
	}
	if at := numbers.FindStringIndex(text); at != nil && at[1] < len(text) {
		return text[at[1]:]
	}
	return text
}

// lettersOf keeps the letters and digits, without accents: what R's make.names
// and janitor, and old software, leave of a label.
func lettersOf(text string) string {
	if strings.ContainsAny(text, "<&") {
		text = unmarked(text)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, unaccented(text))
}

var (
	timesInR     = regexp.MustCompile(`^(.*)\.\.\.(\d{1,5})$`)
	timesWritten = regexp.MustCompile(`^(.*?)(?:\.(\d{1,3})| ?\((\d{1,3})\)|[_ ]?(\d{1,3}))$`)
)

// unrepeated takes off what software adds to a header that another column has
// already: « .1 » of pandas and R, « ...12 » of the tidyverse, which is the
// column's place, « (2) », « _1 » and « 2 » of spreadsheets.
func unrepeated(header string, place int, all map[string]int) string {
	if p := timesInR.FindStringSubmatch(header); p != nil && p[2] == strconv.Itoa(place+1) {
		return trim(p[1])
	}
	if p := timesWritten.FindStringSubmatch(header); p != nil && all[trim(p[1])] > 0 {
		return trim(p[1])
	}
	return header
}
