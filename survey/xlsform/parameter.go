package xlsform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// rule tells whether a parameter's value may be what it is.
type rule func(value string) bool

var (
	anything  rule = func(string) bool { return true }
	boolean   rule = func(v string) bool { return v == "true" || v == "false" }
	whole     rule = func(v string) bool { _, err := strconv.Atoi(v); return err == nil }
	natural   rule = func(v string) bool { n, err := strconv.Atoi(v); return err == nil && n >= 0 }
	numeric   rule = func(v string) bool { _, ok := decimal(v); return ok }
	agreed    rule = func(v string) bool { return yes[v] }
	tagName   rule = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_.-]*$`).MatchString
	numberRef rule = func(v string) bool { return numeric(v) || bareReference.MatchString(v) }
)

func oneOf(values ...string) rule {
	return func(v string) bool { return slices.Contains(values, v) }
}

// parameterRules are the parameters of each type, and what they accept
// (pyxform's validators). Other types ignore theirs.
var parameterRules = map[string]map[string]rule{
	"range": {
		"start": numeric, "end": numeric, "step": numeric,
		"tick_interval": numeric, "placeholder": numeric, "tick_labelset": anything,
	},
	"select_one":                selectParameters,
	"select_multiple":           selectParameters,
	"rank":                      selectParameters,
	"select_one_from_file":      fileParameters,
	"select_multiple_from_file": fileParameters,
	"text":                      {"rows": natural},
	"image":                     {"max-pixels": whole, "app": anything},
	"audio":                     {"quality": oneOf("voice-only", "low", "normal", "external")},
	"background-audio":          {"quality": oneOf("voice-only", "low", "normal")},
	"geopoint": {
		"capture-accuracy": numeric, "warning-accuracy": numeric,
		"allow-mock-accuracy": boolean, "reference-geometry": anything,
	},
	"geoshape": lineParameters,
	"geotrace": lineParameters,
	"audit": {
		"location-priority":     oneOf("no-power", "low-power", "balanced", "high-accuracy"),
		"location-min-interval": natural, "location-max-age": natural,
		"track-changes": boolean, "identify-user": boolean, "track-changes-reasons": oneOf("on-form-edit"),
	},
}

var (
	selectParameters = map[string]rule{"randomize": boolean, "seed": numberRef}
	fileParameters   = map[string]rule{"randomize": boolean, "seed": numberRef, "value": tagName, "label": tagName}
	lineParameters   = map[string]rule{"incremental": agreed, "allow-mock-accuracy": boolean, "reference-geometry": anything}
)

var aroundEquals = regexp.MustCompile(`\s*=\s*`)

// parameters reads a parameters cell: "start=0 end=5", separated by spaces,
// commas or semicolons.
func (rd *reading) parameters(row sheetRow, q *survey.Question) map[string]string {
	t := rd.survey
	at := t.at(row, "parameters")
	read := map[string]string{}
	if rows := t.cell(row, "rows"); rows != "" {
		read["rows"] = rows
	}
	rules := parameterRules[q.Type.Name]
	for _, item := range parameterItems(straight(t.cell(row, "parameters"))) {
		key, value, ok := strings.Cut(item, "=")
		key = strings.ToLower(key)
		if !ok || key == "" || value == "" || strings.Contains(value, "=") {
			rd.fault(at, CodeBadParameters, t.cell(row, "parameters"))
			return read
		}
		if key != "label" && key != "value" && key != "seed" && key != "tick_labelset" && key != "reference-geometry" && key != "app" {
			value = strings.ToLower(value)
		}
		read[key] = value
		if rules == nil {
			continue
		}
		if allowed := rules[key]; allowed == nil {
			rd.fault(at, CodeUnknownParameter, key, q.Type.Name, strings.Join(parameterNames(rules), ", "))
		} else if !allowed(value) {
			rd.fault(at, CodeBadParameter, key, value)
		}
	}
	rd.checkParameters(at, q, read)
	return read
}

func parameterItems(text string) []string {
	text = aroundEquals.ReplaceAllString(text, "=")
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\t\n", r) })
}

func parameterNames(rules map[string]rule) []string {
	names := make([]string, 0, len(rules))
	for name := range rules {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// checkParameters applies the rules that concern several parameters.
func (rd *reading) checkParameters(at place, q *survey.Question, read map[string]string) {
	if read["seed"] != "" && read["randomize"] == "" && (q.Type.List || q.Type.File) {
		rd.fault(at, CodeSeedAlone)
	}
	switch q.Type.Name {
	case "range":
		rd.checkRange(at, q, read)
	case "image":
		rd.checkApp(at, q, read)
	case "audit":
		rd.checkAudit(at, read)
	}
}

// androidPackage is the name of an Android application.
var androidPackage = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]*(\.[a-zA-Z][a-zA-Z0-9_]*)+$`)

// checkApp looks at the application that takes the picture.
func (rd *reading) checkApp(at place, q *survey.Question, read map[string]string) {
	if app, ok := read["app"]; ok && q.TakesApp() && !androidPackage.MatchString(app) {
		rd.fault(at, CodeBadParameter, "app", app)
	}
}

// checkAudit makes sure that the parameters of positions are all there.
func (rd *reading) checkAudit(at place, read map[string]string) {
	given := 0
	for _, key := range []string{"location-priority", "location-min-interval", "location-max-age"} {
		if read[key] != "" {
			given++
		}
	}
	interval, _ := strconv.Atoi(read["location-min-interval"])
	age, _ := strconv.Atoi(read["location-max-age"])
	if given == 1 || given == 2 || age < interval {
		rd.fault(at, CodeBadAudit)
	}
}
