package main

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/fictitious"
	"constat/survey/postgres/private"
	"constat/survey/territory"
	"constat/survey/xlsform"
	"constat/web"
)

// demoCmd loads a demonstration. It has a folder and a database of its own
// and refuses DATABASE_URL: fictitious answers never mix with real ones.
type demoCmd struct {
	Serve bool   `help:"Démarre le service ensuite, sur cette machine seulement."`
	Addr  string `help:"Adresse d’écoute, locale ; le premier port libre à partir de 8080 par défaut." placeholder:"ADRESSE"`
	storage
}

// The accounts of the demonstration; their password is made anew at each start.
const (
	demoLogin, demoName = "demo", "Animation des réseaux (démonstration)"
	demoCoordination    = "coordination"
)

func (c *demoCmd) Run(p *program) error {
	if p.getenv("DATABASE_URL") != "" {
		return inputErrorf("La démonstration a sa propre base et ne se charge jamais dans celle de DATABASE_URL : retirez cette variable.")
	}
	if c.DataDir == "" {
		c.DataDir = private.DefaultDir(p.getenv) + "-demo"
	}
	log := p.commandLog()
	_, store, stop, err := openServiceStore(p, c.DataDir, log)
	if err != nil {
		return err
	}
	s := service{store: store, storage: c.storage, log: log, demo: true}
	return errors.Join(c.demonstrate(p, s), stop())
}

func (c *demoCmd) demonstrate(p *program, s service) error {
	store := s.store
	if err := p.bootstrap(store); err != nil {
		return err
	}
	if err := p.loadDemo(store); err != nil {
		return err
	}
	if !c.Serve {
		fmt.Fprintf(p.stdout, "Démonstration chargée. « constat demo --serve » la montre.\n")
		return nil
	}
	var err error
	if s.signIn, err = p.demoSignIn(store); err != nil {
		return err
	}
	return c.show(p, s)
}

// show serves the demonstration and prints where to look.
func (c *demoCmd) show(p *program, s service) error {
	var err error
	if s.listener, err = c.firstFree(p); err != nil {
		return err
	}
	s.baseURL = "http://" + s.listener.Addr().String()
	s.noteAddress(p)
	link, err := p.demoLink(s.store)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, `
constat, démonstration (données fictives)

  Le service            %[1]s
  Un questionnaire      %[1]s/q/%[2]s
  Espace d’un réseau    %[1]s/connexion
      identifiant       %[3]s
      mot de passe      %[4]s
  Coordination          %[5]s, même mot de passe

Ctrl+C pour arrêter.
`, s.baseURL, link, s.signIn.Login, s.signIn.Password, s.signIn.Coordinator)
	return s.run(p)
}

// demoLink is the link of Lunel's open campaign.
func (p *program) demoLink(store survey.Store) (string, error) {
	campaigns, err := store.Campaigns(p.ctx, "lunel")
	if err != nil {
		return "", fmt.Errorf("list the demonstration's campaigns: %w", err)
	}
	for _, c := range campaigns {
		if c.State == survey.CampaignOpen {
			return c.Link, nil
		}
	}
	return "", fmt.Errorf("the demonstration has no open campaign")
}

// demoSignIn gives the demonstration's lead and coordinator a new password.
func (p *program) demoSignIn(store survey.Store) (web.SignIn, error) {
	password, err := generatePassword()
	if err != nil {
		return web.SignIn{}, err
	}
	encoded, err := web.HashPassword(password)
	if err != nil {
		return web.SignIn{}, err
	}
	for _, agent := range []survey.Agent{
		{Login: demoLogin, Name: demoName, Role: survey.RoleLead, Networks: []string{"hauts-cantons", "lunel", "piscenois"}},
		{Login: demoCoordination, Name: "Coordination (démonstration)", Role: survey.RoleCoordinator},
	} {
		if err := p.demoAgent(store, agent, encoded); err != nil {
			return web.SignIn{}, err
		}
	}
	return web.SignIn{Login: demoLogin, Coordinator: demoCoordination, Password: password}, nil
}

// demoAgent gives an account a password, and makes the account the first time.
func (p *program) demoAgent(store survey.Store, wanted survey.Agent, encoded string) error {
	agent, err := store.AgentByLogin(p.ctx, wanted.Login)
	if errors.Is(err, survey.ErrNotFound) {
		agent = wanted
		agent.ID = uuid.NewString()
		err = store.CreateAgent(p.ctx, agent, p.audit("agent.create", agent.ID))
	}
	if err != nil {
		return fmt.Errorf("find the account %s of the demonstration: %w", wanted.Login, err)
	}
	if err := store.SetPassword(p.ctx, agent.ID, encoded, p.audit("agent.password", agent.ID)); err != nil {
		return fmt.Errorf("set the password of %s: %w", wanted.Login, err)
	}
	return nil
}

// demoEdition is the questionnaire of the demonstration's public edition.
const demoEdition = "hauts-cantons-enfants"

// publishDemo starts the demonstration's public edition behind the pages: it
// takes half a minute, which nobody should wait for.
func (p *program) publishDemo(store survey.Store, site *web.Server, zone *time.Location) error {
	editions, err := store.Editions(p.ctx)
	if err != nil {
		return fmt.Errorf("list the editions: %w", err)
	}
	if len(editions) > 0 {
		return nil
	}
	waves, err := allWaves(p.ctx, store, zone)
	if err != nil {
		return err
	}
	for _, w := range waves {
		if w.FormID == demoEdition {
			site.Publish(w, p.audit("edition.publish", ""))
			break
		}
	}
	return nil
}

