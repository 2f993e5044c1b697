package expr

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// secretFunctions make identifiers and fingerprints.
var secretFunctions = []function{
	{name: "uuid", max: 1, volatile: true, compute: computeUUID},
	{name: "digest", min: 2, max: 3, compute: computeDigest},
	{name: "base64-decode", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		coded := c.argText(t, 0, f)
		if !c.make(len(coded)) {
			return text("")
		}
		raw, err := base64.StdEncoding.DecodeString(coded)
		if err != nil || !utf8.Valid(raw) {
			return text("")
		}
		return text(string(raw))
	}},
}

const (
	uuidAlphabet  = "0123456789abcdef"
	maxUUIDLength = 10_000
)

// computeUUID makes a random UUID (version 4), or as many random characters as asked for.
func computeUUID(c *Context, f focus, t *term) Value {
	if c.Rand == nil {
		return c.fail(NoChance, t.str)
	}
	if len(t.args) == 0 {
		a, b := c.Rand.Uint64(), c.Rand.Uint64()
		return text(fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&(1<<48-1)))
	}
	n := c.argNumber(t, 0, f)
	if math.IsNaN(n) || n < 0 || n > maxUUIDLength {
		return c.fail(BadArgument, t.str)
	}
	if !c.make(int(n)) || !c.spend(int(n)>>3) {
		return text("")
	}
	var b strings.Builder
	for range int(n) {
		b.WriteByte(uuidAlphabet[c.Rand.Uint64()>>60])
	}
	return text(b.String())
}

func computeDigest(c *Context, f focus, t *term) Value {
	data, algorithm, encoding := []byte(c.argText(t, 0, f)), c.argText(t, 1, f), "base64"
	if len(t.args) == 3 {
		encoding = c.argText(t, 2, f)
	}
	if !c.make(len(data)) {
		return text("")
	}
	var sum []byte
	switch algorithm {
	case "MD5":
		s := md5.Sum(data)
		sum = s[:]
	case "SHA-1":
		s := sha1.Sum(data)
		sum = s[:]
	case "SHA-256":
		s := sha256.Sum256(data)
		sum = s[:]
	case "SHA-384":
		s := sha512.Sum384(data)
		sum = s[:]
	case "SHA-512":
		s := sha512.Sum512(data)
		sum = s[:]
	default:
		return c.fail(BadArgument, t.str)
	}
	switch encoding {
	case "hex":
		return text(hex.EncodeToString(sum))
	case "base64":
		return text(base64.StdEncoding.EncodeToString(sum))
	}
	return c.fail(BadArgument, t.str)
}
