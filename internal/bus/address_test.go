package bus

import "testing"

func TestSessionAddress(t *testing.T) {
	for name, c := range map[string]struct {
		bus, dir string
		exists   bool
		want     string
	}{
		"set":                  {"unix:path=/x", "/run/user/1", true, "unix:path=/x"},
		"autolaunch is no bus": {"autolaunch:", "/run/user/1", true, "unix:path=/run/user/1/bus"},
		"runtime folder":       {"", "/run/user/1", true, "unix:path=/run/user/1/bus"},
		"odd folder":           {"", "/run/a,b;c", true, "unix:path=/run/a%2Cb%3Bc/bus"},
		"no socket":            {"", "/run/user/1", false, ""},
		"nothing":              {"", "", true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			env := map[string]string{"DBUS_SESSION_BUS_ADDRESS": c.bus, "XDG_RUNTIME_DIR": c.dir}
			got := SessionAddress(func(k string) string { return env[k] }, func(string) bool { return c.exists })
			if got != c.want {
				t.Errorf("SessionAddress = %q, want %q", got, c.want)
			}
		})
	}
}

func TestParseAddress(t *testing.T) {
	for address, want := range map[string]string{
		"unix:path=/run/a%2Cb/bus,guid=1": "unix /run/a,b/bus",
		"unix:abstract=/tmp/x":            "unix @/tmp/x",
		"tcp:host=127.0.0.1,port=9":       "tcp 127.0.0.1:9",
		"autolaunch:":                     "",
		"unixexec:path=/bin/sh":           "",
		"unix:path=%zz":                   "",
		"":                                "",
	} {
		network, to, err := parseAddress(address)
		if got := network + " " + to; (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("parseAddress(%q) = %q, %v, want %q", address, got, err, want)
		}
	}
}
