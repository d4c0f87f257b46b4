package service

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestQuery(t *testing.T) {
	tests := []struct {
		name, out string
		want      Status
		fails     bool
	}{
		{"running", "MainPID=42\nLoadState=loaded\nActiveState=active\nSubState=running\nStatusText=next at 21:00, a=b\nUnitFileState=enabled\n" +
			"FragmentPath=/u\nActiveEnterTimestamp=Tue 2026-11-24 06:18:40 UTC\n",
			Status{Installed: true, Enabled: true, Active: true, State: "active (running)", StatusText: "next at 21:00, a=b", Path: "/u",
				MainPID: 42, Since: time.Date(2026, 11, 24, 6, 18, 40, 0, time.UTC)}, false},
		{"reloading", "MainPID=42\nLoadState=loaded\nActiveState=reloading\nSubState=reload-notify\n",
			Status{Installed: true, Active: true, State: "reloading (reload-notify)", MainPID: 42}, false},
		{"not installed", "MainPID=0\nLoadState=not-found\nActiveState=inactive\nSubState=dead\nStatusText=\nUnitFileState=\nActiveEnterTimestamp=n/a\n",
			Status{State: "inactive (dead)"}, false},
		{"stopped", "LoadState=loaded\nUnitFileState=disabled\nActiveState=failed\nSubState=failed\nActiveEnterTimestamp=Tue 2026-11-24 06:18:40 UTC\n",
			Status{Installed: true, State: "failed (failed)"}, false},
		{"nonsense", "MainPID=x\n", Status{State: " ()"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{out: tt.out}
			o, _ := options(t, f)
			o.Exec = "" // the process is none of this test's
			got, err := Query(t.Context(), o)
			if got != tt.want || (err != nil) != tt.fails {
				t.Errorf("got  %+v, error %v\nwant %+v", got, err, tt.want)
			}
			if len(f.calls) != 2 || !strings.HasSuffix(f.calls[1], " "+Name) {
				t.Errorf("called %q", f.calls)
			}
		})
	}
	f := &fake{fail: map[string]error{"show": errors.New("no bus")}}
	o, _ := options(t, f)
	var h *HintError
	if _, err := Query(t.Context(), o); !errors.As(err, &h) {
		t.Errorf("error %v, want a hint with it", err)
	}
}

func FuzzParseStatus(f *testing.F) {
	f.Add("MainPID=42\nLoadState=loaded\nActiveState=active\nActiveEnterTimestamp=Tue 2026-11-24 06:18:40 UTC\n")
	f.Add("MainPID=-1\r\n=\n\x00")
	f.Fuzz(func(t *testing.T, out string) {
		if s, err := parseStatus(out); err == nil && s.Active && !strings.Contains(out, "ActiveState=") {
			t.Errorf("%q is active: %+v", out, s)
		}
		majorVersion(out)
	})
}
