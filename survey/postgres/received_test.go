package postgres

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"constat/survey"
)

// The bytes are compared, not what judging made of them: the receipt comes
// again after the closing, and when the same bytes would be judged otherwise.
func TestReceived(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	one := submission("un lieu")
	one.Received = hash("octets reçus")
	receipt := f.mustSubmit(t, f.lunel, one)

	one.Raw = []byte("judged otherwise the next day")
	if again := f.mustSubmit(t, f.lunel, one); again.Code != receipt.Code || !again.Repeated {
		t.Errorf("submitted again: %+v, first %+v", again, receipt)
	}
	must(t, f.SetCampaignState(ctx, "lunel", f.lunel.ID, survey.CampaignClosed, by("campaign.close")))
	again, err := f.Received(ctx, f.lunel, one.InstanceID, one.Received)
	must(t, err)
	if again.Code != receipt.Code || !again.Repeated {
		t.Errorf("received again: %+v, first %+v", again, receipt)
	}
	_, err = f.Received(ctx, f.lunel, one.InstanceID, hash("autres octets"))
	wantError(t, err, survey.ErrConflict)
	for _, unknown := range []string{uuid.NewString(), "canari", ""} {
		_, err = f.Received(ctx, f.lunel, unknown, one.Received)
		wantError(t, err, survey.ErrNotFound)
	}
	_, err = f.Received(ctx, f.beziers, one.InstanceID, one.Received)
	wantError(t, err, survey.ErrNotFound)
	wantCount(t, f, f.lunel, 1)
}

// A correction that arrives again has the receipt of its first revision.
func TestReceived_correction(t *testing.T) {
	f := newFixture(t)
	first, second := submission("une salle"), submission("deux salles")
	second.Received = hash("corrigé")
	receipt := f.mustSubmit(t, f.lunel, first)
	second.DeprecatedID, second.Receipt = first.InstanceID, receipt.Code
	f.mustSubmit(t, f.lunel, second)
	again, err := f.Received(context.Background(), f.lunel, second.InstanceID, second.Received)
	must(t, err)
	if again.Code != receipt.Code {
		t.Errorf("receipt %s, want %s", again.Code, receipt.Code)
	}
}

// Rows of before Received hold the digest of raw: Submit alone compares them.
func TestReceived_olderRow(t *testing.T) {
	f := newFixture(t)
	old := submission("avant")
	receipt := f.mustSubmit(t, f.lunel, old)
	_, err := f.Received(context.Background(), f.lunel, old.InstanceID, hash("octets reçus"))
	wantError(t, err, survey.ErrNotFound)
	old.Received = hash("octets reçus")
	if again := f.mustSubmit(t, f.lunel, old); again.Code != receipt.Code || !again.Repeated {
		t.Errorf("again %+v, first %+v", again, receipt)
	}
	old.Raw = []byte("autre chose")
	_, err = f.submit(t, f.lunel, old)
	wantError(t, err, survey.ErrConflict)
}

func TestReceived_erased(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	one := submission("à effacer")
	one.Received = hash("octets reçus")
	receipt := f.mustSubmit(t, f.lunel, one)
	must(t, f.Withdraw(ctx, f.lunel, receipt.Code, noon))
	_, err := f.Received(ctx, f.lunel, one.InstanceID, one.Received)
	wantError(t, err, survey.ErrErased)
	wantCount(t, f, f.lunel, 0)
}

// Keys are the same in every service on a database, and differ by purpose.
func TestKey(t *testing.T) {
	f := newFixture(t)
	other := &Store{receiptKey: f.receiptKey}
	switch {
	case f.Key("reçu") != other.Key("reçu"):
		t.Error("two services have two keys")
	case f.Key("reçu") == f.Key("visite"), f.Key("reçu") == [32]byte(f.receiptKey):
		t.Error("two purposes have one key")
	}
}
