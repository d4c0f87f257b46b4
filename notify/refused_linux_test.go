package notify

import (
	"log/slog"
	"strings"
	"testing"

	"daybreak/internal/rig"
)

// lines takes what is logged, line by line.
type lines chan string

func (l lines) Write(p []byte) (int, error) { l <- string(p); return len(p), nil }

// A bus that is another user's is told of once, and with the number that it
// goes by; how often it is tried does not matter.
func TestRealRefusedIsTold(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{Owner: rig.Ordinary(t)})
	dials := make(chan struct{}, 1000)
	told := make(lines, 1000)
	f := open(t, b, func(o *FreedesktopOptions) {
		o.Address = func() string { dials <- struct{}{}; return b.Address() }
		o.Log = slog.New(slog.NewTextHandler(told, nil))
	})
	for range 3 {
		f.Ready()
		<-dials
	}
	f.Close()
	close(told)
	var all []string
	for l := range told {
		all = append(all, l)
	}
	if len(all) != 1 || !strings.Contains(all[0], "refuses this program") || !strings.Contains(all[0], "uid=0") {
		t.Errorf("told %q, want one warning with the user's number", all)
	}
}
