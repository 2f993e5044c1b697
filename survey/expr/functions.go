package expr

import "maps"

// function is one row of the function table.
type function struct {
	name     string
	min, max int // how many arguments; max < 0 is any number (many), two by two after min if paired
	paired   bool
	volatile bool // its value changes although nothing that it names does
	compute  func(c *Context, f focus, t *term) Value
}

const many = -1

// takes says whether the function may be called with n arguments.
func (fn *function) takes(n int) bool {
	return n >= fn.min && (n <= fn.max || fn.max == many) && (!fn.paired || (n-fn.min)%2 == 0)
}

// functions is the whole table, by name.
var functions = tabled()

// foreignFunctions belong to one product (CHT, Collect's external apps) or to XPath outside of forms.
var foreignFunctions = [...]string{
	"extract-signed", "difference-in-months", "add-date", "parse-timestamp-to-date", "z-score", "cht:extension-lib", "to-bikram-sambat",
	"id", "lang", "namespace-uri", "property", "jr:itext", "version", "sha256", "instance-id", "search",
}

func tabled() map[string]*function {
	byName := map[string]*function{}
	for _, theme := range [][]function{
		valueFunctions, numberFunctions, textFunctions, secretFunctions, dateFunctions, nodeFunctions, repeatFunctions, choiceFunctions, placeFunctions,
	} {
		for i := range theme {
			byName[theme[i].name] = &theme[i]
		}
	}
	return byName
}

// Functions lists the names of all functions, unordered: for documentation and proposals.
func Functions() []string {
	names := make([]string, 0, len(functions))
	for name := range maps.Keys(functions) {
		names = append(names, name)
	}
	return names
}
