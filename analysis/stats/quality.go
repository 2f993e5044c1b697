package stats

// Quality says how far a percentage may be read.
type Quality uint8

const (
	CountsOnly Quality = iota // too few: counts, no percentage
	Indicative                // a hint more than a measure
	Measured                  // a percentage that may be compared and quoted
)

// The thresholds of Quality. On a base of ten or less, one person moves a
// percentage by ten points or more; on a base of twenty, the 95 % interval of
// a half (Wilson, 1927) reaches twenty points on each side. The ONS marks
// rates under twenty events as unreliable.
const (
	MinPercentBase = 11
	IndicativeBase = 20
	MaxHalfWidth   = 0.2
)

// QualityOf judges a proportion by its base and its interval.
func QualityOf(base int, interval Interval) Quality {
	switch {
	case base < MinPercentBase:
		return CountsOnly
	case base < IndicativeBase || interval.Half() > MaxHalfWidth:
		return Indicative
	}
	return Measured
}
