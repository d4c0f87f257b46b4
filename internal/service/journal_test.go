package service

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestJournalHandler(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(JournalHandler(&out, func(w io.Writer) slog.Handler {
		return slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug,
			ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
				if len(groups) == 0 && a.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return a
			}})
	})).With("a", 1).WithGroup("g")
	log.Debug("d")
	log.Info("i", "b", 2)
	log.Warn("w")
	log.Error("two\nlines")
	want := "<7>level=DEBUG msg=d a=1\n<6>level=INFO msg=i a=1 g.b=2\n<4>level=WARN msg=w a=1\n<3>level=ERROR msg=\"two\\nlines\" a=1\n"
	if got := out.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestToJournal(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "stream"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := streamName(t, f)
	tests := []struct {
		name   string
		stream string
		w      any
		want   bool
	}{
		{"its own stream", name, f, true},
		{"output that went elsewhere", "8:1", f, false},
		{"no journal", "", f, false},
		{"not a file", name, &bytes.Buffer{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ToJournal(getenv("JOURNAL_STREAM", tt.stream), tt.w); got != tt.want {
				t.Errorf("to the journal: %v, want %v", got, tt.want)
			}
		})
	}
}

// streamName returns what systemd would name the file in JOURNAL_STREAM.
func streamName(t *testing.T, f *os.File) string {
	t.Helper()
	out, err := runProgram(t.Context(), "stat", "-L", "-c", "%d:%i", f.Name())
	if err != nil {
		t.Skipf("needs stat(1): %v", err)
	}
	return strings.TrimSpace(string(out))
}
