package private

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// longestSocketPath is what the system's address structure holds, its final
// zero left out: 107 bytes on Linux, 103 on macOS.
const longestSocketPath = len(syscall.RawSockaddrUnix{}.Path) - 1

func socketFits(folder string) bool {
	return len(filepath.Join(folder, ".s.PGSQL."+port)) <= longestSocketPath
}

// socketFolder gives the folder of the Unix socket: the cluster's own, or a
// temporary one when that path is too long. Remove is true for a temporary one.
// A service that is killed leaves its temporary folder behind, empty.
func socketFolder(ctx context.Context, b Binaries, id identity, at cluster, getenv func(string) string) (folder string, remove bool, err error) {
	own := at.socketFolder()
	if socketFits(own) {
		if err := os.MkdirAll(own, 0o700); err != nil {
			return "", false, refuse(err, CodeNotWritable, at.dir)
		}
		if err := id.own(own); err != nil {
			return "", false, refuse(err, CodeNotWritable, own)
		}
		return own, false, nil
	}
	var failures []error
	for _, parent := range []string{getenv("TMPDIR"), "/tmp"} {
		if parent == "" || !socketFits(filepath.Join(parent, temporaryStem+"0000000000")) {
			continue
		}
		folder, err := temporaryFolder(ctx, b, id, parent)
		if err == nil {
			return folder, true, nil
		}
		failures = append(failures, err)
	}
	return "", false, refuse(errors.Join(failures...), CodeSocketPathTooLong, own, strconv.Itoa(longestSocketPath))
}

const temporaryStem = "constat-"

// temporaryFolder is new each time, with a name that nobody can guess and
// occupy, and is kept only when the identity can enter it.
func temporaryFolder(ctx context.Context, b Binaries, id identity, parent string) (string, error) {
	folder, err := os.MkdirTemp(parent, temporaryStem)
	if err != nil {
		return "", err
	}
	if err = id.own(folder); err == nil {
		err = id.enter(ctx, b, folder)
	}
	if err != nil {
		os.Remove(folder)
		return "", err
	}
	return folder, nil
}
