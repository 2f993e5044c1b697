package survey

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Errors of a Store. Every method may also fail with an error that is the
// service's own fault; that one is logged and never shown.
var (
	ErrNotFound    = errors.New("not found")
	ErrConflict    = errors.New("already there with other content")
	ErrClosed      = errors.New("campaign not open")
	ErrErased      = errors.New("content erased")
	ErrUnavailable = errors.New("storage unavailable")
	// ErrBadText says that a text holds a NUL or is not UTF-8, which no storage
	// keeps. Nothing was written.
	ErrBadText = errors.New("text with a NUL character or invalid UTF-8")
)

// Receipt is what a respondent keeps: 16 digits that let her read, correct or
// withdraw her answers until the campaign closes.
type Receipt struct {
	Code     string
	Repeated bool // the same submission had been received before
}

// StoredSubmission is a submission read back with its receipt.
type StoredSubmission struct {
	InstanceID  string
	Revision    int
	FormVersion string
	Answers     Answers // as accepted
	Day         time.Time
	Withdrawn   bool
}

// StoredResponse is one current response of a campaign, for analysis: the
// latest revision, withdrawn ones left out.
type StoredResponse struct {
	InstanceID  string
	FormVersion string
	Day         time.Time
	Answers     []byte // JSON, as Response.MarshalAnswers wrote it
}

// ResponseState tells one state of a campaign's responses from every other. Both
// numbers only grow: a correction is a new submission, and of what is withdrawn,
// or erased at the end of retention, the submission stays with its day.
type ResponseState struct {
	Submissions int `db:"submissions"` // ever received, all revisions
	Emptied     int `db:"emptied"`     // those without content any more
}

// RespondentActs is how often people without an account did one thing on one
// day, about one campaign or draft.
type RespondentActs struct {
	Day    time.Time `db:"day"`
	Action string    `db:"action"`
	Object string    `db:"object"`
	N      int       `db:"n"`
}

