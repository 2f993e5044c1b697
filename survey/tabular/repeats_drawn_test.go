package tabular

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"constat/survey"
)

// branch is a repeat of an imaginary form, or the form itself, as exporters see
// it: its path, its questions, and the repeats inside.
type branch struct {
	name, path, label string
	questions         []string // paths from this level: "age", "etat/age"
	inner             []*branch
	parent            *branch
}

// given is one response, or one instance: a number for each question.
type given struct {
	values []int
	inner  [][]*given // parallel to the branch's inner
}

// imaginedForm grows a form whose repeats look alike: names that begin alike,
// the same questions, groups here and there.
func imaginedForm(r *rand.Rand) (*branch, string) {
	var sheet strings.Builder
	names := []string{"enfants", "enfants_autres", "filles", "garcons", "visites", "suivis"}
	if r.IntN(2) == 0 {
		for i := range names {
			names[i] = "enfants_reperes_par_les_professionnels_" + names[i]
		}
	}
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	root := &branch{name: "essai", path: "", questions: []string{"lieu"}}
	fmt.Fprintf(&sheet, "| survey |\n| | type | name | label |\n| | integer | lieu | Lieu |\n")
	var grow func(b *branch, depth int)
	grow = func(b *branch, depth int) {
		for range 1 + r.IntN(3-depth) {
			if len(names) == 0 {
				return
			}
			inner := &branch{name: names[0], label: "Partie " + names[0], parent: b, path: names[0]}
			names = names[1:]
			grouped := r.IntN(3) == 0
			if grouped {
				inner.path = "g" + strconv.Itoa(len(names)) + "/" + inner.path
				fmt.Fprintf(&sheet, "| | begin_group | g%d | Groupe %d |\n", len(names), len(names))
			}
			if b.path != "" {
				inner.path = b.path + "/" + inner.path
			}
			fmt.Fprintf(&sheet, "| | begin_repeat | %s | %s |\n", inner.name, inner.label)
			for _, q := range []string{"age", "duree", "nombre"}[:1+r.IntN(3)] {
				inner.questions = append(inner.questions, q)
				fmt.Fprintf(&sheet, "| | integer | %s | %s |\n", q, strings.ToUpper(q))
			}
			if r.IntN(3) == 0 {
				inner.questions = append(inner.questions, "etat/degre")
				sheet.WriteString("| | begin_group | etat | État |\n| | integer | degre | Degré |\n| | end_group | | |\n")
			}
			if depth < 2 && r.IntN(2) == 0 {
				grow(inner, depth+1)
			}
			sheet.WriteString("| | end_repeat | | |\n")
			if grouped {
				sheet.WriteString("| | end_group | | |\n")
			}
			b.inner = append(b.inner, inner)
		}
	}
	grow(root, 0)
	sheet.WriteString("| settings |\n| | form_id | form_title |\n| | essai | Essai de répétitions |\n")
	return root, sheet.String()
}

func imagined(r *rand.Rand, b *branch) *given {
	g := &given{}
	for range b.questions {
		g.values = append(g.values, r.IntN(90))
	}
	for _, inner := range b.inner {
		var all []*given
		for range r.IntN(4) {
			all = append(all, imagined(r, inner))
		}
		g.inner = append(g.inner, all)
	}
	return g
}

// written is a response as text(survey.Answers) gives it.
func (b *branch) written(g *given) survey.Answers {
	a := survey.Answers{Values: make(map[string]string)}
	for i, q := range b.questions {
		a.Values[lastStep(q)] = strconv.Itoa(g.values[i])
	}
	for i, inner := range b.inner {
		for _, instance := range g.inner[i] {
			if a.Repeats == nil {
				a.Repeats = make(map[string][]survey.Answers)
			}
			a.Repeats[inner.name] = append(a.Repeats[inner.name], inner.written(instance))
		}
	}
	return a
}

// part is a sheet or a file being written.
type part struct {
	branch *branch
	rows   [][]any
}

