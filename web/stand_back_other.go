//go:build !linux

package web

// standBack does nothing where threads have no priority of their own.
func standBack() {}
