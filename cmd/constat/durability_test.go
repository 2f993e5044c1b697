package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/internal/memorytest"
	"constat/survey"
)

// asCommand makes the test binary behave as constat itself, so that a test can
// kill the whole service and not only a goroutine of it.
const asCommand = "CONSTAT_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		code := run(context.Background(), os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
		if err := memorytest.Leave(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// process is the service as a process of its own.
func process(t testing.TB, dataDir string) (*running, *exec.Cmd) {
	t.Helper()
	r := &running{t: t, dataDir: dataDir, stdout: &syncBuffer{}, stderr: &syncBuffer{}}
	command := exec.Command(os.Args[0], "serve", "--addr", "127.0.0.1:0", "--data-dir", dataDir)
	command.Env = append(os.Environ(), asCommand+"=1")
	command.Stdout, command.Stderr = r.stdout, r.stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
	})
	r.url = r.await(`http://127\.0\.0\.1:\d+`, make(chan int, 1))
	return r, command
}

// Whatever was acknowledged before the service was killed is there when it
// comes back.
func TestServe_killedKeepsEveryAcknowledgedAnswer(t *testing.T) {
	dataDir := dataFolder(t)
	service, command := process(t, dataDir)
	_, path := service.openCampaign("lunel", "lunel-sante")
	sender := &sender{url: service.url + path, bodies: imaginaryPosts(t, 20)}

	var senders sync.WaitGroup
	for range 4 {
		senders.Go(sender.untilRefused)
	}
	sender.await(t, 40)
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	senders.Wait()
	_ = command.Wait()

	service, _ = process(t, dataDir)
	for _, receipt := range sender.receipts {
		if page := readReceipt(t, service.url+path, receipt); !strings.Contains(page, "Vos réponses sont enregistrées") {
			t.Errorf("an acknowledged answer is lost: its receipt says %s", page)
		}
	}
	t.Logf("%d acknowledged, all there", len(sender.receipts))
}

// readReceipt opens what a reply left to hold: the receipt is in no address.
func readReceipt(t *testing.T, questionnaire string, held *http.Cookie) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, questionnaire+"/recu", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.AddCookie(held)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// heldReceipt is what a reply leaves to hold; nil without a receipt.
func heldReceipt(response *http.Response) *http.Cookie {
	for _, cookie := range response.Cookies() {
		if cookie.Name == "constat-recu" && cookie.MaxAge > 0 {
			return cookie
		}
	}
	return nil
}

// sender posts answers and notes the receipts of those acknowledged.
type sender struct {
	url      string
	bodies   []url.Values
	mu       sync.Mutex
	sent     int
	receipts []*http.Cookie
}

func (s *sender) untilRefused() {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for {
		s.mu.Lock()
		body := url.Values{}
		for k, v := range s.bodies[s.sent%len(s.bodies)] {
			body[k] = v
		}
		s.sent++
		s.mu.Unlock()
		body.Set(":instance", uuid.NewString())
		body.Set(":do", "envoyer")
		body.Set(":confirme", "oui")
		response, err := client.Post(s.url, "application/x-www-form-urlencoded", strings.NewReader(body.Encode()))
		if err != nil {
			return
		}
		_ = response.Body.Close()
		if held := heldReceipt(response); held != nil {
			s.mu.Lock()
			s.receipts = append(s.receipts, held)
			s.mu.Unlock()
		}
	}
}

// await returns once so many answers were acknowledged, however busy the machine.
func (s *sender) await(t *testing.T, answers int) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		s.mu.Lock()
		enough := len(s.receipts) >= answers
		s.mu.Unlock()
		if enough {
			return
		}
	}
	t.Fatalf("fewer than %d answers were acknowledged in a minute", answers)
}

func TestServe_secondServiceOnTheSameFolderRefuses(t *testing.T) {
	dataDir := dataFolder(t)
	start(t, dataDir, "serve")
	var out, problems bytes.Buffer
	code := run(t.Context(), []string{"serve", "--addr", "127.0.0.1:0", "--data-dir", dataDir}, noEnvironment, strings.NewReader(""), &out, &problems)
	if code != exitService || !strings.Contains(problems.String(), "un autre service utilise déjà le dossier") {
		t.Errorf("ended with %d: %s", code, problems.String())
	}
}

