package web

import (
	"path"
	"regexp"
	"slices"
)

// staticImport is one static import or export of a module, as our own files
// write them: one statement a line, at its beginning.
var staticImport = regexp.MustCompile(`(?m)^(?:import|export)\b[^'"\n]*['"](\.{1,2}/[^'"]+)['"]`)

// preloaded lists what a page's scripts load beside themselves: the modules
// that its content calls for, and all that any of them imports.
func (a *assets) preloaded(scripts, modules []string) []string {
	return append(slices.Clone(modules), a.imports(slices.Concat(scripts, modules)...)...)
}

// imports lists what scripts load before they run, whatever the depth: a page
// names them all in its head, so that a phone asks for them in one wave
// instead of one wave a level. The scripts themselves are left out.
func (a *assets) imports(scripts ...string) []string {
	seen, found := slices.Clone(scripts), []string(nil)
	for at := 0; at < len(seen); at++ {
		for _, m := range staticImport.FindAllSubmatch(a.files[seen[at]], -1) {
			name := path.Join(path.Dir(seen[at]), string(m[1]))
			if !slices.Contains(seen, name) {
				seen, found = append(seen, name), append(found, name)
			}
		}
	}
	return found
}
