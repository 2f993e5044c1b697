package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestExpr_arguments(t *testing.T) {
	for _, c := range []struct {
		args           []string
		stdout, stderr string
		code           int
	}{
		{args: []string{"${age} > 3", "age=5"}, stdout: "vrai"},
		{args: []string{"not(selected(${besoins}, 'logement'))", "besoins=emploi logement"}, stdout: "faux"},
		{args: []string{". >= 0 and . <= 120", ".=130"}, stdout: "faux"},
		{args: []string{"${a} + ${b}", "a=1,5", "b="}, stdout: "(vide)"},
		{args: []string{"format-date(today(), '%d/%m/%Y')", "--now=2026-06-15T23:30:00Z", "--tz=Europe/Paris"}, stdout: "16/06/2026"},
		{args: []string{"${age} == 3", "age=5"}, code: exitInput, stderr: "un seul signe ="},
		{args: []string{"selectd(${a}, 'x')", "a=x"}, code: exitInput, stderr: "selectd"},
		{args: []string{"${age} > 3", "age"}, code: exitInput, stderr: "nom=valeur"},
		{args: []string{"1", "--tz=Mars/Olympus"}, code: exitInput, stderr: "fuseau horaire"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(context.Background(), append([]string{"expr"}, c.args...), noEnv, strings.NewReader(""), &stdout, &stderr)
		if code != c.code || strings.TrimSpace(stdout.String()) != c.stdout || !strings.Contains(stderr.String(), c.stderr) {
			t.Errorf("%q: code %d, stdout %q, stderr %q", c.args, code, stdout.String(), stderr.String())
		}
	}
}

func noEnv(string) string { return "" }

func TestExpr_lines(t *testing.T) {
	lines := []struct{ in, out string }{
		{`{"id":"a","expr":"${age} > 3","values":{"age":"5"}}`, `{"id":"a","type":"boolean","value":true}`},
		{`{"id":1,"expr":"1 div 0"}`, `{"id":1,"type":"number","value":"Infinity"}`},
		{`{"id":2,"expr":"-0 * 1","as":"number"}`, `{"id":2,"type":"number","value":0}`},
		{`{"expr":"string(/data/age + 1)","values":{"age":5}}`, `{"type":"string","value":"6"}`},
		{`{"id":3,"expr":"b | /r/a","instance":"<r><a/><b/></r>","node":"/*[1]"}`, `{"id":3,"type":"nodeset","value":["/*[1]/*[1]","/*[1]/*[2]"]}`},
		{`{"id":4,"expr":"/x","instance":"<r><a><x/></a></r>","root":"/*[1]/*[1]","as":"nodeset"}`, `{"id":4,"type":"nodeset","value":["/*[1]/*[1]/*[1]"]}`},
		{`{"id":5,"expr":"instance('l')/root/item[1]","instance":"<m><instance id='l'><root><item>é</item></root></instance></m>","as":"string"}`, `{"id":5,"type":"string","value":"é"}`},
		{`{"id":6,"expr":"1 +","as":"parses"}`, `{"id":6,"type":"parses","value":false}`},
		{`{"id":7,"expr":"f(1)","as":"parses"}`, `{"id":7,"type":"parses","value":true}`},
		{`{"id":8,"expr":"false() and f(1)"}`, `{"id":8,"type":"boolean","value":false}`},
		{`{"id":9,"expr":"f(1)"}`, `{"id":9,"error":"evaluate: unknown-function \"f\""}`},
		{`{"id":10,"expr":"string(now())","now":"2026-06-15T14:00:00Z","tz":"Europe/Paris"}`, `{"id":10,"type":"string","value":"2026-06-15T16:00:00.000+02:00"}`},
		{`{"id":11,"expr":"${x}","values":{"x":""},"as":"boolean"}`, `{"id":11,"type":"boolean","value":false}`},
		{`{"id":12,"expr":"5","as":"nodeset"}`, `{"id":12,"error":"nodeset-expected"}`},
		{`{"id":13,"expr":".","node":"/*[9]"}`, `{"id":13,"error":"no node at /*[9]"}`},
		{`nonsense`, `{"error":"bad-request: invalid character 'o' in literal null (expecting 'u')"}`},
	}
	var in, want strings.Builder
	for _, l := range lines {
		in.WriteString(l.in + "\n\n")
		want.WriteString(l.out + "\n")
	}
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"expr"}, noEnv, strings.NewReader(in.String()), &stdout, &stderr); code != exitDone {
		t.Fatalf("code %d: %s", code, stderr.String())
	}
	got, expected := strings.Split(stdout.String(), "\n"), strings.Split(want.String(), "\n")
	for i := range expected {
		if i >= len(got) || got[i] != expected[i] {
			t.Errorf("%s\n got %s\nwant %s", lines[min(i, len(lines)-1)].in, got[min(i, len(got)-1)], expected[i])
		}
	}
}
