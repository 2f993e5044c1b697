package main

import (
	"bytes"
	"errors"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestReadBaseURL(t *testing.T) {
	for given, want := range map[string]string{
		"https://constat.exemple.fr":       "https://constat.exemple.fr",
		"https://Constat.Exemple.fr:8443/": "https://constat.exemple.fr:8443",
		"http://[2001:db8::7]:8080":        "http://[2001:db8::7]:8080",
		"constat.exemple.fr":               "",
		"constat.exemple.fr:8080":          "",
		"ftp://constat.exemple.fr":         "",
		"http://exemple.fr:99999":          "",
		"http://exemple.fr:0":              "",
		"https://":                         "",
		"https://:8080":                    "",
		"https://exemple.fr/constat":       "",
		"https://exemple.fr/?a=b":          "",
		"https://moi@exemple.fr":           "",
		"https://réseau.fr":                "",
	} {
		got, err := readBaseURL(given)
		var input inputError
		if want == "" && !errors.As(err, &input) || want != "" && (err != nil || got != want) {
			t.Errorf("%s: %q %v, want %q", given, got, err, want)
		}
	}
}

func TestListenedURL(t *testing.T) {
	here := func() (net.IP, error) { return net.IPv4(192, 0, 2, 7), nil }
	lost := func() (net.IP, error) { return nil, errors.New("no route") }
	for _, c := range []struct {
		ip      net.IP
		reached func() (net.IP, error)
		want    string
	}{
		{net.IPv4(127, 0, 0, 1), here, "http://127.0.0.1:8080"},
		{net.IPv6loopback, here, "http://[::1]:8080"},
		{net.IPv4zero, here, "http://192.0.2.7:8080"},
		{net.IPv6unspecified, here, "http://192.0.2.7:8080"},
		{net.IPv6unspecified, lost, "http://127.0.0.1:8080"},
	} {
		if got := listenedURL(&net.TCPAddr{IP: c.ip, Port: 8080}, c.reached); got != c.want {
			t.Errorf("%s: %s, want %s", c.ip, got, c.want)
		}
	}
}

func TestSayWhere(t *testing.T) {
	for address, warned := range map[string]bool{
		"http://127.0.0.1:8080": false, "http://localhost": false, "http://[::1]:80": false, "https://constat.exemple.fr": false,
		"http://constat.exemple.fr": true, "http://192.168.1.7:8080": true,
	} {
		var out bytes.Buffer
		sayWhere(&out, address, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})
		if strings.Count(out.String(), "n’est pas chiffrée") == 1 != warned {
			t.Errorf("%s: %s", address, out.String())
		}
	}
}

// A service that listens everywhere prints an address that opens it.
func TestServe_everywhere(t *testing.T) {
	service := start(t, dataFolder(t), "serve", "--addr", "[::]:0")
	printed := regexp.MustCompile(`constat est prêt : (\S+)`).FindStringSubmatch(service.stdout.String())
	if printed == nil || !strings.Contains(service.stdout.String(), "Depuis cette machine") || strings.Contains(printed[1], "[::]") || strings.Contains(printed[1], "0.0.0.0") {
		t.Fatalf("printed %s", service.stdout)
	}
	response, err := http.Get(printed[1] + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("%s answers %d", printed[1], response.StatusCode)
	}
}

func TestServe_refusesAddressesThatCannotBe(t *testing.T) {
	for _, args := range [][]string{{"--base-url", "constat.exemple.fr"}, {"--proxy", "mandataire"}} {
		var out, problems bytes.Buffer
		code := run(t.Context(), append([]string{"serve", "--addr", "127.0.0.1:0", "--data-dir", t.TempDir()}, args...), noEnvironment, strings.NewReader(""), &out, &problems)
		if code != exitInput || !strings.Contains(problems.String(), args[0]) {
			t.Errorf("%v: %d %s", args, code, problems.String())
		}
	}
}
