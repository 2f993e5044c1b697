package disclosure_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"constat/analysis/disclosure"
)

// knowledge is everything printed of a wave, as equations. It is read from the
// texts of the ledger, the labels merged, and what the form shows to anybody.
type knowledge struct {
	*attacker
	w       *wave
	r       *disclosure.Release
	at      map[string]int // key → unknown
	area    map[int]string
	printed map[string]disclosure.Entry
	floor   int
}

// attack solves every count under the floor, as a reader and as each holder,
// and fails where less stays open than the rules promise.
func (w *wave) attack(t failer, r *disclosure.Release) (sensitive, judged, undecided int) {
	k := &knowledge{attacker: &attacker{}, w: w, r: r, at: make(map[string]int), area: make(map[int]string), printed: make(map[string]disclosure.Entry)}
	k.floor = w.floor()
	for _, e := range r.Ledger() {
		k.printed[e.Key] = e
	}
	for _, question := range w.asked {
		switch question {
		case "m":
			k.several(t, question)
		case "n":
			k.numbers(t, question)
		default:
			k.question(t, question)
		}
	}
	for _, pair := range k.pairs() {
		k.crossed(t, pair[0], pair[1])
	}
	for _, s := range w.shares {
		k.share(t, s)
	}
	for _, holder := range w.holders() {
		b, ok := k.view(func(i int) bool { return holder != "" && k.holds(holder, k.area[i]) })
		if !ok {
			t.Fatalf("what is printed contradicts itself for %q", holder)
		}
		for i := range k.names {
			enough := k.enough(i, holder)
			if enough == 0 {
				continue
			}
			judged++
			if holder == "" {
				sensitive++
			}
			low, high, decided := k.width(b, i, enough)
			switch {
			case high-low >= enough:
			case !decided:
				undecided++
			default:
				t.Fatalf("%s is %d; %q knows it to be %d to %d", k.names[i], k.truth[i], holder, low, high)
			}
		}
	}
	return sensitive, judged, undecided
}

// enough is how much must stay open of a count: 4 to a reader, 2 to a holder,
// all of it where fewer answered; 0 for a count that no rule protects from him.
func (k *knowledge) enough(i int, holder string) int {
	area := k.area[i]
	n := k.people(area)
	_, printed := k.printed[k.names[i]]
	sum := strings.Contains(k.names[i], "|(somme)|")
	sensitive := k.truth[i] < k.floor
	enough := min(4, n)
	if sum {
		enough = k.secret(area)
		sensitive = enough > 0
	}
	switch own := k.own(holder, area); {
	case !sensitive, n == 0:
		return 0
	case !slices.Contains(k.w.keys, area) && !printed:
		return 0 // of several territories, and published nowhere
	case holder == "":
		return enough
	case own == n:
		return 0 // the holder's own edition shows it
	}
	return min(2, enough)
}

// holders are whoever has an exact edition, and any reader first.
func (w *wave) holders() []string {
	all := []string{""}
	for _, key := range w.keys {
		if h := w.holder(key); !slices.Contains(all, h) {
			all = append(all, h)
		}
	}
	return all
}

// holds tells whether all of an area's territories have this holder.
func (k *knowledge) holds(holder, area string) bool {
	return !slices.ContainsFunc(k.w.of[area], func(key string) bool { return k.w.holder(key) != holder })
}

// own is how many of an area's respondents a holder has the answers of.
func (k *knowledge) own(holder, area string) int {
	n := 0
	for _, key := range k.w.of[area] {
		if k.w.holder(key) == holder {
			n += len(k.w.rows[key])
		}
	}
	return n
}

// areas are all those of the wave, territories first.
func (w *wave) areas() []string {
	all := slices.Clone(w.keys)
	for _, area := range slices.Sorted(maps.Keys(w.of)) {
		if area != "*" && !slices.Contains(all, area) {
			all = append(all, area)
		}
	}
	return all
}

// count adds the unknown that a key names, read from its text if it is printed.
func (k *knowledge) count(t failer, area, key string) int {
	key = area + "|" + key
	n := k.w.count(area, func(map[string]string) bool { return true })
	i := k.unknown(key, k.w.naive(t, k.r, key), 0, n)
	k.at[key], k.area[i] = i, area
	if e, ok := k.printed[key]; ok {
		low, high := readText(e.Text, n, e.Floor)
		k.read(i, low, high)
	}
	return i
}

