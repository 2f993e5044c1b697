package survey

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// linkAlphabet has no letter that a person reading aloud or copying from a
// poster takes for another (no i, l, o, 0, 1, u, v): 29 signs, 16 of them are
// 77 bits.
const linkAlphabet = "abcdefghjkmnpqrstwxyz23456789"

// LinkLength is how many unguessable characters follow the network's slug.
const LinkLength = 16

// NewLink makes the code of a campaign's public address: the network's slug, a
// hyphen, and LinkLength characters from random.
func NewLink(slug string, random io.Reader) (string, error) {
	var b strings.Builder
	b.WriteString(slug)
	b.WriteByte('-')
	var one [1]byte
	for b.Len() < len(slug)+1+LinkLength {
		if _, err := io.ReadFull(random, one[:]); err != nil {
			return "", fmt.Errorf("make a link for %s: %w", slug, err)
		}
		// Bytes past the last whole multiple would favour the first letters.
		if int(one[0]) < 256/len(linkAlphabet)*len(linkAlphabet) {
			b.WriteByte(linkAlphabet[int(one[0])%len(linkAlphabet)])
		}
	}
	return b.String(), nil
}

// LinkNetwork gives the slug that a link begins with; false when the text
// cannot be a link.
func LinkNetwork(link string) (slug string, ok bool) {
	cut := len(link) - LinkLength - 1
	if cut < 1 || len(link) > 100 || link[cut] != '-' {
		return "", false
	}
	for _, r := range link[cut+1:] {
		if !strings.ContainsRune(linkAlphabet, r) {
			return "", false
		}
	}
	return link[:cut], true
}

// ReceiptDigits is the length of a receipt code: a number that can be noted
// on paper (GlobaLeaks' choice), 53 bits.
const ReceiptDigits = 16

// ReceiptCode gives the receipt of a submission. It is computed, not stored:
// the same submission sent twice gets the same receipt although only its hash
// is in the database.
func ReceiptCode(key []byte, campaign, instanceID string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("receipt\x00" + campaign + "\x00" + instanceID))
	n := binary.BigEndian.Uint64(mac.Sum(nil)) % 1e16
	return fmt.Sprintf("%016d", n)
}

// NormalReceipt keeps the digits of what people type or paste as a receipt,
// whatever stands around them (spaces, dashes, « Code : ») and however a phone
// writes them (full width), and tells whether 16 remain.
func NormalReceipt(typed string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, norm.NFKC.String(typed))
	return digits, len(digits) == ReceiptDigits
}
