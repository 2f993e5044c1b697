package xlsform

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"constat/survey"
)

// Bounds of what may travel with a workbook: a list of all French communes
// does not fit, one of a département does twenty times.
const (
	MaxFiles    = 60
	maxCSV      = 2 << 20   // bytes of a CSV file
	maxCSVRows  = 10_000    // rows of a CSV file, its header left out
	maxCSVCells = 400_000   // of all CSV files, blank ones too: a file of 10,000 rows and 20 columns twice
	maxPicture  = 500 << 10 // bytes of a picture: it is read on phones
	maxFileName = 100       // characters

	// MaxFileBytes is the most that any of them may weigh.
	MaxFileBytes = maxCSV
)

// Codes of what can be wrong with the files next to a workbook. The order of
// the arguments is in the comment.
const (
	CodeFileKind        = "workbook_file_kind"         // file
	CodeFileName        = "workbook_file_name"         // file
	CodeFileNotUsed     = "workbook_file_not_used"     // file
	CodeFileTooLarge    = "workbook_file_too_large"    // file, most kilobytes
	CodeFileRows        = "workbook_file_rows"         // file, most rows
	CodeFileCells       = "workbook_file_cells"        // file, most cells in all files
	CodeFileBroken      = "workbook_file_broken"       // file, row
	CodeFileColumn      = "workbook_file_column"       // file, column, columns of the file
	CodeFileTwinColumns = "workbook_file_twin_columns" // file, column
	CodeFileBlank       = "workbook_file_blank"        // file, column, row
	CodeFileSpace       = "workbook_file_space"        // value, file, question
	CodeFileEmpty       = "workbook_file_empty"        // file
	CodePictureKind     = "workbook_picture_kind"      // file
	CodePictureNeeded   = "workbook_picture_needed"    // file, what it illustrates
	CodeMediaNotShown   = "workbook_media_not_shown"   // question, column
	CodeSearchCall      = "workbook_search_call"       // text
	CodeFileTree        = "workbook_file_tree"         // file, what is wrong in it
)

// FileCodes lists the codes above, for the test that each has its sentence.
var FileCodes = []string{
	CodeFileKind, CodeFileName, CodeFileNotUsed, CodeFileTooLarge, CodeFileRows, CodeFileCells, CodeFileBroken, CodeFileColumn,
	CodeFileTwinColumns, CodeFileBlank, CodeFileSpace, CodeFileEmpty, CodePictureKind, CodePictureNeeded,
	CodeMediaNotShown, CodeSearchCall, CodeFileTree,
}

// ReadWith is ReadAll for a workbook that comes with its files: CSV files
// become lists and secondary instances, pictures illustrate questions and
// choices. A file that the form names and that is not there is a fault; with
// nil files it is a warning, since they may simply be elsewhere.
//
// A form that costs too much before anybody has answered is at fault.
func ReadWith(r io.Reader, files survey.Files) (*survey.Form, []survey.Problem, error) {
	return read(r, files, (*survey.Form).CheckCost)
}

func read(r io.Reader, files survey.Files, costs func(*survey.Form) []survey.Problem) (*survey.Form, []survey.Problem, error) {
	book, err := open(r)
	if err != nil {
		return nil, nil, err
	}
	form, problems := readBook(book, fileName(r), files, costs)
	return form, problems, nil
}

// ReadVersion reads a frozen form with the files frozen with it. What it costs
// was judged when it was frozen, by the rules of that day; whoever opens it is
// told when it costs too much now.
func ReadVersion(v survey.FormVersion) (*survey.Form, error) {
	free := func(*survey.Form) []survey.Problem { return nil }
	// A workbook without form_id was called after its file when it was frozen; a
	// rule that is newer than the form does not keep its answers from being read.
	form, problems, err := readAnswered(Named(v.FormID+".xlsx", v.Workbook), v.Files, free)
	if err != nil {
		return nil, err
	}
	if form == nil {
		return nil, survey.Problems(problems)
	}
	return form, nil
}

