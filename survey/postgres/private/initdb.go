package private

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// makeCluster makes a new cluster in the data folder, all beside its final
// place, then renames it: a crash in between leaves no half cluster.
func makeCluster(ctx context.Context, b Binaries, id identity, dir string) (cluster, error) {
	final := cluster{dir: filepath.Join(dir, folderStem+strconv.Itoa(b.Major)), major: b.Major}
	staging, err := stage(dir, filepath.Base(final.dir), id)
	if err != nil {
		return cluster{}, refuse(err, CodeNotWritable, dir)
	}
	if err := initdb(ctx, b, id, staging); err != nil {
		return cluster{}, errors.Join(err, os.RemoveAll(staging.dir))
	}
	if err := publish(staging.dir, final.dir); err != nil {
		return cluster{}, errors.Join(refuse(err, CodeNotWritable, final.dir), os.RemoveAll(staging.dir))
	}
	return final, nil
}

// stage makes what initdb needs: an empty data folder, and the passwords.
func stage(dir, name string, id identity) (cluster, error) {
	path, err := os.MkdirTemp(dir, name+stagingMark)
	if err != nil {
		return cluster{}, err
	}
	staging := cluster{dir: path}
	for _, folder := range []string{staging.data(), staging.socketFolder()} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return cluster{}, err
		}
	}
	for _, role := range roles {
		if err := writeSynced(staging.passwordFile(string(role)), rand.Text()+"\n"); err != nil {
			return cluster{}, err
		}
	}
	return staging, id.own(path)
}

func initdb(ctx context.Context, b Binaries, id identity, staging cluster) error {
	args := append(localeArguments(b.Major),
		"--pgdata="+staging.data(), "--username="+string(Admin), "--pwfile="+staging.passwordFile(string(Admin)),
		"--auth-local=scram-sha-256", "--auth-host=reject",
		"--encoding=UTF8", "--data-checksums", "--no-instructions")
	var output bytes.Buffer
	cmd := exec.Command(filepath.Join(b.Dir, "initdb"), args...)
	cmd.Dir, cmd.Env = staging.dir, environment()
	cmd.Stdout, cmd.Stderr = io.Discard, &output
	// A killed service must not leave an initdb behind that goes on writing.
	cmd.SysProcAttr = id.attributes(syscall.SIGKILL)
	ended, err := spawn(cmd)
	if err != nil {
		return refuse(err, CodeInitFailed, staging.dir, "")
	}
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = errors.Join(ctx.Err(), cmd.Process.Signal(syscall.SIGINT))
		<-ended
	}
	if err != nil {
		return refuse(err, CodeInitFailed, staging.dir, strings.TrimSpace(output.String()))
	}
	return nil
}

// localeArguments asks for Unicode's code point order, the same on every
// machine and for every C library: an index survives a system upgrade.
func localeArguments(major int) []string {
	args := []string{"--locale=C.UTF-8"}
	if runtime.GOOS == "darwin" { // which knows no C.UTF-8
		args = []string{"--locale=C", "--lc-ctype=en_US.UTF-8"}
	}
	if major >= 17 {
		args = append(args, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
	}
	return args
}

// publish renames the staging folder. Both folders are synced, or a power cut
// could undo the rename after answers were acknowledged.
func publish(staging, final string) error {
	if err := syncFolder(staging); err != nil {
		return err
	}
	if err := os.Rename(staging, final); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(final))
}

// sweepStaging removes what an interrupted makeCluster left. Only this package
// makes such folders, under the lock, and a cluster never runs in one.
func sweepStaging(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, folderStem+"*"+stagingMark+"*"))
	if err != nil {
		return fmt.Errorf("look for unfinished clusters: %w", err)
	}
	for _, path := range left {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("remove the unfinished cluster %s: %w", path, err)
		}
	}
	return nil
}

func writeSynced(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
