package microdata

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// What SPSS Statistics takes (Command Syntax Reference): a line of 256 bytes,
// a variable label of 255, a value label of 120, a text of 32,767. A literal
// is written in pieces, joined by +, so that its line stays short.
const (
	longestLine  = 250
	longestPiece = 200
	longestLabel = 255
	longestValue = 120
	widestText   = 32767
)

// syntax writes commands: each begins at the start of its line, and the lines
// after are indented, as batch mode wants.
type syntax struct{ *bufio.Writer }

// writeSPSS writes the syntax of every level.
func (l *layout) writeSPSS(w io.Writer) error {
	s := syntax{bufio.NewWriter(w)}
	s.WriteString(byteOrderMark)
	for _, line := range syntaxHead(l) {
		s.comment(line)
	}
	s.WriteString("\nPRESERVE.\nSET DECIMAL=DOT.\n")
	for _, each := range l.levels {
		s.level(each)
	}
	s.WriteString("\nRESTORE.\n")
	return s.Flush()
}

// comment writes one line, which its last point ends.
func (s syntax) comment(text string) {
	text = strings.NewReplacer("'", "’", `"`, "”").Replace(oneLine(text))
	fmt.Fprintf(s, "* %s.\n", strings.TrimRight(cut(text, longestLine), ". "))
}

// raw is how a variable is read from the CSV: "" under its own name, else as a
// text under another, which becomes the variable.
func (v *variable) raw(place int) string {
	if v.kind == kindChoice || v.kind == kindDate {
		return "@" + strconv.Itoa(place+1)
	}
	return ""
}

func (s syntax) level(each *level) {
	s.WriteByte('\n')
	s.comment(strings.Repeat("-", 20) + " " + each.file + " : " + each.label)
	s.read(each)
	for i, v := range each.variables {
		s.become(v, v.raw(i))
	}
	for _, v := range each.variables {
		s.describe(v)
	}
	for _, set := range each.sets {
		s.set(set)
	}
	s.save(each)
}

func (s syntax) read(each *level) {
	fmt.Fprintf(s, "GET DATA\n /TYPE=TXT\n /FILE=%s\n /ENCODING='UTF8'\n /DELCASE=LINE\n /DELIMITERS=\",\"\n /QUALIFIER='\"'\n"+
		" /ARRANGEMENT=DELIMITED\n /FIRSTCASE=2\n /VARIABLES=\n", quoted(each.file))
	for i, v := range each.variables {
		name, format := v.name, "F20.0" // a written point is read whatever the format
		if raw := v.raw(i); raw != "" {
			name, format = raw, v.textFormat()
		}
		switch v.kind {
		case kindText:
			format = v.textFormat()
		case kindDay:
			format = "SDATE10"
		}
		fmt.Fprintf(s, "  %s %s\n", name, format)
	}
	s.WriteString("  .\n")
}

// textFormat is wide enough for the cells and for the values that are named,
// met or not: SPSS refuses a missing value wider than its variable.
func (v *variable) textFormat() string {
	width := v.width
	for _, c := range v.codes {
		width = max(width, len(c.text))
	}
	return fmt.Sprintf("A%d", min(width, widestText))
}

// become turns a text into the number of a choice, or into a date.
func (s syntax) become(v *variable, raw string) {
	if raw == "" {
		return
	}
	fmt.Fprintf(s, "RECODE %s\n", raw)
	for _, c := range v.codes {
		fmt.Fprintf(s, " (%s=%d)\n", literal(c.text, widestText), c.number)
	}
	fmt.Fprintf(s, " INTO %s.\n", v.name)
	if v.kind == kindDate {
		fmt.Fprintf(s, "IF (SYSMIS(%s)) %s=NUMBER(%s,SDATE10).\n", v.name, v.name, raw)
	}
}

