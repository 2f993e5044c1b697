package tabular

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// archive is a zip file, whose entries come as name, content, name, content.
func archive(t *testing.T, name string, entries ...string) File {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(entries); i += 2 {
		e, err := w.Create(entries[i])
		must(t, err)
		_, err = e.Write([]byte(entries[i+1]))
		must(t, err)
	}
	must(t, w.Close())
	return File{name, bytes.NewReader(out.Bytes())}
}

// central is what ODK Central's « All data and Attachments » holds of the form of
// these tests: groups joined by dashes, keys, and its own columns.
var central = []string{
	"essai.csv", "SubmissionDate,start,vous-territoire,vous-effectif,avis-besoins,avis-besoins/logement,avis-besoins/soins,meta-instanceID,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion\n" +
		"2024-05-03T08:00:00.000Z,2024-05-03T07:00:00.000Z,lunel,4,logement,1,0,uuid:u1,uuid:u1,5,A,0,0,,,collect:x,0,1\n" +
		"2024-05-04T08:00:00.000Z,2024-05-04T07:00:00.000Z,pezenas,5,logement soins,1,1,uuid:u2,uuid:u2,5,A,1,1,,,collect:x,0,1\n",
	"essai-enfants.csv", "age,suivi,PARENT_KEY,KEY\n4,oui,uuid:u1,uuid:u1/enfants[1]\n7,,uuid:u1,uuid:u1/enfants[2]\n",
	"essai-visites.csv", "duree,PARENT_KEY,KEY\n10,uuid:u1/enfants[1],uuid:u1/enfants[1]/visites[1]\n20,uuid:u1/enfants[1],uuid:u1/enfants[1]/visites[2]\n",
}

const centralAnswers = `
	2 uuid:u1 2024-05-03 | besoins=logement effectif=4 start=2024-05-03T07:00:00Z territoire=lunel enfants=[( age=4 suivi=oui visites=[( duree=10 )( duree=20 )] )( age=7 visites=[] )]
	3 uuid:u2 2024-05-04 | besoins=logement soins effectif=5 start=2024-05-04T07:00:00Z territoire=pezenas enfants=[]`

// ODK Central: a zip of one CSV file for each repeat, photos in a folder, the
// logs of Collect.
func TestArchive_odkCentral(t *testing.T) {
	got := read(t, archive(t, "essai.zip", append(central, "media/1.jpg", "x", "media/2.jpg", "y", "media/liste.csv", "a,b\n1,2\n",
		"essai - audit.csv", "event,node,start,end,latitude,longitude,accuracy,old-value,new-value,instance ID\nform start,,1,2,,,,,,uuid:u1\n")...))
	equal(t, got, strings.TrimRight(centralAnswers, "\n")+`
		!0  entries_left essai.zip+media/ (3)
		!0  table_ignored essai - audit.csv+event, node, start, end, latitude, longitude, accuracy, old-value`)
}

// Briefcase writes SET-OF columns, and Central without groups bare names.
func TestArchive_briefcase(t *testing.T) {
	equal(t, read(t, archive(t, "essai.zip",
		"essai.csv", "SubmissionDate,vous-territoire,SET-OF-enfants,KEY\n\"May 3, 2024 8:00:00 AM\",lunel,uuid:u1/enfants,uuid:u1\n",
		"essai-enfants.csv", "age,SET-OF-visites,PARENT_KEY,KEY,SET-OF-enfants\n4,uuid:u1/enfants[1]/visites,uuid:u1,uuid:u1/enfants[1],uuid:u1/enfants\n",
		"essai-visites.csv", "duree,PARENT_KEY,KEY,SET-OF-visites\n10,uuid:u1/enfants[1],uuid:u1/enfants[1]/visites[1],uuid:u1/enfants[1]/visites\n",
	)), `2 uuid:u1 2024-05-03 | territoire=lunel enfants=[( age=4 visites=[( duree=10 )] )]`)
}

