package workbook

// The words of the register of an edition.
const (
	textRegisterSize    = "Nombre de réponses"
	textRegisterPart    = "Effectif"
	textRegisterBase    = "Base"
	textRegisterNothing = "rien"
	textRegisterExact   = "exactement %s"
	textRegisterRange   = "de %s à %s"
)
