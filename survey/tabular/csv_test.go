package tabular

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"constat/survey"
)

// The dialect is what makes the columns regular, whatever the marks, commas and
// line ends inside the cells.
func TestCSV_regular(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"a mark that never closes": {
			"structure\tnb\tremarque\necole\t1\ta\npmi\t9\t\"Trop peu de places\necole\t2\tb\n",
			"2 nb=1 remarque=a structure=ecole\n3 nb=9 remarque=\"Trop peu de places structure=pmi\n4 nb=2 remarque=b structure=ecole",
		},
		"marks that open and close lines apart": {
			"structure\tnb\tremarque\npmi\t9\t\"Trop\necole\t2\tb\necole\t3\tun écran de 5\"\n",
			"2 nb=9 remarque=\"Trop structure=pmi\n3 nb=2 remarque=b structure=ecole\n4 nb=3 remarque=un écran de 5\" structure=ecole\n!2  maybe_quote",
		},
		"a mark inside the first cell of each line": {
			"remarque;nb\n\"a;1\n\"b;2\n", "2 nb=1 remarque=\"a\n3 nb=2 remarque=\"b",
		},
		"unescaped marks inside marks": {
			"structure;remarque;nb\n\"ecole\";\"dit \"oui\" et \"non\"\";\"3\"\n\"pmi\";\"va\";\"4\"\n",
			"2 nb=3 remarque=dit \"oui\" et \"non\" structure=ecole\n3 nb=4 remarque=va structure=pmi",
		},
		"text after marks": {
			"structure;remarque;nb\necole;\"Foyer\" de Lunel;3\npmi;\"x\";4\n",
			"2 nb=3 remarque=\"Foyer\" de Lunel structure=ecole\n3 nb=4 remarque=x structure=pmi",
		},
		"backslashes before marks": {
			"structure,remarque,nb\n\"ecole\",\"dit \\\"oui\\\", puis \\\"non\\\"\",\"3\"\n\"pmi\",\"C:\\\\\",\"4\"\n",
			"2 nb=3 remarque=dit \"oui\", puis \"non\" structure=ecole\n3 nb=4 remarque=C:\\ structure=pmi",
		},
		"lines inside cells, blank ones too": {
			"structure,remarque,nb\necole,\"a\n\nb, c\",3\n\npmi,,4\n", "2 nb=3 remarque=a\n\nb, c structure=ecole\n4 nb=4 structure=pmi",
		},
		"spaces before marks": {"structure, nb, remarque\necole, 3, \"a, b\"\npmi, 4, c\n", "2 nb=3 remarque=a, b structure=ecole\n3 nb=4 remarque=c structure=pmi"},
		"commas in the header and in numbers": {
			"Équivalents temps plein;Combien d’enfants repérés ?\n1,5;3\n2,5;4\n0,5;1\n", "2 etp=1.5 nb=3\n3 etp=2.5 nb=4\n4 etp=0.5 nb=1",
		},
		"one column with commas": {"Remarque libre\nil y a, je crois, du monde\nou pas, non\n", "2 remarque=il y a, je crois, du monde\n3 remarque=ou pas, non"},
		"semicolons inside, commas between": {
			"structure,besoins\necole,Logement;Lieu d’écoute\npmi,Logement;Lieu d’écoute\n", "2 besoins=logement ecoute structure=ecole\n3 besoins=logement ecoute structure=pmi",
		},
		"sep":                                 {"sep=|\r\nstructure|nb\r\necole|3\r\n", "2 nb=3 structure=ecole"},
		"sep in marks, after a mark of order": {"\ufeff\"sep=;\"\nstructure;nb\necole;3\n", "2 nb=3 structure=ecole"},
		"CR alone":                            {"structure;nb\recole;3\rpmi;4\r", "2 nb=3 structure=ecole\n3 nb=4 structure=pmi"},
		"CR in a text of lines with LF":       {"structure;nb;remarque\necole;3;a\rb\npmi;4;c\n", "2 nb=3 remarque=a\rb structure=ecole\n3 nb=4 remarque=c structure=pmi"},
		"a last line without end":             {"structure;nb\necole;3", "2 nb=3 structure=ecole"},
		"files put one after the other":       {"\ufeff\"structure\";\"nb\"\necole;3\n\ufeff\"structure\";\"nb\"\npmi;4\n", "2 nb=3 structure=ecole\n4 nb=4 structure=pmi\n!3  line_header"},
		"a title, then many columns":          {"Enquête, du réseau, de Lunel\n\nstructure;nb;etp\necole;3;1,5\n", "4 etp=1.5 nb=3 structure=ecole\n!1  line_above"},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, withoutIdentifiers(readWork(t, file("a.csv", c.content))), c.want)
		})
	}
}

