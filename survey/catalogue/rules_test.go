package catalogue

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// shown lists, per sheet, the columns that a respondent or a reader sees.
var shown = map[string][]string{
	"survey":     {"label", "hint", "required_message", "constraint_message"},
	"choices":    {"label"},
	"settings":   {"form_title"},
	"diagnostic": {"label"},
}

// TestTypography holds the French rules: a no-break space before a high
// punctuation mark and inside « », and no middle dot, which screen readers
// spell out.
func TestTypography(t *testing.T) {
	wrong := regexp.MustCompile(`[^\x{a0}][:;?!»%]|«[^\x{a0}]|·| {2}`)
	for _, e := range everyWorkbook() {
		f := open(t, e)
		for sheet, headers := range shown {
			for _, r := range table(t, f, sheet) {
				for _, header := range headers {
					if at := wrong.FindString(r.get(header)); at != "" {
						t.Errorf("%s, %s row %d, %s: %q in %q", e.File, sheet, r.number, header, at, r.get(header))
					}
				}
			}
		}
	}
}

// TestNames holds what keeps answers readable by every tool: plain question
// names, and choice codes that start with a letter unless they are official
// codes (commune, EPCI).
func TestNames(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	code := regexp.MustCompile(`^([a-z][a-z0-9_]*|34\d{3}|\d{9})$`)
	for _, e := range everyWorkbook() {
		f := open(t, e)
		for _, r := range table(t, f, "survey") {
			if !name.MatchString(r.get("name")) {
				t.Errorf("%s, survey row %d: name %q", e.File, r.number, r.get("name"))
			}
		}
		seen := map[string]bool{}
		for _, r := range table(t, f, "choices") {
			key := r.get("list_name") + " " + r.get("name")
			if !code.MatchString(r.get("name")) || !name.MatchString(r.get("list_name")) || seen[key] || r.get("label") == "" {
				t.Errorf("%s, choices row %d: %q, label %q, seen before: %v", e.File, r.number, key, r.get("label"), seen[key])
			}
			seen[key] = true
			if want := map[string]string{"nsp": "nsp", "nc": "nc"}[r.get("name")]; r.get("missing") != want {
				t.Errorf("%s, choices row %d: code %q is marked missing=%q", e.File, r.number, r.get("name"), r.get("missing"))
			}
		}
	}
}

// TestMessages asks that whatever can refuse an answer says why, and that
// whatever lets a person write warns her.
func TestMessages(t *testing.T) {
	for _, e := range everyWorkbook() {
		rows := table(t, open(t, e), "survey")
		for _, r := range rows {
			if (r.get("required") == "yes") != (r.get("required_message") != "") {
				t.Errorf("%s row %d: required %q, message %q", e.File, r.number, r.get("required"), r.get("required_message"))
			}
			if (r.get("constraint") != "") != (r.get("constraint_message") != "") {
				t.Errorf("%s row %d: constraint %q, message %q", e.File, r.number, r.get("constraint"), r.get("constraint_message"))
			}
			writes := r.get("type") == "text" || r.get("name") == "information"
			if writes && !strings.Contains(r.get("hint"), "Ne décrivez aucune situation") {
				t.Errorf("%s row %d: %s does not warn against describing a case", e.File, r.number, r.get("name"))
			}
		}
		if last := len(column(rows, "type")); last > 0 && !slices.Contains(column(rows, "name"), "information") {
			t.Errorf("%s has no information notice", e.File)
		}
	}
}

// TestAnonymousWorkbook: a workbook names no author and no machine.
func TestAnonymousWorkbook(t *testing.T) {
	for _, e := range everyWorkbook() {
		data := e.Bytes()
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			if !strings.HasPrefix(part.Name, "docProps/") {
				continue
			}
			r, err := part.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			for _, tag := range []string{"creator>", "lastModifiedBy>", "<Company>", "<Manager>"} {
				if strings.Contains(string(text), tag) {
					t.Errorf("%s, %s names its %s", e.File, part.Name, strings.Trim(tag, "<>"))
				}
			}
		}
	}
}
