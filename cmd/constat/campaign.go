package main

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/xlsform"
	"constat/web"
	"constat/web/french"
)

// campaignCmd manages campaigns without the web.
type campaignCmd struct {
	List   campaignListCmd   `cmd:"" help:"Liste les enquêtes d’un réseau."`
	Create campaignCreateCmd `cmd:"" help:"Crée une enquête avec un questionnaire du catalogue ou un fichier XLSForm, et donne son lien."`
	Open   campaignOpenCmd   `cmd:"" help:"Ouvre une enquête."`
	Close  campaignCloseCmd  `cmd:"" help:"Ferme une enquête."`
}

type campaignListCmd struct {
	Network string `arg:"" name:"réseau" help:"Réseau."`
	publicAddress
	storage
}

func (c *campaignListCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		network, err := p.network(store, c.Network)
		if err != nil {
			return err
		}
		url, err := c.url(p, store)
		if err != nil {
			return err
		}
		campaigns, err := store.Campaigns(p.ctx, network.Slug)
		if err != nil {
			return fmt.Errorf("list the campaigns of %s: %w", network.Slug, err)
		}
		for _, s := range campaigns {
			fmt.Fprintf(p.stdout, "%s\t%s\t%s\t%s\t%s/q/%s\n",
				s.ID, s.Title, french.CampaignState(s.State), responsesInWords(s.Responses), url, s.Link)
		}
		return nil
	})
}

func responsesInWords(n int) string { return agreed(n, "réponse", "réponses") }

type campaignCreateCmd struct {
	Network string `arg:"" name:"réseau" help:"Réseau."`
	Form    string `arg:"" name:"questionnaire" help:"Questionnaire du catalogue (hauts-cantons-enfants, lunel-sante, piscenois-communes) ou fichier .xlsx."`
	Title   string `help:"Titre de l’enquête ; celui du questionnaire par défaut." placeholder:"TITRE"`
	Contact string `placeholder:"CONTACT" help:"À qui les personnes interrogées s’adressent : adresse ou téléphone d’un service ; ceux du réseau par défaut."`
	Invited int    `placeholder:"NOMBRE" help:"Nombre de personnes sollicitées, s’il est connu."`
	Open    bool   `help:"Ouvre l’enquête aussitôt."`
	attachFlag
	publicAddress
	storage
}

// formToFreeze reads the questionnaire of a campaign, with all the files that it
// names: respondents could not choose from a list that is elsewhere.
func formToFreeze(name string, workbook []byte, files survey.Files) (*survey.Form, error) {
	if files == nil {
		files = survey.Files{}
	}
	form, problems, err := xlsform.ReadWith(xlsform.Named(name, workbook), files) // one without settings is called after its file
	if err == nil && form == nil {
		err = survey.Problems(problems)
	}
	return form, err
}

func (c *campaignCreateCmd) Run(p *program) error {
	workbook, err := c.workbook()
	if err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	form, err := formToFreeze(c.Form, workbook, files)
	if err != nil {
		return err
	}
	if c.Title == "" && !form.Titled() {
		fmt.Fprintf(p.stderr, "Ce questionnaire n’a pas de titre (form_title, feuille settings) : les personnes interrogées liront « %s ». --title en donne un.\n", french.TitleNone)
	}
	return p.withStore(c.storage, func(store survey.Store) error {
		network, err := p.network(store, c.Network)
		if err != nil {
			return err
		}
		url, err := c.url(p, store)
		if err != nil {
			return err
		}
		campaign, err := p.newCampaign(network, form, c.Title)
		if err != nil {
			return err
		}
		campaign.Invited, campaign.Contact = c.Invited, strings.TrimSpace(c.Contact)
		if code := web.ContactProblem(campaign.Contact); code != "" {
			return inputErrorf("%s", french.Sentence(code))
		}
		if err := p.createCampaign(store, campaign, form, workbook, files); err != nil {
			return err
		}
		if c.Open { // an act of its own in the register
			opened := p.audit("campaign.open", campaign.ID)
			opened.Network = campaign.Network
			if err := store.SetCampaignState(p.ctx, campaign.Network, campaign.ID, survey.CampaignOpen, opened); err != nil {
				return fmt.Errorf("open campaign %s: %w", campaign.ID, err)
			}
		}
		fmt.Fprintf(p.stdout, "%s\n%s/q/%s\n", campaign.ID, url, campaign.Link)
		return nil
	})
}

