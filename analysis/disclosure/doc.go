// Package disclosure stands between what was counted and what leaves the
// service. Only this package can fill a [Report], and the workbook, the pages
// and the feeds take nothing else: a table that was not looked at cannot reach
// a file by mistake. An [Overview] is the counts that a campaign's own page
// shows: no edition, and no answers.
package disclosure
