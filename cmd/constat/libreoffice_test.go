package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/fictitious"
	"constat/survey/territory"
)

// imaginaryDiagnostic is a whole diagnostic of invented answers: fewer than
// asked for when communes answer, once each.
func imaginaryDiagnostic(t testing.TB, entry catalogue.Entry, responses int) []byte {
	t.Helper()
	return imaginaryDiagnosticOf(t, entry, responses, -1)
}

// imaginaryDiagnosticOf has the same answers but for one, which another
// respondent gave.
func imaginaryDiagnosticOf(t testing.TB, entry catalogue.Entry, responses, other int) []byte {
	t.Helper()
	diagnostic := imaginary(t, entry, responses, other)
	var out bytes.Buffer
	if err := workbook.Write(&out, disclosure.Internal("essai", diagnostic.Meta.GeneratedOn, diagnostic)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func imaginary(t testing.TB, entry catalogue.Entry, responses, other int) *analysis.Diagnostic {
	t.Helper()
	form, err := entry.Form()
	if err != nil {
		t.Fatal(err)
	}
	geography := territory.Herault()
	networks, err := territory.Networks(geography)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	network := survey.Network{Slug: entry.Network}
	for _, n := range networks {
		if n.Slug == entry.Network {
			network.Name, network.Communes = n.Name, n.Communes
		}
	}
	occ := survey.Occasion{Now: now, Zone: time.UTC, Seed: 1, Carried: network.Carried(geography.EPCIOf(network.Communes))}
	respondents := fictitious.NewRespondents(form, occ, 1)
	b := analysis.NewBuilder(form)
	if _, ok := form.Question("commune"); ok {
		responses = min(responses, len(network.Communes))
	}
	for i := range responses {
		answers := respondents.Next()
		if i == other {
			answers = fictitious.NewRespondents(form, occ, 2).Next()
		}
		response, problems := form.Accept(survey.Submission{Answers: answers}, occ)
		if response == nil {
			t.Fatal(survey.Problems(problems))
		}
		b.Add(response)
	}
	return analysis.Tabulate(b.Dataset(), analysis.Plan{Carried: occ.Carried, Meta: analysis.Meta{
		Network: network.Name, Campaign: entry.Title, Territory: territoryOf(geography, network),
		Fictitious: true, GeneratedOn: now, Invited: 2 * responses,
	}})
}

// spreadsheetError is what a spreadsheet shows for a cell it cannot compute.
var spreadsheetError = regexp.MustCompile(`#(REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?|Err:5\d\d|###`)

// LibreOffice opens each diagnostic and prints every sheet of it.
func TestDiagnostic_printsInLibreOffice(t *testing.T) {
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}
	written := make(map[string][]byte)
	for _, entry := range catalogue.Entries() {
		written[entry.ID] = imaginaryDiagnostic(t, entry, 12)
		path := filepath.Join(dir, entry.ID+workbookExtension)
		if err := os.WriteFile(path, written[entry.ID], 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	libreOffice(t, args...)
	for id, data := range written {
		t.Run(id, func(t *testing.T) {
			text, err := exec.Command("pdftotext", "-layout", filepath.Join(dir, id+".pdf"), "-").Output()
			if err != nil {
				t.Fatalf("read the printed pages: %v", err)
			}
			checkPrinted(t, data, string(text))
		})
	}
}

func checkPrinted(t *testing.T, data []byte, printed string) {
	t.Helper()
	if found := spreadsheetError.FindString(printed); found != "" {
		t.Errorf("the printed pages show %s", found)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		// The footer of each page names its sheet.
		if !strings.Contains(printed, strings.TrimSuffix(sheet, "…")) {
			t.Errorf("sheet %s was not printed", sheet)
		}
	}
	if pages := strings.Count(printed, "\f"); pages < len(f.GetSheetList()) || pages > 80 {
		t.Errorf("%d printed pages for %d sheets", pages, len(f.GetSheetList()))
	}
}

// libreOffice runs it without a window. Its reader of workbooks works on several
// sheets at once, and crashes now and then on a busy machine (signal 11, in
// setStringCell of 7.4): here it has one thread.
func libreOffice(t testing.TB, args ...string) {
	t.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		command := exec.Command(path, args...)
		command.Env = append(os.Environ(), "MAX_CONCURRENCY=1")
		if said, err := command.CombinedOutput(); err != nil {
			t.Fatalf("LibreOffice: %v\n%s", err, said)
		}
		return
	}
	t.Fatal("this test needs LibreOffice (sh .ci/need libreoffice)")
}

// The same answers give the same file, byte for byte.
func TestDiagnostic_sameBytes(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		if one, two := imaginaryDiagnostic(t, entry, 12), imaginaryDiagnostic(t, entry, 12); !bytes.Equal(one, two) {
			t.Errorf("%s: two runs, two files (%s)", entry.ID, fmt.Sprintf("%d and %d bytes", len(one), len(two)))
		}
	}
}
