package web

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// sealed says what a sealed value is for; one cannot stand for another.
type sealed string

const (
	sealedReceipt  sealed = "recu"         // in the browser's cookie
	sealedForm     sealed = "formulaire"   // in a form that acts on a receipt
	sealedWithdraw sealed = "retrait"      // that answers have just been withdrawn
	sealedCheck    sealed = "verification" // answers on their way to the check page
	sealedDevice   sealed = "appareil"     // where an agent has signed in before
)

// seal closes a short text for whoever carries it: she can neither read it nor
// change it, and every service on the same database opens it again. place is
// where alone it is worth something, such as a campaign's link.
func (s *Server) seal(what sealed, place, text string, until time.Time) (string, error) {
	aead, err := s.aead(what)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(s.Random, nonce); err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	plain := append(binary.BigEndian.AppendUint64(nil, uint64(until.Unix())), text...)
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, []byte(place))), nil
}

// unseal opens what seal closed, for the same use and place and before its end.
func (s *Server) unseal(what sealed, place, closed string) (string, bool) {
	aead, err := s.aead(what)
	if err != nil {
		return "", false
	}
	data, err := base64.RawURLEncoding.DecodeString(closed)
	if err != nil || len(data) < aead.NonceSize() {
		return "", false
	}
	plain, err := aead.Open(nil, data[:aead.NonceSize()], data[aead.NonceSize():], []byte(place))
	if err != nil || len(plain) < 8 {
		return "", false
	}
	if until := time.Unix(int64(binary.BigEndian.Uint64(plain)), 0); !s.Clock().Before(until) {
		return "", false
	}
	return string(plain[8:]), true
}

// aead is made anew each time: it costs microseconds, and the store is not
// asked for a key before there is something to seal.
func (s *Server) aead(what sealed) (cipher.AEAD, error) {
	key := s.Store.Key("sceau " + string(what))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return aead, nil
}
