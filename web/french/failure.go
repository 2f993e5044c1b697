package french

import "errors"

// coded is an error that chooses its own sentence: the private database's
// refusals are. Declared here so that this package need not know storage.
type coded interface {
	error
	Problem() (code string, args []string)
}

// Failure is what the person who runs a command reads when the service is at
// fault: its sentence when the error has one, else the error's own words, for
// whoever is called to help.
func Failure(err error) string {
	var c coded
	if errors.As(err, &c) {
		code, args := c.Problem()
		for i := range args {
			if args[i] == "" {
				args[i] = "inconnu"
			}
		}
		return fill(template(code), args)
	}
	return err.Error()
}
