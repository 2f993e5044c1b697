package web

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"github.com/trustelem/zxcvbn/match"
	"golang.org/x/text/unicode/norm"
)

// Problems of a chosen password, codes of web/french.
const (
	passwordShort    = "password_short"
	passwordLong     = "password_long"
	passwordCommon   = "password_common"
	passwordPhrase   = "password_phrase"
	passwordContext  = "password_context"
	passwordKeyboard = "password_keyboard"
	passwordRepeat   = "password_repeat"
	passwordSequence = "password_sequence"
	passwordDate     = "password_date"
	passwordTwice    = "password_twice"
)

// fewestGuesses is how many tries a password must stand, as zxcvbn counts them:
// its highest level, for a hash that is slow.
const fewestGuesses = 1e10

// fewestLetters is how many letters and digits a password has, at least, to be
// read without its signs too.
const fewestLetters = 8

// fewestDifferent characters make a password, whatever they are: zxcvbn sees no
// repeat of spaces that do not break, of signs without width, or of pictures.
const fewestDifferent = 5

// CheckPassword tells what is wrong with a chosen password: the code of a
// sentence in web/french, or "". Length is the rule, composition is none
// (OWASP ASVS 5, 6.2); then how many guesses it takes whoever tries common
// passwords, rows of keys, repeats, sequences, dates, well-known phrases, and
// the words of this service and of the account (zxcvbn, Wheeler 2016).
func CheckPassword(password string, agentWords ...string) string {
	switch n := utf8.RuneCountInString(password); {
	case n < shortestPassword:
		return passwordShort
	case n > longestPassword:
		return passwordLong
	case different(password) < fewestDifferent:
		return passwordRepeat
	}
	context := wordsOf(append(agentWords, serviceWords...))
	tried := slices.Concat(context, commonWords, commonPhrases)
	weakest := fewestGuesses
	problem := ""
	for _, written := range readings(password) {
		result := zxcvbn.PasswordStrength(written, tried)
		if result.Guesses < weakest {
			weakest = result.Guesses
			problem = weakness(result.Sequence, context)
		}
	}
	if problem != "" {
		return problem
	}
	for _, written := range []string{joinedWords(strings.ToLower(password)), joinedWords(unleet.Replace(strings.ToLower(password)))} {
		switch {
		case utf8.RuneCountInString(written) < fewestLetters: // judged as typed
		case !enoughBesides(written, context):
			return passwordContext
		case !enoughBesides(written, tried):
			return passwordCommon
		}
	}
	return ""
}

// enoughBesides tells whether a password keeps something once the words that
// would be tried are taken out. zxcvbn is generous from four words on, and
// « constat lunel hérault béziers » says nothing that an attacker would not try.
// A year, a postcode or a day beside such words says as little.
func enoughBesides(password string, words []string) bool {
	left := password
	for _, word := range words {
		left = strings.ReplaceAll(left, word, " ")
	}
	if left != password {
		left = shortNumber.ReplaceAllStringFunc(left, func(digits string) string {
			if len(digits) > 5 {
				return digits
			}
			return ""
		})
	}
	left = strings.ReplaceAll(left, " ", "")
	return utf8.RuneCountInString(left) >= 6 && different(left) >= 4
}

var shortNumber = regexp.MustCompile(`[0-9]+`)

// different counts the characters that a text is made of.
func different(text string) int {
	met := map[rune]bool{}
	for _, r := range text {
		met[r] = true
	}
	return len(met)
}

// unwoven takes two rows apart that are typed in turn, « a1b2c3d4 ».
func unwoven(typed string) string {
	var rows [2]strings.Builder
	for i, r := range []rune(typed) {
		rows[i%2].WriteRune(r)
	}
	return rows[0].String() + rows[1].String()
}

// unleet undoes leet: the signs that stand for letters in common passwords.
var unleet = strings.NewReplacer("@", "a", "4", "a", "3", "e", "€", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t")

// readings are the ways to look at a password, one of which may be weak: as
// typed; without what stands between the words, which zxcvbn counts for more
// than an attacker does; both with the keys of a French keyboard in the places
// of the American one, whose rows zxcvbn knows; and with two rows taken apart.
func readings(password string) []string {
	typed := strings.ToLower(norm.NFKC.String(password))
	joined := joinedWords(typed)
	if utf8.RuneCountInString(joined) < fewestLetters {
		joined = typed // mostly signs: they are not what stands between words
	}
	return []string{typed, joined, azerty.Replace(typed), azerty.Replace(joined), unwoven(joined)}
}

// joinedWords keeps the letters, without their accents, and the digits.
func joinedWords(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, norm.NFD.String(strings.NewReplacer("œ", "oe", "æ", "ae").Replace(s)))
}

// azerty puts the keys of a French keyboard where an American one has them.
var azerty = strings.NewReplacer(
	"a", "q", "z", "w", "q", "a", "w", "z", "m", ";", ",", "m", ";", ",", ":", ".", "!", "/", "ù", "'",
	"&", "1", "é", "2", `"`, "3", "'", "4", "(", "5", "-", "6", "è", "7", "_", "8", "ç", "9", "à", "0", ")", "-",
)

// wordsOf splits names, addresses and places in the words that people put in
// passwords, accents left out.
func wordsOf(names []string) []string {
	var words []string
	for _, name := range names {
		for _, word := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" .@-_'’", r) }) {
			if word = joinedWords(word); utf8.RuneCountInString(word) >= 3 {
				words = append(words, word)
			}
		}
	}
	return words
}

