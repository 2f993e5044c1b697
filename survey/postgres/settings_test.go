package postgres

import (
	"context"
	"testing"
)

func TestBaseURL(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	for _, want := range []string{"", "https://constat.exemple.fr", "http://127.0.0.1:8080"} {
		if want != "" {
			must(t, f.SetBaseURL(ctx, want))
		}
		got, err := f.BaseURL(ctx)
		must(t, err)
		if got != want {
			t.Errorf("address %q, want %q", got, want)
		}
	}
}
