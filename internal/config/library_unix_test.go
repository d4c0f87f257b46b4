//go:build unix

package config

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"daybreak/internal/trust"
)

// A file that somebody else could have written is refused, as a config is.
func TestPromptsOfSomebodyElse(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { // others come as far as here
		t.Fatal(err)
	}
	folder := PromptsFolder(filepath.Join(dir, "config.yaml"))
	file := filepath.Join(folder, "a.yaml")
	if err := errors.Join(os.Mkdir(folder, 0o755), os.WriteFile(file, nil, 0o600), os.Chmod(file, 0o622)); err != nil {
		t.Fatal(err)
	}
	var refused *trust.Refused
	if _, err := ReadPrompts(folder); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
}