// Named is a reader of a workbook's bytes that knows the file's name.
func Named(name string, workbook []byte) io.Reader {
	return namedReader{bytes.NewReader(workbook), name}
}

type namedReader struct {
	io.Reader
	name string
}

func (n namedReader) Name() string { return n.name }

// Unreadable gives the problems of an error of ReadWith or ReadAll, and
// whether the error is the file's: a reader may fail for its own reasons.
func Unreadable(err error) ([]survey.Problem, bool) {
	var problems survey.Problems
	ok := errors.As(err, &problems)
	return problems, ok
}

// attached are the files given with a workbook, as far as they were read.
type attached struct {
	files  survey.Files
	tables map[string]*csvTable // files of choices by name; nil when broken
	used   map[string]bool
	lists  map[string]*survey.List // by file and columns
}

// given tells whether files came with the workbook at all.
func (rd *reading) given() bool { return rd.attached.files != nil }

// readFiles reads the files given and makes lists of those that questions and
// look-ups name.
func (rd *reading) readFiles() {
	a := &rd.attached
	a.tables, a.used, a.lists = map[string]*csvTable{}, map[string]bool{}, map[string]*survey.List{}
	if rd.given() {
		rd.openFiles()
		rd.form.Walk(func(q *survey.Question) {
			if q.Type.File {
				rd.listFromFile(q)
			}
		})
		for _, use := range rd.searched {
			if use.call != "" {
				rd.listFromSearch(use)
			}
		}
		for _, f := range rd.files {
			rd.lookUpFile(f)
		}
	}
	rd.checkMedia()
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		if !a.used[name] {
			rd.warn(place{}, CodeFileNotUsed, name)
		}
	}
}

// openFiles reads every file of choices once, and says what is wrong with the files
// themselves.
func (rd *reading) openFiles() {
	cells := 0
	for _, name := range slices.Sorted(maps.Keys(rd.attached.files)) {
		content := rd.attached.files[name]
		switch ext := strings.ToLower(filepath.Ext(name)); {
		case !SafeFileName(name):
			rd.fault(place{}, CodeFileName, name)
		case choiceFiles[ext]:
			table, problem := readTable(name, ext, content)
			if table != nil {
				if cells += len(table.rows) * len(table.header); cells > maxCSVCells {
					table, problem = nil, unreadable(CodeFileCells, name, itoa(maxCSVCells))
				}
			}
			if problem != nil {
				rd.add(*problem)
			}
			rd.attached.tables[name] = table
		case !pictureNames[ext]:
			rd.fault(place{}, CodeFileKind, name)
		case len(content) > maxPicture:
			rd.fault(place{}, CodeFileTooLarge, name, itoa(maxPicture>>10))
		case PictureType(content) == "":
			rd.fault(place{}, CodePictureKind, name)
		}
	}
}

// SafeFileName tells whether a name can be the last part of an address and of
// a path, whatever the system.
func SafeFileName(name string) bool {
	if name == "" || len([]rune(name)) > maxFileName || name[0] == '.' || strings.HasSuffix(name, ".") {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == '\uFFFD' || strings.ContainsRune(`/\:*?"<>|%#`, r)
	})
}

// tableOf finds a file of choices among those given. Nil when it is missing, which
// is a fault, or when it is broken, which was one.
func (rd *reading) tableOf(at place, file, question string) *csvTable {
	rd.attached.used[file] = true
	table, found := rd.attached.tables[file]
	if !found && rd.attached.files[file] == nil {
		rd.fault(at, CodeFileNeeded, file, question)
	}
	return table
}

// lookUpFile makes the secondary instance of a file that only expressions
// read: all its columns, no choice.
func (rd *reading) lookUpFile(f attachment) {
	if rd.attached.used[f.file] {
		return // it feeds a select too, or what is wrong with it was said
	}
	if table := rd.tableOf(f.at, f.file, f.question); table != nil {
		rd.form.Lists[f.instance] = table.list(f.instance, "name", "label")
	}
}

// stem is a file's name without its extension: what expressions call it.
func stem(file string) string { return strings.TrimSuffix(file, filepath.Ext(file)) }
