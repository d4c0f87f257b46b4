package config

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"daybreak/internal/places"
	"daybreak/internal/trust"
)

// Load reads and parses the file at path with the folder of prompts beside it,
// and returns the file's bytes too. It never
// blocks: what is not a regular file, is larger than MaxSize, or could have been
// written by somebody else (see Read), is refused.
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
// It never blocks: what is not a regular file is refused. What somebody else
// could have written is refused too, with an error that is a *trust.Refused.
func Read(path string) ([]byte, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	return data, nil
}

func read(path string) ([]byte, error) {
	if err := trust.File(path); err != nil {
		return nil, err
	}
	// O_NONBLOCK: opening a FIFO would wait for its other end.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file", path)
	}
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}

// Path returns where the config is: flag, else DAYBREAK_CONFIG, else config.yaml
// in the folder that the system's custom has for it (see places).
func Path(getenv func(string) string, flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	if p := getenv("DAYBREAK_CONFIG"); p != "" {
		return p, nil
	}
	dir, err := places.Config(getenv)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "config.yaml"), nil
}
