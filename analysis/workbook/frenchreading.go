package workbook

import (
	"fmt"

	"constat/analysis/disclosure"
)

// The words of the register of an edition.
const (
	textRegisterSize    = "Nombre de réponses"
	textRegisterPart    = "Effectif"
	textRegisterBase    = "Base"
	textRegisterNothing = "rien"
	textRegisterExact   = "exactement %s"
	textRegisterRange   = "de %s à %s"
)

// textBenchmark stands before a figure published elsewhere.
const textBenchmark = "Repère" + nbsp + ": "

// spanText is an interval of two texts.
func spanText(low, high string) string { return low + " à " + high }

func comparedShare(percent, base int) string {
	return percentText(percent) + " de" + nbsp + thousands(float64(base))
}

// differenceWords is a difference in points, with its interval.
func differenceWords(c *disclosure.PublishedComparison) string {
	return fmt.Sprintf("%s (%s à %s)", signed(c.Points), signed(c.Low), signed(c.High))
}
