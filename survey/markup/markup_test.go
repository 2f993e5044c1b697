package markup

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ source, html, words string }{
		{"simple", "simple", "simple"},
		{"**Qui** répond ?", "<strong>Qui</strong> répond\u00a0?", "Qui répond ?"},
		{"__Qui__ *et* _quoi_", "<strong>Qui</strong> <em>et</em> <em>quoi</em>", "Qui et quoi"},
		{"***tout***", "<strong><em>tout</em></strong>", "tout"},
		{"**gras et *italique* dedans**", "<strong>gras et </strong><strong><em>italique</em></strong><strong> dedans</strong>", "gras et italique dedans"},
		{"** Attention ** suite", "<strong>Attention </strong> suite", "Attention suite"},
		{"**N**ombre", "<strong>N</strong>ombre", "Nombre"},
		{"**deux\nlignes**", `<span class="line"><strong>deux</strong></span><span class="line"><strong>lignes</strong></span>`, "deux lignes"},
		{"nom_de_question et 2 * 3 * 4", "nom_de_question et 2 * 3 * 4", "nom_de_question et 2 * 3 * 4"},
		{"Nom* et prénom* (*) utiles (*)", "Nom* et prénom* (*) utiles (*)", "Nom* et prénom* (*) utiles (*)"},
		{"Autre : ________", "Autre\u00a0: ________", "Autre : ________"},
		{`\*pas italique\* et \_non\_ \# \\`, `*pas italique* et _non_ # \`, `*pas italique* et _non_ # \`},
		{`C:\dossier`, `C:\dossier`, `C:\dossier`},
		// headings
		{"# Titre\nsuite", `<span class="line"><strong>Titre</strong></span><span class="line">suite</span>`, "Titre suite"},
		{"####Titre ##", `<span class="line"><strong>Titre</strong></span>`, "Titre"},
		{"#1 des besoins", "#1 des besoins", "#1 des besoins"},
		{`#####<span style="color:Red">CALCUL FAUX</span>`, `<span class="line"><strong>CALCUL FAUX</strong></span>`, "CALCUL FAUX"},
		// lists
		{"Choisir :\n- a\n- b\n\nfin", "<span class=\"line\">Choisir\u00a0:</span>" + `<span class="list" role="list"><span class="item" role="listitem">a</span><span class="item" role="listitem">b</span></span><span class="line apart">fin</span>`, "Choisir : – a – b fin"},
		{"1. un\n2. deux", `<span class="list" role="list"><span class="item numbered" role="listitem">1. un</span><span class="item numbered" role="listitem">2. deux</span></span>`, "1. un 2. deux"},
		{"1. Travail salarié", "1. Travail salarié", "1. Travail salarié"},
		{"- Autre", "- Autre", "- Autre"},
		{"+ : 2 à 5 pieds, <5%", "+ : 2 à 5 pieds, &lt;5%", "+ : 2 à 5 pieds, <5%"},
		{"10\n+ 5", `<span class="line">10</span><span class="line">+ 5</span>`, "10 + 5"},
		{"<ol><li>un</li><li>deux</ol>fin", `<span class="list" role="list"><span class="item numbered" role="listitem">1. un</span><span class="item numbered" role="listitem">2. deux</span></span><span class="line">fin</span>`, "1. un 2. deux fin"},
		// < that opens no tag, entities
		{"Enfants de < 3 ans ou > 11 ans", "Enfants de &lt; 3 ans ou &gt; 11 ans", "Enfants de < 3 ans ou > 11 ans"},
		{"<5 ans", "&lt;5 ans", "<5 ans"},
		{"revenu <b et charge> c", "revenu &lt;b et charge&gt; c", "revenu <b et charge> c"},
		{"dans <commune>, a<b", "dans &lt;commune&gt;, a&lt;b", "dans <commune>, a<b"},
		{"&lt;3&nbsp;ans &amp; plus &#233; R&D &inconnu;", "&lt;3\u00a0ans &amp; plus é R&amp;D &amp;inconnu;", "<3\u00a0ans & plus é R&D &inconnu;"},
		{"&#42;pas&#42; &lt;b&gt;x", "*pas* &lt;b&gt;x", "*pas* <b>x"},
		// HTML
		{"<b>gras</b> <i>it</i> <u>sou</u> m<sup>2</sup> H<sub>2</sub>O", "<strong>gras</strong> <em>it</em> <u>sou</u> m<sup>2</sup> H<sub>2</sub>O", "gras it sou m2 H2O"},
		{"<STRONG>A</STRONG><em>b</em >", "<strong>A</strong><em>b</em>", "Ab"},
		{"un<br/>deux<BR>trois", `<span class="line">un</span><span class="line">deux</span><span class="line">trois</span>`, "un deux trois"},
		{"<p>un</p><p>deux</p>", `<span class="line">un</span><span class="line apart">deux</span>`, "un deux"},
		{`<span style="color:red">rouge</span> <font color=red>aussi</font>`, "rouge aussi", "rouge aussi"},
		{`<span style=”color:red”>curly</span>`, "curly", "curly"},
		{`a<span style="display: NONE">caché <b>tout</b> ${q}</span>b`, "ab", "ab"},
		{"<b><i>mal</b> niché</i>", "<strong><em>mal</em></strong><em> niché</em>", "mal niché"},
		{"<b>ouvert", "<strong>ouvert</strong>", "ouvert"},
		{"fermé</b>", "fermé", "fermé"},
		{"**<span style='x'>a</span>**", "<strong>a</strong>", "a"},
		{"<script>alert(1)</script>oui<!-- non -->", "oui", "oui"},
		{`<img src=x onerror="alert(1)">image`, "image", "image"},
		{`<b onclick="x()">ok</b>`, "<strong>ok</strong>", "ok"},
		// links
		{"[site](https://exemple.fr/a_b)", `<a href="https://exemple.fr/a_b" target="_blank" rel="noopener noreferrer">site</a>`, "site"},
		{"[3919](tel:3919), [nous](mailto:a@b.fr)", `<a href="tel:3919">3919</a>, <a href="mailto:a@b.fr">nous</a>`, "3919, nous"},
		{"[appeler](tel:+33 (0)4 67.00 00 00)", `<a href="tel:+33467000000">appeler</a>`, "appeler"},
		{"[**a** b](www.x.fr)", `<a href="https://www.x.fr" target="_blank" rel="noopener noreferrer"><strong>a</strong> b</a>`, "a b"},
		{`<a href="tel:3919" target=_self>le 3919</a>`, `<a href="tel:3919">le 3919</a>`, "le 3919"},
		{`<a href="javascript:alert(1)">x</a>`, "x", "x"},
		{"[x](javascript:alert(1))", "[x](javascript:alert(1))", "[x](javascript:alert(1))"},
		{"[x](data:text/html,a) [y](//x.fr) [z](JaVaScRiPt&colon;1)", "[x](data:text/html,a) [y](//x.fr) [z](JaVaScRiPt:1)", "[x](data:text/html,a) [y](//x.fr) [z](JaVaScRiPt:1)"},
		{"[carte](https://x.fr/?q=${nom})", "carte", "carte"},
		{"[personne #${a}] et [b]", `[personne #<span data-ref="a"></span>] et [b]`, "[personne #] et [b]"},
		{"[w](https://f.org/a_(b)).", `<a href="https://f.org/a_(b)" target="_blank" rel="noopener noreferrer">w</a>.`, "w."},
		// references
		{"Bonjour **${nom}** !", `Bonjour <strong><span data-ref="nom"></span></strong>` + "\u00a0!", "Bonjour !"},
		{"_${a}_ ${b}_${c} ${mauvais", `<em><span data-ref="a"></span></em> <span data-ref="b"></span>_<span data-ref="c"></span> ${mauvais`, "_ ${mauvais"},
		// nothing
		{"", "", ""}, {" \n ", "", ""}, {"<br>", "", ""}, {`<span style="display:none">r1</span>`, "", ""}, {"****", "****", "****"},
	} {
		text := Parse(c.source)
		if got := strings.ReplaceAll(string(text.HTML()), "\n", ""); got != c.html {
			t.Errorf("%q\n got %s\nwant %s", c.source, got, c.html)
		}
		if got := text.String(); got != c.words {
			t.Errorf("%q\n got %q\nwant %q", c.source, got, c.words)
		}
	}
}

