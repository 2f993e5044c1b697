package main

import (
	"fmt"
	"strings"

	"constat/analysis/disclosure"
)

// What the public edition says on the terminal.
const (
	textAllAnswers  = "Ensemble des réponses"
	textNoTerritory = "Territoire non indiqué"

	textArchiveNotice = "Document interne\u00a0: il contient les vrais effectifs. À garder avec l’édition interne, à ne pas diffuser, à effacer avec les réponses."
	textOtherArchive  = "L’archive donnée avec --earlier ne va pas avec ces réponses\u00a0: ce qu’elle a publié les contredit. Vérifiez que c’est celle du même questionnaire et des mêmes territoires."
	textTerritoryGone = "Un territoire de l’édition précédente n’a plus de réponses ici\u00a0: l’édition suivante ne serait pas protégée avec elle. Remettez ses réponses dans le fichier, ou donnez la même question à --territory et --division. Rien n’a été écrit."
	textPublicPart    = "Cette édition publique ne porte que sur les réponses choisies par --only. N’en publiez pas une autre qui les recoupe\u00a0: une soustraction donnerait les petits nombres que chacune protège."
)

// refusedSentence says why an area's workbook gives its size only; floor is the
// lowest of the questionnaire's.
func refusedSentence(p *disclosure.Publication, floor int) string {
	why := "les petits nombres n’auraient pas pu être protégés"
	switch {
	case p.Refused == disclosure.RefusedFewAreas:
		why = "moins de trois territoires y ont répondu"
	case p.Refused == disclosure.RefusedSmall && p.Respondents.Kind == disclosure.Exact && p.Respondents.Number < 2*floor:
		why = fmt.Sprintf("il faut au moins %d réponses pour publier plus", 2*floor)
	}
	return fmt.Sprintf("%s\u00a0: le classeur ne donne que le nombre de réponses (%s)\u00a0; %s.", p.Area.Name, respondentsWords(p), why)
}

// unprintedSentence is for an area that has no workbook at all.
func unprintedSentence(name string) string {
	return name + "\u00a0: aucun classeur. Le nombre même de ses réponses est protégé, et aucune présentation ne le protégeait assez. Elles sont comptées dans l’ensemble, s’il est publié."
}

func fewTerritoriesSentence(territories int) string {
	return fmt.Sprintf("Pas de classeur d’ensemble\u00a0: il faut des réponses d’au moins %d territoires (ici %d). Avec deux, chacun retrouverait l’autre par soustraction.", fewestTogether, territories)
}

func internalSentence(path string) string {
	return path + "\u00a0: document interne, avec les vrais effectifs. À remettre seulement à la personne qui contrôle, à ne pas diffuser."
}

func archiveSentence(path string) string {
	return path + "\u00a0: archive interne, avec les vrais effectifs. À garder pour une prochaine édition (--earlier), à ne pas diffuser."
}

// stillSentence refuses to publish again for a few answers (R14).
func stillSentence(stirred []stirredArea) string {
	var names []string
	for _, area := range stirred {
		if area.moved != 0 {
			names = append(names, fmt.Sprintf("%s (%+d)", area.name, area.moved))
		}
	}
	words := fmt.Sprintf("Trop peu de nouveautés depuis l’édition précédente\u00a0: un territoire qui change doit avoir au moins %d réponses de plus, ou de moins, sinon la différence des deux éditions les révélerait.", disclosure.FloorPersons)
	if len(names) > 0 {
		words += " Ont changé de moins\u00a0: " + strings.Join(names, ", ") + "."
	} else {
		words += " Ici, des réponses ont été corrigées sans que leur nombre change assez."
	}
	return words + " Attendez d’autres réponses, ou la prochaine vague. Rien n’a été écrit."
}

func standingSentence(wave, archive string) string {
	return fmt.Sprintf("Une autre édition publique de la vague «\u00a0%s\u00a0» se trouve déjà là (%s). Si elle a été diffusée, donnez --earlier %s\u00a0: la nouvelle sera protégée avec elle. Sinon, supprimez-la d’abord. Rien n’a été écrit.", wave, archive, archive)
}

func foreignSentence(folder, name string) string {
	return fmt.Sprintf("Le dossier %s contient déjà un classeur qui n’est pas de l’édition publique (%s)\u00a0: il pourrait être diffusé avec elle. Choisissez un autre dossier. Rien n’a été écrit.", folder, name)
}

// respondentsWords is how many answered, as it is published.
func respondentsWords(p *disclosure.Publication) string {
	switch p.Respondents.Kind {
	case disclosure.Exact:
		return count(p.Respondents.Number, "réponse")
	case disclosure.Withheld:
		return "nombre de réponses non communiqué"
	case disclosure.Under:
		return fmt.Sprintf("moins de %d réponses", p.Respondents.High+1)
	}
	return "environ " + p.Respondents.Text + " réponses"
}
