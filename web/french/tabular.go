package french

import read "constat/survey/tabular"

// tabular says what could not be read in a file of answers, to the person
// who gives it. The address of the cell comes before the sentence.
var tabular = map[string]string{
	read.CodeUnreadable:   "le fichier {0} n’est pas lisible : enregistrez-le à nouveau au format .xlsx ou .csv.",
	read.CodeOldFormat:    "le fichier {0} est un ancien classeur .xls, ou un classeur protégé par un mot de passe : enregistrez-le au format .xlsx, sans mot de passe.",
	read.CodeTooLarge:     "le fichier {0} est trop grand pour être lu : {1} 000 lignes, {2} 000 colonnes et {3} Mo au plus, une fois décompressé.",
	read.CodeNotJSON:      "le fichier {0} n’est pas du JSON lisible ({1}).",
	read.CodeEmpty:        "le fichier {0} est vide : sa première ligne doit nommer les colonnes.",
	read.CodeNoMatch:      "aucune colonne ne correspond à une question. Vérifiez que ces réponses sont celles de ce questionnaire. Premières colonnes : {0}.",
	read.CodeTableIgnored: "« {0} » est laissé de côté : ses colonnes ne correspondent à aucune partie du questionnaire, ou répètent une autre feuille.",
	read.CodeNoJoin:       "« {0} » est laissé de côté : aucune colonne ne relie ses lignes (répétition « {1} ») à leur réponse. Gardez les colonnes _parent_index ou PARENT_KEY de l’export.",
	read.CodeNoMainTable:  "les réponses principales ne sont pas données : chaque ligne de « {0} » (répétition « {1} ») est comptée comme une réponse. Ajoutez le fichier principal pour les rattacher.",

	read.CodeUnknownColumn:   "cette colonne ne correspond à aucune question ; elle est laissée de côté.",
	read.CodeRepeatedColumn:  "la question « {0} » a déjà une colonne ; celle-ci est laissée de côté.",
	read.CodeAmbiguousColumn: "cette colonne peut désigner plusieurs questions ({0}) ; elle est laissée de côté. Donnez le nom complet de la question.",
	read.CodeAbsentQuestions: "questions du questionnaire sans colonne, comptées comme non posées ({0}) : {1}",
	read.CodeAbsentQuestion:  "la question « {1} » ({0}) n’a pas de colonne : elle est comptée comme non posée.",

	read.CodeNotInteger:      "ce n’est pas un nombre entier ; la réponse est laissée vide.",
	read.CodeNotNumber:       "ce n’est pas un nombre ; la réponse est laissée vide.",
	read.CodeNotDate:         "ce n’est pas une date lisible (AAAA-MM-JJ ou JJ/MM/AAAA) ; la réponse est laissée vide.",
	read.CodeNotTime:         "ce n’est pas une heure lisible (14:30) ; la réponse est laissée vide.",
	read.CodeNotDateTime:     "ce n’est pas une date avec heure lisible (AAAA-MM-JJ hh:mm) ; la réponse est laissée vide.",
	read.CodeNotTick:         "cette case devrait contenir 1 ou 0, oui ou non ; elle est comptée comme non cochée.",
	read.CodeUnknownChoice:   "« {0} » n’est pas dans la liste de choix : compté comme « Autre réponse (hors liste) ».",
	read.CodeUnlisted:        "des réponses ne sont pas dans la liste de choix (nombre : {0}) : comptées comme « Autre réponse (hors liste) ».",
	read.CodeBothVersions:    "cette ligne répond aussi dans la colonne « {0} », qui est la même question : celle-ci est laissée de côté.",
	read.CodeFormerQuestion:  "la question « {0} » n’est plus dans le questionnaire ; ses réponses (nombre : {1}) sont laissées de côté.",
	read.CodeUnlistedColumn:  "« {0} » n’est pas dans la liste de choix de la question « {1} » : ce qui y est coché est compté comme « Autre réponse (hors liste) ».",
	read.CodeFreeOther:       "ce texte n’est pas dans la liste de choix : compté comme « Autre », il est gardé avec les réponses libres.",
	read.CodeFreeOthers:      "des textes ne sont pas dans la liste de choix (nombre : {0}) : comptés comme « Autre », ils sont gardés avec les réponses libres.",
	read.CodeNoAnswer:        "ce signe, ou cette erreur de formule, n’est pas une réponse ; la réponse est laissée vide.",
	read.CodeAmbiguousChoice: "plusieurs choix de la liste portent ce libellé ; la réponse est laissée de côté. Exportez les codes plutôt que les libellés.",
	read.CodeTicksDiffer:     "les colonnes case par case disent autre chose que cette colonne, qui l’emporte sauf si elle est vide.",

	read.CodeTooManyCells:     "cette ligne a plus de cellules que l’en-tête ; celles qui dépassent sont laissées de côté.",
	read.CodeTooManyInstances: "plus de {0} lignes pour une même réponse : les suivantes sont laissées de côté.",
	read.CodeRepeatedRow:      "cette ligne est la même que la ligne {0} : elle n’est comptée qu’une fois.",
	read.CodeRepeatedInstance: "cette ligne a le même identifiant que la ligne {0}, avec un autre contenu : les deux sont comptées.",
	read.CodeBrokenRule:       "des réponses ne respectent pas la règle que le questionnaire fixe à cette question (nombre : {0}) ; elles sont gardées telles quelles.",
	read.CodeImpossible:       "des réponses ne respectent pas la règle que le questionnaire fixe à cette question (nombre : {0}) ; elles n’entrent dans aucun calcul.",
	read.CodeSuspect: "À VÉRIFIER : la question « {6} » contient {0} (nombre de fois : {1}), alors que les autres nombres vont de {2} à {3}. Est-ce un code de valeur manquante ? " +
		"Il compte pour {4} dans une somme de {5}. Si c’en est un, ajoutez --missing {6}={0}, ou une ligne missing dans la feuille diagnostic du questionnaire ; si c’est un vrai nombre, --missing \"{6}={0}:vrai nombre\".",
	read.CodeSuspectAlone: "À VÉRIFIER : la question « {6} » ne contient que {0} (nombre de fois : {1}). Est-ce un code de valeur manquante ? " +
		"Il compte pour {4} dans une somme de {5}. Si c’en est un, ajoutez --missing {6}={0}, ou une ligne missing dans la feuille diagnostic du questionnaire ; si c’est un vrai nombre, --missing \"{6}={0}:vrai nombre\".",
	read.CodeTextsApart:    "ces réponses ont été exportées par constat, qui écrit les réponses libres à part : ajoutez --answers textes-libres.csv pour les lire aussi.",
	read.CodeTextsLeft:     "des réponses libres n’ont trouvé aucune réponse à qui la question a été posée (nombre : {0}) ; elles sont laissées de côté.",
	read.CodeTextsNoAuthor: "rien ne dit qui a écrit les réponses libres : elles sont laissées de côté quand les réponses sont séparées ou triées (--territory, --only).",
	read.CodeOrphanRow:     "cette ligne n’est reliée à aucune réponse ; elle est laissée de côté.",
}
