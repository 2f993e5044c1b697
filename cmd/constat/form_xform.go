package main

import (
	"fmt"

	"constat/survey/xlsform/xform"
)

type formXFormCmd struct {
	File string `arg:"" help:"Questionnaire XLSForm (.xlsx), ou XForm (.xml)."`
	attachFlag
}

// Run writes the XForm as pyxform would, on standard output: for whoever wants
// the questionnaire in ODK Central, KoboToolbox or Enketo. What a campaign
// serves to phones is less: see xform.Options.
func (c *formXFormCmd) Run(p *program) error {
	form, err := c.valid(p, c.File)
	if err != nil {
		return err
	}
	if _, err := p.stdout.Write(xform.Write(form, xform.Options{})); err != nil {
		return fmt.Errorf("write an XForm: %w", err)
	}
	return nil
}
