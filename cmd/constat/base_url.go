package main

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"

	"constat/web"
)

// readBaseURL checks an address that was given for links, and writes it
// without its final slash. What it refuses would print links that open
// nothing, or have every post refused as another site's.
func readBaseURL(given string) (string, error) {
	u, err := url.Parse(given)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || !possiblePort(u.Port()):
		return "", inputErrorf("« %s » n’est pas une adresse : donnez à --base-url celle que les gens ouvrent, comme https://constat.exemple.fr.", given)
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return "", inputErrorf("--base-url %s : l’adresse s’arrête au nom et au port, comme %s://%s. Le service ne se place pas sous un chemin.", given, u.Scheme, u.Host)
	case strings.ContainsFunc(u.Host, func(r rune) bool { return r > '~' }):
		return "", inputErrorf("--base-url %s : écrivez le nom comme les navigateurs l’envoient, sans accent (xn--…).", given)
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), nil
}

// possiblePort tells a port that an address may have, or none.
func possiblePort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return port == "" || err == nil && n > 0
}

// listenedURL is an address that opens what is listened to. A service that
// listens everywhere is printed with an address that other machines reach.
func listenedURL(listened net.Addr, reached func() (net.IP, error)) string {
	address, ok := listened.(*net.TCPAddr)
	if !ok || !address.IP.IsUnspecified() {
		return "http://" + listened.String()
	}
	ip, err := reached()
	if err != nil || ip.IsUnspecified() {
		ip = net.IPv4(127, 0, 0, 1)
	}
	return "http://" + net.JoinHostPort(ip.String(), fmt.Sprint(address.Port))
}

// outwardIP is this machine's address on its network: the one that it would
// send from. Nothing is sent: a datagram socket only chooses its route. The
// destination is reserved for documentation (RFC 5737).
func outwardIP() (net.IP, error) {
	route, err := net.Dial("udp4", "192.0.2.1:9")
	if err != nil {
		return nil, fmt.Errorf("look for this machine's address: %w", err)
	}
	defer route.Close()
	return route.LocalAddr().(*net.UDPAddr).IP, nil
}

// sayWhere prints where the service is, and what an address in clear means.
func sayWhere(out io.Writer, baseURL string, listened net.Addr) {
	fmt.Fprintf(out, "constat est prêt : %s\n", baseURL)
	if address, ok := listened.(*net.TCPAddr); ok && address.IP.IsUnspecified() {
		fmt.Fprintf(out, "Depuis cette machine : http://127.0.0.1:%d\n", address.Port)
	}
	if web.PlainHTTP(baseURL) {
		fmt.Fprintf(out, "Attention : cette adresse n’est pas chiffrée (http). Sur le réseau, d’autres peuvent lire les réponses et les mots de passe, et les navigateurs n’y gardent pas de brouillon. Placez un mandataire https devant le service, et donnez son adresse avec --base-url https://…\n")
	}
}

// checkProxies refuses a proxy that is no address before anything starts.
func checkProxies(proxies []string) error {
	for _, given := range proxies {
		_, _, notNetwork := net.ParseCIDR(given)
		if notNetwork != nil && net.ParseIP(given) == nil {
			return inputErrorf("--proxy %s : donnez une adresse IP, comme 127.0.0.1, ou un réseau, comme 10.0.0.0/8.", given)
		}
	}
	return nil
}
