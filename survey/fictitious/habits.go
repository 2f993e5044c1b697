package fictitious

import "slices"

// rare names choices that few people make in any questionnaire.
var rare = []string{"autre", "aucun", "jamais", "tout", "plusieurs"}

// scales gives the usual size of the numbers that the catalogue asks for.
var scales = map[string]float64{
	"file_active": 140, "nb_enfants": 9, "nb_familles": 5, "nb_oriente": 4, "nb_effectif": 3,
	"nb_orientables": 5, "age_0_2": 1, "age_3_5": 1.5, "age_6_10": 2, "age_11_14": 1.5, "age_15_17": 1,
	"nb_femmes": 5, "nb_logt": 1.6,
}

// A habit ties an answer to an earlier one, so that no imaginary gendarme
// teaches in a nursery.
type habit struct {
	question string
	after    string   // the earlier question, "" for none
	codes    []string // its answers for which the habit holds
	likely   []string // choices, the rest is out of the question
	weights  map[string]float64
}

func (h habit) given(answered func(string) string) bool {
	return h.after == "" || slices.Contains(h.codes, answered(h.after))
}

func (h habit) weight(choice string) float64 {
	if w, ok := h.weights[choice]; ok {
		return w
	}
	if slices.Contains(h.likely, choice) {
		return 1
	}
	return 0
}

var plausible = []habit{
	{question: "fonction", after: "type_structure", codes: []string{"ecole"}, likely: []string{"enseignement", "direction", "sante_scolaire", "social"}},
	{question: "fonction", after: "type_structure", codes: []string{"sts", "ccas", "hebergement", "aide_victimes"}, likely: []string{"social", "educatif", "juriste"}},
	{question: "fonction", after: "type_structure", codes: []string{"ase"}, likely: []string{"educatif", "social", "psychologue"}},
	{question: "fonction", after: "type_structure", codes: []string{"pmi", "petite_enfance"}, likely: []string{"puericulture", "medecin", "educatif"}},
	{question: "fonction", after: "type_structure", codes: []string{"cmpea", "camsp_cmpp", "sante_liberale"}, likely: []string{"medecin", "psychologue", "reeducation"}},
	{question: "fonction", after: "type_structure", codes: []string{"alsh"}, likely: []string{"animation", "educatif"}},
	{question: "fonction", after: "type_structure", codes: []string{"gendarmerie_iscg"}, likely: []string{"gendarmerie_iscg"}},
	{question: "fonction", after: "type_structure", codes: []string{"justice_pjj"}, likely: []string{"juriste", "educatif"}},
	{question: "contact_enf", weights: map[string]float64{"jour": 6, "semaine": 4, "mois": 2, "rarement": 1, "jamais": 0.4}},
	{question: "repere", weights: map[string]float64{"oui": 7, "non": 2, "nsp": 1}},
	{question: "confronte", weights: map[string]float64{"oui": 7, "non": 2, "nsp": 0.8}},
	{question: "fiab", weights: map[string]float64{"exact": 3, "estimation": 6, "nsp": 1}},
	{question: "fiab_enf", weights: map[string]float64{"exact": 4, "estimation": 5, "nsp": 1}},
	{question: "fiab_file", weights: map[string]float64{"exact": 3, "estimation": 6, "nsp": 1}},
	{question: "exercice", after: "profession", codes: []string{"urgentiste"}, likely: []string{"hopital"}},
	{question: "exercice", after: "profession", codes: []string{"psychiatre"}, likely: []string{"cmp", "hopital", "liberal"}},
	{question: "exercice", after: "profession", codes: []string{"pediatre_pmi"}, likely: []string{"pmi_cpef", "groupe"}},
	{question: "exercice", after: "profession", codes: []string{"pharmacien", "dentiste", "kine"}, likely: []string{"liberal", "groupe"}},
	{question: "formation_init", weights: map[string]float64{"non": 6, "initiale": 1.2, "continue": 2, "deux": 0.8}},
	{question: "formation_souh", weights: map[string]float64{"oui": 6, "peut_etre": 2, "non": 1}},
	{question: "publier", weights: map[string]float64{"oui": 3, "non": 1}},
	{question: "sollicitee", weights: map[string]float64{"oui": 5, "non": 4, "nsp": 1}},
	{question: "urgence_logt", weights: map[string]float64{"communal": 2, "convention": 1, "intercommunal": 1.5, "aucun": 4, "nsp": 0.5}},
}

// wishes are the comments of the demonstration: needs, never a situation.
var wishes = []string{
	"Un lieu d’accueil identifié, accessible sans voiture.",
	"Savoir qui appeler, y compris le soir et le week-end.",
	"Une formation commune entre professionnels du territoire.",
	"Des délais plus courts pour un premier rendez-vous.",
	"Une permanence décentralisée deux fois par mois.",
	"Un annuaire local tenu à jour.",
	"Des logements d’urgence partagés entre communes.",
	"Du temps pour se rencontrer et mieux se connaître.",
	"Un modèle de convention avec la gendarmerie.",
	"Une fiche réflexe courte, à garder au cabinet.",
	"Un transport solidaire pour rejoindre les services.",
	"Des supports d’information discrets pour la salle d’attente.",
}