// pieces lays responses out in tables, as Kobo and Ona do; head and tail make the
// columns that tell of the rows.
func pieces(root *branch, all []*given, header func(*branch, string) string, tail func(b *branch) []any, ends func(b *branch, index, parent int, uuid string) []any) []*part {
	var found []*part
	at := make(map[*branch]*part)
	var begin func(b *branch)
	begin = func(b *branch) {
		p := &part{branch: b}
		var head []any
		for _, q := range b.questions {
			head = append(head, header(b, q))
		}
		p.rows = append(p.rows, append(head, tail(b)...))
		found, at[b] = append(found, p), p
		for _, inner := range b.inner {
			begin(inner)
		}
	}
	begin(root)
	var put func(b *branch, g *given, parent int, uuid string)
	put = func(b *branch, g *given, parent int, uuid string) {
		p := at[b]
		index := len(p.rows)
		var cells []any
		for _, v := range g.values {
			cells = append(cells, v)
		}
		p.rows = append(p.rows, append(cells, ends(b, index, parent, uuid)...))
		for i, inner := range b.inner {
			for _, instance := range g.inner[i] {
				put(inner, instance, index, uuid)
			}
		}
	}
	for i, g := range all {
		put(root, g, -1, "u"+strconv.Itoa(i+1))
	}
	return found
}

// koboName cuts a sheet's name as Kobo does: 31 characters, dots, and a number
// for the second one.
func koboName(name string, taken map[string]bool) string {
	cut := func(end string) string {
		if utf8.RuneCountInString(name) <= 31 {
			return name
		}
		return string([]rune(name)[:31-len(end)]) + end
	}
	candidate := cut("...")
	for i := 1; taken[candidate]; i++ {
		candidate = cut("... (" + strconv.Itoa(i) + ")")
	}
	taken[candidate] = true
	return candidate
}

func onaName(name string, taken map[string]bool) string {
	candidate := string([]rune(name)[:min(31, utf8.RuneCountInString(name))])
	for i := 1; taken[candidate]; i++ {
		digits := strconv.Itoa(i)
		candidate = string([]rune(candidate)[:min(31-len(digits), len(candidate))]) + digits
	}
	taken[candidate] = true
	return candidate
}

// kobo writes a workbook: parents by the sheets' names or the repeats' own, main
// rows in any order, sheets under names of a person's when renamed.
func kobo(t *testing.T, r *rand.Rand, root *branch, all []*given, renamed bool) File {
	stripped := 0
	if renamed {
		stripped = r.IntN(4) // columns that a person deletes
	}
	names, taken := make(map[*branch]string), make(map[string]bool)
	whole := r.IntN(2) == 0
	bare := r.IntN(2) == 0
	header := func(b *branch, q string) string {
		if bare || b.path == "" {
			return lastStep(q)
		}
		return b.path + "/" + q
	}
	tail := func(b *branch) []any {
		if b.parent == nil {
			return []any{"_id", "_uuid", "_submission_time", "_index"}
		}
		return append([]any{"_index", "_parent_index"}, []any{"_submission__id", "_submission__uuid", "_parent_table_name"}[:3-stripped]...)
	}
	names[root] = koboName("Essai de répétitions", taken)
	found := pieces(root, all, header, tail, func(b *branch, index, parent int, uuid string) []any {
		if names[b] == "" {
			names[b] = koboName(b.name, taken) // in the order of appearance
		}
		if b.parent == nil {
			return []any{index, uuid, "2024-05-03T08:00:00", index}
		}
		name := names[b.parent]
		if whole && b.parent.parent != nil {
			name = b.parent.name
		}
		return append([]any{index, parent}, []any{uuid[1:], uuid, name}[:3-stripped]...)
	})
	var sheets []sheet
	for i, p := range found {
		name := names[p.branch]
		if name == "" {
			continue // Kobo makes no sheet without rows
		}
		if renamed {
			name = "Feuil" + strconv.Itoa(i+1)
		}
		sheets = append(sheets, sheet{name, p.rows})
	}
	main := sheets[0].rows[1:]
	r.Shuffle(len(main), func(i, j int) { main[i], main[j] = main[j], main[i] })
	if len(main) > 1 && r.IntN(3) == 0 { // filtered: the rows of the others have no parent
		sheets[0].rows = sheets[0].rows[:len(main)]
	}
	r.Shuffle(len(sheets), func(i, j int) { sheets[i], sheets[j] = sheets[j], sheets[i] })
	return File{"kobo.xlsx", strings.NewReader(string(workbook(t, sheets...)))}
}

