package archive

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

// content is what a visitor was given.
type content struct {
	header Header
	rows   map[string][]string
}

func (c *content) Begin(h Header) error {
	c.header, c.rows = h, map[string][]string{}
	return nil
}

func (c *content) Rows(table string, rows []string) error {
	c.rows[table] = append(c.rows[table], rows...)
	return nil
}

// awkward are rows that would break a careless format.
var awkward = []string{
	`(1,"a
b")`, `(2,"\\n")`, `(3,\n)`, "(4,\"tab\tcr\r\")", `(5,"\\\\")`, `(6,é🦉)`, ``, `\`, "\n", "(7,\"\u2028\u2029\")",
}

func sample(t testing.TB, recipients ...Recipient) (file []byte, rows []string) {
	t.Helper()
	rows = slices.Clone(awkward)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 2500 { // several chunks
		rows = append(rows, fmt.Sprintf(`(%d,"%x")`, i, random.Uint64N(1<<60))+strings.Repeat("x", i%900))
	}
	var out bytes.Buffer
	w, err := New(&out, Header{
		Service: "constat 0.1.0", Schema: 15, Made: time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC),
		Tables: []Table{{Name: "campaigns", Columns: []Column{{"id", "uuid"}}}, {Name: "empty"}, {Name: "responses"}},
	}, recipients)
	must(t, err)
	for _, table := range []string{"campaigns", "empty", "responses"} {
		must(t, w.Table(table))
		if table == "empty" {
			continue
		}
		for _, row := range rows {
			must(t, w.Row(row))
		}
	}
	_, err = w.Close([]Sequence{{Table: "form_changes", Column: "id", Last: 12, Called: true}})
	must(t, err)
	return out.Bytes(), rows
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRoundTrip(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	must(t, err)
	for name, c := range map[string]struct {
		to   []Recipient
		with []Identity
	}{"in clear": {}, "encrypted": {[]Recipient{identity.Recipient()}, []Identity{identity}}} {
		t.Run(name, func(t *testing.T) {
			file, rows := sample(t, c.to...)
			var got content
			m, err := Read(bytes.NewReader(file), c.with, &got)
			must(t, err)
			if got.header.Schema != 15 || got.header.Format != Format || len(got.header.Tables) != 3 {
				t.Errorf("header %+v", got.header)
			}
			for _, table := range []string{"campaigns", "responses"} {
				if !slices.Equal(got.rows[table], rows) {
					t.Errorf("%s came back otherwise", table)
				}
			}
			if m.Rows() != int64(2*len(rows)) || m.Tables[1].Rows != 0 || m.Sequences[0].Last != 12 {
				t.Errorf("manifest %+v", m)
			}
			if c.to != nil && bytes.Contains(file, []byte("campaigns")) {
				t.Error("the encrypted file tells a table's name")
			}
		})
	}
}

// Every byte matters: flipped anywhere, cut anywhere or followed by anything, a
// file is refused.
func TestRead_everyDamageIsRefused(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	must(t, err)
	with := []Identity{identity}
	for name, file := range map[string][]byte{
		"in clear":  first(sample(t)),
		"encrypted": first(sample(t, identity.Recipient())),
	} {
		refuse := func(what string, damagedFile []byte) {
			t.Helper()
			_, err := Read(bytes.NewReader(damagedFile), with, &content{})
			if err == nil {
				t.Fatalf("%s, %s: accepted", name, what)
			}
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotBackup) && !errors.Is(err, ErrWrongIdentity) && !errors.Is(err, ErrFormat) {
				t.Fatalf("%s, %s: %v", name, what, err)
			}
		}
		places := []int{}
		for i := range 60 {
			places = append(places, i, len(file)-1-i)
		}
		for i := range 50 {
			places = append(places, i*len(file)/50)
		}
		for _, i := range places {
			changed := slices.Clone(file)
			changed[i] ^= 1 << (i % 8)
			refuse(fmt.Sprintf("bit %d of byte %d of %d", i%8, i, len(file)), changed)
			refuse(fmt.Sprintf("cut at %d of %d", i, len(file)), file[:i])
		}
		refuse("followed by a zero", append(slices.Clone(file), 0))
		refuse("twice", append(slices.Clone(file), file...))
	}
}

func first(file []byte, _ []string) []byte { return file }

func TestRead_refusals(t *testing.T) {
	mine, err := age.GenerateX25519Identity()
	must(t, err)
	other, err := age.GenerateX25519Identity()
	must(t, err)
	sealed := first(sample(t, mine.Recipient()))
	for name, c := range map[string]struct {
		file []byte
		with []Identity
		want error
	}{
		"nothing":            {nil, nil, ErrNotBackup},
		"a text":             {[]byte("bonjour, ceci est un texte"), nil, ErrNotBackup},
		"a workbook":         {[]byte("PK\x03\x04 and so on and so on and so on"), nil, ErrNotBackup},
		"no identity":        {sealed, nil, ErrNeedsIdentity},
		"the wrong identity": {sealed, []Identity{other}, ErrWrongIdentity},
	} {
		if _, err := Read(bytes.NewReader(c.file), c.with, &content{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Read(bytes.NewReader(sealed), []Identity{other, mine}, &content{}); err != nil {
		t.Errorf("one of two identities: %v", err)
	}
}

func TestKeys(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	must(t, err)
	if _, err := ParseRecipients([]string{identity.Recipient().String()}); err != nil {
		t.Error(err)
	}
	for _, key := range []string{"", "age1", "ssh-rsa AAAA", identity.String()} {
		if _, err := ParseRecipients([]string{key}); !errors.Is(err, ErrBadRecipient) {
			t.Errorf("recipient %q: %v", key, err)
		}
	}
	if _, err := ParseIdentities(strings.NewReader("# created\n" + identity.String() + "\n")); err != nil {
		t.Error(err)
	}
	if _, err := ParseIdentities(strings.NewReader("AGE-SECRET-KEY-1WRONG")); !errors.Is(err, ErrBadIdentity) || strings.Contains(err.Error(), "WRONG") {
		t.Errorf("identity: %v", err)
	}
}
