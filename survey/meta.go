package survey

import (
	"slices"
	"strings"

	"constat/survey/expr"
)

// metaNames are the rows that every XForm has under /data/meta and that a form
// may refer to without writing them.
var metaNames = []string{"instanceID", "instanceName"}

// refersToMeta tells whether an expression or a text of the form looks at
// /data/meta, so that other forms need not carry it.
func (f *Form) refersToMeta() bool {
	found := false
	f.Walk(func(q *Question) {
		for _, e := range q.Expressions() {
			found = found || slices.ContainsFunc(e.Refs(), f.isMeta) ||
				slices.ContainsFunc(e.Paths(), func(p expr.Path) bool { return slices.Contains(p.Steps, "meta") })
		}
		for _, t := range q.texts() {
			found = found || slices.ContainsFunc(textRefs(t.text), f.isMeta)
		}
	})
	return found
}

// isMeta tells whether ${name} is one of metaNames; a question of that name
// comes first.
func (f *Form) isMeta(name string) bool {
	name = strings.TrimPrefix(name, lastSaved)
	return len(f.names[name]) == 0 && slices.Contains(metaNames, name)
}

// growMeta adds meta/instanceID to the tree. Its nodes belong to no question.
func (in *instance) growMeta() {
	if in.form.names["meta"] != nil {
		return
	}
	in.meta = in.root.Append(&expr.Node{Name: "meta"})
	for _, name := range metaNames {
		in.meta.Append(&expr.Node{Name: name})
	}
	if id := in.occ.InstanceID; id != "" {
		in.meta.Children[0].Value = "uuid:" + strings.TrimPrefix(id, "uuid:")
	}
}

func (in *instance) metaNamed(name string) []*expr.Node {
	if in.meta == nil {
		return nil
	}
	if node := in.meta.Child(name); node != nil {
		return []*expr.Node{node}
	}
	return nil
}
