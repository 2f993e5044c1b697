package survey

import "time"

// Answers is one level of what was answered, as stored text: question key →
// text, repeat key → its instances. In JSON it is one object. A key that is
// absent was not asked; an empty text was asked and left blank.
type Answers struct {
	Values  map[string]string
	Repeats map[string][]Answers
}

// Submission is what a respondent sent, before anybody judged it.
type Submission struct {
	InstanceID   string // UUID made by the client: the same id counts once
	DeprecatedID string // the instance that this one corrects, or ""
	Receipt      string // the code that allows the correction; "" from a phone, which has none
	FormID       string
	FormVersion  string
	Language     string
	Answers      Answers
	// Raw is what is kept for the record: the fields of the answers that count.
	Raw []byte
	// Received is the SHA-256 of what arrived, before anything was judged or
	// left out of it: sending it again is told by it. Zero stands for that of Raw.
	Received [32]byte
}

// State says why a value is what it is. Analysis keeps the five apart.
type State uint8

const (
	NotAsked State = iota // the form's logic left it out: « non concerné »
	// NoAnswer is asked, left blank: « sans réponse ». With a text, it was a number
	// or a day that the form refuses, which recorded answers may hold.
	NoAnswer
	AnsweredDontKnow   // a choice marked missing=nsp
	AnsweredNotApplies // a choice marked missing=nc
	AnsweredRefused    // a choice marked missing=refus
	Answered
)

// Value is one typed answer. Text is the stored text (choice names, ISO
// dates); Number is set for numeric formats.
type Value struct {
	State  State
	Text   string
	Number float64
}

// Record is one level of a Response: its Values are parallel to
// Scope.Questions, its Repeats to Scope.Repeats.
type Record struct {
	Values  []Value
	Repeats [][]*Record
}

// Response is a judged, typed answer to a Form.
type Response struct {
	InstanceID string
	// Day is when it was received, to the day: finer times would help to link
	// an answer to an invitation.
	Day  time.Time
	Form *Form
	Record
}

// Occasion is what judging an answer depends on besides the form and the
// answers: the clock, the zone, a seed for random(), and the values that the
// campaign's link carries for hidden questions.
type Occasion struct {
	Now      time.Time
	Zone     *time.Location
	Seed     int64
	Language string
	// InstanceID is what ${instanceID} reads; judging takes the submission's.
	InstanceID string
	Carried    map[string]string
	// Recorded is for answers collected elsewhere: they are believed, relevance
	// only tells « non concerné » from « sans réponse », and a calculation that
	// came with a value keeps it.
	Recorded bool
	// Computed is for answers from an engine that computed while they were
	// typed (ODK Collect): a value that a person may type over stands.
	Computed bool
	// Absent lists question keys that the source of recorded answers does not
	// have at all; they are left NotAsked.
	Absent map[string]bool
	// Done ends the evaluation when it is closed: nobody waits for the result
	// any more. It is then a Fault of CodeTooCostly. Nil never ends it.
	Done <-chan struct{}
	// States says, by field, what the source itself tells of an answer that is
	// not there, whatever relevance would say.
	States map[string]State
}
