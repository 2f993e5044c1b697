package french

// attach is what can be wrong with the files that come with a questionnaire.
var attach = map[string]string{
	"workbook_file_kind":         "le fichier « {0} » n’est ni un CSV ni une image PNG, JPEG ou WebP ; ôtez-le de l’envoi.",
	"workbook_file_name":         "le nom du fichier « {0} » ne convient pas ; renommez-le avec des lettres, des chiffres, des tirets et un point.",
	"workbook_file_not_used":     "le fichier « {0} » n’est utilisé par aucune question ; vérifiez son nom, ou ôtez-le.",
	"workbook_file_too_large":    "le fichier « {0} » dépasse {1} Ko ; réduisez-le.",
	"workbook_file_cells":        "avec le fichier « {0} », les fichiers CSV dépassent ensemble {1} cases ; ne gardez que les lignes et les colonnes dont le questionnaire a besoin.",
	"workbook_file_rows":         "le fichier « {0} » dépasse {1} lignes ; ne gardez que ce dont le territoire a besoin.",
	"workbook_file_broken":       "le fichier « {0} » ne se lit plus à partir de sa ligne {1} ; enregistrez-le à nouveau en « CSV UTF-8 » depuis Excel.",
	"workbook_file_column":       "le fichier « {0} » n’a pas de colonne « {1} » ; ses colonnes sont : {2}. Renommez-en une, ou indiquez value= et label= dans la colonne parameters.",
	"workbook_file_twin_columns": "le fichier « {0} » a deux colonnes « {1} » ; renommez l’une des deux.",
	"workbook_file_blank":        "le fichier « {0} » n’a rien dans la colonne « {1} » à sa ligne {2} ; cette ligne est laissée de côté.",
	"workbook_file_space":        "« {0} », dans le fichier « {1} », contient une espace, ce que la question à plusieurs réponses « {2} » ne permet pas ; remplacez-la par un tiret bas.",
	"workbook_file_empty":        "le fichier « {0} » n’a pas d’en-tête, ou aucune ligne ; vérifiez que c’est le bon.",
	"workbook_picture_kind":      "le fichier « {0} » n’est pas une image PNG, JPEG ou WebP, quoi que dise son nom ; convertissez-le.",
	"workbook_picture_needed":    "l’image « {0} », qui illustre « {1} », n’est pas jointe ; joignez-la, ou videz la cellule.",
	"workbook_media_not_shown":   "la question « {0} » a un fichier dans la colonne {1} : ni son ni vidéo ne sont joués ici.",
	"workbook_search_call":       "« {0} » n’est pas un appel de search() qui se lise ; écrivez search('fichier') ou search('fichier', 'matches', 'colonne', ${question}).",
	"workbook_file_tree":         "le fichier « {0} » ne se lit pas comme une liste ({1}) : un XML a des éléments item sous sa racine, un GeoJSON est une FeatureCollection de points, de lignes ou de polygones.",
}
