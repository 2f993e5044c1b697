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

// BackupDays is how many days a backup may be kept: answers that were erased or
// withdrawn are gone from all backups after that time.
const BackupDays = 35

// RetentionRun is one passage of the erasure.
type RetentionRun struct {
	Today     time.Time // the day it ran; zero when it never did
	Confirmed bool      // a person gave the day
	Campaigns int       // how many it erased
}

// RetentionGap is how far, in days, today may be from the last run. Beyond it,
// before or after, either the clock is wrong or the service was away for long:
// only a person knows, and an erasure cannot be undone.
const RetentionGap = 31

// Vouches tells whether a passage on a day may follow r without a person's word.
// Before the first passage there is nothing to erase.
func (r RetentionRun) Vouches(today time.Time) bool {
	if r.Today.IsZero() {
		return true
	}
	apart := dateOf(today).Sub(dateOf(r.Today)).Hours() / 24
	return -RetentionGap <= apart && apart <= RetentionGap
}

// dateOf leaves out the time and the zone of a day.
func dateOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
