package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"constat/survey"
	"constat/survey/expr"
	"constat/survey/xlsform"
	"constat/web/french"
)

// exprCmd evaluates expressions: one, for a person, or JSON lines, for a program.
type exprCmd struct {
	Expression string   `arg:"" optional:"" name:"expression" help:"L’expression, comme dans une cellule : '$${age} > 3'. Sans elle, des lignes JSON sont lues sur l’entrée standard."`
	Values     []string `arg:"" optional:"" name:"nom=valeur" help:"Réponses : age=5. « . » nomme la réponse de la question elle-même."`
	TZ         string   `name:"tz" placeholder:"ZONE" help:"Fuseau horaire, par exemple Europe/Paris ; par défaut celui de la machine."`
	Now        string   `placeholder:"DATE" help:"L’instant présent, par exemple 2026-06-15T14:00:00+02:00 ; par défaut celui de l’horloge."`
}

// Run evaluates the expression given, or each line of the standard input.
func (c *exprCmd) Run(p *program) error {
	if c.Expression == "" {
		return c.lines(p)
	}
	values := map[string]any{}
	for _, given := range c.Values {
		name, value, ok := strings.Cut(given, "=")
		if !ok {
			return inputErrorf("« %s » n’est pas une réponse ; écrivez nom=valeur.", given)
		}
		values[name] = value
	}
	e, err := expr.Parse(c.Expression)
	if err != nil {
		return expressionProblem(c.Expression, err)
	}
	request := exprRequest{Values: values, TZ: c.TZ, Now: c.Now}
	ctx, err := request.context(p)
	if err != nil {
		return inputErrorf("%s", err)
	}
	v, err := e.Eval(ctx)
	if err != nil {
		return expressionProblem(c.Expression, err)
	}
	fmt.Fprintln(p.stdout, frenchValue(v))
	return nil
}

// frenchValue writes a value for a person.
func frenchValue(v expr.Value) string {
	switch {
	case v.Kind() == expr.Boolean && v.Bool():
		return "vrai"
	case v.Kind() == expr.Boolean:
		return "faux"
	case v.Answer() == "":
		return "(vide)"
	}
	return v.Answer()
}

// expressionProblem tells what is wrong with an expression as form check does.
func expressionProblem(text string, err error) error {
	var syntax *expr.SyntaxError
	var eval *expr.EvalError
	problem := survey.Problem{Args: []string{text, "", "1", ""}}
	switch {
	case errors.As(err, &syntax):
		problem.Code = xlsform.ExpressionCode(syntax.Code)
		if syntax.Code == expr.UnknownFunction && syntax.Near != "" {
			problem.Code += "_near" // the sentence that proposes a name
		}
		place := utf8.RuneCountInString(text[:syntax.Offset]) + 1
		problem.Args = []string{text, syntax.Detail, fmt.Sprint(place), syntax.Near}
	case errors.As(err, &eval):
		problem.Code, problem.Args[1] = xlsform.ExpressionCode(eval.Code), eval.Detail
	case errors.Is(err, expr.ErrTooCostly):
		problem.Code = xlsform.ExpressionCode(expr.TooCostly)
	default:
		return err
	}
	return inputError{french.Problem(problem)}
}

// maxExprLine bounds one line: an expression and its document.
const maxExprLine = 64 << 20

