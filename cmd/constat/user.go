package main

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/term"

	"constat/survey"
	"constat/web"
	"constat/web/french"
)

// userCmd manages accounts without the web.
type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Ajoute un compte ; le mot de passe est tapé, ou engendré."`
	Invite   userInviteCmd   `cmd:"" help:"Donne un lien à usage unique pour choisir un mot de passe."`
	Password userPasswordCmd `cmd:"" help:"Change un mot de passe et ferme les sessions ouvertes."`
	Change   userChangeCmd   `cmd:"" help:"Change l’identifiant, le nom, le rôle ou les réseaux d’un compte."`
	Disable  userDisableCmd  `cmd:"" help:"Ferme un compte et ses sessions."`
	Enable   userEnableCmd   `cmd:"" help:"Rouvre un compte fermé."`
	List     userListCmd     `cmd:"" help:"Liste les comptes."`
}

type userAddCmd struct {
	Login    string      `arg:"" name:"identifiant" help:"Identifiant : adresse de courriel ou nom court."`
	Name     string      `help:"Nom affiché." placeholder:"NOM"`
	Role     survey.Role `help:"lead (anime un réseau), coordinator (coordination départementale) ou admin." enum:"lead,coordinator,admin" default:"lead"`
	Network  []string    `help:"Réseau que le compte peut voir ; peut être répété." placeholder:"RÉSEAU"`
	Generate bool        `help:"Engendre un mot de passe et l’affiche une seule fois."`
	storage
}

func (c *userAddCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		if err := p.checkNetworks(store, c.Role, c.Network); err != nil {
			return err
		}
		agent := survey.Agent{
			ID: uuid.NewString(), Login: strings.ToLower(strings.TrimSpace(c.Login)), Name: c.Name, Role: c.Role, Networks: c.Network,
		}
		if agent.Name == "" {
			agent.Name = agent.Login
		}
		password, err := p.newPassword(c.Generate, agent)
		if err != nil {
			return err
		}
		if agent.Password, err = web.HashPassword(password); err != nil {
			return err
		}
		err = store.CreateAgent(p.ctx, agent, p.audit("agent.create", agent.ID))
		if errors.Is(err, survey.ErrConflict) {
			return inputErrorf("Le compte « %[1]s » existe déjà : « constat user change %[1]s » le change, « enable » le rouvre s’il est fermé.", agent.Login)
		}
		if err != nil {
			return fmt.Errorf("add the account: %w", err)
		}
		fmt.Fprintf(p.stdout, "Compte créé : %s (%s)\n", agent.Login, strings.Join(agent.Networks, ", "))
		if c.Generate {
			fmt.Fprintf(p.stdout, "Mot de passe : %s\n", password)
		}
		return nil
	})
}

// checkNetworks refuses a role without the networks that it goes with, or with
// networks that it does not see.
func (p *program) checkNetworks(store survey.Store, role survey.Role, slugs []string) error {
	if role == survey.RoleLead && len(slugs) == 0 {
		return inputErrorf("Indiquez le réseau de ce compte : --network lunel, par exemple (« constat network list » les donne).")
	}
	if role == survey.RoleCoordinator && len(slugs) > 0 {
		return inputErrorf("Un compte de coordination ne voit les enquêtes d’aucun réseau, seulement les nombres du département : retirez --network, ou choisissez --role lead.")
	}
	networks, err := store.Networks(p.ctx)
	if err != nil {
		return fmt.Errorf("list the networks: %w", err)
	}
	for _, slug := range slugs {
		if !slices.ContainsFunc(networks, func(n survey.Network) bool { return n.Slug == slug }) {
			return inputErrorf("Le réseau « %s » n’existe pas : « constat network list » donne les noms.", slug)
		}
	}
	return nil
}

type userInviteCmd struct {
	Login string `arg:"" name:"identifiant" help:"Identifiant du compte."`
	publicAddress
	storage
}

func (c *userInviteCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		url, err := c.url(p, store)
		if err != nil {
			return err
		}
		agent, err := p.openAgent(store, c.Login)
		if err != nil {
			return err
		}
		link, err := p.invite(store, agent, url)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Lien à usage unique, valable 24 heures :\n%s\n", link)
		return nil
	})
}

type userPasswordCmd struct {
	Login    string `arg:"" name:"identifiant" help:"Identifiant du compte."`
	Generate bool   `help:"Engendre un mot de passe et l’affiche une seule fois."`
	storage
}

func (c *userPasswordCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		agent, err := p.openAgent(store, c.Login)
		if err != nil {
			return err
		}
		password, err := p.newPassword(c.Generate, agent)
		if err != nil {
			return err
		}
		encoded, err := web.HashPassword(password)
		if err != nil {
			return err
		}
		if err := store.SetPassword(p.ctx, agent.ID, encoded, p.audit("agent.password", agent.ID)); err != nil {
			return fmt.Errorf("store the password: %w", err)
		}
		fmt.Fprintf(p.stdout, "Mot de passe changé pour %s ; ses sessions sont fermées.\n", agent.Login)
		if c.Generate {
			fmt.Fprintf(p.stdout, "Mot de passe : %s\n", password)
		}
		return nil
	})
}

