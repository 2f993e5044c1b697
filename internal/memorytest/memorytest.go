// Package memorytest tells tests how much memory a process has held.
package memorytest

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// File names the environment variable with which a test asks a process of its
// own to leave its peak in a file (see Leave). What the kernel says of an ended
// child (ru_maxrss) does not serve: it counts the parent's memory, of which a
// child begins as a copy.
const File = "CONSTAT_TEST_PEAK"

// Peak is the most bytes that a live process has held so far, as the kernel
// counts them; Linux only.
func Peak(process int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return 0, fmt.Errorf("read what a process holds: %w", err)
	}
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseInt(strings.Fields(text)[0], 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("the kernel does not say how much memory process %d held", process)
}

// Leave writes this process's peak to the file that File names, if it does.
func Leave() error {
	path := os.Getenv(File)
	if path == "" {
		return nil
	}
	peak, err := Peak(os.Getpid())
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(strconv.FormatInt(peak, 10)), 0o600)
}

// Left reads the peak that an ended process left in a file.
func Left(path string) (int64, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, fmt.Errorf("read what a process left: %w", err)
	}
	return strconv.ParseInt(string(text), 10, 64)
}
