package main

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// refused runs a command that must be refused for its input, and gives the
// sentence.
func (r *running) refused(args ...string) string {
	r.t.Helper()
	var out, problems bytes.Buffer
	code := run(context.Background(), append(args, "--data-dir", r.dataDir), noEnvironment, strings.NewReader(""), &out, &problems)
	if code != exitInput || out.Len() > 0 {
		r.t.Errorf("constat %s ended with %d: %s%s", strings.Join(args, " "), code, out.String(), problems.String())
	}
	return problems.String()
}

// An account is closed, opened again, renamed, given other networks and
// another role; what cannot be is refused in words.
func TestUser_lifeOfAnAccount(t *testing.T) {
	service := start(t, dataFolder(t), "serve")
	service.addLead("ines", "lunel")
	service.addLead("paul", "beziers")

	says := func(got string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(got, w) {
				t.Errorf("%q does not say %q", got, w)
			}
		}
	}
	says(service.refused("user", "enable", "ines"), "est ouvert")
	service.command("user", "disable", "ines")
	says(service.refused("user", "add", "ines", "--network", "lunel", "--generate"), "existe déjà", "« enable » le rouvre")
	says(service.refused("user", "invite", "ines"), "fermé", "constat user enable ines")
	says(service.refused("user", "password", "ines", "--generate"), "fermé")
	says(service.command("user", "enable", "INES"), "Compte rouvert : ines", "mot de passe d’avant")
	says(service.command("user", "invite", "ines"), service.url+"/invitation/")

	says(service.command("user", "change", "ines", "--name", "Inès Martin", "--login", "Ines.Martin@exemple.fr"), "ines.martin@exemple.fr, Inès Martin, lead (lunel)")
	says(service.command("user", "change", "ines.martin@exemple.fr", "--network", "lunel", "--network", "castries"), "(castries, lunel)")
	says(service.command("user", "change", "ines.martin@exemple.fr", "--network", "castries"), "(castries)", "Ses sessions sont fermées.")
	says(service.command("user", "change", "ines.martin@exemple.fr", "--role", "coordinator"), "coordinator ()", "Ses sessions sont fermées.")
	says(service.command("user", "list"), "ines.martin@exemple.fr\tInès Martin\tcoordinator\touvert\t\n")

	says(service.command("journal"), "Ligne de commande\tCompte créé\tines.martin@exemple.fr", "Lien d’invitation donné\tines.martin@exemple.fr")
	says(service.command("journal", "lunel", "--last", "3"), "Accès retiré\tines.martin@exemple.fr", "Compte changé\tines.martin@exemple.fr")
	service.openCampaign("castries", "lunel-sante")
	says(service.command("journal", "castries", "--last", "2"), "Enquête ouverte\n", "Enquête créée\n")
	says(service.refused("journal", "ailleurs"), "n’existe pas")
	says(service.refused("journal", "--last", "0"), "--last 0")
	for range 3 {
		response, err := http.PostForm(service.url+"/connexion", url.Values{"login": {"canari"}, "mot-de-passe": {"canari"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
	}
	journal := service.command("journal", "--last", "5")
	says(journal, "Personne non identifiée\tConnexion refusée\n", "Personne non identifiée\tConnexion refusée (2 fois)\n")
	if strings.Contains(journal, "canari") {
		t.Errorf("the register holds what was typed: %s", journal)
	}

	says(service.refused("user", "change", "paul"), "Dites ce qui change")
	says(service.refused("user", "change", "personne", "--name", "X"), "n’existe pas")
	says(service.refused("user", "change", "paul", "--login", "ines.martin@exemple.fr"), "déjà celui d’un autre compte")
	says(service.refused("user", "change", "paul", "--network", "ailleurs"), "n’existe pas")
	says(service.refused("user", "change", "paul", "--role", "coordinator", "--network", "lunel"), "retirez --network")
	says(service.refused("user", "change", "ines.martin@exemple.fr", "--role", "lead"), "Indiquez le réseau")
	says(service.command("user", "list"), "paul\tpaul\tlead\touvert\tbeziers\n")
}
