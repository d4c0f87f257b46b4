package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
)

// Prompt is a prompt of the user's own in the form of the library: an item of a
// file of the folder prompts.d.
type Prompt struct {
	ID          string
	Stages      []journey.Stage // none: every one
	Topic       string          // "" for none
	Intentions  []string        // none: every one
	Times       []string        // morning, afternoon; none: both
	Title, Body string
}

// The most that the folder prompts.d may hold: files, and prompts in all of
// them. Its size in all is bounded by MaxSize.
const MaxPromptFiles, MaxPrompts = 100, 1000

// PromptsFolder returns the folder of the user's prompts, beside the config.
func PromptsFolder(config string) string { return filepath.Join(filepath.Dir(config), promptsFolder) }

const promptsFolder = "prompts.d"

// OfPrompts reports whether the mistake is in a file of the folder prompts.d.
func (f Fault) OfPrompts() bool { return filepath.Base(filepath.Dir(f.File)) == promptsFolder }

// PromptFile is a file of the folder prompts.d.
type PromptFile struct {
	Name string // without the folder
	Data []byte
}

// ReadPrompts returns what the files of the folder hold, for Options.Prompts:
// those whose name ends in .yaml and begins with no dot, by name. It is empty
// where there are none. What somebody else could have written is refused, as by
// Read. It never blocks, and reads no more than
// the limits and a little: too much is for Parse to tell.
func ReadPrompts(folder string) ([]byte, error) {
	names, err := PromptNames(folder)
	if err != nil {
		return nil, fmt.Errorf("read your prompts: %w", err)
	}
	var files []PromptFile
	size := 0
	for _, name := range names {
		if len(files) > MaxPromptFiles || size > MaxSize {
			break
		}
		data, err := read(filepath.Join(folder, name))
		switch {
		case errors.Is(err, os.ErrNotExist): // not to be taken for a config that is not there
			return nil, fmt.Errorf("read your prompts: %v", err)
		case err != nil:
			return nil, fmt.Errorf("read your prompts: %w", err)
		}
		size += len(data)
		files = append(files, PromptFile{name, data})
	}
	if files == nil {
		return nil, nil
	}
	return json.Marshal(files)
}

// PromptNames returns the names of the files of the folder that are read, sorted;
// none where there is no folder.
func PromptNames(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder) // sorted by name
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".yaml") && !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	return names, err
}

// PromptFiles takes apart what ReadPrompts returned.
func PromptFiles(read []byte) (files []PromptFile) {
	if len(read) > 0 {
		_ = json.Unmarshal(read, &files) // it is what this package wrote
	}
	return files
}

// ParsePrompts reads what ReadPrompts returned of a folder. The error is Faults
// with everything that is wrong.
func ParsePrompts(read []byte, folder string) ([]Prompt, error) {
	l := library{taken: map[string]string{}}
	files := PromptFiles(read)
	size := 0
	for i, f := range files {
		p := &parser{o: Options{Name: filepath.Join(folder, f.Name)}, data: bytes.TrimPrefix(f.Data, bom)}
		switch size += len(f.Data); {
		case i >= MaxPromptFiles:
			p.faultf(&yaml.Node{}, "", "put several into one file", "is one file too many; %d are the most", MaxPromptFiles)
		case size > MaxSize:
			p.faultf(&yaml.Node{}, "", "leave some out", "makes the folder larger than 1 MiB")
		default:
			l.file(p, f.Data)
		}
		p.faults.sort()
		l.faults = append(l.faults, p.faults...)
		if i >= MaxPromptFiles || size > MaxSize || len(l.faults) >= maxFaults {
			break
		}
	}
	if len(l.faults) > 0 {
		return nil, l.faults
	}
	return l.all, nil
}

// library is the prompts of all files so far.
type library struct {
	all    []Prompt
	taken  map[string]string // ids, with the place of each
	faults Faults
}

func (l *library) file(p *parser, data []byte) {
	root, ok := p.only(data)
	if !ok || root == nil {
		return
	}
	p.refuseAliases(root)
	if len(p.faults) > 0 {
		return
	}
	for i, item := range p.list(root, "", MaxPrompts) {
		if len(l.all) >= MaxPrompts {
			p.faultf(item, "", "leave some out", "is one prompt too many; %d are the most in all files", MaxPrompts)
			return
		}
		l.all = append(l.all, l.prompt(p, item, fmt.Sprintf("[%d]", i)))
	}
}

// prompt reads an item. It has the keys of the library's own.
func (l *library) prompt(p *parser, item *yaml.Node, at string) (t Prompt) {
	open := Prompt{}
	p.mapping(item, at, keys{
		"id":     func(n *yaml.Node, at string) { t.ID = l.id(p, n, at) },
		"stages": func(n *yaml.Node, at string) { t.Stages = several(p, n, at, journey.Stages()...) },
		"topic":  func(n *yaml.Node, at string) { t.Topic = p.text(n, at, maxName) },
		"intentions": func(n *yaml.Node, at string) {
			t.Intentions = several(p, n, at, "reconnect", "heal", "safe", "undecided")
		},
		"times": func(n *yaml.Node, at string) { t.Times = several(p, n, at, "morning", "afternoon") },
		"title": func(n *yaml.Node, at string) { t.Title = p.text(n, at, maxName) },
		"body":  func(n *yaml.Node, at string) { t.Body = p.text(n, at, maxText) },
		"open": func(n *yaml.Node, at string) {
			p.mapping(n, at, keys{
				"title": func(n *yaml.Node, at string) { open.Title = p.text(n, at, maxName) },
				"body":  func(n *yaml.Node, at string) { open.Body = p.text(n, at, maxText) },
			})
			p.required(n, at, "title", "body")
		},
	})
	p.required(item, at, "id", "title", "body")
	if open.Title != "" && open.Body != "" { // where others can see it, neither shows
		t.Title, t.Body = open.Title, open.Body
	}
	return t
}

// required reports those of the keys that a mapping lacks.
func (p *parser) required(n *yaml.Node, at string, names ...string) {
	for _, name := range names {
		if n.Kind == yaml.MappingNode && child(n, name) == nil {
			p.faultf(n, at+"."+name, "add "+name+":", "is missing")
		}
	}
}

// id reads an id that no other prompt of the folder has.
func (l *library) id(p *parser, n *yaml.Node, at string) string {
	s, ok := p.scalar(n, at)
	if !ok {
		return ""
	}
	for part := range strings.SplitSeq(s, "/") {
		if part == "" || part != ID(part) {
			p.faultf(n, at, "write it like evening-walk, or walks/evening", "%q is not an id (lower-case letters, digits, hyphens and slashes)", s)
			return s
		}
	}
	if len([]rune(s)) > maxName {
		p.faultf(n, at, "shorten it", "is longer than %d characters", maxName)
	}
	if first, twice := l.taken[s]; twice {
		p.faultf(n, at, "give it another id", "the id %q is already that of %s", s, first)
		return s
	}
	l.taken[s] = fmt.Sprintf("%s:%d", filepath.Base(p.o.Name), n.Line)
	return s
}

// several reads a list of words, or a single one.
func several[T ~string](p *parser, n *yaml.Node, at string, words ...T) []T {
	if n.Kind != yaml.SequenceNode {
		return []T{enum(p, n, at, words...)}
	}
	all := []T{}
	for i, item := range p.list(n, at, maxItems) {
		if w := enum(p, item, fmt.Sprintf("%s[%d]", at, i), words...); !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	if len(all) == 0 {
		p.fault(n, at, "is empty", "leave the key out for every one")
	}
	return all
}