// addUp makes the counts of aggregates the sums of their territories'.
func (k *knowledge) addUp(key string) {
	for _, area := range k.w.areas() {
		var parts []int
		for _, each := range k.w.of[area] {
			if i, ok := k.at[each+"|"+key]; ok {
				parts = append(parts, i)
			}
		}
		if total, ok := k.at[area+"|"+key]; ok && len(parts) == len(k.w.of[area]) && !slices.Contains(k.w.keys, area) {
			k.total(total, parts)
		}
	}
}

func (k *knowledge) people(area string) int {
	return k.w.count(area, func(map[string]string) bool { return true })
}

// question divides every area by one answer.
func (k *knowledge) question(t failer, question string) {
	codes := append(k.w.codes(question), "(non concerné)", "(sans réponse)")
	merged := k.w.merged(k.r, question)
	for _, area := range k.w.areas() {
		var all, rare []int
		for _, code := range codes {
			i := k.count(t, area, question+"|"+code)
			all = append(all, i)
			if slices.Contains(merged, code) {
				rare = append(rare, i)
			}
		}
		k.adds(k.people(area), all)
		if len(rare) > 0 {
			k.total(k.count(t, area, question+"|autres_regroupees"), rare)
		}
	}
	for _, code := range append(codes, "autres_regroupees") {
		k.addUp(question + "|" + code)
	}
	if !k.tabulated(question) {
		return // whom nobody told does not know what is merged
	}
	for _, code := range merged { // rare in the whole, whether that is printed or not
		var parts, by []int
		for _, key := range k.w.keys {
			parts, by = append(parts, k.at[key+"|"+question+"|"+code]), append(by, 1)
		}
		k.link(0, k.floor-1, parts, by)
	}
}

// tabulated tells whether some area prints a question's table.
func (k *knowledge) tabulated(question string) bool {
	return slices.ContainsFunc(k.r.Reports(), func(r disclosure.Report) bool { return tableIn(r.Publication(), question) != nil })
}

// several divides every area by each option on its own.
func (k *knowledge) several(t failer, question string) {
	states := []string{"repondu", "(non concerné)", "(sans réponse)"}
	for _, area := range k.w.areas() {
		var all []int
		for _, code := range states {
			all = append(all, k.count(t, area, question+"|"+code))
		}
		k.adds(k.people(area), all)
		for _, code := range k.w.codes(question) {
			ticked, not := k.count(t, area, question+"|"+code), k.count(t, area, question+"|non:"+code)
			k.total(all[0], []int{ticked, not})
		}
	}
	for _, code := range append(states, k.w.codes(question)...) {
		k.addUp(question + "|" + code)
	}
}

func (k *knowledge) numbers(t failer, question string) {
	codes := []string{"0", "1-2", "3-5", "6-10", "11-20", "21-50", "51-", "(non concerné)", "(sans réponse)"}
	for _, area := range k.w.areas() {
		var all []int
		for _, code := range codes {
			all = append(all, k.count(t, area, question+"|"+code))
		}
		k.adds(k.people(area), all)
	}
	for _, code := range codes {
		k.addUp(question + "|" + code)
	}
	k.sums(t, question)
}

// sums adds each area's sum: at least what the classes of its respondents add
// up to. The last class has no end, so that nothing bounds it from above.
func (k *knowledge) sums(t failer, question string) {
	least := map[string]int{"1-2": 1, "3-5": 3, "6-10": 6, "11-20": 11, "21-50": 21, "51-": 51}
	key := "(somme)|" + question
	for _, area := range k.w.areas() {
		i := k.unknown(area+"|"+key, k.w.naive(t, k.r, area+"|"+key), 0, endless)
		k.at[area+"|"+key], k.area[i] = i, area
		if k.people(area) == 0 {
			k.read(i, 0, 0)
		}
		if e, ok := k.printed[area+"|"+key]; ok && e.Text != "nc" {
			low, high := readSum(e.Text)
			k.read(i, low, high)
		}
		of, by := []int{i}, []int{1}
		for _, code := range slices.Sorted(maps.Keys(least)) {
			of, by = append(of, k.at[area+"|"+question+"|"+code]), append(by, -least[code])
		}
		k.link(0, endless, of, by)
	}
	k.addUp(key)
}

