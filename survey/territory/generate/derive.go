package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// place is one entry of communes.json. The file also holds delegated and
// associated communes and municipal arrondissements, told by their type.
type place struct {
	Code         string   `json:"code"`
	Nom          string   `json:"nom"`
	Type         string   `json:"type"`
	Departement  string   `json:"departement"`
	CodesPostaux []string `json:"codesPostaux"`
	Population   int      `json:"population"`
	AnciensCodes []string `json:"anciensCodes"`
}

// group is one entry of epci.json.
type group struct {
	Code    string `json:"code"`
	Nom     string `json:"nom"`
	Type    string `json:"type"`
	Membres []struct {
		Code string `json:"code"`
	} `json:"membres"`
}

// derive keeps the current communes of a département and the EPCI that have
// at least one of them, sorted by code so that a new year reads as a diff.
func derive(departement string, places []place, groups []group) (communes, epci []byte, err error) {
	here := map[string]place{}
	for _, p := range places {
		if p.Type == "commune-actuelle" && p.Departement == departement {
			here[p.Code] = p
		}
	}
	if len(here) == 0 {
		return nil, nil, fmt.Errorf("no commune in département %q", departement)
	}

	member := map[string]string{}
	groupRows := [][]string{}
	for _, g := range groups {
		local := 0
		for _, m := range g.Membres {
			if _, ok := here[m.Code]; ok {
				member[m.Code] = g.Code
				local++
			}
		}
		if local > 0 {
			groupRows = append(groupRows, []string{g.Code, g.Nom, g.Type, strconv.Itoa(len(g.Membres))})
		}
	}

	placeRows := [][]string{}
	for code, p := range here {
		slices.Sort(p.CodesPostaux)
		slices.Sort(p.AnciensCodes)
		placeRows = append(placeRows, []string{code, p.Nom, strconv.Itoa(p.Population), member[code],
			strings.Join(p.CodesPostaux, " "), strings.Join(p.AnciensCodes, " ")})
	}

	communes, err = table("Communes du département "+departement+" : code officiel géographique et populations légales de l'INSEE, codes postaux de La Poste.",
		[]string{"code", "name", "population", "epci", "postal_codes", "former_codes"}, placeRows)
	if err != nil {
		return nil, nil, err
	}
	epci, err = table("EPCI à fiscalité propre ayant une commune dans le département "+departement+" : liste de la DGCL ; members compte aussi les communes d'autres départements.",
		[]string{"code", "name", "kind", "members"}, groupRows)
	return communes, epci, err
}

func table(title string, header []string, rows [][]string) ([]byte, error) {
	slices.SortFunc(rows, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s\n# Millésime %s, réuni par Découpage administratif %s (Etalab), Licence Ouverte.\n", title, vintage, release)
	w := csv.NewWriter(&out)
	if err := w.WriteAll(append([][]string{header}, rows...)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