// Ona: sections named by their path, in a zip and in a workbook; its main table
// has columns of a parent too.
func TestArchive_ona(t *testing.T) {
	want := `2 u1 | territoire=lunel enfants=[( age=4 suivi=oui visites=[( duree=10 )] )]
		3 u2 | territoire=pezenas enfants=[( age=9 visites=[] )]`
	main := [][]any{
		{"vous/territoire", "_id", "_uuid", "_submission_time", "_index", "_parent_table_name", "_parent_index", "_tags", "_notes"},
		{"lunel", 1, "u1", "", 1, "", -1, "", ""}, {"pezenas", 2, "u2", "", 2, "", -1, "", ""},
	}
	children := [][]any{
		{"enfants/age", "enfants/suivi", "_id", "_uuid", "_submission_time", "_index", "_parent_table_name", "_parent_index", "_tags", "_notes"},
		{4, "oui", "", "", "", 1, "essai", 1, "", ""}, {9, "", "", "", "", 2, "essai", 2, "", ""},
	}
	inner := [][]any{
		{"enfants/visites/duree", "_id", "_uuid", "_submission_time", "_index", "_parent_table_name", "_parent_index", "_tags", "_notes"},
		{10, "", "", "", 1, "enfants", 1, "", ""},
	}
	equal(t, read(t, File{"essai.xlsx", bytes.NewReader(workbook(t, sheet{"essai", main}, sheet{"enfants", children}, sheet{"enfants_visites", inner}))}), want)
	equal(t, read(t, archive(t, "essai.zip",
		"essai.csv", "vous/territoire,_id,_uuid,_submission_time,_index,_parent_table_name,_parent_index\nlunel,1,u1,,1,,-1\npezenas,2,u2,,2,,-1\n",
		"enfants.csv", "enfants/age,enfants/suivi,_id,_uuid,_index,_parent_table_name,_parent_index\n4,oui,,,1,essai,1\n9,,,,2,essai,2\n",
		"enfants_visites.csv", "enfants/visites/duree,_id,_uuid,_index,_parent_table_name,_parent_index\n10,,,1,enfants,1\n",
	)), want)
}

// However people zip.
func TestArchive_layouts(t *testing.T) {
	folder := make([]string, 0, len(central))
	for i, part := range central {
		if i%2 == 0 {
			part = "essai 2024/" + part
		}
		folder = append(folder, part)
	}
	equal(t, answersOf(read(t, archive(t, "a.zip", append([]string{"essai 2024/", "", "__MACOSX/essai 2024/._essai.csv", "\x00\x05", "essai 2024/.DS_Store", "x"}, folder...)...))), centralAnswers)
	book := string(workbook(t, sheet{"essai", [][]any{{"territoire", "_uuid"}, {"lunel", "u1"}}}, sheet{"enfants", [][]any{{"age", "_submission__uuid"}, {4, "u1"}}}))
	equal(t, read(t, archive(t, "a.zip", "export.xlsx", book)), `2 u1 | territoire=lunel enfants=[( age=4 )]`)
	equal(t, read(t, File{"a.zip", strings.NewReader(book)}), `2 u1 | territoire=lunel enfants=[( age=4 )]`)
	equal(t, read(t, archive(t, "a.zip", "export.json", `[{"_uuid":"u1","territoire":"lunel","enfants":[{"age":4}]}]`)), `1 u1 | territoire=lunel enfants=[( age=4 )]`)
	equal(t, read(t, archive(t, "a.zip", "lunel/essai.csv", "territoire,KEY\nlunel,u1\n", "sete/essai.csv", "territoire,KEY\npezenas,u2\n",
		"lunel/essai-enfants.csv", "age,PARENT_KEY\n4,u1\n", "sete/essai-enfants.csv", "age,PARENT_KEY\n5,u2\n")), `
		2 u1 | territoire=lunel enfants=[( age=4 )]
		2 u2 | territoire=pezenas enfants=[( age=5 )]
		!0  several_tables lunel/essai-enfants.csv+sete/essai-enfants.csv+enfants`)
}

func TestArchive_refused(t *testing.T) {
	f := compiled(t, form)
	for want, content := range map[string]File{
		"archive_empty a.zip": archive(t, "a.zip", "media/1.jpg", "x"),
		"unreadable a.zip":    {"a.zip", strings.NewReader("PK\x03\x04rien")},
	} {
		if got := openProblem(t, f, nil, content); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	e, err := w.CreateHeader(&zip.FileHeader{Name: "a.csv", Flags: 1})
	must(t, err)
	_, err = e.Write([]byte("territoire\nlunel\n"))
	must(t, err)
	must(t, w.Close())
	if got := openProblem(t, f, nil, File{"a.zip", bytes.NewReader(out.Bytes())}); got != "archive_locked a.zip" {
		t.Error(got)
	}
	if got := openProblem(t, f, nil, archive(t, "a.zip", "a.csv", "territoire\n"+strings.Repeat("lunel\n", 20<<20))); !strings.HasPrefix(got, "too_large") {
		t.Error(got)
	}
}