// demonstration tells whether a database is the demonstration's, where all that
// leaves it is marked fictitious.
func (p *program) demonstration(store survey.Store) (bool, error) {
	agent, err := store.AgentByLogin(p.ctx, demoLogin)
	if errors.Is(err, survey.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for the demonstration's account: %w", err)
	}
	return agent.Name == demoName, nil
}

// loadDemo fills an empty database: each network runs the three
// questionnaires; its own stays open, the others are closed.
func (p *program) loadDemo(store survey.Store) error {
	networks, err := territory.Networks(territory.Herault())
	if err != nil {
		return fmt.Errorf("read the ten networks: %w", err)
	}
	entries := catalogue.Entries()
	bar := p.progress(len(networks)*len(entries), "Démonstration")
	for _, n := range networks {
		network, err := store.Network(p.ctx, n.Slug)
		if err != nil {
			return fmt.Errorf("read network %s: %w", n.Slug, err)
		}
		existing, err := store.Campaigns(p.ctx, n.Slug)
		if err != nil {
			return fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
		}
		for _, e := range entries {
			if err := p.loadDemoCampaign(store, network, e, existing); err != nil {
				return err
			}
			_ = bar.Add(1)
		}
	}
	return bar.Finish()
}

func (p *program) loadDemoCampaign(store survey.Store, network survey.Network, e catalogue.Entry, existing []survey.CampaignSummary) error {
	form, err := xlsform.Read(bytes.NewReader(e.Bytes()))
	if err != nil {
		return fmt.Errorf("read the catalogue's %s: %w", e.ID, err)
	}
	for _, c := range existing {
		if c.FormID == form.ID {
			return nil
		}
	}
	campaign, err := p.newCampaign(network, form, "")
	if err != nil {
		return err
	}
	plan := demoPlan(network, e.ID)
	campaign.State, campaign.CreatedAt = survey.CampaignOpen, p.clock().AddDate(0, 0, -plan.days)
	campaign.Invited, campaign.Contact = plan.invited, demoContact
	if err := p.createCampaign(store, campaign, form, e.Bytes(), nil); err != nil {
		return err
	}
	if err := p.answerDemo(store, network, campaign, form, plan); err != nil {
		return err
	}
	if plan.open {
		return nil
	}
	entry := p.audit("campaign.closed", campaign.ID)
	entry.Network = network.Slug
	if err := store.SetCampaignState(p.ctx, network.Slug, campaign.ID, survey.CampaignClosed, entry); err != nil {
		return fmt.Errorf("close the demonstration of %s: %w", network.Slug, err)
	}
	return nil
}

// demoContact is nobody's: the domain is reserved for examples.
const demoContact = "reseau@exemple.invalid"

// campaignPlan is the size of one imaginary campaign.
type campaignPlan struct {
	seed               int64
	responses, invited int
	days               int // how long ago it began
	open               bool
}

// ownForm is the questionnaire that a network designed: its campaign is the
// larger one and is still open.
var ownForm = map[string]string{
	"hauts-cantons": "hauts-cantons-enfants", "lunel": "lunel-sante", "piscenois": "piscenois-communes",
}

func demoPlan(n survey.Network, entry string) campaignPlan {
	h := fnv.New64a()
	_, _ = io.WriteString(h, n.Slug+"/"+entry)
	draw := h.Sum64()
	plan := campaignPlan{seed: int64(draw >> 1), responses: 12 + int(draw%19), days: 60}
	if ownForm[n.Slug] == entry {
		plan.open, plan.responses, plan.days = true, 38+int(draw%9), 35
	}
	plan.invited = plan.responses*3/2 + int(draw%11)
	if entry == "piscenois-communes" { // one answer per commune at most
		plan.invited = len(n.Communes)
		plan.responses = min(plan.responses, 1+len(n.Communes)*3/4)
	}
	return plan
}

func (p *program) answerDemo(store survey.Store, n survey.Network, c survey.Campaign, form *survey.Form, plan campaignPlan) error {
	occ := survey.Occasion{Now: p.clock(), Seed: plan.seed, Carried: n.Carried(territory.Herault().EPCIOf(n.Communes))}
	respondents := fictitious.NewRespondents(form, occ, plan.seed)
	for i := range plan.responses {
		s := survey.Submission{
			InstanceID: uuid.NewString(), FormID: form.ID, FormVersion: form.Version, Answers: respondents.Next(),
		}
		raw, err := s.Answers.MarshalJSON()
		if err != nil {
			return fmt.Errorf("write an imaginary answer: %w", err)
		}
		s.Raw = raw
		// Most answer in the first days, as after a mailing.
		back := plan.days - 1 - (plan.days-2)*i*i/(plan.responses*plan.responses)
		occ.Now = p.clock().AddDate(0, 0, -back)
		response, problems := form.Accept(s, occ)
		if response == nil {
			return fmt.Errorf("imaginary answer %d to %s: %w", i, form.ID, survey.Problems(problems))
		}
		if _, err := store.Submit(p.ctx, c, s, response, occ.Now); err != nil {
			return fmt.Errorf("keep an imaginary answer to %s: %w", form.ID, err)
		}
	}
	return nil
}

// progress is a bar on a terminal, and nothing when piped.
func (p *program) progress(steps int, what string) *progressbar.ProgressBar {
	file, isFile := p.stderr.(*os.File)
	visible := isFile && term.IsTerminal(int(file.Fd()))
	return progressbar.NewOptions(steps,
		progressbar.OptionSetWriter(p.stderr), progressbar.OptionSetVisibility(visible),
		progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond))
}
