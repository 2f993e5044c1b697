package private

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// identity is as whom PostgreSQL's programs run. PostgreSQL refuses to run as
// root, and as a user that the system cannot name.
type identity struct {
	name       string
	credential *syscall.Credential // run as another user
	namespace  bool                // run as ourselves, under another number in a new user namespace
}

// candidates gives the identities to try, best first.
func candidates(at cluster) ([]identity, error) {
	switch {
	case os.Geteuid() == 0 && at.major != 0:
		return identityOfOwner(at.data())
	case os.Geteuid() == 0:
		return append(appendUser(nil, "postgres"), appendUser(namespaces(), "nobody")...), nil
	}
	if _, err := user.LookupId(strconv.Itoa(os.Geteuid())); err != nil {
		return namespaces(), nil
	}
	return []identity{{name: "self"}}, nil
}

// identityOfOwner keeps a cluster with the user who made it. One that belongs
// to root was made in a user namespace.
func identityOfOwner(data string) ([]identity, error) {
	info, err := os.Stat(data)
	if err != nil {
		return nil, refuse(err, CodeNotWritable, data)
	}
	owner := info.Sys().(*syscall.Stat_t)
	if owner.Uid == 0 {
		return namespaces(), nil
	}
	return []identity{{
		name:       "owner of the folder",
		credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid},
	}}, nil
}

func appendUser(list []identity, name string) []identity {
	u, err := user.Lookup(name)
	if err != nil {
		return list
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err1 != nil || err2 != nil || uid == 0 {
		return list
	}
	return append(list, identity{
		name:       "user " + name,
		credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)},
	})
}

// chooseIdentity gives the first identity that can run these programs and reach
// the data folder. Trying is the only way to know: containers, capabilities and
// security modules each forbid something else.
func chooseIdentity(ctx context.Context, b Binaries, dir string, at cluster) (identity, error) {
	list, err := candidates(at)
	if err != nil {
		return identity{}, err
	}
	var tried []string
	var failures []error
	for _, id := range list {
		err := id.try(ctx, b, dir)
		if err == nil {
			return id, nil
		}
		tried = append(tried, id.name)
		failures = append(failures, fmt.Errorf("%s: %w", id.name, err))
	}
	return identity{}, refuse(errors.Join(failures...), CodeNoIdentity, strings.Join(tried, ", "))
}

// try runs the harmless --version from inside the folder, and gives the
// identity a new folder there.
func (id identity) try(ctx context.Context, b Binaries, dir string) error {
	if err := id.enter(ctx, b, dir); err != nil {
		return err
	}
	probe, err := os.MkdirTemp(dir, folderStem+stagingMark) // sweepStaging knows the name
	if err != nil {
		return err
	}
	return errors.Join(id.own(probe), os.Remove(probe))
}

func (id identity) enter(ctx context.Context, b Binaries, dir string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(b.Dir, "postgres"), "--version")
	cmd.Dir = dir
	cmd.Env = environment()
	cmd.SysProcAttr = id.attributes(syscall.SIGKILL)
	return cmd.Run()
}

// own hands a folder and what it holds to the identity, and checks that this
// process still reads it: root without CAP_DAC_OVERRIDE does not.
func (id identity) own(dir string) error {
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || id.credential == nil {
			return err
		}
		return os.Lchown(path, int(id.credential.Uid), int(id.credential.Gid))
	})
	if err != nil {
		return fmt.Errorf("give %s to %s: %w", dir, id.name, err)
	}
	_, err = os.ReadDir(dir)
	return err
}

// environment is what PostgreSQL's programs see: nothing of ours. PGDATA,
// PGOPTIONS or a French locale would change what they do or say.
func environment() []string {
	return []string{"LC_ALL=C", "TZ=UTC", "PATH=/usr/bin:/bin"}
}
