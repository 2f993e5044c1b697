package web

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

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

// Problems of a chosen password, codes of web/french.
const (
	passwordShort  = "password_short"
	passwordLong   = "password_long"
	passwordCommon = "password_common"
	passwordTwice  = "password_twice"
)

// CheckPassword tells what is wrong with a chosen password: the code of a
// sentence in web/french, or "". Length is the rule; composition is none
// (OWASP ASVS 5, 6.2). agent's own words are refused with the common ones.
func CheckPassword(password string, agentWords ...string) string {
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		return passwordShort
	case n > longestPassword:
		return passwordLong
	}
	if !enoughBesides(strings.ToLower(password), append(agentWords, guessableWords...)) {
		return passwordCommon
	}
	return ""
}

// enoughBesides tells whether a password keeps enough once every guessable
// word is taken out: « constat-lunel-2026 » has fifteen characters and says
// nothing that an attacker would not try.
func enoughBesides(password string, words []string) bool {
	for _, word := range words {
		for _, part := range strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return strings.ContainsRune(" .@-_'’", r) }) {
			if utf8.RuneCountInString(part) >= 3 {
				password = strings.ReplaceAll(password, part, "")
			}
		}
	}
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	return utf8.RuneCountInString(password) >= 8 && len(different) >= 5
}

// guessableWords are the words that French passwords are made of most, those
// of this service, and its networks' places.
var guessableWords = []string{
	"constat", "reseau", "réseau", "violence", "violences", "intrafamiliale", "intrafamiliales", "herault", "hérault", "departement", "département",
	"questionnaire", "diagnostic", "enquete", "enquête", "cidff", "voltaire", "territoire", "occitanie",
	"castries", "pic", "saint", "loup", "gangeois", "montpellier", "bassin", "thau", "sete", "sète", "hauts", "cantons", "bedarieux", "bédarieux",
	"coeur", "cœur", "lodeve", "lodève", "pays", "lunel", "mauguio", "beziers", "béziers", "piscenois", "piscénois", "pezenas", "pézenas", "agde",
	"password", "motdepasse", "passe", "mot", "azerty", "qwerty", "qwertz", "uiop", "azertyuiop", "qsdfghjklm", "wxcvbn", "admin", "administrateur",
	"bonjour", "soleil", "chouchou", "doudou", "loulou", "coucou", "jetaime", "marseille", "france", "bienvenue", "welcome", "secret", "letmein",
	"iloveyou", "nicolas", "camille", "julien", "thomas", "marie", "sophie", "isabelle", "nathalie", "princesse", "football",
	"janvier", "fevrier", "février", "mars", "avril", "mai", "juin", "juillet", "aout", "août", "septembre", "octobre", "novembre", "decembre", "décembre",
	"123456789", "12345678", "1234567", "123456", "12345", "1234", "123", "987654321", "0000", "1111", "abcdef", "abc",
	"2020", "2021", "2022", "2023", "2024", "2025", "2026", "2027", "2028",
}
