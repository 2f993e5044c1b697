package analysis

import "time"

// Meta says who asked whom, what and when: what no answer tells.
type Meta struct {
	Network   string // the network's name, or what stands for it
	Campaign  string // the campaign's title
	Territory Territory
	From, To  time.Time // of the collection; zero = from the answers' own days
	Invited   int       // how many people were asked, 0 = not known
	Open      bool      // the campaign still takes answers
	// Fictitious marks a demonstration: every sheet says « données fictives ».
	Fictitious  bool
	GeneratedOn time.Time
	Source      string // the file that the answers come from, "" for the service
	Reading     []ReadingProblem
	Lines       []LineAccount // what became of the lines of each file or sheet
	// Changes are the passages of the campaign to other versions of its form,
	// oldest first.
	Changes []FormChange
}

// FormChange says when the questionnaire changed during the collection, and
// which questions that touched, by their labels.
type FormChange struct {
	On        time.Time
	Questions []string
}

// ReadingProblem is something in an imported file that its author should look
// at.
type ReadingProblem struct {
	Outcome ReadingOutcome
	Row     int    // spreadsheet row, 0 when a whole column is concerned
	Column  string // header, "" when a whole row is
	Reason  string // a French sentence
}

// LineAccount says what became of the lines of a file or sheet that are not
// blank. What is neither header nor counted is among the ReadingProblems.
type LineAccount struct {
	Table   string
	Read    int
	Header  int
	Counted int
}

// Others is how many lines are neither header nor counted.
func (a LineAccount) Others() int { return a.Read - a.Header - a.Counted }

// ReadingOutcome is what became of what a ReadingProblem speaks of.
type ReadingOutcome uint8

const (
	ReadingLost    ReadingOutcome = iota // could not be read: left out or blank
	ReadingKept                          // read and counted as it is, to be checked
	ReadingAbsent                        // a question that the file does not have
	ReadingRefused                       // a number or a day that the form refuses: in no figure
	ReadingOutside                       // an answer that its list does not have: counted apart
	ReadingAsked                         // a number that looks like a missing code: counted, to be settled
	ReadingAside                         // a line that is no answer: a title, a total, the header again
)

// ReadingOutcomes lists the outcomes above, in the order they are shown.
var ReadingOutcomes = []ReadingOutcome{ReadingAsked, ReadingRefused, ReadingLost, ReadingOutside, ReadingAside, ReadingKept, ReadingAbsent}

// Territory is where the network works, in official names.
type Territory struct {
	Name       string
	Communes   []Place
	EPCI       []Place
	Hypothesis bool   // a guess that the lead should confirm
	Source     string // and its vintage
}

// Place is a commune or an EPCI.
type Place struct {
	Code       string // INSEE or SIREN
	Name       string
	EPCI       string // SIREN of a commune's EPCI
	Population int    // 0 = not known
}
