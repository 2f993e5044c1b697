package web

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"constat/survey"
	"constat/survey/xlsform"
)

// formCache keeps forms as read. A frozen version never changes (the Store
// refuses other bytes under the same version), so its name is enough of a key.
type formCache struct {
	store survey.Store
	mu    sync.Mutex
	forms map[formKey]*survey.Form
}

type formKey struct{ network, id, version string }

// formsKept bounds the cache; above it, it starts again from nothing.
const formsKept = 200

func newFormCache(store survey.Store) *formCache {
	return &formCache{store: store, forms: map[formKey]*survey.Form{}}
}

// of gives the form of a campaign.
func (f *formCache) of(ctx context.Context, c survey.Campaign) (*survey.Form, error) {
	return f.version(ctx, formKey{c.Network, c.FormID, c.FormVersion})
}

func (f *formCache) version(ctx context.Context, key formKey) (*survey.Form, error) {
	f.mu.Lock()
	form, found := f.forms[key]
	f.mu.Unlock()
	if found {
		return form, nil
	}
	frozen, err := f.store.FormVersion(ctx, key.network, key.id, key.version)
	if err != nil {
		return nil, fmt.Errorf("load form %s version %s: %w", key.id, key.version, err)
	}
	form, err = xlsform.Read(bytes.NewReader(frozen.Workbook))
	if err != nil {
		return nil, fmt.Errorf("read form %s version %s: %w", key.id, key.version, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.forms) >= formsKept {
		clear(f.forms)
	}
	f.forms[key] = form
	return form, nil
}