// weakness names what most of a weak password is made of.
func weakness(parts []*match.Match, context []string) string {
	longest := map[string]int{}
	for _, part := range parts {
		longest[kindOf(part, context)] += len(part.Token)
	}
	best := passwordCommon
	for _, kind := range []string{passwordContext, passwordPhrase, passwordKeyboard, passwordRepeat, passwordSequence, passwordDate} {
		if longest[kind] > longest[best] {
			best = kind
		}
	}
	return best
}

// kindOf says what a part of a password is; what zxcvbn found in no list and
// no pattern has no weakness of its own.
func kindOf(part *match.Match, context []string) string {
	switch part.Pattern {
	case "spatial":
		return passwordKeyboard
	case "repeat":
		return passwordRepeat
	case "sequence":
		return passwordSequence
	case "date", "regex": // the one expression it has is a year
		return passwordDate
	case "dictionary":
		return dictionaryKind(part, context)
	}
	return ""
}

func dictionaryKind(part *match.Match, context []string) string {
	word := strings.ToLower(part.MatchedWord)
	switch {
	case onOneRow(word):
		return passwordKeyboard
	case part.DictionaryName != "user_inputs":
		return passwordCommon
	case slices.Contains(context, word):
		return passwordContext
	case slices.Contains(commonPhrases, word):
		return passwordPhrase
	}
	return passwordCommon
}

// keyRows are the rows of the two keyboards, both ways: the lists of common
// passwords hold many walks on them.
var keyRows = []string{
	"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
	"0987654321", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "poiuytreza", "mlkjhgfdsq", "nbvcxw",
}

func onOneRow(word string) bool {
	for _, row := range keyRows {
		if strings.Contains(row, word) {
			return true
		}
	}
	return false
}

// serviceWords are those of this service and of its networks' places.
var serviceWords = []string{
	"constat", "reseau", "violence", "violences", "intrafamiliale", "intrafamiliales", "herault", "departement",
	"questionnaire", "diagnostic", "enquete", "cidff", "via voltaire", "territoire", "occitanie",
	"castries", "pic saint loup", "gangeois", "montpellier", "bassin de thau", "sete", "hauts cantons", "bedarieux",
	"coeur", "lodeve", "pays de l or", "lunel", "mauguio", "beziers", "piscenois", "pezenas", "agde",
	"vif", "femmes", "femme", "victimes", "victime", "conjugales", "conjugale", "faites", "aide", "police", "gendarmerie", "nationale", "mairie", "ministere", "justice", "hopital",
	"saint", "pons", "thomieres", "clermont", "lherault", "frontignan", "ganges",
}

// commonWords are the words that French passwords are made of most; zxcvbn's
// lists are English. i23 is 123 once unleet has read it.
var commonWords = []string{
	"password", "qwerty", "welcome", "letmein", "iloveyou", "123456789", "123456", "12345", "1234", "123", "i23", "i234",
	"motdepasse", "passe", "mdp", "azerty", "azertyuiop", "qsdfghjklm", "wxcvbn", "admin", "administrateur", "administration",
	"bonjour", "bonsoir", "soleil", "chouchou", "doudou", "loulou", "coucou", "jetaime", "marseille", "paris", "toulouse", "france", "bienvenue",
	"secret", "nicolas", "camille", "julien", "thomas", "marie", "sophie", "isabelle", "nathalie", "princesse", "football", "maman", "papa",
	"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
	"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "printemps", "automne", "hiver",
	"noel", "marseillaise", "changez", "changeme",
	"chat", "chien", "vacances", "travail", "bureau", "maison", "amour", "famille", "liberte", "merci", "monsieur", "madame",
}

// commonPhrases are phrases that everybody knows, without spaces nor accents:
// their length protects nothing.
var commonPhrases = []string{
	"undeuxtroisquatrecinq", "undeuxtroisquatre", "undeuxtrois", "iletaitunefois", "libertegalitefraternite", "liberteegalitefraternite", "jepensedoncjesuis", "etreounepasetre", "telleestlaquestion",
	"allonsenfantsdelapatrie", "lejourdegloireestarrive", "vivelafrance", "vivelarepublique", "surlepontdavignon", "auclairdelalune", "monamipierrot",
	"frerejacques", "dormezvous", "sonnezlesmatines", "alouettegentillealouette", "joyeuxanniversaire", "bonneannee", "joyeuxnoel", "petitpapanoel",
	"longtempsjemesuiscouchedebonneheure", "lavieestbelle", "unpourtoustouspourun", "touspourununpourtous", "lavieenrose", "nonjeneregretterien",
	"lacigaleayantchante", "maitrecorbeausurunarbreperche", "riennesertdecourir", "apreslapluielebeautemps",
	"quivoleunoeufvoleunboeuf", "jetaimemonamour", "jetaimepourlavie", "cestlavie", "mieuxvauttardquejamais", "petitapetitloiseaufaitsonnid",
	"notreperequiesauxcieux", "jevoussaluemarie", "moncherijetaime", "motdepassesecret", "cestunsecret", "jenesaispas", "jaioubliemonmotdepasse",
	"correcthorsebatterystaple", "tobeornottobe", "thatisthequestion", "maytheforcebewithyou", "iloveyousomuch", "thequickbrownfox", "jumpsoverthelazydog",
	"letmeinplease", "openthedoorplease", "onceuponatime", "happybirthdaytoyou", "passwordpassword", "loremipsumdolorsitamet",
}
