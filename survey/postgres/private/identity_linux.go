package private

import (
	"os"
	"syscall"
)

// nobody is what our own user is called inside the namespace: the one
// unprivileged number that every /etc/passwd names.
const nobody = 65534

// namespaces gives the identity that needs no other user and no privilege: a
// user namespace in which our own user has another number.
func namespaces() []identity {
	return []identity{{name: "user namespace", namespace: true}}
}

// attributes starts a program in a session of its own, so that Ctrl-C reaches
// the service only, and asks the kernel to signal it when the thread that
// started it dies.
func (id identity) attributes(onDeath syscall.Signal) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true, Pdeathsig: onDeath, Credential: id.credential}
	if id.namespace {
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getegid(), Size: 1}}
	}
	return attr
}
