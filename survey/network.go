package survey

import (
	"slices"
	"strings"
	"time"
)

// Network is an inter-professional network and the tenant of everything it
// asks: its slug leads every key.
type Network struct {
	Slug        string // lunel, hauts-cantons…
	Name        string
	Facilitator string // who runs it: CIDFF34, Via Voltaire…
	Since       int    // year
	Rhythm      string
	Status      string // actif, préfiguration
	Contact     string // a functional address, never a person's
	Communes    []string
	Source      string // where the territory comes from
	Hypothesis  bool   // the territory is a guess that the lead should confirm or change
}

// Campaign is one survey of one network: a frozen form, a link, a beginning
// and an end. Its answers make one wave.
type Campaign struct {
	ID          string // UUID
	Network     string // slug
	Title       string
	FormID      string
	FormVersion string
	State       CampaignState
	Link        string // the code of /q/{link}: "slug-" and 16 unguessable characters
	Invited     int    // how many people were asked, 0 = not known
	Contact     string // whom respondents ask; "" = the network's (see ContactOf)
	CreatedAt   time.Time
	OpensOn     time.Time // zero = when opened by hand
	ClosesOn    time.Time // zero = when closed by hand; last day included, Paris time
	ClosedOn    time.Time // day of the closing by hand, zero = not closed by hand
	ErasedOn    time.Time // day on which all answers were erased, zero = they were not
}

// CampaignTerms is what a lead may change of a campaign after its creation.
type CampaignTerms struct {
	Title    string
	Invited  int
	ClosesOn time.Time // zero = closed by hand
	Contact  string    // "" = the network's
}

// ContactOf is whom the respondents of a campaign ask: what its lead wrote,
// or its network's functional address; "" when neither is known.
func ContactOf(c Campaign, n Network) string {
	if c.Contact != "" {
		return c.Contact
	}
	return n.Contact
}

// CampaignState is where a campaign stands.
type CampaignState string

const (
	CampaignDraft  CampaignState = "draft"
	CampaignOpen   CampaignState = "open"
	CampaignClosed CampaignState = "closed"
)

// FormVersion is a frozen form: the workbook as uploaded, and the files that
// came with it.
type FormVersion struct {
	Network  string
	FormID   string
	Version  string
	Title    string
	Workbook []byte
	SHA256   [32]byte // of the workbook
	Files    Files    // nil when none came with it
	FrozenAt time.Time
}

// Agent is a person with an account: a lead, a coordinator or an
// administrator. Respondents have none.
type Agent struct {
	ID       string // UUID
	Login    string // an e-mail address or a plain login, compared in lower case
	Name     string
	Role     Role
	Networks []string // slugs that a lead may see and steer
	Password string   // argon2id encoded, "" until chosen
	Disabled bool
}

// Role says what an agent may do.
type Role string

const (
	RoleLead        Role = "lead"
	RoleCoordinator Role = "coordinator"
	RoleAdmin       Role = "admin"
)

// MaySee tells whether an agent may read a network's campaigns. A coordinator
// never may: she has the counts of all networks (/departement) and nothing else.
func (a *Agent) MaySee(network string) bool {
	if a == nil || a.Disabled || a.Role == RoleCoordinator {
		return false
	}
	if a.Role == RoleAdmin {
		return true
	}
	for _, n := range a.Networks {
		if n == network {
			return true
		}
	}
	return false
}

// Loses tells whether an agent who becomes another loses something by it: a
// network, or the role she had. Whoever is signed in as her signs in again.
func (a Agent) Loses(after Agent) bool {
	if a.Role != after.Role {
		return true
	}
	for _, n := range a.Networks {
		if !slices.Contains(after.Networks, n) {
			return true
		}
	}
	return false
}

// Session is a signed-in browser. Only the SHA-256 of its token is stored.
type Session struct {
	TokenHash [32]byte
	AgentID   string
	CreatedAt time.Time
	SeenAt    time.Time
}

// AuditEntry is one act that must be accounted for.
type AuditEntry struct {
	At      time.Time
	Agent   string // agent id, "" for a respondent or the service itself
	Network string // slug, "" when no network is concerned
	Action  string // diagnostic.download, campaign.open, session.start…
	Object  string // what it was done to: an id, never an answer
	Reason  string
}

// Carried gives the values that the link of a network's campaign carries for
// the hidden questions of a form: the network, and its territory as official
// codes. Choice filters narrow lists with them, and the respondent cannot
// change them. epcis are the EPCI that hold the network's communes.
func (n Network) Carried(epcis []string) map[string]string {
	return map[string]string{
		"territoire":          n.Slug,
		"territoire_epci":     strings.Join(epcis, " "),
		"territoire_communes": strings.Join(n.Communes, " "),
	}
}
