package audit_test

import (
	"context"
	"fmt"

	"constat/analysis/disclosure/audit"
)

// Of 39 respondents, 18, 19 and 2 gave each answer; the edition prints 20, 20
// and « <11 ». The rounded numbers give the small one away.
func Example() {
	family := &audit.Family{
		Cells: []audit.Cell{
			{Key: "n", True: 39, Low: 39, High: 39},
			{Key: "oui", True: 18, Low: 18, High: 22, MaskedHigh: 39, Maskable: true, Floor: 11},
			{Key: "non", True: 19, Low: 18, High: 22, MaskedHigh: 39, Maskable: true, Floor: 11},
			{Key: "sans réponse", True: 2, High: 10, MaskedHigh: 39, Maskable: true, Band: true, Floor: 11},
		},
		Sums: []audit.Sum{{Total: 0, Parts: []int{1, 2, 3}}},
	}
	ctx := context.Background()
	ranges, err := family.Ranges(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s: %d to %d\n", family.Cells[3].Key, ranges[3].Low, ranges[3].High)
	repaired, err := family.Repair(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range repaired.Masked {
		fmt.Println("nc for", family.Cells[i].Key)
	}
	published := family.Mask(repaired.Masked...)
	for _, c := range repaired.Certificates {
		fmt.Println("certificate:", c.Check(published))
	}
	// Output:
	// sans réponse: 0 to 3
	// nc for oui
	// certificate: <nil>
}
