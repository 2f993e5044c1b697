package french

// xform is what can be wrong with an ODK XForm that is read in place of a
// workbook.
var xform = map[string]string{
	"xform_unreadable":  "ce fichier n’est pas un XForm lisible ({0}) ; reprenez-le tel que pyxform, KoboToolbox ou ODK Central le donne.",
	"xform_incomplete":  "il manque la partie « {0} » d’un XForm ; reprenez le fichier entier.",
	"xform_no_node":     "« {0} » ne désigne rien dans l’instance du questionnaire ; corrigez ce chemin.",
	"xform_left_out":    "« {0} » n’est pas repris ici ; vérifiez que le questionnaire s’en passe.",
	"xform_file_needed": "les choix de « {0} » viennent du fichier {1}, qui n’est pas lu avec un XForm ; ils manqueront.",
}
