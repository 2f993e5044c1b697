package web

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"constat/survey"
)

// browser is a client that keeps cookies and follows no redirect by itself.
type browser struct {
	*house
	client *http.Client
}

func (h *house) browser() *browser {
	jar, err := cookiejar.New(nil)
	must(h, err)
	return &browser{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// lead is a browser signed in.
func (h *house) lead(login string) *browser {
	h.Helper()
	b := h.browser()
	if r := b.post("/connexion", url.Values{"login": {login}, "mot-de-passe": {goodPassword}}); r.status != http.StatusSeeOther {
		h.Fatalf("sign-in of %s: %d %s", login, r.status, r.text())
	}
	return b
}

// reply is a page received.
type reply struct {
	tb     testing.TB
	status int
	header http.Header
	body   string
	doc    *html.Node
}

func (b *browser) get(path string) reply {
	b.Helper()
	return b.do(http.MethodGet, path, "", nil)
}

func (b *browser) post(path string, fields url.Values) reply {
	b.Helper()
	return b.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(fields.Encode()))
}

func (b *browser) do(method, path, contentType string, body io.Reader) reply {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), method, b.site.URL+path, body)
	must(b, err)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	return b.send(request)
}

func (b *browser) send(request *http.Request) reply {
	b.Helper()
	response, err := b.client.Do(request)
	must(b, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	must(b, err)
	r := reply{tb: b, status: response.StatusCode, header: response.Header, body: string(content)}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		r.doc, err = html.Parse(strings.NewReader(r.body))
		must(b, err)
	}
	return r
}

// want fails unless the page has the status and says each text.
func (r reply) want(status int, texts ...string) reply {
	r.tb.Helper()
	if r.status != status {
		r.tb.Fatalf("status %d, want %d\n%s", r.status, status, r.text())
	}
	for _, text := range texts {
		if !strings.Contains(plainSpaces.Replace(r.text()), plainSpaces.Replace(text)) {
			r.tb.Errorf("the page does not say %q:\n%s", text, r.text())
		}
	}
	return r
}

// code is the code of a receipt that the page shows.
func (r reply) code() string {
	r.tb.Helper()
	shown := r.elements("p", "data-code", "*")
	if len(shown) != 1 {
		r.tb.Fatalf("the page shows %d codes:\n%s", len(shown), r.text())
	}
	code, ok := survey.NormalReceipt(shown[0].FirstChild.Data)
	if !ok {
		r.tb.Fatalf("code %q", shown[0].FirstChild.Data)
	}
	return code
}

// plainSpaces lets tests be typed on a keyboard.
var plainSpaces = strings.NewReplacer("\u00a0", " ")

// text is what a person reads on the page, white space in single spaces.
func (r reply) text() string {
	if r.doc == nil {
		return r.body
	}
	var b strings.Builder
	walkHTML(r.doc, func(n *html.Node) bool {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style") {
			return false
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		return true
	})
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}

func walkHTML(n *html.Node, visit func(*html.Node) bool) {
	if !visit(n) {
		return
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		walkHTML(child, visit)
	}
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// elements lists the elements with a tag ("" = any) and an attribute; a value
// of "*" is any value.
func (r reply) elements(tag, name, value string) []*html.Node {
	var found []*html.Node
	if r.doc == nil {
		return nil
	}
	walkHTML(r.doc, func(n *html.Node) bool {
		if n.Type == html.ElementNode && (tag == "" || n.Data == tag) {
			if v, has := attribute(n, name); name == "" || has && (value == "*" || v == value) {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

// fields are what a browser would send of the page's form with an id, before
// anything is typed.
func (r reply) fields(formID string) url.Values {
	r.tb.Helper()
	forms := r.elements("form", "id", formID)
	if len(forms) != 1 {
		r.tb.Fatalf("the page has %d forms %q:\n%s", len(forms), formID, r.text())
	}
	fields := url.Values{}
	walkHTML(forms[0], func(n *html.Node) bool {
		name, _ := attribute(n, "name")
		value, _ := attribute(n, "value")
		kind, _ := attribute(n, "type")
		_, checked := attribute(n, "checked")
		switch {
		case name == "" || n.Data == "button":
		case n.Data == "input" && (kind == "radio" || kind == "checkbox") && !checked:
		case n.Data == "input":
			fields.Add(name, value)
		case n.Data == "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			fields.Add(name, text)
		case n.Data == "select":
			fields.Add(name, selectedOption(n))
		}
		return true
	})
	return fields
}

func selectedOption(n *html.Node) string {
	chosen := ""
	walkHTML(n, func(o *html.Node) bool {
		if _, is := attribute(o, "selected"); is && o.Data == "option" {
			value, has := attribute(o, "value")
			if !has && o.FirstChild != nil {
				value = o.FirstChild.Data
			}
			chosen = value
		}
		return true
	})
	return chosen
}

func set(fields url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		fields[pairs[i]] = strings.Split(pairs[i+1], "|")
	}
	return fields
}
