package archive

import (
	"io"
	"strings"

	"filippo.io/age"
)

// Recipient is a public key that a backup is encrypted to; Identity the secret
// key that opens it.
type (
	Recipient = age.Recipient
	Identity  = age.Identity
)

// ParseRecipients reads public keys such as age1ql3z7hjy54pw3hyww5ayyfg7zqgvc….
func ParseRecipients(keys []string) ([]Recipient, error) {
	var list []Recipient
	for _, key := range keys {
		parsed, err := age.ParseRecipients(strings.NewReader(key))
		if err != nil || len(parsed) == 0 {
			return nil, ErrBadRecipient // not quoted: somebody may have given the secret key
		}
		list = append(list, parsed...)
	}
	return list, nil
}

// ParseIdentities reads a file of secret keys, as age-keygen writes it.
func ParseIdentities(r io.Reader) ([]Identity, error) {
	list, err := age.ParseIdentities(r)
	if err != nil || len(list) == 0 {
		return nil, ErrBadIdentity // age's own message quotes the line
	}
	return list, nil
}
