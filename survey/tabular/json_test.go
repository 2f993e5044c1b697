package tabular

import "testing"

// Lists of scalars are the choices of a select_multiple, whatever their labels
// hold; numbers and booleans are their text; null and a missing key are blank.
func TestJSON_values(t *testing.T) {
	equal(t, read(t, file("a.json", `[
		{"avis":{"besoins":["Logement","Soins, santé"],"accord":true},"effectif":12,"etp":1.5,"_geolocation":[43.6,3.9],"_attachments":[{"id":1}]},
		{"avis":{"besoins":null,"accord":false},"effectif":null,"remarque":["a","b"],"_attachments":[]},
		{"avis/besoins":"sante","autre":{"x":1}}
	]`)), `
		1 row-1-1 | accord=OK besoins=logement soins effectif=12 etp=1.5
		2 row-1-2 | remarque=a, b
		3 row-1-3 | besoins=sante
		!1 autre/x unknown_column`)
}
