package survey

// Attribute is one that an author adds to the XForm of her form: its name,
// perhaps with a namespace's prefix, and its value, which may hold ${name}.
type Attribute struct{ Name, Value string }

// Attributes are those that the columns bind::x, body::x and instance::x of
// the survey sheet add to a question. This service obeys none of them; they
// are for other software, which the form may be exported to.
type Attributes struct {
	Bind, Control, Instance []Attribute
}
