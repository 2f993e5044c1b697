package survey

// Kind tells what a row of the survey sheet does.
type Kind uint8

const (
	Asked    Kind = iota // a question with a control
	Note                 // a text to read
	Hidden               // a value nobody types: hidden, calculate, metadata
	Group                // a section of other rows
	Repeat               // a section answered as many times as needed
	Captured             // a control this service does not offer: position, picture, sound, file
)

// Format is how an answer is written and checked.
type Format uint8

const (
	FormatText Format = iota
	FormatInteger
	FormatDecimal
	FormatDate
	FormatTime
	FormatDateTime
	FormatOne      // one choice name
	FormatMultiple // choice names joined by one space
	FormatRank     // all choice names, in order of preference
	FormatTick     // "OK" or nothing
	FormatNone     // groups, repeats, notes
)

// Measure is what analysis knows of a question: six ways to summarise, never
// thirty question types.
type Measure uint8

const (
	MeasureNone     Measure = iota
	MeasureNominal          // one category
	MeasureMultiple         // several categories: percentages over people, never over ticks
	MeasureOrdinal          // one category of an ordered scale
	MeasureQuantity         // a number that can be summed
	MeasureDate             // a day
	MeasureVerbatim         // words
)

// Type is one row of the question-type table: adding a type is adding a row
// here and a template under web/templates/questions.
type Type struct {
	Name    string   // XLSForm's own word
	Aliases []string // other spellings that pyxform accepts
	Kind    Kind
	Format  Format
	Measure Measure
	List    bool // followed by a list name: "select_one LIST"
	File    bool // followed by a file name: "select_one_from_file FILE"
}

// Types is the table of question types, pyxform 4.5's names and aliases
// (question_type_dictionary.py, aliases.py).
var Types = []Type{
	{Name: "text", Aliases: []string{"string", "add text prompt", "q string"}, Format: FormatText, Measure: MeasureVerbatim},
	{Name: "integer", Aliases: []string{"int", "add integer prompt", "q int"}, Format: FormatInteger, Measure: MeasureQuantity},
	{Name: "decimal", Aliases: []string{"add decimal prompt", "q decimal"}, Format: FormatDecimal, Measure: MeasureQuantity},
	{Name: "percentage", Format: FormatInteger, Measure: MeasureQuantity},
	{Name: "number of days in last month", Format: FormatInteger, Measure: MeasureQuantity},
	{Name: "number of days in last six months", Format: FormatInteger, Measure: MeasureQuantity},
	{Name: "number of days in last year", Format: FormatInteger, Measure: MeasureQuantity},
	{Name: "range", Format: FormatDecimal, Measure: MeasureQuantity},
	{Name: "date", Aliases: []string{"add date prompt", "q date"}, Format: FormatDate, Measure: MeasureDate},
	{Name: "time", Aliases: []string{"add time prompt", "q time"}, Format: FormatTime, Measure: MeasureNone},
	{Name: "dateTime", Aliases: []string{"datetime", "date time", "add date time prompt", "add dateTime prompt", "q date time", "q dateTime"}, Format: FormatDateTime, Measure: MeasureDate},
	{Name: "phone number", Aliases: []string{"add phone number prompt", "q phone number", "add phonenumber prompt"}, Format: FormatText, Measure: MeasureNone},
	{Name: "select_one", Aliases: []string{"select one", "select1", "select one from", "add select one prompt using", "select_one_external", "select one external"}, Format: FormatOne, Measure: MeasureNominal, List: true},
	{Name: "select_multiple", Aliases: []string{"select all that apply", "select all that apply from", "add select multiple prompt using"}, Format: FormatMultiple, Measure: MeasureMultiple, List: true},
	{Name: "rank", Aliases: []string{"odk:rank"}, Format: FormatRank, Measure: MeasureMultiple, List: true},
	{Name: "select_one_from_file", Aliases: []string{"select one from file"}, Format: FormatOne, Measure: MeasureNominal, File: true},
	{Name: "select_multiple_from_file", Aliases: []string{"select multiple from file"}, Format: FormatMultiple, Measure: MeasureMultiple, File: true},
	{Name: "acknowledge", Aliases: []string{"trigger", "add acknowledge prompt", "q acknowledge"}, Format: FormatTick, Measure: MeasureNominal},
	{Name: "note", Aliases: []string{"add note prompt", "q note"}, Kind: Note, Format: FormatNone},
	{Name: "calculate", Aliases: []string{"calculation", "add calculate prompt", "q calculate"}, Kind: Hidden, Format: FormatText},
	{Name: "hidden", Kind: Hidden, Format: FormatText},
	{Name: "start", Aliases: []string{"get start time", "start time"}, Kind: Hidden, Format: FormatDateTime},
	{Name: "end", Aliases: []string{"get end time", "end time"}, Kind: Hidden, Format: FormatDateTime},
	{Name: "today", Aliases: []string{"get today"}, Kind: Hidden, Format: FormatDate},
	{Name: "deviceid", Aliases: []string{"device id", "get device id", "imei", "subscriberid", "subscriber id", "get subscriber id", "simserial", "sim id", "get sim id", "simid"}, Kind: Hidden, Format: FormatText},
	{Name: "username", Kind: Hidden, Format: FormatText},
	{Name: "phonenumber", Aliases: []string{"get phone number"}, Kind: Hidden, Format: FormatText},
	{Name: "email", Kind: Hidden, Format: FormatText},
	{Name: "audit", Kind: Hidden, Format: FormatNone},
	{Name: "uri:deviceid", Aliases: []string{"uri:subscriberid", "uri:simserial", "uri:phonenumber", "uri:username", "uri:email"}, Kind: Hidden, Format: FormatText},
	{Name: "xml-external", Kind: Hidden, Format: FormatNone},
	{Name: "csv-external", Kind: Hidden, Format: FormatNone},
	{Name: "start-geopoint", Kind: Hidden, Format: FormatText},
	{Name: "background-geopoint", Kind: Hidden, Format: FormatText},
	{Name: "background-audio", Kind: Hidden, Format: FormatText},
	{Name: "geopoint", Aliases: []string{"gps", "location", "q location", "q geopoint", "add location prompt"}, Kind: Captured, Format: FormatText},
	{Name: "geotrace", Kind: Captured, Format: FormatText},
	{Name: "geoshape", Kind: Captured, Format: FormatText},
	{Name: "image", Aliases: []string{"photo", "add image prompt", "q picture", "q image", "add photo prompt"}, Kind: Captured, Format: FormatText},
	{Name: "audio", Aliases: []string{"add audio prompt", "q audio"}, Kind: Captured, Format: FormatText},
	{Name: "video", Aliases: []string{"add video prompt", "q video"}, Kind: Captured, Format: FormatText},
	{Name: "file", Aliases: []string{"add file prompt", "q file"}, Kind: Captured, Format: FormatText},
	{Name: "barcode", Aliases: []string{"add barcode prompt", "q barcode"}, Kind: Captured, Format: FormatText},
	{Name: "begin_group", Aliases: []string{"begin group"}, Kind: Group, Format: FormatNone},
	{Name: "begin_repeat", Aliases: []string{"begin repeat", "begin lgroup", "begin looped group", "begin_looped_group"}, Kind: Repeat, Format: FormatNone},
}

// TypeNamed finds a type by its XLSForm name or an alias of it. Comparison is
// exact, as pyxform's is.
func TypeNamed(name string) (*Type, bool) {
	for i := range Types {
		if Types[i].Name == name {
			return &Types[i], true
		}
		for _, alias := range Types[i].Aliases {
			if alias == name {
				return &Types[i], true
			}
		}
	}
	return nil, false
}
