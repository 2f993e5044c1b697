package french

// whyNotAsked says why this service does not ask a question of a type: it
// records nothing that a diagnostic does not need (RGPD, article 5.1.c).
var whyNotAsked = map[string]string{
	"geopoint": whyPosition, "geotrace": whyPosition, "geoshape": whyPosition,
	"start-geopoint": whyPosition, "background-geopoint": whyPosition,
	"image": whyPicture, "video": whyPicture, "file": whyPicture, "osm": whyPosition,
	"audio": whySound, "background-audio": whySound,
	"barcode": "Un code-barres se lit avec l’appareil photo, que le service n’utilise pas.",
	"audit":   "Le suivi des gestes renseignerait sur la personne qui répond.",
}

const (
	whyPosition = "Une position permet de retrouver une personne ou son domicile\u00a0; demandez plutôt la commune."
	whyPicture  = "Une image ou un fichier peut montrer une personne, ou des données à son sujet."
	whySound    = "Une voix permet de reconnaître une personne."
	whyDevice   = "Cette donnée désigne la personne qui répond, ou son appareil."
)

// WhyNotAsked is the reason for a type of question.
func WhyNotAsked(typeName string) string {
	if why, known := whyNotAsked[typeName]; known {
		return why
	}
	return whyDevice
}
