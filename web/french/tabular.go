package french

import (
	"constat/survey"
	read "constat/survey/tabular"
)

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
	read.CodeMergedColumn:    "la question « {0} » a plusieurs colonnes, comme d’une version du questionnaire à l’autre : elles sont lues ensemble, et la première qui est remplie l’emporte.",
	read.CodeNearColumn:      "cette colonne est lue comme la question « {0} », d’après son libellé abrégé ou modifié. Si ce n’est pas elle, renommez la colonne.",
	read.CodeAmbiguousColumn: "cette colonne peut désigner plusieurs questions ({0}) ; elle est laissée de côté. Donnez le nom complet de la question.",
	read.CodeFarInstance:     "plus de {0} lignes pour une même réponse : cette colonne est laissée de côté.",
	read.CodeAbsentQuestions: "questions du questionnaire sans colonne, comptées comme non posées ({0}) : {1}",
	read.CodeAbsentQuestion:  "la question « {1} » ({0}) n’a pas de colonne : elle est comptée comme non posée.",

	read.CodeLineAbove:     "cette ligne est au-dessus des noms de colonnes : ce n’est pas une réponse, elle n’est pas comptée.",
	read.CodeLineTags:      "cette ligne ne contient que des balises pour les logiciels (HXL, par exemple) : ce n’est pas une réponse, elle n’est pas comptée.",
	read.CodeLineLabels:    "cette ligne contient les libellés des colonnes : ce n’est pas une réponse, elle n’est pas comptée.",
	read.CodeLineHeader:    "cette ligne répète les noms de colonnes : ce n’est pas une réponse, elle n’est pas comptée.",
	read.CodeLineTotal:     "cette ligne est un total, un sous-total ou une moyenne des réponses : elle n’est pas comptée.",
	read.CodeLineNote:      "cette ligne n’est pas une réponse (titre, note ou envoi vide) : elle n’est pas comptée.",
	read.CodeMaybeTotal:    "À VÉRIFIER : cette ligne ressemble à un total, mais peut être une réponse ; elle est comptée. Si c’est un total, retirez-la du fichier.",
	read.CodeMaybeNote:     "À VÉRIFIER : cette ligne ressemble à une note, mais peut être une réponse ; elle est comptée. Si c’est une note, retirez-la du fichier.",
	read.CodeMaybeHeader:   "À VÉRIFIER : cette ligne ressemble à un nom de colonne, mais peut être une réponse ; elle est comptée. Si ce n’en est pas une, retirez-la du fichier.",
	read.CodeMaybeQuote:    "À VÉRIFIER : un guillemet ouvre une cellule de cette ligne, et un autre se ferme plus bas : rien ne dit si ce sont plusieurs réponses ou un texte de plusieurs lignes. Enregistrez le fichier au format .xlsx pour lever le doute.",
	read.CodeMaybeEncoding: "À VÉRIFIER : l’encodage du fichier {0} n’est pas certain ; il est lu comme {1}. Si des accents sont faux, indiquez --encoding (utf-8, windows-1252, macintosh…).",
	read.CodeSecondTable:   "un second tableau, dont les colonnes sont dans un autre ordre, commence à la ligne {1} de « {0} » : mettez-le dans un fichier ou une feuille à part.",
	read.CodeMoreLines:     "et d’autres lignes de ce genre (nombre : {0}).",
	read.CodeLines:         "lignes de « {0} » (lues : {1} ; noms de colonnes : {2} ; comptées : {3} ; non comptées, dites une par une : {4}).",
	read.CodeShortLine:     "cette ligne a moins de cellules que l’en-tête ; celles qui manquent sont vides.",
	read.CodeShortLines:    "des lignes ont moins de cellules que l’en-tête (nombre : {0}) ; celles qui manquent sont vides.",
	read.CodeBlankHeader:   "la colonne {0} contient quelque chose et n’a pas de nom ; elle est laissée de côté.",
	read.CodeDamaged:       "des caractères illisibles sont remplacés par « � » (nombre de lignes : {0}) ; le reste est gardé. Si des accents manquent, indiquez --encoding.",
	read.CodeControls:      "des caractères invisibles sont retirés des textes (nombre de lignes : {0}) ; le reste est gardé.",
	read.CodeHiddenSheet:   "cette feuille est masquée dans le classeur ; ses lignes sont lues.",

	read.CodeNotInteger:      "ce n’est pas un nombre entier ; la réponse est laissée vide.",
	read.CodeNeverDays:       "des dates de cette colonne ne peuvent pas être celles d’une réponse (antérieures à 1990, ou dans le futur) : elles ne comptent pas dans la période de réponse (nombre : {0}).",
	read.CodeTwoNumbers:      "« {0} » peut se lire de deux façons, selon que le point ou la virgule y sépare les milliers ou les décimales : la réponse est laissée hors des calculs jusqu’à ce que vous tranchiez.",
	read.CodeMarks:           "À VÉRIFIER : des nombres de la question « {0} », comme {2}, se lisent de deux façons (nombre de fois : {1}) et ne sont dans aucun calcul. Si la virgule est le signe décimal (1.000 est mille, 1,000 est un), ajoutez --decimal {0}=virgule ; si c’est le point (1.000 est un, 1,000 est mille), --decimal {0}=point.",
	read.CodeNotNumber:       "ce n’est pas un nombre ; la réponse est laissée vide.",
	read.CodeNotDate:         "ce n’est pas une date lisible (AAAA-MM-JJ ou JJ/MM/AAAA) ; la réponse est laissée vide.",
	read.CodeNoSuchDay:       "« {0} » : ce jour n’existe pas ; la réponse est laissée vide.",
	read.CodeNotTime:         "ce n’est pas une heure lisible (14:30) ; la réponse est laissée vide.",
	read.CodeNotDateTime:     "ce n’est pas une date avec heure lisible (AAAA-MM-JJ hh:mm) ; la réponse est laissée vide.",
	read.CodeNotTick:         "cette case devrait contenir 1 ou 0, oui ou non ; elle est comptée comme non cochée.",
	read.CodeUnknownChoice:   "« {0} » n’est pas dans la liste de choix : compté comme « Autre réponse (hors liste) ».",
	read.CodeUnlisted:        "des réponses ne sont pas dans la liste de choix (nombre : {0}) : comptées comme « Autre réponse (hors liste) ».",
	read.CodeFormerQuestion:  "la question « {0} » n’est plus dans le questionnaire ; ses réponses (nombre : {1}) sont laissées de côté.",
	read.CodeUnlistedColumn:  "« {0} » n’est pas dans la liste de choix de la question « {1} » : ce qui y est coché est compté comme « Autre réponse (hors liste) ».",
	read.CodeFreeOther:       "ce texte n’est pas dans la liste de choix : compté comme « Autre », il est gardé avec les réponses libres.",
	read.CodeFreeOthers:      "des textes ne sont pas dans la liste de choix (nombre : {0}) : comptés comme « Autre », ils sont gardés avec les réponses libres.",
	read.CodeNoAnswer:        "ce signe, ou cette erreur de formule, n’est pas une réponse ; la réponse est laissée vide.",
	read.CodeAmbiguousChoice: "plusieurs choix de la liste portent ce libellé ; la réponse est laissée de côté. Exportez les codes plutôt que les libellés.",
	read.CodeColumnsDiffer:   "la colonne « {0} » de la même question dit autre chose : c’est elle qui est comptée.",
	read.CodeTextNowhere:     "cette réponse libre compte comme « autre » ; le questionnaire n’a pas de question pour garder ses mots.",
	read.CodeNotRank:         "ce n’est pas un rang de ce classement (1, 2, 3…) ; ce choix est laissé sans rang.",
	read.CodeRanksDiffer:     "un même choix a plusieurs rangs, ou un même rang plusieurs choix ; le classement est laissé vide.",
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
	read.CodeBrokenLogic: "À VÉRIFIER : la logique du questionnaire contient des erreurs (nombre : {0}, une par ligne ci-dessous), et ce que ces formules devaient décider est inconnu. " +
		"Là où une condition manque, une réponse vide est comptée « sans réponse », jamais « non concerné ». Corrigez le questionnaire (constat form check les liste aussi), puis refaites le diagnostic.",
	read.CodeSuspectDay: "À VÉRIFIER : la question « {2} » contient le {0} (nombre de fois : {1}), une date que des logiciels écrivent quand il n’y en a pas. " +
		"Elle compte tant que vous n’avez rien dit. Si c’est une absence de réponse, ajoutez --missing {2}={0} ; si c’est une vraie date, --missing \"{2}={0}:vraie date\".",
	read.CodeTextsApart:    "ces réponses ont été exportées par constat, qui écrit les réponses libres à part : ajoutez --answers textes-libres.csv pour les lire aussi.",
	read.CodeTextsLeft:     "des réponses libres n’ont trouvé aucune réponse à qui la question a été posée (nombre : {0}) ; elles sont laissées de côté.",
	read.CodeTextsNoAuthor: "rien ne dit qui a écrit les réponses libres : elles sont laissées de côté quand les réponses sont séparées ou triées (--territory, --only).",
	read.CodeParentTwice:   "une ligne précédente a le même numéro : les lignes de « {0} » qui le portent lui sont rattachées, et celle-ci n’en a aucune.",
	read.CodeOrphanRow:     "cette ligne n’est reliée à aucune réponse ; elle est laissée de côté.",
}

// unread are the problems of a cell that could not be read, whose first argument
// is that cell.
var unread = map[string]bool{
	read.CodeNotInteger: true, read.CodeNotNumber: true, read.CodeNotDate: true, read.CodeNotTime: true, read.CodeNotDateTime: true,
}

// WithCell is a problem's sentence with the cell that could not be read: for the
// internal edition, whose readers may correct it. The terminal repeats no answer.
func WithCell(p survey.Problem) string {
	sentence := Problem(p)
	if !unread[p.Code] || len(p.Args) == 0 || p.Args[0] == "" {
		return sentence
	}
	return sentence + " Cellule\u00a0: «\u00a0" + p.Args[0] + "\u00a0»."
}
