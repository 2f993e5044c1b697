package web

import (
	"context"
	"fmt"
	"sync"

	"constat/survey"
	"constat/survey/xlsform"
)

// formCache keeps forms as read. A frozen version never changes (the Store
// refuses other bytes under the same version), so its name is enough of a key.
type formCache struct {
	store  survey.Store
	mu     sync.Mutex
	forms  map[formKey]readForm
	weight int
}

// readForm is a form as read, with the names of its pictures.
type readForm struct {
	form     *survey.Form
	pictures map[string]bool
}

type formKey struct{ network, id, version string }

// formsKept and weightKept bound the cache; above either, it starts again from
// nothing. A form of the catalogue weighs less than half a megabyte.
const (
	formsKept  = 200
	weightKept = 100 << 20 // bytes, roughly
)

func newFormCache(store survey.Store) *formCache {
	return &formCache{store: store, forms: map[formKey]readForm{}}
}

// of gives the form of a campaign.
func (f *formCache) of(ctx context.Context, c survey.Campaign) (*survey.Form, error) {
	return f.version(ctx, formKey{c.Network, c.FormID, c.FormVersion})
}

// pictures gives the names of the pictures that came with it.
func (f *formCache) pictures(ctx context.Context, c survey.Campaign) (map[string]bool, error) {
	read, err := f.read(ctx, formKey{c.Network, c.FormID, c.FormVersion})
	return read.pictures, err
}

func (f *formCache) version(ctx context.Context, key formKey) (*survey.Form, error) {
	read, err := f.read(ctx, key)
	return read.form, err
}

func (f *formCache) read(ctx context.Context, key formKey) (readForm, error) {
	f.mu.Lock()
	read, found := f.forms[key]
	f.mu.Unlock()
	if found {
		return read, nil
	}
	frozen, err := f.store.FormVersion(ctx, key.network, key.id, key.version)
	if err != nil {
		return readForm{}, fmt.Errorf("load form %s version %s: %w", key.id, key.version, err)
	}
	form, err := xlsform.ReadVersion(frozen)
	if err != nil {
		return readForm{}, fmt.Errorf("read form %s version %s: %w", key.id, key.version, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.weight += form.Weight(); len(f.forms) >= formsKept || f.weight > weightKept {
		clear(f.forms)
		f.weight = form.Weight()
	}
	read = readForm{form, pictureNames(frozen.Files)}
	f.forms[key] = read
	return read, nil
}
