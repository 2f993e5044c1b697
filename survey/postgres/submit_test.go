package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
)

func TestSubmit_keepsAndGivesReceipt(t *testing.T) {
	f := newFixture(t)
	s := submission("former les équipes")
	receipt := f.mustSubmit(t, f.lunel, s)
	if want := survey.ReceiptCode(f.receiptKey, f.lunel.ID, s.InstanceID); receipt.Code != want || receipt.Repeated {
		t.Fatalf("receipt %+v, want %s", receipt, want)
	}
	stored, err := f.Receipt(context.Background(), f.lunel, receipt.Code)
	must(t, err)
	if stored.InstanceID != s.InstanceID || stored.Revision != 1 || stored.Withdrawn || stored.FormVersion != "1" {
		t.Errorf("stored %+v", stored)
	}
	if got := stored.Answers.Values["q1"]; got != "former les équipes" {
		t.Errorf("q1 = %q", got)
	}
	if want := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC); !stored.Day.Equal(want) {
		t.Errorf("day %v, want %v", stored.Day, want)
	}
}

func TestSubmit_sameTwice(t *testing.T) {
	f := newFixture(t)
	s := submission("un hébergement")
	first := f.mustSubmit(t, f.lunel, s)
	again := f.mustSubmit(t, f.lunel, s)
	if again.Code != first.Code || !again.Repeated {
		t.Errorf("again %+v, first %+v", again, first)
	}
	s.Raw = []byte("other bytes")
	_, err := f.submit(t, f.lunel, s)
	wantError(t, err, survey.ErrConflict)
	wantCount(t, f, f.lunel, 1)
}

func TestSubmit_upperCaseIdentifierIsTheSame(t *testing.T) {
	f := newFixture(t)
	s := submission("un relais")
	s.InstanceID = "3F2504E0-4F89-41D3-9A0C-0305E82C3301"
	first := f.mustSubmit(t, f.lunel, s)
	s.InstanceID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
	if again := f.mustSubmit(t, f.lunel, s); again.Code != first.Code || !again.Repeated {
		t.Errorf("again %+v, first %+v", again, first)
	}
}

func TestSubmit_sixteenAtOnce(t *testing.T) {
	f := newFixture(t)
	s := submission("une permanence")
	r := f.judge(t, s)
	receipts := make([]survey.Receipt, 16)
	errs := make([]error, len(receipts))
	var wait sync.WaitGroup
	for i := range receipts {
		wait.Go(func() { receipts[i], errs[i] = f.Submit(context.Background(), f.lunel, s, r, noon) })
	}
	wait.Wait()
	must(t, errors.Join(errs...))
	first := 0
	for _, receipt := range receipts {
		if receipt.Code != receipts[0].Code {
			t.Errorf("two receipts: %s and %s", receipt.Code, receipts[0].Code)
		}
		if !receipt.Repeated {
			first++
		}
	}
	if first != 1 {
		t.Errorf("%d acknowledged as the first, want 1", first)
	}
	wantCount(t, f, f.lunel, 1)
}

func TestSubmit_differentBytesAtOnce(t *testing.T) {
	f := newFixture(t)
	id := uuid.NewString()
	errs := make([]error, 8)
	var wait sync.WaitGroup
	for i := range errs {
		s := submission(fmt.Sprint("texte ", i))
		s.InstanceID = id
		r := f.judge(t, s)
		wait.Go(func() { _, errs[i] = f.Submit(context.Background(), f.lunel, s, r, noon) })
	}
	wait.Wait()
	kept := 0
	for _, err := range errs {
		if err == nil {
			kept++
		} else if !errors.Is(err, survey.ErrConflict) {
			t.Error(err)
		}
	}
	if kept != 1 {
		t.Errorf("%d kept, want 1", kept)
	}
	wantCount(t, f, f.lunel, 1)
}