// Store is the contract with storage. Methods that name a network touch that
// network's rows only, and the database enforces it again (row-level
// security). "Now" is always given by the caller.
type Store interface {
	// Networks lists the networks by name, without their communes.
	Networks(ctx context.Context) ([]Network, error)
	// Network gives one network with its communes, or ErrNotFound.
	Network(ctx context.Context, slug string) (Network, error)
	// SaveNetwork creates or replaces a network and its territory.
	SaveNetwork(ctx context.Context, n Network, by AuditEntry) error

	// CreateAgent adds an account; ErrConflict when the login is taken.
	CreateAgent(ctx context.Context, a Agent, by AuditEntry) error
	// AgentByLogin finds an account by login, case-insensitively, or ErrNotFound.
	AgentByLogin(ctx context.Context, login string) (Agent, error)
	// AnyPassword tells whether somebody can sign in: an enabled account has a password.
	AnyPassword(ctx context.Context) (bool, error)
	// Agents lists the accounts by login, passwords left out.
	Agents(ctx context.Context) ([]Agent, error)
	// SetPassword stores an encoded password and ends the agent's sessions.
	SetPassword(ctx context.Context, agentID, encoded string, by AuditEntry) error
	// DisableAgent closes an account, ends its sessions and voids its links;
	// EnableAgent opens it again, with the password that it had.
	DisableAgent(ctx context.Context, agentID string, by AuditEntry) error
	EnableAgent(ctx context.Context, agentID string, by AuditEntry) error
	// ChangeAgent gives an account another login, name, role and networks, and
	// ends its sessions when it loses something (Agent.Loses). Each network that
	// it gains, keeps or loses has an audit entry. ErrConflict when the login is
	// taken, ErrNotFound when the account or a network is unknown.
	ChangeAgent(ctx context.Context, changed Agent, by AuditEntry) error

	// CreateInvitation keeps the hash of a one-time link with which an agent
	// chooses a password until expiry. It takes the place of the agent's earlier
	// ones. ErrNotFound when the account is unknown or closed.
	CreateInvitation(ctx context.Context, hash [32]byte, agentID string, expires time.Time, by AuditEntry) error
	// Invitation gives the agent of a valid, unused, unexpired link, or ErrNotFound.
	Invitation(ctx context.Context, hash [32]byte, now time.Time) (Agent, error)
	// UseInvitation sets the password and burns the link, in one act; ErrNotFound when used or expired.
	UseInvitation(ctx context.Context, hash [32]byte, encoded string, now time.Time) error

	// StartSession keeps a session; Session finds it with its agent, or
	// ErrNotFound when it is idle since before idleSince or older than bornSince.
	// StartSession forgets those that are.
	StartSession(ctx context.Context, s Session, idleSince, bornSince time.Time, by AuditEntry) error
	Session(ctx context.Context, hash [32]byte, idleSince, bornSince time.Time) (Session, Agent, error)
	TouchSession(ctx context.Context, hash [32]byte, now time.Time) error
	EndSession(ctx context.Context, hash [32]byte) error
	// FailedLogin counts a failure for a key and tells until when that key must
	// wait; the first free failures have no wait. ClearLogins forgets them.
	FailedLogin(ctx context.Context, key string, free int, now time.Time) (wait time.Time, err error)
	LoginWait(ctx context.Context, key string, free int) (time.Time, error)
	// CountRefusal counts a refused sign-in for a key, and tells how many there
	// were; they are forgotten a day after the last. It is apart from the waits.
	CountRefusal(ctx context.Context, key string, now time.Time) (int, error)
	ClearLogins(ctx context.Context, key string) error

	// SaveForm freezes a form version; the same bytes again is no error, other
	// bytes under the same id and version is ErrConflict.
	SaveForm(ctx context.Context, v FormVersion) error
	// FormVersion gives a frozen form, or ErrNotFound.
	FormVersion(ctx context.Context, network, formID, version string) (FormVersion, error)

	// FormFile gives one of the files frozen with a form, or ErrNotFound.
	FormFile(ctx context.Context, network, formID, version, name string) ([]byte, error)
	// FormVersions lists a network's frozen forms, newest first, without their
	// workbooks and files.
	FormVersions(ctx context.Context, network string) ([]FormVersion, error)

	// SaveDraft creates a draft, or replaces all of it but its link.
	SaveDraft(ctx context.Context, d Draft, by AuditEntry) error
	// Drafts lists a network's drafts, without their workbooks and files.
	Drafts(ctx context.Context, network string) ([]Draft, error)
	// Draft gives one draft whole, or ErrNotFound (also for another network's).
	Draft(ctx context.Context, network, id string) (Draft, error)
	// DraftByLink finds the draft of a test link, or ErrNotFound.
	DraftByLink(ctx context.Context, link string) (Draft, error)
	// DeleteDraft drops a draft.
	DeleteDraft(ctx context.Context, network, id string, by AuditEntry) error
	// PublishDraft freezes a form and ends its draft, in one act; ErrConflict
	// as SaveForm has it, ErrNotFound when the draft was replaced since savedAt.
	PublishDraft(ctx context.Context, id string, savedAt time.Time, v FormVersion, by AuditEntry) error
	// ChangeForm passes a campaign to another frozen version of its form;
	// ErrClosed when it is closed, ErrConflict when another change came first.
	ChangeForm(ctx context.Context, network, campaign string, change FormChange, by AuditEntry) error
	// FormChanges lists a campaign's passages to other versions, oldest first.
	FormChanges(ctx context.Context, network, campaign string) ([]FormChange, error)

	// CreateCampaign adds a campaign in its given state.
	CreateCampaign(ctx context.Context, c Campaign, by AuditEntry) error
	// Campaigns lists a network's campaigns, newest first, with their number of responses.
	Campaigns(ctx context.Context, network string) ([]CampaignSummary, error)
	// Campaign gives one campaign, or ErrNotFound (also for another network's).
	Campaign(ctx context.Context, network, id string) (Campaign, error)
	// SetCampaignState opens, closes or re-opens; ErrClosed when the answers were erased.
	SetCampaignState(ctx context.Context, network, id string, s CampaignState, by AuditEntry) error
	// SetCampaignTerms changes what may still be changed after creation.
	SetCampaignTerms(ctx context.Context, network, id string, terms CampaignTerms, by AuditEntry) error
	// DeleteCampaign drops a draft; ErrConflict when it is no draft or has answers.
	DeleteCampaign(ctx context.Context, network, id string, by AuditEntry) error
	// CampaignByLink is the respondent's way in: the campaign of a link, in any state, or ErrNotFound.
	CampaignByLink(ctx context.Context, link string) (Campaign, error)

	// Submit keeps a judged submission: raw and typed in one transaction, with
	// its audit entry. The same id and bytes again gives the first receipt
	// with Repeated set; the same id and other bytes is ErrConflict, ErrErased
	// when the first are gone; a campaign that is not open is ErrClosed. With DeprecatedID set it is a
	// new revision of that submission (ErrNotFound when unknown or withdrawn, or
	// when its Receipt is another's).
	// Nothing is acknowledged before it is committed.
	Submit(ctx context.Context, c Campaign, s Submission, r *Response, now time.Time) (Receipt, error)
	// Received tells what became of an id that arrives again, before anybody
	// judges: the first receipt when these very bytes (their SHA-256) are
	// there, whatever the campaign's state; ErrConflict when others are;
	// ErrErased when they were withdrawn or their time was over; ErrNotFound
	// when the id is new, or was stored in a way that only Submit compares.
	Received(ctx context.Context, c Campaign, instanceID string, received [32]byte) (Receipt, error)
	// Key derives a 256-bit key for one purpose from the database's own secret.
	// All services on one database have the same; none is stored.
	Key(purpose string) [32]byte
	// Receipt gives the respondent's own latest revision, or ErrNotFound.
	Receipt(ctx context.Context, c Campaign, code string) (StoredSubmission, error)
	// Withdraw erases the content of the submission behind a receipt, all revisions.
	Withdraw(ctx context.Context, c Campaign, code string, now time.Time) error

	// EraseExpired erases the content of all submissions to the campaigns that
	// closed before a day, with the archives of the editions that they entered,
	// and tells how many campaigns that was; each has its audit entry and stays
	// closed. Again, it changes nothing.
	EraseExpired(ctx context.Context, network string, closedBefore, today time.Time, by AuditEntry) (campaigns int, err error)
	// LastRetention gives the last passage of the erasure, zero before the first.
	LastRetention(ctx context.Context) (RetentionRun, error)
	// RecordRetention keeps that it passed.
	RecordRetention(ctx context.Context, run RetentionRun) error

	// Responses streams the current responses of a campaign in instance-id order;
	// none when they were erased.
	Responses(ctx context.Context, network, campaign string) iter.Seq2[StoredResponse, error]

	// ResponseState is cheap: while it is the same, so are the responses.
	ResponseState(ctx context.Context, network, campaign string) (ResponseState, error)

	// SaveEdition keeps a public edition whole, in one act, with an audit entry
	// in each network that has a part in it. Nothing of it changes afterwards.
	// ErrConflict when the wave already has an edition of that number.
	SaveEdition(ctx context.Context, e EditionContent, by AuditEntry) error
	// Editions lists all editions, newest first.
	Editions(ctx context.Context) ([]Edition, error)
	// EditionArchive gives the archive of an edition, with its true counts, for
	// the edition that comes next; ErrNotFound when there is no such edition,
	// ErrClosed when the archive was erased with the answers.
	EditionArchive(ctx context.Context, edition string) ([]byte, error)
	// EditionAreas gives the parts of an edition that may be printed, aggregates
	// first and then by name, without their workbooks and ledgers; for
	// coordinators. ErrNotFound when there is none.
	EditionAreas(ctx context.Context, edition string) ([]EditionArea, error)
	// EditionArea gives one part whole, for coordinators, or ErrNotFound.
	EditionArea(ctx context.Context, edition, key string) (EditionArea, error)
	// CampaignEditions lists the editions that a campaign's answers entered and
	// that print something of its network, newest first.
	CampaignEditions(ctx context.Context, network, campaign string) ([]Edition, error)
	// NetworkEdition gives a network's own part of an edition whole, or
	// ErrNotFound (also for another network's).
	NetworkEdition(ctx context.Context, network, edition string) (EditionArea, error)

	// SetBaseURL keeps the address of the service's links, for the commands run
	// beside it; BaseURL gives it, "" when the service never started.
	SetBaseURL(ctx context.Context, url string) error
	BaseURL(ctx context.Context) (string, error)

	// Record adds an audit entry for an act that changes nothing else (a download).
	Record(ctx context.Context, e AuditEntry) error
	// AuditOfAgents lists a network's entries, newest first; network "" lists
	// those that concern none. What people without an account did is left out: it
	// is a thousand times as much.
	AuditOfAgents(ctx context.Context, network string, limit int) ([]AuditEntry, error)
	// RespondentActs counts what people without an account did, day by day, the
	// latest days first.
	RespondentActs(ctx context.Context, network string, limit int) ([]RespondentActs, error)

	// Ready tells whether storage answers.
	Ready(ctx context.Context) error
}

// CampaignSummary is a campaign with how many current responses it has.
type CampaignSummary struct {
	Campaign
	Responses int
	LastDay   time.Time
}