func (c *campaignCreateCmd) workbook() ([]byte, error) {
	for _, entry := range catalogue.Entries() {
		if entry.ID == c.Form {
			return entry.Bytes(), nil
		}
	}
	data, err := readUpTo(c.Form, xlsform.MaxBytes)
	if errors.Is(err, os.ErrNotExist) {
		return nil, inputErrorf("« %s » n’est ni un questionnaire du catalogue, ni un fichier.", c.Form)
	}
	if err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	return data, nil
}

// newCampaign prepares a campaign of a network on a form.
func (p *program) newCampaign(network survey.Network, form *survey.Form, title string) (survey.Campaign, error) {
	link, err := survey.NewLink(network.Slug, rand.Reader)
	if err != nil {
		return survey.Campaign{}, err
	}
	if title == "" {
		title = french.FormTitle(form)
	}
	return survey.Campaign{
		ID: uuid.NewString(), Network: network.Slug, Title: title, FormID: form.ID, FormVersion: form.Version,
		State: survey.CampaignDraft, Link: link, CreatedAt: p.clock(),
	}, nil
}

// createCampaign freezes the form and adds the campaign.
func (p *program) createCampaign(store survey.Store, c survey.Campaign, form *survey.Form, workbook []byte, files survey.Files) error {
	frozen := survey.FormVersion{
		Network: c.Network, FormID: form.ID, Version: form.Version, Title: french.FormTitle(form),
		Workbook: workbook, SHA256: sha256.Sum256(workbook), Files: files,
	}
	err := store.SaveForm(p.ctx, frozen)
	if errors.Is(err, survey.ErrConflict) {
		return inputErrorf("Le questionnaire « %s » version %s existe déjà avec un autre contenu : changez la version dans la feuille settings.", form.ID, form.Version)
	}
	if err != nil {
		return fmt.Errorf("freeze form %s: %w", form.ID, err)
	}
	entry := p.audit("campaign.create", c.ID)
	entry.Network = c.Network
	if err := store.CreateCampaign(p.ctx, c, entry); err != nil {
		return fmt.Errorf("create campaign %s: %w", c.ID, err)
	}
	return nil
}

type campaignOpenCmd struct {
	Network  string `arg:"" name:"réseau" help:"Réseau."`
	Campaign string `arg:"" name:"enquête" help:"Enquête (identifiant donné par « campaign list »)."`
	storage
}

func (c *campaignOpenCmd) Run(p *program) error {
	return p.setCampaignState(c.storage, c.Network, c.Campaign, survey.CampaignOpen)
}

type campaignCloseCmd struct {
	Network  string `arg:"" name:"réseau" help:"Réseau."`
	Campaign string `arg:"" name:"enquête" help:"Enquête (identifiant donné par « campaign list »)."`
	storage
}

func (c *campaignCloseCmd) Run(p *program) error {
	return p.setCampaignState(c.storage, c.Network, c.Campaign, survey.CampaignClosed)
}

func (p *program) setCampaignState(s storage, network, campaign string, state survey.CampaignState) error {
	return p.withStore(s, func(store survey.Store) error {
		entry := p.audit("campaign."+string(state), campaign)
		entry.Network = network
		err := store.SetCampaignState(p.ctx, network, campaign, state, entry)
		if errors.Is(err, survey.ErrNotFound) {
			return inputErrorf("Cette enquête n’existe pas dans le réseau « %s » : « constat campaign list %s » les donne.", network, network)
		}
		if errors.Is(err, survey.ErrClosed) {
			return inputErrorf("Les réponses de cette enquête ont été effacées : elle ne peut plus être rouverte.")
		}
		if err != nil {
			return fmt.Errorf("change campaign %s: %w", campaign, err)
		}
		fmt.Fprintf(p.stdout, "Enquête %s.\n", strings.ToLower(french.CampaignState(state)))
		return nil
	})
}
