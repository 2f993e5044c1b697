package xlsform

import (
	"errors"
	"io"
	"slices"
	"sort"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// Codes of the problems of an ODK XForm. A problem's sheet is "xform", its row
// the line of the element, its column the attribute.
const (
	CodeXFormUnreadable = "xform_unreadable"  // what the XML reader said
	CodeXFormIncomplete = "xform_incomplete"  // the part that is missing
	CodeXFormNoNode     = "xform_no_node"     // path
	CodeXFormLeftOut    = "xform_left_out"    // what is left out
	CodeXFormFileNeeded = "xform_file_needed" // instance, file
)

// XFormCodes lists the codes above, for the test that each has its sentence.
var XFormCodes = []string{CodeXFormUnreadable, CodeXFormIncomplete, CodeXFormNoNode, CodeXFormLeftOut, CodeXFormFileNeeded}

// ReadXForm reads an ODK XForm, the XML that pyxform makes of an XLSForm, into
// the compiled Form that the workbook would give. When the XForm is at fault
// the error is a survey.Problems, as for Read.
func ReadXForm(r io.Reader) (*survey.Form, error) {
	form, problems, err := ReadAllXForm(r)
	if err != nil {
		return nil, err
	}
	if survey.Blocking(problems) {
		return nil, survey.Problems(problems)
	}
	return form, nil
}

// ReadAllXForm is ReadXForm for whoever lists the warnings too, as ReadAll is
// for Read.
func ReadAllXForm(r io.Reader) (*survey.Form, []survey.Problem, error) {
	document, err := readElements(r)
	var damaged *damagedXML
	if errors.As(err, &damaged) {
		rd := &xformReading{}
		rd.fault(rd.at(damaged.line, ""), CodeXFormUnreadable, damaged.what)
		return nil, nil, survey.Problems(rd.problems)
	}
	if err != nil {
		return nil, nil, err
	}
	rd := &xformReading{
		form:  &survey.Form{Lists: map[string]*survey.List{}},
		binds: map[string]*element{}, controls: map[string]*element{}, repeats: map[string]*element{},
		asked: map[string]*survey.Question{}, raw: map[string]*expr.Node{},
	}
	rd.read(document)
	problems := rd.problems
	sort.SliceStable(problems, func(i, j int) bool { return problems[i].Row < problems[j].Row })
	if survey.Blocking(problems) {
		return nil, problems, nil
	}
	return rd.form, problems, nil
}

// xformReading is one XForm on its way to becoming a Form.
type xformReading struct {
	reporter
	form  *survey.Form
	model *element
	body  *element
	root  *element // of the primary instance

	binds    map[string]*element         // by node path
	controls map[string]*element         // by node path; groups too
	repeats  map[string]*element         // by node path
	asked    map[string]*survey.Question // by node path
	raw      map[string]*expr.Node       // secondary instances, by id
	texts    map[string]itext
}

// read takes the parts in the order in which they depend on each other.
func (rd *xformReading) read(document *element) {
	if !rd.findParts(document) {
		return
	}
	rd.readIdentity(document)
	rd.readItext()
	rd.readSecondary()
	rd.readBinds()
	rd.readBody(rd.body, "")
	rd.form.Questions = rd.questions(rd.root, "/"+rd.root.name)
	for _, path := range sortedPaths(rd.asked) {
		rd.readChoicesOf(path, rd.asked[path])
	}
	rd.readActions()
	if survey.Blocking(rd.problems) {
		return
	}
	problems := rd.form.Compile()
	if !survey.Blocking(problems) {
		problems = append(problems, rd.form.CheckCost()...)
	}
	for _, p := range problems {
		p.Sheet = xformSheet
		rd.add(p)
	}
}

// xformSheet stands where a workbook's problem has its sheet.
const xformSheet = "xform"

func (rd *xformReading) at(line int, attribute string) place {
	return place{xformSheet, line, attribute}
}

func (rd *xformReading) findParts(document *element) bool {
	if head := document.child("head"); head != nil {
		rd.model = head.child("model")
	}
	rd.body = document.child("body")
	if rd.model != nil {
		if primary := rd.model.child("instance"); primary != nil {
			rd.root = primary.first()
		}
	}
	for _, part := range []struct {
		name    string
		missing bool
	}{{"model", rd.model == nil}, {"instance", rd.root == nil}, {"body", rd.body == nil}} {
		if part.missing {
			rd.fault(rd.at(document.line, ""), CodeXFormIncomplete, part.name)
			return false
		}
	}
	return true
}

func (rd *xformReading) readIdentity(document *element) {
	f := rd.form
	f.Element, f.ID = rd.root.name, rd.root.attrs["id"]
	if f.ID == "" {
		f.ID = f.Element
	}
	f.Version = rd.root.attrs["version"]
	if f.Version == "" {
		f.Version = rd.root.attrs["orx:version"]
	}
	f.Style = rd.body.attrs["class"]
	f.Title = survey.Plain(f.ID)
	if title := document.child("head").child("title"); title != nil && title.plain() != "" {
		f.Title = survey.Plain(title.plain())
	}
}

// readSecondary reads the instances after the first one. A file that is not
// here is an instance without rows.
func (rd *xformReading) readSecondary() {
	for _, e := range rd.model.children {
		id := e.attrs["id"]
		if e.name != "instance" || e.first() == rd.root || id == "" {
			continue
		}
		node := e.node()
		if src := e.attrs["src"]; src != "" && e.first() == nil {
			node = &expr.Node{Name: "instance"}
			node.Append(&expr.Node{Name: "root"})
			if !strings.Contains(src, "last-saved") {
				rd.warn(rd.at(e.line, "src"), CodeXFormFileNeeded, id, src)
			}
		}
		rd.raw[id] = node
		rd.form.Lists[id] = &survey.List{Name: id, Source: node}
	}
}

func (rd *xformReading) readBinds() {
	for _, e := range rd.model.children {
		if e.name != "bind" {
			continue
		}
		path := absolute(e.attrs["nodeset"], "/"+rd.root.name)
		if strings.Contains(path, "@") {
			rd.warn(rd.at(e.line, "nodeset"), CodeXFormLeftOut, path)
			continue
		}
		if !rd.root.holds(path) {
			// Web Forms passes over it, and so do we: nothing is lost but a rule.
			rd.warn(rd.at(e.line, "nodeset"), CodeXFormLeftOut, path)
			continue
		}
		rd.binds[path] = e
	}
}

// absolute writes a path of the body or of a bind from the root, without
// predicates; from is where it stands.
func absolute(path, from string) string {
	path = strings.TrimSpace(path)
	if !strings.HasPrefix(path, "/") {
		path = from + "/" + path
	}
	var steps []string
	for step := range strings.SplitSeq(withoutPredicates(path), "/") {
		switch step = strings.TrimSpace(step); {
		case step == ".." && len(steps) > 0:
			steps = steps[:len(steps)-1]
		case step == "" || step == "." || step == "current()":
		default:
			steps = append(steps, localName(step))
		}
	}
	return "/" + strings.Join(steps, "/")
}

func localName(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

func sortedPaths[V any](m map[string]V) []string {
	paths := make([]string, 0, len(m))
	for path := range m {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