func TestSubmit_whenTheCampaignTakesAnswers(t *testing.T) {
	midnight := time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC) // the 25th in Paris
	on := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name              string
		state             survey.CampaignState
		opensOn, closesOn time.Time
		now               time.Time
		want              error
	}{
		{"open", survey.CampaignOpen, time.Time{}, time.Time{}, noon, nil},
		{"draft", survey.CampaignDraft, time.Time{}, time.Time{}, noon, survey.ErrClosed},
		{"closed", survey.CampaignClosed, time.Time{}, time.Time{}, noon, survey.ErrClosed},
		{"last day", survey.CampaignOpen, time.Time{}, on(24), noon, nil},
		{"last day is over in Paris", survey.CampaignOpen, time.Time{}, on(24), midnight, survey.ErrClosed},
		{"day before the first", survey.CampaignOpen, on(25), time.Time{}, noon, survey.ErrClosed},
		{"first day in Paris", survey.CampaignOpen, on(25), time.Time{}, midnight, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			campaign := f.lunel
			campaign.ID, campaign.Link = uuid.NewString(), newLink(t, "lunel")
			campaign.State, campaign.OpensOn, campaign.ClosesOn = c.state, c.opensOn, c.closesOn
			must(t, f.CreateCampaign(context.Background(), campaign, by("campaign.create")))
			s := submission("une réponse")
			_, err := f.Submit(context.Background(), campaign, s, f.judge(t, s), c.now)
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
		})
	}
}

func TestSubmit_lostReplyAfterClosing(t *testing.T) {
	f := newFixture(t)
	s := submission("envoyé hors ligne")
	first := f.mustSubmit(t, f.lunel, s)
	f.setState(t, survey.CampaignClosed)
	if again := f.mustSubmit(t, f.lunel, s); again.Code != first.Code || !again.Repeated {
		t.Errorf("again %+v, first %+v", again, first)
	}
	_, err := f.submit(t, f.lunel, submission("trop tard"))
	wantError(t, err, survey.ErrClosed)
}

func TestSubmit_unknownCampaign(t *testing.T) {
	f := newFixture(t)
	foreign := f.lunel
	foreign.Network = "beziers"
	for _, c := range []survey.Campaign{foreign, {Network: "lunel", ID: uuid.NewString()}, {Network: "lunel", ID: "no uuid"}} {
		_, err := f.submit(t, c, submission("ailleurs"))
		wantError(t, err, survey.ErrNotFound)
	}
}