// secret is how much must stay open of a sum that rule R9 does not print: four,
// and 15 % of the largest number in it. 0 for one that it does.
func (k *knowledge) secret(area string) int {
	var numbers []int
	sum := 0
	k.w.count(area, func(row map[string]string) bool {
		if n, _ := strconv.Atoi(row["n"]); n > 0 {
			numbers, sum = append(numbers, n), sum+n
		}
		return true
	})
	slices.Sort(numbers)
	slices.Reverse(numbers)
	numbers = append(numbers, 0, 0)
	largest, rest := numbers[0], sum-numbers[0]-numbers[1]
	if sum >= k.floor && len(numbers) >= 5 && 100*largest <= 85*sum && 100*rest >= 15*largest {
		return 0
	}
	return max(4, (15*largest+99)/100)
}

// pairs are the questions of which something is printed together.
func (k *knowledge) pairs() [][2]string {
	var pairs [][2]string
	for _, key := range slices.Sorted(maps.Keys(k.printed)) {
		parts := strings.Split(key, "|")
		var pair [2]string
		switch {
		case len(parts) > 2 && strings.Contains(parts[1], "="):
			pair[0], _, _ = strings.Cut(parts[1], "=")
			pair[1], _, _ = strings.Cut(parts[2], "=")
		case len(parts) > 2 && (parts[2] == "both" || parts[2] == "within" || parts[2] == "other"):
			pair = [2]string{"u", "w"}
		default:
			continue
		}
		if !slices.Contains(pairs, pair) {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

// crossed divides every area by two answers at once.
func (k *knowledge) crossed(t failer, a, b string) {
	line := func(question string) []string {
		codes := []string{"(non concerné)", "(sans réponse)"}
		merged := k.w.merged(k.r, question)
		for _, code := range k.w.codes(question) {
			if !slices.Contains(merged, code) {
				codes = append(codes, code)
			}
		}
		if len(merged) > 0 {
			codes = append(codes, "autres_regroupees")
		}
		return codes
	}
	var keys []string
	for _, area := range k.w.areas() {
		columns := make(map[string][]int)
		for _, codeA := range line(a) {
			var row []int
			for _, codeB := range line(b) {
				key := a + "=" + codeA + "|" + b + "=" + codeB
				i := k.count(t, area, key)
				keys = append(keys, key)
				row = append(row, i)
				columns[codeB] = append(columns[codeB], i)
			}
			k.total(k.at[area+"|"+a+"|"+codeA], row)
		}
		for _, codeB := range line(b) {
			k.total(k.at[area+"|"+b+"|"+codeB], columns[codeB])
		}
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		k.addUp(key)
	}
}

// share adds the counts of an indicator where it is printed, as what they are
// made of.
func (k *knowledge) share(t failer, s share) {
	for _, area := range k.w.areas() {
		for _, part := range []string{"(part)", "(base)"} {
			key := part + "|" + s.name
			if _, ok := k.printed[area+"|"+key]; !ok {
				continue
			}
			i := k.count(t, area, key)
			if parts := k.parts(area, s, part); parts != nil {
				k.total(i, parts)
			}
		}
	}
}

// parts are the counts that make a share's; nil when nothing printed adds up to it.
func (k *knowledge) parts(area string, s share, part string) []int {
	at := func(keys ...string) []int {
		var parts []int
		for _, key := range keys {
			parts = append(parts, k.at[area+"|"+key])
		}
		return parts
	}
	merged := func(question string) bool { return len(k.w.merged(k.r, question)) > 0 }
	switch {
	case s.name == "one":
		return at("v|a", "v|c")
	case s.name == "among" && part == "(part)":
		return at("v|a")
	case s.name == "among":
		return at("v|a", "v|b")
	case s.name == "ticked" || merged("u"):
		return nil
	case s.name == "both":
		return at("u=a|w=oui")
	case part == "(base)" && s.name == "within":
		return at("u|a")
	case part == "(base)":
		return at("u|b")
	case s.name == "within":
		return at("u=a|w=non")
	}
	return at("u=b|w=oui", "u=b|w=nsp")
}

// readSum is what a printed sum tells: it was rounded to the nearest 5, beyond
// 200 to the nearest 10.
func readSum(text string) (low, high int) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, endless
	case n < 200:
		return n - 2, n + 2
	case n == 200:
		return 198, 204
	}
	return n - 5, n + 4
}
