package markup

import "strings"

// pair matches the runs of * and _: each end with the nearest run of the same
// signs that opens, over the lines too. What stands between and found no
// partner is text.
func pair(tokens []token) {
	var opened []int
	waiting := make(map[string]int)
	for i := range tokens {
		t := &tokens[i]
		if t.kind != delimiterToken {
			continue
		}
		if t.ends && waiting[t.words] > 0 {
			for t.match < 0 {
				last := opened[len(opened)-1]
				opened = opened[:len(opened)-1]
				waiting[tokens[last].words]--
				if tokens[last].words == t.words {
					tokens[last].match, t.match = i, last
				}
			}
		} else if t.opens {
			opened = append(opened, i)
			waiting[t.words]++
		}
	}
}

// builder makes lines of tokens.
type builder struct {
	text   Text
	around depths // of the pairs
	run    Run
	words  strings.Builder // of run: texts that follow each other are one
}

// lines gives each run its styles, and each line its runs.
func lines(tokens []token) Text {
	b := builder{text: Text{{}}}
	for i, t := range tokens {
		switch {
		case t.kind == lineToken:
			b.end()
			b.text = append(b.text, Line{Kind: t.line, Mark: t.words})
		case t.kind == delimiterToken && t.match >= 0:
			by := -1
			if t.match > i {
				by = 1
			}
			b.around.add(t.gives, by)
		case t.kind == refToken:
			b.end()
			b.run = Run{Ref: t.words, Style: t.style | b.around.style(), Link: t.link}
			b.end()
		default:
			b.say(t.words, Run{Style: t.style | b.around.style(), Link: t.link})
		}
	}
	b.end()
	return b.text
}

func (b *builder) say(words string, run Run) {
	if b.words.Len() > 0 && (run.Style != b.run.Style || run.Link != b.run.Link) {
		b.end()
	}
	b.run = run
	b.words.WriteString(words)
}

// end puts the run that was being made in its line.
func (b *builder) end() {
	b.run.Words = b.words.String()
	b.words.Reset()
	if b.run.Words != "" || b.run.Ref != "" {
		line := &b.text[len(b.text)-1]
		line.Runs = append(line.Runs, b.run)
	}
	b.run = Run{}
}

// arrange drops the lines that show nothing, and takes for items only those
// that stand in a list: "1. Oui" alone is a choice, "10\n+ 5" a sum.
func arrange(lines Text) Text {
	text := make(Text, 0, len(lines))
	apart := false
	for _, line := range lines {
		line.trim()
		if len(line.Runs) == 0 {
			apart = len(text) > 0
			continue
		}
		line.Apart = apart
		apart = false
		text = append(text, line)
	}
	for i := range text {
		if text[i].Kind == Item && !text.listed(i) {
			text[i].unmark()
		}
	}
	if len(text) == 0 {
		return nil
	}
	return text
}

// unmark makes words of an item's mark.
func (l *Line) unmark() {
	mark := Run{Words: l.Mark + " "}
	if first := l.Runs[0]; first.Style == 0 && first.Link == "" && first.Ref == "" {
		mark.Words += first.Words
		l.Runs = l.Runs[1:]
	}
	l.Kind, l.Mark, l.Runs = Plain, "", append([]Run{mark}, l.Runs...)
}

// listed tells whether an item has a neighbour like it, or at least, for a
// dash or a number, a line before.
func (t Text) listed(i int) bool {
	like := func(j int) bool {
		if j < 0 || j >= len(t) || t[j].Kind != Item {
			return false
		}
		return t[j].Mark == t[i].Mark || t[i].ordered() && t[j].ordered()
	}
	if like(i-1) || like(i+1) {
		return true
	}
	return i > 0 && (t[i].Mark == "-" || t[i].ordered())
}

// trim takes the blanks around a line, and the signs that end a heading.
func (l *Line) trim() {
	for len(l.Runs) > 0 && l.Runs[0].Ref == "" {
		if l.Runs[0].Words = strings.TrimLeft(l.Runs[0].Words, " \t\n"); l.Runs[0].Words != "" {
			break
		}
		l.Runs = l.Runs[1:]
	}
	for n := len(l.Runs) - 1; n >= 0 && l.Runs[n].Ref == ""; n-- {
		words := strings.TrimRight(l.Runs[n].Words, " \t\n")
		if bare := strings.TrimRight(words, "#"); l.Kind == Heading && (bare == "" || strings.HasSuffix(bare, " ")) && bare != words && (n > 0 || bare != "") {
			words = strings.TrimRight(bare, " \t")
		}
		if l.Runs[n].Words = words; words != "" {
			break
		}
		l.Runs = l.Runs[:n]
	}
}