// withoutIdentifiers keeps the number and the answers of each line.
func withoutIdentifiers(read string) string {
	var lines []string
	for _, line := range strings.Split(read, "\n") {
		number, rest, found := strings.Cut(line, " ")
		if _, answer, is := strings.Cut(rest, "|"); found && is {
			line = number + answer
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// A text is read in its encoding, found or said.
func TestCSV_encodings(t *testing.T) {
	content := "structure;nb;remarque\nÉcole;3;Été à l’écoute, ça va : « où ? »\nPMI, crèche;4;Bientôt\n"
	want := "2 nb=3 remarque=Été à l’écoute, ça va : « où ? » structure=ecole\n3 nb=4 remarque=Bientôt structure=pmi"
	in := func(e encoding.Encoding) string {
		encoded, err := e.NewEncoder().String(content)
		must(t, err)
		return encoded
	}
	dos := strings.ReplaceAll(content, "’", "'")
	for name, text := range map[string]string{
		"windows-1252": in(charmap.Windows1252), "macintosh": in(charmap.Macintosh), "utf-8 with a mark": "\ufeff" + content,
		"utf-16le": in(utf.UTF16(utf.LittleEndian, utf.UseBOM)), "utf-16be": in(utf.UTF16(utf.BigEndian, utf.UseBOM)),
		"utf-16le without a mark": in(utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)), "utf-16be without a mark": in(utf.UTF16(utf.BigEndian, utf.IgnoreBOM)),
	} {
		t.Run(name, func(t *testing.T) { equal(t, withoutIdentifiers(readWork(t, file("a.csv", text))), want) })
	}
	t.Run("ibm850", func(t *testing.T) {
		text, err := charmap.CodePage850.NewEncoder().String(dos)
		must(t, err)
		equal(t, withoutIdentifiers(readWork(t, file("a.csv", text))), strings.ReplaceAll(want, "’", "'"))
	})
	t.Run("one byte is wrong", func(t *testing.T) {
		equal(t, withoutIdentifiers(readWork(t, file("a.csv", strings.Replace(content, "Bient", "Bien\xc3t", 1)))),
			strings.Replace(want, "Bient", "Bien\ufffdt", 1)+"\n!3  damaged 1")
	})
	t.Run("said", func(t *testing.T) {
		e, ok := Encoding("MacRoman")
		if !ok {
			t.Fatal("not known")
		}
		equal(t, withoutIdentifiers(readWork(t, file("a.csv", "structure;remarque\npmi;\x8e\xa1\n").Encoded(e))), "2 remarque=é° structure=pmi")
	})
	t.Run("a tie is asked about", func(t *testing.T) {
		got := readWork(t, file("a.csv", "structure;remarque\npmi;\xb5\n"))
		if !strings.Contains(got, "maybe_encoding a.csv+windows-1252") {
			t.Error(got)
		}
	})
}

// One line without an end is refused, not held.
func TestCSV_longLine(t *testing.T) {
	_, err := Open(compiled(t, fieldwork), file("a.csv", "structure;nb\n"+strings.Repeat("x", maxLine+1<<20)))
	var problems survey.Problems
	if !errors.As(err, &problems) || problems[0].Code != CodeTooLarge {
		t.Errorf("error = %v", err)
	}
}