func asCSV(rows [][]any) string {
	var out strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				out.WriteByte(',')
			}
			fmt.Fprint(&out, cell)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// ona writes sections by their path, in a workbook or a zip.
func ona(t *testing.T, r *rand.Rand, root *branch, all []*given) File {
	zipped := r.IntN(2) == 0
	names, taken := make(map[*branch]string), make(map[string]bool)
	found := pieces(root, all, func(b *branch, q string) string { return strings.TrimPrefix(b.path+"/"+q, "/") },
		func(b *branch) []any {
			path := b.path
			if b.parent == nil {
				path = "essai"
			}
			names[b] = onaName(strings.ReplaceAll(path, "/", "_"), taken)
			return []any{"_id", "_uuid", "_index", "_parent_table_name", "_parent_index"}
		},
		func(b *branch, index, parent int, uuid string) []any {
			switch {
			case b.parent == nil:
				return []any{uuid[1:], uuid, index, "", -1}
			case zipped && b.parent.parent != nil:
				return []any{"", "", index, b.parent.path, parent}
			}
			return []any{"", "", index, names[b.parent], parent}
		})
	if !zipped {
		var sheets []sheet
		for _, p := range found {
			sheets = append(sheets, sheet{names[p.branch], p.rows})
		}
		return File{"ona.xlsx", strings.NewReader(string(workbook(t, sheets...)))}
	}
	var entries []string
	for _, p := range found {
		name := strings.ReplaceAll(p.branch.path, "/", "_")
		if p.branch.parent == nil {
			name = "essai"
		}
		entries = append(entries, name+".csv", asCSV(p.rows))
	}
	return archive(t, "ona.zip", entries...)
}

// onaFlat lays every level out in columns.
func onaFlat(r *rand.Rand, root *branch, all []*given) File {
	tags := [][2]string{{"[", "]"}, {"_", "_"}}[r.IntN(2)]
	separator := []string{"/", "."}[r.IntN(2)]
	header := []string{"_uuid"}
	places := map[string]int{}
	var rows []map[string]int
	for _, g := range all {
		row := make(map[string]int)
		var put func(b *branch, g *given, prefix string)
		put = func(b *branch, g *given, prefix string) {
			for i, q := range b.questions {
				column := strings.ReplaceAll(prefix+q, "/", separator)
				if _, known := places[column]; !known {
					places[column] = len(header)
					header = append(header, column)
				}
				row[column] = g.values[i]
			}
			for i, inner := range b.inner {
				rest := strings.TrimPrefix(strings.TrimPrefix(inner.path, b.path), "/")
				for n, instance := range g.inner[i] {
					put(inner, instance, prefix+rest+tags[0]+strconv.Itoa(n+1)+tags[1]+"/")
				}
			}
		}
		put(root, g, "")
		rows = append(rows, row)
	}
	var out strings.Builder
	out.WriteString(strings.Join(header, ",") + "\n")
	for i, row := range rows {
		cells := make([]string, len(header))
		for k := range cells {
			cells[k] = "n/a"
		}
		cells[0] = "u" + strconv.Itoa(i+1)
		for column, value := range row {
			cells[places[column]] = strconv.Itoa(value)
		}
		out.WriteString(strings.Join(cells, ",") + "\n")
	}
	return file("flat.csv", out.String())
}

// odk writes ODK Central's zip.
func odk(t *testing.T, r *rand.Rand, root *branch, all []*given) File {
	keys := make(map[*branch]map[int]string)
	counts := make(map[string]int) // instances of a repeat under one key
	found := pieces(root, all, func(_ *branch, q string) string { return strings.ReplaceAll(q, "/", "-") },
		func(b *branch) []any {
			keys[b] = make(map[int]string)
			if b.parent == nil {
				return []any{"KEY", "SubmitterID"}
			}
			return []any{"PARENT_KEY", "KEY"}
		},
		func(b *branch, index, parent int, uuid string) []any {
			if b.parent == nil {
				keys[b][index] = "uuid:" + uuid
				return []any{keys[b][index], 5}
			}
			above := keys[b.parent][parent]
			place := above + strings.TrimPrefix("/"+b.path, strings.TrimSuffix("/"+b.parent.path, "/"))
			counts[place]++
			keys[b][index] = place + "[" + strconv.Itoa(counts[place]) + "]"
			return []any{above, keys[b][index]}
		})
	entries := []string{"media/a.jpg", "x"}
	for _, p := range found {
		name := "essai-" + p.branch.name
		if p.branch.parent == nil {
			name = "essai"
		} else if r.IntN(4) == 0 {
			name = "fichier" + p.branch.name[len(p.branch.name)-2:]
		}
		entries = append(entries, name+".csv", asCSV(p.rows))
	}
	return archive(t, "essai.zip", entries...)
}

