package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// notices returns the licences of what is linked into the programs, which ask
// to be handed on with them: Go's own, and each module's.
func notices(ctx context.Context, targets []target) ([]byte, error) {
	modules := map[string]string{} // folders by module and version
	for _, t := range targets {
		out, err := command(ctx, "", t.env(), "go", "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/daybreak")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(out)) {
			if name, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				modules[name] = dir
			}
		}
	}
	root, err := command(ctx, "", nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	modules["Go and its standard library"] = strings.TrimSpace(string(root))
	var b bytes.Buffer
	b.WriteString("Daybreak is made with the work of others. Their licences:\n")
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		texts, err := licences(modules[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s", strings.Repeat("=", 78), name, texts)
	}
	return b.Bytes(), nil
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|notice|copying)(\.\w+)?$`)

// licences returns the texts in a module's folder, one after the other.
func licences(dir string) ([]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []byte
	for _, e := range entries {
		if e.IsDir() || !licenceName.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		text = bytes.ReplaceAll(bytes.TrimSpace(text), []byte("\r\n"), []byte("\n"))
		all = append(append(all, text...), '\n')
	}
	if all == nil {
		return nil, fmt.Errorf("no licence in %s: nothing without one is handed on", dir)
	}
	return all, nil
}