type userDisableCmd struct {
	Login string `arg:"" name:"identifiant" help:"Identifiant du compte."`
	storage
}

func (c *userDisableCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		agent, err := p.agent(store, c.Login)
		if err != nil {
			return err
		}
		if err := store.DisableAgent(p.ctx, agent.ID, p.audit("agent.disable", agent.ID)); err != nil {
			return fmt.Errorf("disable the account: %w", err)
		}
		fmt.Fprintf(p.stdout, "Compte fermé : %s\n", agent.Login)
		return nil
	})
}

type userListCmd struct{ storage }

func (c *userListCmd) Run(p *program) error {
	return p.withStore(c.storage, func(store survey.Store) error {
		agents, err := store.Agents(p.ctx)
		if err != nil {
			return fmt.Errorf("list the accounts: %w", err)
		}
		for _, a := range agents {
			state := "ouvert"
			if a.Disabled {
				state = "fermé"
			}
			fmt.Fprintf(p.stdout, "%s\t%s\t%s\t%s\t%s\n", a.Login, a.Name, a.Role, state, strings.Join(a.Networks, " "))
		}
		return nil
	})
}

func (p *program) agent(store survey.Store, login string) (survey.Agent, error) {
	agent, err := store.AgentByLogin(p.ctx, login)
	if errors.Is(err, survey.ErrNotFound) {
		return agent, inputErrorf("Le compte « %s » n’existe pas : « constat user list » donne les identifiants.", login)
	}
	if err != nil {
		return agent, fmt.Errorf("find the account: %w", err)
	}
	return agent, nil
}

// openAgent finds an account that can sign in: a link or a password for a
// closed one would open nothing.
func (p *program) openAgent(store survey.Store, login string) (survey.Agent, error) {
	agent, err := p.agent(store, login)
	if err == nil && agent.Disabled {
		return agent, inputErrorf("Le compte « %[1]s » est fermé : rouvrez-le d’abord avec « constat user enable %[1]s ».", agent.Login)
	}
	return agent, err
}

func (p *program) audit(action, object string) survey.AuditEntry {
	return survey.AuditEntry{At: p.clock(), Action: action, Object: object, Reason: "ligne de commande"}
}

// invitationLife is how long a one-time link lasts (OWASP ASVS 5, 6.4: at most a day).
const invitationLife = 24 * time.Hour

// invite makes a one-time link with which an agent chooses a password.
func (p *program) invite(store survey.Store, agent survey.Agent, baseURL string) (string, error) {
	var token [32]byte
	if _, err := rand.Read(token[:]); err != nil {
		return "", fmt.Errorf("make an invitation: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(token[:])
	if err := store.CreateInvitation(p.ctx, sha256.Sum256([]byte(text)), agent.ID, p.clock().Add(invitationLife), p.audit("invitation.create", agent.ID)); err != nil {
		return "", fmt.Errorf("keep an invitation: %w", err)
	}
	return strings.TrimSuffix(baseURL, "/") + "/invitation/" + text, nil
}

// newPassword engenders a password, or has one typed twice (once when piped).
func (p *program) newPassword(generate bool, agent survey.Agent) (string, error) {
	if generate {
		return generatePassword()
	}
	typed, err := p.typedPassword()
	if err != nil {
		return "", err
	}
	if code := web.CheckPassword(typed, agent.Login, agent.Name); code != "" {
		return "", inputErrorf("%s", french.Sentence(code))
	}
	return typed, nil
}

func (p *program) typedPassword() (string, error) {
	file, isFile := p.stdin.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) {
		line, err := bufio.NewReader(p.stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	var typed [2]string
	for i, prompt := range []string{"Mot de passe (15 caractères au moins) : ", "Encore une fois : "} {
		fmt.Fprint(p.stderr, prompt)
		secret, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(p.stderr)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(secret)
	}
	if typed[0] != typed[1] {
		return "", inputErrorf("Les deux mots de passe diffèrent : rien n’a été changé.")
	}
	return typed[0], nil
}

// passwordAlphabet leaves out what is easily misread on paper.
const passwordAlphabet = "abcdefghjkmnpqrstuvwxyz23456789"

// generatePassword makes four groups of five signs: 99 bits, easy to copy.
func generatePassword() (string, error) {
	groups := make([]string, 4)
	for i := range groups {
		var b strings.Builder
		for range 5 {
			n, err := rand.Int(rand.Reader, big.NewInt(int64(len(passwordAlphabet))))
			if err != nil {
				return "", fmt.Errorf("make a password: %w", err)
			}
			b.WriteByte(passwordAlphabet[n.Int64()])
		}
		groups[i] = b.String()
	}
	return strings.Join(groups, "-"), nil
}
