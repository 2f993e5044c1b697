package microdata_test

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestWriteDDI_variablesAreTheColumns(t *testing.T) {
	files := contents(t, hostile(t))
	var book struct {
		Files []struct {
			ID  string `xml:"ID,attr"`
			URI string `xml:"URI,attr"`
			N   int    `xml:"fileTxt>dimensns>caseQnty"`
		} `xml:"fileDscr"`
		Variables []struct {
			ID         string `xml:"ID,attr"`
			Name       string `xml:"name,attr"`
			File       string `xml:"files,attr"`
			Label      string `xml:"labl"`
			Categories []struct {
				Missing string `xml:"missing,attr"`
				Value   string `xml:"catValu"`
			} `xml:"catgry"`
		} `xml:"dataDscr>var"`
	}
	if err := xml.Unmarshal([]byte(files["codebook.xml"]), &book); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(files["codebook.xml"], "catStat") {
		t.Error("the codebook holds frequencies")
	}
	for _, f := range book.Files {
		rows := table(t, files[f.URI])
		var header []string
		known := make(map[string]map[string]bool)
		for _, v := range book.Variables {
			if v.File != f.ID {
				continue
			}
			header = append(header, v.Name)
			if len(v.Categories) > 2 {
				known[v.Name] = make(map[string]bool)
				for _, c := range v.Categories {
					known[v.Name][c.Value] = true
				}
			}
			if v.Label == "" {
				t.Errorf("%s has no label", v.Name)
			}
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(files[f.URI], "\uFEFF"), "\n")
		if got := strings.Join(header, ","); got != first || len(rows) != f.N {
			t.Errorf("%s: columns %s for %s, %d rows for %d", f.URI, first, got, len(rows), f.N)
		}
		for _, row := range rows {
			for name, values := range known {
				if !values[row[name]] && !strings.HasPrefix(name, "ordre_") {
					t.Errorf("%s = %q is not in the codebook", name, row[name])
				}
			}
		}
	}
}
