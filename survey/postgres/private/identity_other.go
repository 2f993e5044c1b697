//go:build !linux

package private

import "syscall"

// namespaces is empty: user namespaces are Linux's.
func namespaces() []identity { return nil }

// attributes starts a program in a session of its own, so that Ctrl-C reaches
// the service only. Without a death signal, a postmaster outlives a service
// that is killed; the next start asks it to stop (see orphanMayBeStopped).
func (id identity) attributes(syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Credential: id.credential}
}
