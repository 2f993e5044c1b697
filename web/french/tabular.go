package french

import read "constat/survey/tabular"

// tabular says what could not be read in a file of answers, to the person
// who gives it. The address of the cell comes before the sentence.
var tabular = map[string]string{
	read.CodeUnreadable:    "le fichier {0} n’est pas lisible : enregistrez-le à nouveau au format .xlsx ou .csv.",
	read.CodeOldFormat:     "le fichier {0} est un ancien classeur .xls, ou un classeur protégé par un mot de passe : enregistrez-le au format .xlsx, sans mot de passe.",
	read.CodeTooLarge:      "le fichier {0} est trop grand pour être lu : {1} 000 lignes, {2} 000 colonnes et {3} Mo au plus, une fois décompressé.",
	read.CodeNotJSON:       "le fichier {0} n’est pas du JSON lisible ({1}).",
	read.CodeEmpty:         "le fichier {0} est vide : sa première ligne doit nommer les colonnes.",
	read.CodeEntriesLeft:   "dans {0}, ces fichiers ne sont pas des réponses et sont laissés de côté : {1}.",
	read.CodeArchiveEmpty:  "{0} ne contient aucun fichier de réponses (.csv, .xlsx ou .json).",
	read.CodeArchiveLocked: "{0} est protégé par un mot de passe : donnez les fichiers qu’il contient, décompressés.",
	read.CodeNoMatch:       "aucune colonne ne correspond à une question. Vérifiez que ces réponses sont celles de ce questionnaire. Premières colonnes : {0}.",
	read.CodeTableIgnored:  "« {0} » est laissé de côté : ses colonnes ne correspondent à aucune partie du questionnaire, ou répètent une autre feuille. Premières colonnes : {1}.",
	read.CodeNoJoin:        "« {0} » est laissé de côté : aucune colonne ne relie ses lignes (répétition « {1} ») à leur réponse. Gardez les colonnes _parent_index ou PARENT_KEY de l’export.",
	read.CodeNoMainTable:   "les réponses principales ne sont pas données : chaque ligne de « {0} » (répétition « {1} ») est comptée comme une réponse. Ajoutez le fichier principal pour les rattacher.",

	read.CodeAmbiguousTable: "« {0} » peut être plusieurs parties du questionnaire : {1}. Dites laquelle, par exemple --sheet \"{0}={2}\" ; --sheet \"{0}=aucune\" laisse ce tableau de côté.",
	read.CodeTableByColumns: "« {0} » est lu comme « {1} » d’après ses colonnes et ses lignes seules. Si ce n’est pas cela, dites-le avec --sheet \"{0}=…\".",
	read.CodeTableEmpty:     "« {0} » n’a aucune ligne : ce tableau est laissé de côté.",
	read.CodeTableLeft:      "« {0} » est laissé de côté, comme demandé (--sheet).",
	read.CodeSeveralTables:  "« {0} » et « {1} » sont lus tous deux comme la répétition « {2} » ; les lignes qu’ils ont en commun ne comptent qu’une fois. Si ce n’est pas cela, dites-le avec --sheet \"{1}=…\".",
	read.CodeSeveralParents: "les lignes de « {0} » peuvent appartenir à plusieurs tableaux ({1}), dont les numéros _index se répètent. Gardez la colonne _submission__uuid de l’export, ou faites un diagnostic pour chaque export.",
	read.CodeSeveralMains:   "« {0} » et « {1} » portent toutes deux les réponses principales, sans dire la même chose. Pour lire les deux, ajoutez --sheet \"{0}=principale\" --sheet \"{1}=principale\" ; pour en laisser une, --sheet \"{1}=aucune\".",
	read.CodeJoinedByOrder:  "les lignes de « {0} » sont rattachées à celles de « {1} » par leur rang, faute de colonne _index : ce n’est juste que si « {1} » n’a été ni triée ni filtrée.",
	read.CodeJoinedByColumn: "les lignes de « {0} » sont rattachées à celles de « {1} » par la colonne « {2} », seule qui les relie.",
	read.CodeRepeatedRows:   "des lignes de « {0} » sont déjà dans un autre tableau de la même répétition (nombre : {1}) ; elles ne comptent qu’une fois.",
	read.CodeRepeatTwice:    "les colonnes de la répétition « {0} » disent autre chose que « {1} », qui l’emporte.",
	read.CodeSheetSyntax:    "--sheet : écrivez FEUILLE=RÉPÉTITION, par exemple --sheet \"Feuille3=enfants\" (lu : « {0} »).",
	read.CodeUnknownPart:    "--sheet : « {0} » n’est pas une partie du questionnaire. Choisissez : {1}.",
	read.CodeSeveralParts:   "« {0} » désigne plusieurs répétitions : {1}. Donnez le nom complet.",
	read.CodeNoSuchSheet:    "--sheet : aucune feuille ni aucun fichier ne s’appelle « {0} ». Feuilles et fichiers lus : {1}.",

	read.CodeUnknownColumn:   "cette colonne ne correspond à aucune question ; elle est laissée de côté.",
	read.CodeRepeatedColumn:  "la question « {0} » a déjà une colonne ; celle-ci est laissée de côté.",
	read.CodeAmbiguousColumn: "cette colonne peut désigner plusieurs questions ({0}) ; elle est laissée de côté. Donnez le nom complet de la question.",
	read.CodeFarInstance:     "plus de {0} lignes pour une même réponse : cette colonne est laissée de côté.",
	read.CodeAbsentQuestions: "questions du questionnaire sans colonne, comptées comme non posées ({0}) : {1}",
	read.CodeAbsentQuestion:  "la question « {1} » ({0}) n’a pas de colonne : elle est comptée comme non posée.",

	read.CodeNotInteger:      "ce n’est pas un nombre entier ; la réponse est laissée vide.",
	read.CodeNotNumber:       "ce n’est pas un nombre ; la réponse est laissée vide.",
	read.CodeNotDate:         "ce n’est pas une date lisible (AAAA-MM-JJ ou JJ/MM/AAAA) ; la réponse est laissée vide.",
	read.CodeNotTime:         "ce n’est pas une heure lisible (14:30) ; la réponse est laissée vide.",
	read.CodeNotDateTime:     "ce n’est pas une date avec heure lisible (AAAA-MM-JJ hh:mm) ; la réponse est laissée vide.",
	read.CodeNotTick:         "cette case devrait contenir 1 ou 0, oui ou non ; elle est comptée comme non cochée.",
	read.CodeUnknownChoice:   "ce n’est ni un code ni un libellé de la liste de choix ; ce qui n’est pas reconnu est laissé de côté.",
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
	read.CodeParentTwice:   "une ligne précédente a le même numéro : les lignes de « {0} » qui le portent lui sont rattachées, et celle-ci n’en a aucune.",
	read.CodeOrphanRow:     "cette ligne n’est reliée à aucune réponse ; elle est laissée de côté.",
}
