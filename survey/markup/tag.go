package markup

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// styles lists the styles and the elements that carry them, the outer ones
// first.
var styles = [...]struct {
	style Style
	tag   string
}{{Strong, "strong"}, {Emphasis, "em"}, {Underline, "u"}, {Superscript, "sup"}, {Subscript, "sub"}}

// depths counts what is open around a place, style by style.
type depths [len(styles)]int

func (d *depths) add(given Style, by int) {
	for n, each := range styles {
		if given&each.style != 0 {
			d[n] += by
		}
	}
}

func (d *depths) style() Style {
	var sum Style
	for n, each := range styles {
		if d[n] > 0 {
			sum |= each.style
		}
	}
	return sum
}

// gives says which HTML elements give a style.
var gives = map[string]Style{
	"b": Strong, "strong": Strong, "i": Emphasis, "em": Emphasis, "u": Underline, "ins": Underline, "sup": Superscript, "sub": Subscript,
	"h1": Strong, "h2": Strong, "h3": Strong, "h4": Strong, "h5": Strong, "h6": Strong, "th": Strong, "dfn": Emphasis, "cite": Emphasis,
}

// breaks lists the elements that stand on lines of their own.
var breaks = setOf(`address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form
	h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul`)

// known lists the other elements of HTML. A tag of any other name is text:
// "<commune>".
var known = setOf(`a abbr acronym applet area audio b base basefont bdi bdo big blink body button canvas cite code col colgroup data
	datalist del dfn dir embed em font frame frameset head html i iframe img input ins kbd label legend link map mark marquee
	meta meter nobr noframes noscript object optgroup option output param picture progress q rp rt ruby s samp script select
	slot small source span strike strong style sub sup svg td template textarea th time title track tt u var video wbr math path g`)

// void lists the elements without an end.
var void = setOf("area base br col embed frame hr img input link meta param source track wbr")

// unread lists the elements whose content is no text.
var unread = setOf("script style template svg math")

func setOf(names string) map[string]bool {
	set := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		set[name] = true
	}
	return set
}

// htmlTag is a tag of an HTML element.
type htmlTag struct {
	name   string
	end    bool
	empty  bool // without content: <br>, <span/>
	hides  bool // display:none
	href   string
	length int
}

// longestTag bounds how far a tag is looked for.
const longestTag = 2000

// readTag reads the tag that begins a text. Only what is one for certain: the
// attributes of <b et c> have no values, so that it is a comparison.
func readTag(s string) (htmlTag, bool) {
	s = s[:min(len(s), longestTag)]
	t := htmlTag{}
	at := 1
	if strings.HasPrefix(s, "<!--") {
		n := strings.Index(s, "-->")
		return htmlTag{name: "!--", empty: true, length: n + 3}, n > 0
	}
	if at < len(s) && s[at] == '/' {
		t.end = true
		at++
	}
	from := at
	for at < len(s) && (isLetter(s[at]) || at > from && isDigit(s[at])) {
		at++
	}
	t.name = strings.ToLower(s[from:at])
	if !known[t.name] && !breaks[t.name] {
		return t, false
	}
	t.empty = void[t.name]
	for at < len(s) {
		blanks := len(s[at:]) - len(strings.TrimLeft(s[at:], " \t\n\r\u00a0"))
		at += blanks
		switch {
		case at >= len(s):
			return t, false
		case s[at] == '>':
			t.length = at + 1
			return t, true
		case s[at] == '/':
			t.empty = true
			at++
		case blanks == 0 || t.end:
			return t, false
		default:
			n, ok := t.attribute(s[at:])
			if !ok {
				return t, false
			}
			at += n
		}
	}
	return t, false
}

// attribute reads name=value. Spreadsheets make curly quotation marks of
// straight ones.
func (t *htmlTag) attribute(s string) (length int, ok bool) {
	n := strings.IndexAny(s, "= \t\n\r\u00a0/><\"'")
	if n <= 0 {
		return 0, false
	}
	name := strings.ToLower(s[:n])
	at := n + len(s[n:]) - len(strings.TrimLeft(s[n:], " \t\n\r"))
	if at >= len(s) || s[at] != '=' {
		t.hides = t.hides || name == "hidden"
		return n, name == "hidden" || name == "controls" || name == "disabled" || name == "nowrap" || name == "noshade"
	}
	at++
	at += len(s[at:]) - len(strings.TrimLeft(s[at:], " \t\n\r"))
	value, n, ok := attributeValue(s[at:])
	switch name {
	case "style":
		t.hides = t.hides || strings.Contains(strings.ToLower(strings.Join(strings.Fields(value), "")), "display:none")
	case "hidden":
		t.hides = true
	case "href":
		t.href = html.UnescapeString(value)
	}
	return at + n, ok
}

