package survey

import "time"

// RetentionMonths is how long answers are kept after their campaign closed, at
// most: what the questionnaires' notices and the page /informations promise.
const RetentionMonths = 24

// RetainedSince is the first day of closing whose answers may still be kept
// on a given day: what closed before it has reached RetentionMonths that day.
func RetainedSince(today time.Time) time.Time {
	return today.AddDate(0, -RetentionMonths, 1)
}
