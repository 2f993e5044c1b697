package web

import (
	"context"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"
)

// Cost of a password's hash (OWASP: 19 MiB, two passes, one lane); one takes
// some 80 ms and at most hashesAtOnce run together, which bounds memory.
var passwordCost = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	hashesAtOnce     = 2
	hashPatience     = 5 * time.Second
	shortestPassword = 15
	longestPassword  = 128
)

// nobodysPassword is compared with what is typed for an unknown login, so that
// the time taken does not tell which logins exist.
const nobodysPassword = "$argon2id$v=19$m=19456,t=2,p=1$Y29uc3RhdC1kdW1teS1zbA$q0bS3mTzV3sQ1Zr0cXq7s3mQ8o6l4oWq1f0J9wP2b6k"

// inHashingPlace waits for one of the places in which a password may be hashed.
func (s *Server) inHashingPlace(ctx context.Context, work func() error) error {
	ctx, cancel := context.WithTimeout(ctx, hashPatience)
	defer cancel()
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
		return work()
	case <-ctx.Done():
		return errBusy
	}
}

// HashPassword encodes a password for storage.
func HashPassword(password string) (string, error) {
	encoded, err := argon2id.CreateHash(password, passwordCost)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return encoded, nil
}

// matches compares what was typed with a stored password; with "" stored, the
// account has none yet and nothing matches.
func (s *Server) matches(ctx context.Context, typed, encoded string) (matched bool, err error) {
	known := encoded != ""
	if !known {
		encoded = nobodysPassword
	}
	err = s.inHashingPlace(ctx, func() error {
		matched, err = argon2id.ComparePasswordAndHash(typed, encoded)
		return err
	})
	if err != nil {
		return false, err
	}
	return matched && known, nil
}
