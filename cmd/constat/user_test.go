package main

import (
	"errors"
	"strings"
	"testing"

	"constat/survey"
)

func TestUserAdd_networksOfARole(t *testing.T) {
	p := &program{ctx: t.Context()}
	for _, c := range []struct {
		role     survey.Role
		networks []string
		refused  string // words of the sentence, "" when it is accepted
	}{
		{survey.RoleCoordinator, []string{"lunel"}, "retirez --network"},
		{survey.RoleCoordinator, nil, ""},
		{survey.RoleLead, nil, "Indiquez le réseau"},
		{survey.RoleLead, []string{"lunel"}, ""},
		{survey.RoleLead, []string{"ailleurs"}, "n’existe pas"},
	} {
		err := p.checkNetworks(&erasures{}, c.role, c.networks)
		var input inputError
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%s %v: %v", c.role, c.networks, err)
		case c.refused != "" && (!errors.As(err, &input) || !strings.Contains(input.message, c.refused)):
			t.Errorf("%s %v: %v, want « %s »", c.role, c.networks, err, c.refused)
		}
	}
}