// TestFill_textStaysText holds that an answer is never markup, whatever was
// typed, and that the parsed label is shared unchanged.
func TestFill_textStaysText(t *testing.T) {
	label := Parse("Chez **${nom}**")
	for _, typed := range []string{"<b>x</b>", "*x*", "[x](https://x.fr)", "a\nb", "${nom}", "&lt;"} {
		filled := label.Fill(func(string) string { return typed })
		if got, want := filled.String(), "Chez "+strings.ReplaceAll(typed, "\n", " "); got != want {
			t.Errorf("%q: got %q", typed, got)
		}
		if inside := string(filled.HTML()); strings.Contains(strings.ReplaceAll(inside, "<br>", ""), "<b>") || strings.Contains(inside, "<em>") || strings.Contains(inside, "<a") {
			t.Errorf("%q: %s", typed, inside)
		}
	}
	if got := label.String(); got != "Chez" {
		t.Errorf("the label changed: %q", got)
	}
}

// allowed is all that may be written.
var allowed = regexp.MustCompile(`^</?(strong|em|u|sup|sub|span)>$|^<br>$|^</a>$|^<span (class="(line|line apart)"|class="list" role="list"|class="item( numbered)?" role="listitem"|data-ref="[\pL\pN_.\-#]+"( class="alone")?)>$|` +
	`^<a href="(https?://[^"<>]+" target="_blank" rel="noopener noreferrer"|(tel:\+?[0-9*#]+|mailto:[^"<>]+)")>$`)

