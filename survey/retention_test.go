package survey

import (
	"testing"
	"time"
)

func TestRetainedSince(t *testing.T) {
	for today, want := range map[string]string{
		"2026-11-24": "2024-11-25", // closed on the 24th: 24 months that very day
		"2026-02-28": "2024-02-29",
		"2026-03-01": "2024-03-02",
		"2026-12-31": "2025-01-01",
	} {
		day, err := time.Parse(time.DateOnly, today)
		if err != nil {
			t.Fatal(err)
		}
		if got := RetainedSince(day).Format(time.DateOnly); got != want {
			t.Errorf("on %s: kept since %s, want %s", today, got, want)
		}
	}
}

func TestRetentionRun_vouches(t *testing.T) {
	paris := time.FixedZone("Paris", 3600)
	last := RetentionRun{Today: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)}
	for today, want := range map[time.Time]bool{
		time.Date(2026, 11, 29, 23, 30, 0, 0, paris): true,
		time.Date(2026, 12, 30, 23, 59, 0, 0, paris): true, // 31 days
		time.Date(2026, 12, 31, 0, 10, 0, 0, paris):  false,
		time.Date(2028, 12, 9, 10, 0, 0, 0, paris):   false, // 17,800 hours ahead
		time.Date(2026, 10, 29, 10, 0, 0, 0, paris):  true,
		time.Date(2026, 10, 28, 10, 0, 0, 0, paris):  false, // a clock that is late
		time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC):  false,
		time.Date(2027, 11, 29, 10, 0, 0, 0, paris):  false, // switched off for a year
	} {
		if got := last.Vouches(today); got != want {
			t.Errorf("on %s: %v, want %v", today, got, want)
		}
	}
	if !(RetentionRun{}).Vouches(time.Date(2026, 11, 29, 0, 0, 0, 0, paris)) {
		t.Error("a first passage waits although nothing is kept yet")
	}
}

func TestMaySee(t *testing.T) {
	for name, c := range map[string]struct {
		agent *Agent
		want  bool
	}{
		"nobody":            {nil, false},
		"her lead":          {&Agent{Role: RoleLead, Networks: []string{"lunel"}}, true},
		"another's lead":    {&Agent{Role: RoleLead, Networks: []string{"beziers"}}, false},
		"a disabled lead":   {&Agent{Role: RoleLead, Networks: []string{"lunel"}, Disabled: true}, false},
		"an administrator":  {&Agent{Role: RoleAdmin}, true},
		"a coordinator":     {&Agent{Role: RoleCoordinator}, false},
		"one with networks": {&Agent{Role: RoleCoordinator, Networks: []string{"lunel"}}, false},
	} {
		if got := c.agent.MaySee("lunel"); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