// describe gives labels, missing values, a format and a level. A date's
// missing values are numbers, so that its format comes after them.
func (s syntax) describe(v *variable) {
	fmt.Fprintf(s, "VARIABLE LABELS %s\n %s.\n", v.name, literal(v.label, longestLabel))
	if v.kind == kindText {
		s.missingTexts(v)
		return
	}
	if len(v.codes) > 0 {
		fmt.Fprintf(s, "VALUE LABELS %s", v.name)
		for _, c := range v.codes {
			fmt.Fprintf(s, "\n %d %s", c.number, literal(c.label, longestValue))
		}
		s.WriteString(".\n")
		s.missingNumbers(v)
	}
	format, measure := "F8.0", "NOMINAL"
	switch {
	case v.kind == kindDate || v.kind == kindDay:
		format, measure = "SDATE10", "SCALE"
	case v.kind == kindNumber:
		format, measure = fmt.Sprintf("F%d.%d", min(max(v.width, 8), 40), min(v.decimals, 16)), "SCALE"
	case v.kind == kindRank || v.ordinal:
		measure = "ORDINAL"
	}
	fmt.Fprintf(s, "FORMATS %s (%s).\nVARIABLE LEVEL %s (%s).\n", v.name, format, v.name, measure)
}

func (s syntax) missingTexts(v *variable) {
	var texts []string
	for _, c := range v.codes {
		texts = append(texts, quoted(c.text))
	}
	if len(texts) > 0 {
		fmt.Fprintf(s, "MISSING VALUES %s (%s).\n", v.name, strings.Join(texts, ", "))
	}
}

// missingNumbers declares a range where there are more than the three values
// that SPSS takes one by one; no answer on the substance is in it.
func (s syntax) missingNumbers(v *variable) {
	var numbers []string
	low, high := 0, 0
	for _, c := range v.codes {
		if !c.missing {
			continue
		}
		if len(numbers) == 0 {
			low, high = c.number, c.number
		}
		low, high = min(low, c.number), max(high, c.number)
		numbers = append(numbers, strconv.Itoa(c.number))
	}
	values := strings.Join(numbers, ", ")
	if len(numbers) > 3 {
		values = fmt.Sprintf("%d THRU %d", low, high)
	}
	fmt.Fprintf(s, "MISSING VALUES %s (%s).\n", v.name, values)
}

// set declares the choices of a question as one set of multiple answers.
func (s syntax) set(of set) {
	var names []string
	for _, v := range of.variables {
		if v.kind == kindTick {
			names = append(names, v.name)
		}
	}
	if len(names) < 2 { // the least that a set holds
		return
	}
	fmt.Fprintf(s, "MRSETS\n /MDGROUP NAME=$%s\n LABEL=%s\n VARIABLES=", cut(of.name, longestName-1), literal(of.label, longestLabel))
	s.names(names)
	s.WriteString(" VALUE=1.\n")
}

// save keeps the variables in the order of the CSV.
func (s syntax) save(each *level) {
	names := make([]string, len(each.variables))
	for i, v := range each.variables {
		names[i] = v.name
	}
	fmt.Fprintf(s, "SAVE OUTFILE=%s\n /KEEP=", quoted(strings.TrimSuffix(each.file, ".csv")+".sav"))
	s.names(names)
	s.WriteString(".\n")
}

func (s syntax) names(names []string) {
	for _, name := range names {
		fmt.Fprintf(s, "\n  %s", name)
	}
}

// quoted is a text between apostrophes.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// literal is a text of at most so many bytes, in pieces on lines of their own
// when it is long.
func literal(text string, most int) string {
	text = shortened(oneLine(text), most)
	var pieces []string
	for len(text) > longestPiece/2 { // every apostrophe is written twice
		piece := cut(text, longestPiece/2)
		pieces = append(pieces, quoted(piece))
		text = text[len(piece):]
	}
	return strings.Join(append(pieces, quoted(text)), " +\n  ")
}

// shortened ends with an ellipsis what is cut.
func shortened(text string, most int) string {
	const ellipsis = "…"
	if len(text) <= most {
		return text
	}
	return strings.TrimSpace(cut(text, most-len(ellipsis))) + ellipsis
}