var written = regexp.MustCompile(`<[^>]*>?`)

func checkHTML(t *rapid.T, source string) {
	out := string(Parse(source).HTML())
	var open []string
	for _, tag := range written.FindAllString(out, -1) {
		if !allowed.MatchString(tag) {
			t.Fatalf("%q writes %s", source, tag)
		}
		name := strings.Trim(strings.Fields(strings.Trim(tag, "<>"))[0], "/")
		switch {
		case name == "br":
		case tag[1] != '/':
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			t.Fatalf("%q: %s closes nothing in %s", source, tag, out)
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("%q leaves %v open", source, open)
	}
}

var pieces = []string{"*", "**", "***", "_", "__", "#", "# ", "- ", "+ ", "1. ", "\n", "\\", "[", "](", ")", "](https://x.fr)", "](tel:17)", "](javascript:x)",
	"<b>", "</b>", "<i>", "</i>", "<span style=\"display:none\">", "<span style='color:red'>", "</span>", "<br>", "<p>", "</p>", "<li>", "<ol>", "</ol>", "<a href=\"", "\">", "<a href='mailto:x@y'>", "</a>",
	"<", ">", "&lt;", "&#60;", "&", ";", "\"", "'", "${nom}", "${", "}", "mot", "é", " ", "\t", "\u00a0", "<script>", "</script>", "<!--", "-->", "<h2>", "</h2>", "<td>", "onclick=x", "=", "/"}

func TestParse_writesOnlyWhatIsAllowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkHTML(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), ""))
		checkHTML(t, rapid.String().Draw(t, "text"))
	})
}

// TestParse_losesNoWord holds that text without tags keeps every letter and
// digit, in order.
func TestParse_losesNoWord(t *testing.T) {
	bare := rapid.SampledFrom([]string{"*", "**", "_", "__", "#", "## ", "- ", "+ ", "2. ", "\n", "\\", "[", "](", ")", "< ", "<3", ">", "& ", ";", "mot", "Été", "12", " ", "<commune>", "<b et c>"})
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		source := strings.Join(rapid.SliceOfN(bare, 0, 40).Draw(t, "pieces"), "")
		if got, want := letters(Parse(source).String()), letters(source); got != want {
			t.Fatalf("%q → %q", source, got)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, piece := range pieces {
		f.Add(piece + "x" + piece)
	}
	f.Fuzz(func(t *testing.T, source string) {
		rapid.Check(t, func(r *rapid.T) { checkHTML(r, source) })
	})
}

// TestParse_hostile reads labels that are made to be slow: a quadratic reader
// would not end.
func TestParse_hostile(t *testing.T) {
	for _, piece := range []string{"*a ", "**a ", "_a", "[", "[a](", "[a](x", "<b>", "<b x=“", "<b a='\"", "<i><b>", "</i>", "<a href=x>", "&", "&#", "${", "${a", "# ", "- ", "\n", "<!--", "*a _b ", "a*", "1. ", "<span style=\"display:none\">", "<ol><li>", "](", "\\", "<p>", "<", "**", "***a** *"} {
		for _, source := range []string{strings.Repeat(piece, longest/len(piece)), strings.Repeat("*a <i>", 1<<12) + strings.Repeat(piece, 1<<14/len(piece)) + strings.Repeat("</i> a*", 1<<11), strings.Repeat(piece, 1<<20/len(piece))} {
			text := Parse(source)
			if n := len(text.HTML()); n > 40*len(source) {
				t.Errorf("%q: %d bytes written of %d", piece, n, len(source))
			}
			_ = text.String()
		}
	}
}

func ExampleParse() {
	fmt.Println(Parse("**Enfants** de < 3 ans<br>ou > 11 ans"))
	// Output: Enfants de < 3 ans ou > 11 ans
}
