package expr

// op is what a term does.
type op uint8

const (
	opNumber op = iota
	opString
	opRef  // ${x}
	opVar  // $x
	opCall // f(a, …)
	opOr
	opAnd
	opEq
	opNe
	opLt
	opLe
	opGt
	opGe
	opAdd
	opSub
	opMul
	opDiv
	opMod
	opNeg
	opUnion
	opPath   // a/b, from the context node
	opRoot   // /a/b
	opFrom   // args[0] / steps
	opFilter // args[0] [args[1]] …
)

// term is a node of the tree of an expression. It does not change once parsed.
type term struct {
	op     op
	at     int // byte offset in the source
	num    float64
	str    string // literal, or the name of a reference, variable or function
	fn     *function
	args   []*term
	steps  []step
	closed bool // in brackets: (a + b) + c stays two sums
	depth  int
}

// step is one step of a location path.
type step struct {
	axis  axis
	test  string // a name, "*", or "node()", "text()", "comment()", "processing-instruction()"
	preds []*term
}

type axis uint8

const (
	axisChild axis = iota
	axisSelf
	axisParent
	axisAttribute
	axisDescendant
	axisDescendantOrSelf
	axisAncestor
	axisAncestorOrSelf
	axisFollowingSibling
	axisPrecedingSibling
	axisFollowing
	axisPreceding
	axisNamespace
)

// axisNames is indexed by axis; the browser's tree carries the same names.
var axisNames = [...]string{
	"child", "self", "parent", "attribute", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self",
	"following-sibling", "preceding-sibling", "following", "preceding", "namespace",
}

// opSigns names the operators, in the source and in the browser's tree.
var opSigns = [...]string{
	opOr: "or", opAnd: "and", opEq: "=", opNe: "!=", opLt: "<", opLe: "<=", opGt: ">", opGe: ">=",
	opAdd: "+", opSub: "-", opMul: "*", opDiv: "div", opMod: "mod", opNeg: "neg", opUnion: "|", opFilter: "",
}

// levels are the binary operators from the loosest to the tightest; all are left associative.
var levels = [...][]op{
	{opOr}, {opAnd}, {opEq, opNe}, {opLt, opLe, opGt, opGe}, {opAdd, opSub}, {opMul, opDiv, opMod},
}

// flat operators take any number of operands, so that a list of three hundred conditions is not three hundred deep.
func (o op) flat() bool { return o == opOr || o == opAnd || o == opAdd || o == opUnion }

// walk calls visit for t and every term below it, predicates included, in the order of the text.
func (t *term) walk(visit func(*term)) {
	visit(t)
	for _, a := range t.args {
		a.walk(visit)
	}
	for i := range t.steps {
		for _, p := range t.steps[i].preds {
			p.walk(visit)
		}
	}
}
