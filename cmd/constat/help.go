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

// frenchUsage says in French what kong found wrong with a command line. Its
// messages are a handful of fixed phrases around what was typed.
func frenchUsage(err error) string { return usageWords.Replace(err.Error()) }

var usageWords = strings.NewReplacer(
	"missing flags: ", "il manque l’option ",
	"missing flag: ", "il manque l’option ",
	"missing positional arguments ", "il manque ",
	"unexpected argument ", "argument inattendu\u00a0: ",
	"unknown flag ", "option inconnue\u00a0: ",
	", did you mean ", "\u00a0; vouliez-vous écrire ",
	"expected one of ", "attendu\u00a0: ",
	"must be one of ", "doit être parmi ",
	" but got ", ", reçu ",
	"expected string value ", "il manque une valeur ",
	"expected a valid 64 bit int", "il faut un nombre entier",
	"no such file or directory", "ce fichier n’existe pas",
	"expected ", "attendu\u00a0: ",
	"flag", "option",
)