// The first start prints a link with which the first administrator chooses a
// password, once.
func TestServe_firstAdministrator(t *testing.T) {
	service := start(t, dataFolder(t), "serve")
	link := service.await(`http://127\.0\.0\.1:\d+/invitation/\S+`, make(chan int, 1))
	const password = "une phrase que personne ne devine"
	response, err := http.PostForm(link, url.Values{"mot-de-passe": {password}, "encore": {password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("choosing a password answered %d", response.StatusCode)
	}
	again, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Body.Close()
	if again.StatusCode != http.StatusNotFound && again.StatusCode != http.StatusGone {
		t.Errorf("the used link answers %d", again.StatusCode)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	signedIn, err := client.PostForm(service.url+"/connexion", url.Values{"login": {"admin"}, "mot-de-passe": {password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = signedIn.Body.Close()
	if signedIn.StatusCode != http.StatusSeeOther {
		t.Errorf("signing in answered %d", signedIn.StatusCode)
	}
}

// The link of the first administrator is printed by the first start only:
// a log that is kept would hold a way in at each restart. Later starts say
// how to get another, until somebody can sign in.
func TestServe_firstLinkOnce(t *testing.T) {
	dataDir := dataFolder(t)
	service := start(t, dataDir, "serve")
	first := service.await(`http://127\.0\.0\.1:\d+/invitation/\S+`, make(chan int, 1))
	service.stop()
	again := start(t, dataDir, "serve")
	again.await(`constat user invite admin --data-dir `+regexp.QuoteMeta(dataDir), make(chan int, 1))
	if strings.Contains(again.stdout.String(), "/invitation/") {
		t.Errorf("a second start prints a link: %s", again.stdout)
	}
	answers := func(link string) int {
		t.Helper()
		response, err := http.Get(link)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		return response.StatusCode
	}
	firstLink := again.url + first[strings.Index(first, "/invitation/"):]
	if status := answers(firstLink); status != http.StatusOK {
		t.Errorf("the first link answers %d after a restart", status)
	}
	fresh := strings.Fields(again.command("user", "invite", "admin"))
	if status := answers(fresh[len(fresh)-1]); status != http.StatusOK {
		t.Errorf("the new link answers %d", status)
	}
	if status := answers(firstLink); status != http.StatusNotFound {
		t.Errorf("the first link still answers %d", status)
	}
}

// Once an account can sign in, no start prints a way to take the service over.
func TestServe_noLinkOnceSomebodyCanSignIn(t *testing.T) {
	dataDir := dataFolder(t)
	service := start(t, dataDir, "serve")
	service.addLead("animatrice", "lunel")
	service.stop()
	again := start(t, dataDir, "serve")
	again.stop()
	if strings.Contains(again.stdout.String(), "/invitation/") {
		t.Errorf("a link although somebody can sign in: %s", again.stdout)
	}
}

var receiptCode = regexp.MustCompile(`\d{4}(\x{a0}|&nbsp;)\d{4}(\x{a0}|&nbsp;)\d{4}(\x{a0}|&nbsp;)\d{4}`)

// The same answer sent twice counts once, and gives the same receipt.
func TestServe_sameSubmissionTwiceCountsOnce(t *testing.T) {
	service := start(t, dataFolder(t), "serve")
	id, path := service.openCampaign("lunel", "lunel-sante")
	body := imaginaryPosts(t, 1)[0]
	body.Set(":instance", uuid.NewString())
	body.Set(":do", "envoyer")
	body.Set(":confirme", "oui")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var receipts []string
	for range 2 {
		response, err := client.PostForm(service.url+path, body)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		receipts = append(receipts, receiptCode.FindString(readReceipt(t, service.url+path, heldReceipt(response))))
	}
	if receipts[0] == "" || receipts[0] != receipts[1] {
		t.Errorf("receipts %q", receipts)
	}
	if list := service.command("campaign", "list", "lunel"); !strings.Contains(list, id) || !strings.Contains(list, "\t1 réponse\t") {
		t.Errorf("campaign list says %q", list)
	}
}

// A demonstration never enters the database of real answers.
func TestDemo_refusesAnExternalDatabase(t *testing.T) {
	getenv := func(name string) string {
		if name == "DATABASE_URL" {
			return "postgres://localhost/constat"
		}
		return noEnvironment(name)
	}
	var out, problems bytes.Buffer
	if code := run(t.Context(), []string{"demo"}, getenv, strings.NewReader(""), &out, &problems); code != exitInput {
		t.Errorf("ended with %d: %s", code, problems.String())
	}
}

// The demonstration gives every network the three questionnaires, answered.
func TestDemo_tenNetworksThreeQuestionnaires(t *testing.T) {
	service := start(t, dataFolder(t), "demo", "--serve")
	for _, network := range []string{
		"castries", "pic-saint-loup-gangeois", "montpellier", "bassin-de-thau", "hauts-cantons",
		"coeur-d-herault", "pays-de-l-or", "lunel", "beziers", "piscenois",
	} {
		lines := strings.Split(strings.TrimSpace(service.command("campaign", "list", network)), "\n")
		if len(lines) != 3 {
			t.Errorf("%s has %d campaigns", network, len(lines))
		}
		for _, line := range lines {
			if strings.Contains(line, "\t0 réponse\t") {
				t.Errorf("%s: a campaign without an answer: %s", network, line)
			}
		}
	}
	response, err := http.Get(service.url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var page bytes.Buffer
	if _, err := page.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.String(), "Données fictives") {
		t.Error("the page does not say « Données fictives »")
	}
}

// Every command that takes --json prints one JSON document.
func TestFormFill_printsOneDocument(t *testing.T) {
	var out, problems bytes.Buffer
	code := run(t.Context(), []string{"form", "fill", "../../survey/catalogue/lunel-sante.xlsx", "-"}, noEnvironment,
		strings.NewReader(`{"profession":"sage_femme","confronte":"non","systematique":"jamais","nb_femmes":3}`), &out, &problems)
	var document struct {
		Accepted bool
		Answers  survey.Answers
		Problems []struct{ Question, Code, Message string }
	}
	if err := json.Unmarshal(out.Bytes(), &document); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if code != exitDone || !document.Accepted || document.Answers.Values["nb_femmes"] != "" ||
		len(document.Problems) != 1 || document.Problems[0].Code != survey.CodeIrrelevant {
		t.Errorf("code %d, document %+v, stderr %s", code, document, problems.String())
	}
}