func TestSubmit_closingWaitsForAnswersOnTheirWay(t *testing.T) {
	f := newFixture(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var wait sync.WaitGroup
	var mu sync.Mutex
	kept := 0
	for range 8 {
		wait.Go(func() {
			for ctx.Err() == nil {
				s := submission("en continu")
				switch _, err := f.Submit(context.Background(), f.lunel, s, f.judge(t, s), noon); {
				case errors.Is(err, survey.ErrClosed):
					return
				case err != nil:
					t.Error(err)
					return
				}
				mu.Lock()
				kept++
				mu.Unlock()
			}
		})
	}
	time.Sleep(200 * time.Millisecond)
	began := time.Now()
	f.setState(t, survey.CampaignClosed)
	t.Logf("closing under load took %v", time.Since(began))
	atClosing := f.count(t, f.lunel)
	wait.Wait()
	if after := f.count(t, f.lunel); after != atClosing || after != kept {
		t.Errorf("%d answers when closed, %d afterwards, %d acknowledged", atClosing, after, kept)
	}
}

func TestSubmit_correction(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	first := submission("une salle")
	receipt := f.mustSubmit(t, f.lunel, first)

	second := submission("deux salles")
	second.DeprecatedID = first.InstanceID
	if again := f.mustSubmit(t, f.lunel, second); again.Code != receipt.Code || again.Repeated {
		t.Fatalf("second %+v, first %+v", again, receipt)
	}
	third := submission("trois salles")
	third.DeprecatedID = second.InstanceID
	f.mustSubmit(t, f.lunel, third)
	if again := f.mustSubmit(t, f.lunel, third); !again.Repeated || again.Code != receipt.Code {
		t.Errorf("third again %+v", again)
	}

	stored, err := f.Receipt(ctx, f.lunel, receipt.Code)
	must(t, err)
	if stored.Revision != 3 || stored.InstanceID != third.InstanceID || stored.Answers.Values["q1"] != "trois salles" {
		t.Errorf("stored %+v", stored)
	}
	wantCount(t, f, f.lunel, 1)

	late := submission("quatre salles")
	late.DeprecatedID = first.InstanceID
	_, err = f.submit(t, f.lunel, late)
	wantError(t, err, survey.ErrConflict)
}

func TestSubmit_correctionOfNothing(t *testing.T) {
	f := newFixture(t)
	other := submission("ailleurs")
	f.mustSubmit(t, f.beziers, other)
	for _, deprecated := range []string{uuid.NewString(), other.InstanceID, "no uuid"} {
		s := submission("corrige")
		s.DeprecatedID = deprecated
		_, err := f.submit(t, f.lunel, s)
		wantError(t, err, survey.ErrNotFound)
	}
}

func TestSubmit_correctionsAtOnce(t *testing.T) {
	f := newFixture(t)
	first := submission("avant")
	f.mustSubmit(t, f.lunel, first)
	errs := make([]error, 8)
	var wait sync.WaitGroup
	for i := range errs {
		s := submission(fmt.Sprint("après ", i))
		s.DeprecatedID = first.InstanceID
		r := f.judge(t, s)
		wait.Go(func() { _, errs[i] = f.Submit(context.Background(), f.lunel, s, r, noon) })
	}
	wait.Wait()
	kept := 0
	for _, err := range errs {
		if err == nil {
			kept++
		} else if !errors.Is(err, survey.ErrConflict) {
			t.Error(err)
		}
	}
	if kept != 1 {
		t.Errorf("%d corrections kept, want 1", kept)
	}
	wantCount(t, f, f.lunel, 1)
}

func TestSubmit_nulIsRefusedCleanly(t *testing.T) {
	f := newFixture(t)
	s := submission("texte")
	s.Language = "fr\x00"
	_, err := f.submit(t, f.lunel, s)
	wantError(t, err, survey.ErrBadText)

	// Inside the JSON of the answers it arrives as an escape.
	s = submission("texte")
	r := f.judge(t, s)
	r.Values[0] = survey.Value{State: survey.Answered, Text: "a\x00b"}
	_, err = f.Submit(context.Background(), f.lunel, s, r, noon)
	wantError(t, err, survey.ErrBadText)

	// Raw bytes are bytes.
	s = submission("texte")
	s.Raw = []byte{0, 1, 0xff}
	f.mustSubmit(t, f.lunel, s)
	wantCount(t, f, f.lunel, 1)
}

func TestSubmit_auditNamesTheCampaignAndTheDayOnly(t *testing.T) {
	f := newFixture(t)
	s := submission("à l'heure")
	receipt := f.mustSubmit(t, f.lunel, s)
	must(t, f.Withdraw(context.Background(), f.lunel, receipt.Code, noon))
	entries, err := f.Audit(context.Background(), "lunel", 100)
	must(t, err)
	want := survey.AuditEntry{At: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Network: "lunel", Object: f.lunel.ID}
	got := 0
	for _, e := range entries {
		if e.Agent != "" {
			continue
		}
		got++
		want.Action = e.Action
		if e != want || e.Action != "submission.receive" && e.Action != "submission.withdraw" {
			t.Errorf("entry %+v, want %+v", e, want)
		}
	}
	if got != 2 {
		t.Errorf("%d entries of respondents, want 2: %+v", got, entries)
	}
	var numbered int
	const query = `SELECT count(*) FROM pg_sequences WHERE schemaname = current_schema() AND sequencename LIKE 'audit%'`
	must(t, f.owner(t).Get(&numbered, query))
	if numbered != 0 {
		t.Error("a sequence orders respondents' acts among those of agents")
	}
}

func TestSubmit_correctionNeedsItsReceipt(t *testing.T) {
	f := newFixture(t)
	first, other := submission("une salle"), submission("ailleurs")
	receipt, another := f.mustSubmit(t, f.lunel, first), f.mustSubmit(t, f.lunel, other)
	for _, code := range []string{another.Code, "0000000000000000", "12"} {
		s := submission("volé")
		s.DeprecatedID, s.Receipt = first.InstanceID, code
		_, err := f.submit(t, f.lunel, s)
		wantError(t, err, survey.ErrNotFound)
	}
	second := submission("deux salles")
	second.DeprecatedID, second.Receipt = first.InstanceID, receipt.Code
	if again := f.mustSubmit(t, f.lunel, second); again.Code != receipt.Code || again.Repeated {
		t.Fatalf("second %+v, first %+v", again, receipt)
	}
	stored, err := f.Receipt(context.Background(), f.lunel, receipt.Code)
	must(t, err)
	if stored.Revision != 2 || stored.Answers.Values["q1"] != "deux salles" {
		t.Errorf("stored %+v", stored)
	}
	var roots int
	must(t, f.superuser(t).Get(&roots, `SELECT count(DISTINCT root_id) FROM submissions WHERE receipt_hash = $1`, receiptHash(receipt.Code)))
	if roots != 1 {
		t.Errorf("%d roots behind a receipt", roots)
	}
}

func TestWithdraw(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	first := submission("à effacer")
	receipt := f.mustSubmit(t, f.lunel, first)
	second := submission("à effacer aussi")
	second.DeprecatedID = first.InstanceID
	f.mustSubmit(t, f.lunel, second)
	f.mustSubmit(t, f.lunel, submission("à garder"))

	wantError(t, f.Withdraw(ctx, f.beziers, receipt.Code, noon), survey.ErrNotFound)
	wantError(t, f.Withdraw(ctx, f.lunel, "0000000000000000", noon), survey.ErrNotFound)
	must(t, f.Withdraw(ctx, f.lunel, receipt.Code, noon))
	must(t, f.Withdraw(ctx, f.lunel, receipt.Code, noon))

	stored, err := f.Receipt(ctx, f.lunel, receipt.Code)
	must(t, err)
	if !stored.Withdrawn || len(stored.Answers.Values) != 0 {
		t.Errorf("stored %+v", stored)
	}
	wantCount(t, f, f.lunel, 1)
	f.wantNoTrace(t, "à effacer")

	third := submission("après coup")
	third.DeprecatedID = second.InstanceID
	_, err = f.submit(t, f.lunel, third)
	wantError(t, err, survey.ErrNotFound)
	_, err = f.submit(t, f.lunel, first) // nothing is left to tell that it is the same
	wantError(t, err, survey.ErrErased)
}

func TestWithdraw_afterClosing(t *testing.T) {
	f := newFixture(t)
	receipt := f.mustSubmit(t, f.lunel, submission("fermé"))
	f.setState(t, survey.CampaignClosed)
	wantError(t, f.Withdraw(context.Background(), f.lunel, receipt.Code, noon), survey.ErrClosed)
	wantCount(t, f, f.lunel, 1)
}

func TestReceipt_unknown(t *testing.T) {
	f := newFixture(t)
	receipt := f.mustSubmit(t, f.lunel, submission("mien"))
	for _, c := range []struct {
		campaign survey.Campaign
		code     string
	}{
		{f.lunel, "0000000000000000"}, {f.lunel, ""}, {f.lunel, "abc"}, {f.beziers, receipt.Code},
		{survey.Campaign{ID: "no uuid", Network: "lunel"}, receipt.Code},
	} {
		_, err := f.Receipt(context.Background(), c.campaign, c.code)
		wantError(t, err, survey.ErrNotFound)
	}
}

func (f *fixture) setState(tb testing.TB, state survey.CampaignState) {
	tb.Helper()
	must(tb, f.SetCampaignState(context.Background(), f.lunel.Network, f.lunel.ID, state, by("campaign."+string(state))))
}

func (f *fixture) count(tb testing.TB, c survey.Campaign) int {
	tb.Helper()
	n := 0
	for _, err := range f.Responses(context.Background(), c.Network, c.ID) {
		must(tb, err)
		n++
	}
	return n
}

// wantCount checks the stream and the summary, which count apart.
func wantCount(t *testing.T, f *fixture, c survey.Campaign, want int) {
	t.Helper()
	if got := f.count(t, c); got != want {
		t.Errorf("%d responses, want %d", got, want)
	}
	summaries, err := f.Campaigns(context.Background(), c.Network)
	must(t, err)
	for _, s := range summaries {
		if s.ID == c.ID && s.Responses != want {
			t.Errorf("summary says %d responses, want %d", s.Responses, want)
		}
	}
}
