package main

import (
	"net"
	"net/netip"
	"strconv"
)

// firstDemoPort is where the demonstration is looked for; demoPorts how many
// are tried when another service is already there.
const (
	firstDemoPort = 8080
	demoPorts     = 20
)

// firstFree listens on the address given, or on the first free local port.
// An address that other machines reach is refused: the demonstration's
// password is printed on a terminal and shown on its sign-in page.
func (c *demoCmd) firstFree(p *program) (net.Listener, error) {
	if c.Addr != "" {
		host, err := netip.ParseAddrPort(c.Addr)
		if err != nil || !host.Addr().IsLoopback() {
			return nil, inputErrorf("La démonstration n’écoute que sur cette machine : --addr 127.0.0.1:8080, par exemple.")
		}
		return (&serveCmd{Addr: c.Addr}).listen(p.ctx)
	}
	var last error
	for port := firstDemoPort; port < firstDemoPort+demoPorts; port++ {
		listener, err := (&serveCmd{Addr: "127.0.0.1:" + strconv.Itoa(port)}).listen(p.ctx)
		if err == nil {
			return listener, nil
		}
		last = err
	}
	return nil, last
}