func (c *exprCmd) lines(p *program) error {
	in := bufio.NewScanner(p.stdin)
	in.Buffer(nil, maxExprLine)
	out := bufio.NewWriter(p.stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for in.Scan() {
		line := bytes.TrimSpace(in.Bytes())
		if len(line) == 0 {
			continue
		}
		if err := p.ctx.Err(); err != nil {
			return err
		}
		request := exprRequest{TZ: c.TZ, Now: c.Now}
		var answer exprResult
		if err := json.Unmarshal(line, &request); err != nil {
			answer.Error = "bad-request: " + err.Error()
		} else {
			answer = request.evaluate(p)
		}
		if err := encoder.Encode(answer); err != nil {
			return fmt.Errorf("write the result of an expression: %w", err)
		}
	}
	if err := in.Err(); err != nil {
		return inputErrorf("l’entrée ne se lit pas : %s.", err)
	}
	return out.Flush()
}

// exprRequest is one line of input. Positions are element positions: /*[1]/*[2].
type exprRequest struct {
	ID       json.RawMessage `json:"id"`
	Expr     string          `json:"expr"`
	Values   map[string]any  `json:"values"`
	Instance *string         `json:"instance"`
	Node     *string         `json:"node"`
	Root     *string         `json:"root"`
	As       string          `json:"as"`
	Now      string          `json:"now"`
	TZ       string          `json:"tz"`
}

// exprResult is one line of output: a type and a value, or an error.
type exprResult struct {
	ID    json.RawMessage `json:"id,omitempty"`
	Type  string          `json:"type,omitempty"`
	Value any             `json:"value,omitempty"`
	Error string          `json:"error,omitempty"`
}

// MarshalJSON keeps a value that is false, empty or zero.
func (r exprResult) MarshalJSON() ([]byte, error) {
	if r.Error != "" {
		return json.Marshal(struct {
			ID    json.RawMessage `json:"id,omitempty"`
			Error string          `json:"error"`
		}{r.ID, r.Error})
	}
	return json.Marshal(struct {
		ID    json.RawMessage `json:"id,omitempty"`
		Type  string          `json:"type"`
		Value any             `json:"value"`
	}{r.ID, r.Type, r.Value})
}

func (r *exprRequest) evaluate(p *program) exprResult {
	e, err := expr.ParseGrammar(r.Expr)
	if r.As == "parses" {
		return exprResult{ID: r.ID, Type: "parses", Value: err == nil}
	}
	var ctx *expr.Context
	if err == nil {
		ctx, err = r.context(p)
	}
	var v expr.Value
	if err == nil {
		v, err = e.Eval(ctx)
	}
	if err != nil {
		return exprResult{ID: r.ID, Error: err.Error()}
	}
	return r.convert(e, ctx, v)
}

// convert gives the value the type that "as" asks for, as XPath's own functions do.
func (r *exprRequest) convert(e *expr.Expr, ctx *expr.Context, v expr.Value) exprResult {
	as := r.As
	if as == "" {
		as = v.Kind().String()
	}
	result := exprResult{ID: r.ID, Type: as}
	switch as {
	case "boolean":
		b, err := e.EvalBool(ctx)
		if err != nil {
			return exprResult{ID: r.ID, Error: err.Error()}
		}
		result.Value = b
	case "number":
		result.Value = jsonNumber(v.Number())
	case "string":
		result.Value = v.Text()
	case "nodeset":
		if v.Kind() != expr.Nodeset {
			return exprResult{ID: r.ID, Error: expr.NodesetExpected}
		}
		paths := []string{}
		for _, n := range v.Nodes() {
			paths = append(paths, n.Path())
		}
		result.Value = paths
	default:
		return exprResult{ID: r.ID, Error: "bad-request: as " + as}
	}
	return result
}

// jsonNumber writes as a text what JSON has no number for.
func jsonNumber(f float64) any {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return f + 0 // no negative zero
}

// context makes the document that the expression is evaluated in: the instance given, or one
// element per value, which absolute paths reach under /data.
func (r *exprRequest) context(p *program) (*expr.Context, error) {
	now, zone, err := r.time(p)
	if err != nil {
		return nil, err
	}
	values := r.document()
	document, from := values.Top(), values.Child(".")
	if r.Instance != nil {
		if document, err = expr.ReadXML(strings.NewReader(*r.Instance)); err != nil {
			return nil, err
		}
		from = document
	}
	if from == nil {
		from = values
	}
	ctx := &expr.Context{
		Node: from, Root: document, Now: now, Zone: zone,
		Rand: rand.New(rand.NewPCG(uint64(now.UnixNano()), 0)),
		Resolve: func(name string, from *expr.Node) []*expr.Node {
			if n := values.Child(name); n != nil {
				return []*expr.Node{n}
			}
			return document.Nearest(name, from)
		},
		Instance: func(name string) *expr.Node { return instanceNamed(document, name) },
	}
	for _, at := range []struct {
		path *string
		node **expr.Node
	}{{r.Node, &ctx.Node}, {r.Root, &ctx.Root}} {
		if at.path == nil {
			continue
		}
		if *at.node = document.Locate(*at.path); *at.node == nil {
			return nil, fmt.Errorf("no node at %s", *at.path)
		}
	}
	return ctx, nil
}

// document makes an element of each value, in the order of their names.
func (r *exprRequest) document() *expr.Node {
	document := &expr.Node{}
	data := document.Append(&expr.Node{Name: "data"})
	names := make([]string, 0, len(r.Values))
	for name := range r.Values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := ""
		if r.Values[name] != nil {
			value = fmt.Sprint(r.Values[name])
		}
		data.Append(&expr.Node{Name: name, Value: value})
	}
	return data
}

func (r *exprRequest) time(p *program) (time.Time, *time.Location, error) {
	now, zone := p.clock(), time.Local
	var err error
	if r.TZ != "" {
		if zone, err = time.LoadLocation(r.TZ); err != nil {
			return now, nil, fmt.Errorf("fuseau horaire « %s » inconnu", r.TZ)
		}
	}
	if r.Now != "" {
		if now, err = time.Parse(time.RFC3339, r.Now); err != nil {
			return now, nil, fmt.Errorf("instant « %s » illisible : écrivez 2026-06-15T14:00:00Z", r.Now)
		}
	}
	return now, zone, nil
}

// instanceNamed finds the secondary instance of an XForm: the element instance with that id.
func instanceNamed(n *expr.Node, name string) *expr.Node {
	for _, child := range n.Children {
		if id, _ := child.Attr("id"); child.Name == "instance" && id == name {
			return child
		}
		if found := instanceNamed(child, name); found != nil {
			return found
		}
	}
	return nil
}
