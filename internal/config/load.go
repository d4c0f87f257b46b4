package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Load reads and parses the file at path with the folder of prompts beside it,
// and returns the file's bytes too. It never
// blocks: what is not a regular file, or is larger than MaxSize, is refused.
// now is Options.Now. The error is Faults for a file that does not parse, and wraps fs.ErrNotExist
// for one that is not there.
func Load(path string, now time.Time) (Config, []string, []byte, error) {
	data, err := Read(path)
	if err != nil {
		return Config{}, nil, nil, err
	}
	texts, err := ReadPrompts(PromptsFolder(path))
	if err != nil {
		return Config{}, nil, data, err
	}
	cfg, notes, err := Parse(data, Options{Now: now, Name: path, Prompts: texts})
	return cfg, notes, data, err
}

// Read returns the bytes of the file at path, cut off after MaxSize and one more.
// It never blocks: what is not a regular file is refused.
func Read(path string) ([]byte, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	return data, nil
}

func read(path string) ([]byte, error) {
	// Looked at before it is opened: opening a FIFO waits for its other end.
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}

// Path returns where the config is: flag, else DAYBREAK_CONFIG, else
// daybreak/config.yaml under $XDG_CONFIG_HOME (where that is absolute, as the
// XDG Base Directory Specification has it) or ~/.config.
func Path(getenv func(string) string, flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	if p := getenv("DAYBREAK_CONFIG"); p != "" {
		return p, nil
	}
	base := getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		home := getenv("HOME")
		if home == "" {
			home = getenv("USERPROFILE")
		}
		if home == "" {
			return "", errors.New("find the config: neither XDG_CONFIG_HOME nor HOME is set")
		}
		base = filepath.Join(home, ".config")
	}
	return filepath.Join(base, "daybreak", "config.yaml"), nil
}