// document writes JSON, flat as Kobo's API or nested.
func document(r *rand.Rand, root *branch, all []*given) File {
	flat := r.IntN(2) == 0
	var object func(b *branch, g *given) map[string]any
	set := func(into map[string]any, path string, value any) {
		steps := strings.Split(path, "/")
		for _, step := range steps[:len(steps)-1] {
			if into[step] == nil {
				into[step] = map[string]any{}
			}
			into = into[step].(map[string]any)
		}
		into[steps[len(steps)-1]] = value
	}
	object = func(b *branch, g *given) map[string]any {
		o := map[string]any{}
		for i, q := range b.questions {
			if flat {
				o[strings.TrimPrefix(b.path+"/"+q, "/")] = g.values[i]
			} else {
				set(o, q, g.values[i])
			}
		}
		for i, inner := range b.inner {
			list := []any{}
			for _, instance := range g.inner[i] {
				list = append(list, object(inner, instance))
			}
			if flat {
				o[inner.path] = list
			} else {
				set(o, strings.TrimPrefix(strings.TrimPrefix(inner.path, b.path), "/"), list)
			}
		}
		return o
	}
	var list []any
	for i, g := range all {
		o := object(root, g)
		o["_uuid"] = "u" + strconv.Itoa(i+1)
		list = append(list, o)
	}
	content, _ := json.Marshal(list)
	return file("a.json", string(content))
}

var emptyRepeats = regexp.MustCompile(` [a-z_]+=\[\]`)

// Answers of forms whose repeats look alike, written by each dialect, are read
// back to the same answers, or refused where sheets were renamed and nothing
// tells; never to others.
func TestRepeats_drawn(t *testing.T) {
	rounds := 10
	refused := make(map[string]int)
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 9))
		root, text9 := imaginedForm(r)
		f := compiled(t, text9)
		var all []*given
		want := make(map[string]string)
		for i := range 1 + r.IntN(6) {
			g := imagined(r, root)
			all = append(all, g)
			want["u"+strconv.Itoa(i+1)] = text(root.written(g))
		}
		for _, c := range []struct {
			name      string
			file      File
			mayRefuse bool
		}{
			{"kobo", kobo(t, r, root, all, false), true},
			{"kobo renamed", kobo(t, r, root, all, true), true},
			{"ona", ona(t, r, root, all), false},
			{"ona flat", onaFlat(r, root, all), false},
			{"odk", odk(t, r, root, all), false},
			{"json", document(r, root, all), false},
		} {
			name := fmt.Sprintf("%d %s", seed, c.name)
			reader, err := Open(f, c.file)
			if asked := (survey.Problems{}); errors.As(err, &asked) && c.mayRefuse && (asked[0].Code == CodeAmbiguousTable || asked[0].Code == CodeSeveralParents) {
				refused[c.name]++
				continue
			}
			must(t, err)
			met := 0
			must(t, reader.Each(func(row *Row) error {
				met++
				got := text(row.Submission.Answers)
				for emptyRepeats.MatchString(got) {
					got = emptyRepeats.ReplaceAllString(got, "")
				}
				id := strings.TrimPrefix(row.Submission.InstanceID, "uuid:")
				if got != want[id] {
					t.Errorf("%s, %s:\n%s\nwant\n%s\nform:\n%s", name, id, got, want[id], text9)
				}
				return nil
			}))
			if met != len(all) && !(c.mayRefuse && met == len(all)-1) {
				t.Errorf("%s: %d rows of %d; %v", name, met, len(all), reader.Problems())
			}
			must(t, reader.Close())
		}
	}
	t.Logf("of %d workbooks each: refused %v", rounds, refused)
	if refused["kobo"] > rounds/3 || refused["kobo renamed"] > rounds*2/3 {
		t.Error("too many are refused")
	}
}
