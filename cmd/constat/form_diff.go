package main

import (
	"fmt"

	"constat/survey"
	"constat/web/french"
)

// formDiffCmd says what changes from one version of a questionnaire to the
// next, as the service does before a campaign passes to it.
type formDiffCmd struct {
	Before string `arg:"" help:"Questionnaire d’avant (.xlsx)."`
	After  string `arg:"" help:"Questionnaire d’après (.xlsx)."`
	attachFlag
}

func (c *formDiffCmd) Run(p *program) error {
	before, err := c.valid(p, c.Before)
	if err != nil {
		return err
	}
	after, err := c.valid(p, c.After)
	if err != nil {
		return err
	}
	differences := survey.Compare(before, after)
	for _, d := range differences {
		fmt.Fprintf(p.stdout, "%s\u00a0: %s\n", french.DifferenceKind(d), d.Label)
		for _, edit := range d.Edits {
			fmt.Fprintf(p.stdout, "  %s.\n", french.Edit(edit))
		}
		if fate := french.Fate(d.Fate); fate != "" {
			fmt.Fprintf(p.stdout, "  %s.\n", fate)
		}
	}
	if len(differences) == 0 {
		fmt.Fprintln(p.stdout, "Aucune question ne change.")
	}
	return nil
}
