package private

// Problem gives the code and the arguments with which the French sentence is
// chosen and filled, for whoever shows the refusal to a person.
func (e *Error) Problem() (code string, args []string) { return e.Code, e.Args }