func attributeValue(s string) (value string, length int, ok bool) {
	quote, size := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("\"'“”„«", quote) {
		end := string(quote)
		switch quote {
		case '“', '”', '„':
			end = "“”\""
		case '«':
			end = "»"
		}
		n := strings.IndexAny(s[size:], end)
		if n < 0 {
			return "", 0, false
		}
		_, closing := utf8.DecodeRuneInString(s[size+n:])
		return s[size : size+n], size + n + closing, true
	}
	n := strings.IndexAny(s, " \t\n\r><")
	if n <= 0 {
		return "", 0, false
	}
	return s[:n], n, true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// open is what the HTML elements around give. Each name is counted apart, so
// that ill nested tags end what they began.
type open struct {
	elements map[string][]element
	around   depths
	hiding   int
	links    []string
	lists    []int // the number of the next item; 0 in a list without
}

type element struct {
	gives Style
	hides bool
	link  bool
}

func (o *open) hidden() bool { return o.hiding > 0 }

// address is where the <a> around leads.
func (o *open) address() string {
	if len(o.links) == 0 {
		return ""
	}
	return o.links[len(o.links)-1]
}

func (o *open) begin(t htmlTag) {
	if o.elements == nil {
		o.elements = make(map[string][]element)
	}
	e := element{gives: gives[t.name], hides: t.hides || unread[t.name]}
	if t.name == "a" {
		e.link = true
		o.links = append(o.links, address(t.href))
	}
	o.elements[t.name] = append(o.elements[t.name], e)
	o.count(e, 1)
}

func (o *open) end(name string) {
	same := o.elements[name]
	if len(same) == 0 {
		return
	}
	e := same[len(same)-1]
	o.elements[name] = same[:len(same)-1]
	if e.link {
		o.links = o.links[:len(o.links)-1]
	}
	o.count(e, -1)
}

func (o *open) count(e element, by int) {
	o.around.add(e.gives, by)
	if e.hides {
		o.hiding += by
	}
}

// item is the mark of the next item of the list around.
func (o *open) item() string {
	if last := len(o.lists) - 1; last >= 0 && o.lists[last] > 0 {
		o.lists[last]++
		return strconv.Itoa(o.lists[last]-1) + "."
	}
	return "-"
}

// tag follows an HTML tag; false when none stands here.
func (s *scanner) tag() bool {
	t, ok := readTag(s.src[s.at:])
	if !ok {
		return false
	}
	s.flush()
	s.at += t.length
	switch {
	case t.end:
		s.endTag(t)
	case t.name == "!--":
	case t.empty:
		if breaks[t.name] && !t.hides {
			s.newLine(Plain, "")
		}
	default:
		s.beginTag(t)
	}
	s.begin()
	return true
}

func (s *scanner) beginTag(t htmlTag) {
	if t.name == "p" || t.name == "li" {
		s.open.end(t.name) // the one before ends here
	}
	switch {
	case t.name == "ol":
		s.open.lists = append(s.open.lists, 1)
	case t.name == "ul":
		s.open.lists = append(s.open.lists, 0)
	case t.name == "li":
		s.newLine(Item, s.open.item())
	case len(t.name) == 2 && t.name[0] == 'h' && isDigit(t.name[1]):
		s.newLine(Heading, "")
	case breaks[t.name]:
		s.newLine(Plain, "")
	case t.name == "td" || t.name == "th":
		s.say(" ")
		s.flush()
	}
	s.open.begin(t)
}

func (s *scanner) endTag(t htmlTag) {
	if (t.name == "ol" || t.name == "ul") && len(s.open.lists) > 0 {
		s.open.lists = s.open.lists[:len(s.open.lists)-1]
	}
	s.open.end(t.name)
	if breaks[t.name] {
		s.newLine(Plain, "")
	}
}
