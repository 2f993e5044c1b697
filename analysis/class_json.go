package analysis

import (
	"encoding/json"
	"fmt"
	"math"
)

// classJSON is a Class as JSON writes it, which has no infinity: an end that is
// null is open.
type classJSON struct {
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Whole bool     `json:"whole,omitempty"`
	Last  bool     `json:"last,omitempty"`
}

// MarshalJSON writes the class, so that what holds one (a public edition) can
// be kept.
func (c Class) MarshalJSON() ([]byte, error) {
	written := classJSON{Whole: c.Whole, Last: c.Last}
	if !math.IsInf(c.Low, -1) {
		written.Low = &c.Low
	}
	if !math.IsInf(c.High, 1) {
		written.High = &c.High
	}
	return json.Marshal(written)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Class) UnmarshalJSON(text []byte) error {
	var read classJSON
	if err := json.Unmarshal(text, &read); err != nil {
		return fmt.Errorf("read a class: %w", err)
	}
	*c = Class{Low: math.Inf(-1), High: math.Inf(1), Whole: read.Whole, Last: read.Last}
	if read.Low != nil {
		c.Low = *read.Low
	}
	if read.High != nil {
		c.High = *read.High
	}
	return nil
}
