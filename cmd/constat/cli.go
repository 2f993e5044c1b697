package main

import "github.com/alecthomas/kong"

// cli lists the commands, in the order of a first visit.
type cli struct {
	Version kong.VersionFlag `help:"Affiche la version."`

	Serve    serveCmd    `cmd:"" help:"Démarre le service."`
	Demo     demoCmd     `cmd:"" help:"Charge une démonstration : réponses fictives, base et dossier à part."`
	Form     formCmd     `cmd:"" help:"Vérifie, montre ou remplit un questionnaire XLSForm."`
	Expr     exprCmd     `cmd:"" help:"Évalue une expression XLSForm."`
	Diagnose diagnoseCmd `cmd:"" help:"Fait un diagnostic Excel à partir d’un questionnaire et d’un fichier de réponses, sans serveur."`
	User     userCmd     `cmd:"" help:"Gère les comptes des animatrices, animateurs et coordinations."`
	Journal  journalCmd  `cmd:"" help:"Montre le journal d’un réseau, ou celui du service : comptes et connexions."`
	Network  networkCmd  `cmd:"" help:"Liste les réseaux, ou en charge avec leur territoire."`
	Campaign campaignCmd `cmd:"" help:"Liste, crée, ouvre ou ferme des enquêtes."`
	Edition  editionCmd  `cmd:"" help:"Fait les éditions publiques, les liste, ou vérifie leurs preuves."`
	Migrate  migrateCmd  `cmd:"" help:"Met à jour le schéma de la base."`

	// What keeps the data, and lets go of it.
	Doctor    doctorCmd    `cmd:"" help:"Regarde la base, la place, l’effacement, les sauvegardes et l’horloge."`
	Backup    backupCmd    `cmd:"" help:"Sauvegarde tout ce que garde le service dans un fichier, compressé et, avec --to, chiffré."`
	Restore   restoreCmd   `cmd:"" help:"Restaure une sauvegarde dans un dossier neuf ou une base vide, ou la vérifie."`
	Retention retentionCmd `cmd:"" help:"Dit où en est l’effacement des réponses après 24 mois, ou confirme la date."`
}
