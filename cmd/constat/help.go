package main

import (
	"bytes"
	"strings"

	"github.com/alecthomas/kong"
)

// version is what --version prints.
const version = "constat 0.1.0"

// frenchHelp is kong's help with its few fixed words in French.
func frenchHelp(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Kong.Stdout
	var page bytes.Buffer
	ctx.Kong.Stdout = &page
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Kong.Stdout = out
	if err != nil {
		return err
	}
	_, err = helpWords.WriteString(out, page.String())
	return err
}

var helpWords = strings.NewReplacer(
	"Usage:", "Utilisation :",
	"Commands:", "Commandes :",
	"Flags:", "Options :",
	"Arguments:", "Arguments :",
	"[flags]", "[options]",
	"<command>", "<commande>",
	"--help  ", "--help  ",
	"Show context-sensitive help.", "Affiche cette aide.",
	"Run \"constat <commande> --help\" for more information on a command.", "« constat <commande> --help » décrit une commande.",
	"Run \"constat <command> --help\" for more information on a command.", "« constat <commande> --help » décrit une commande.",
)
