package prompts

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"daybreak/internal/journey"
)

// The words, a folder for each language, by its two-letter code. A language
// needs no more than its folder; what it lacks is said in English.
//
//go:embed ??/*.json
var files embed.FS

// base is the language that is complete.
const base = "en"

// Language is a language and those that stand in, text by text, for what it has
// no words for; English is the last of them. What is chosen does not hang on
// it. The nil Language is English. It is safe for concurrent use.
//
// Each file is parsed on its first use and no other file with it: a status line
// that needs one title should not read the whole library. The files are part of
// the program and a test reads every one, so no error can reach a user.
type Language struct {
	files      fs.FS
	tags       []string // folders before English, the preferred one first
	messages   lazy[messageFile]
	milestones lazy[milestoneFile]
	phrases    lazy[phraseFile]
	library    [5]lazy[[]entry] // by stage, in order
}

type lazy[T any] struct {
	once sync.Once
	v    T
}

func of[T any](l *Language, at *lazy[T], name string) T {
	at.once.Do(func() { at.v, _ = readIn[T](l, name) })
	return at.v
}

var (
	english = &Language{files: files}
	spoken  sync.Map // by tags, so that each file is parsed once in a process
)

// In returns the language that a config names: auto, or a tag of BCP 47. auto
// is the locale of the environment as gettext(3) has it: the first of LC_ALL,
// LC_MESSAGES and LANG that is set, with the languages of LANGUAGE before it
// unless that is C.
func In(tag string, getenv func(string) string) *Language {
	wanted := []string{tag}
	if tag == "auto" || tag == "" {
		wanted = locales(getenv)
	}
	tags := known(files, wanted)
	if len(tags) == 0 {
		return english
	}
	l, _ := spoken.LoadOrStore(strings.Join(tags, " "), &Language{files: files, tags: tags})
	return l.(*Language)
}

// Speaks reports whether there are words in the language of a tag.
func Speaks(tag string) bool {
	first, _, _ := strings.Cut(tagOf(tag), "-")
	return first == base || len(known(files, []string{tag})) > 0
}

// locales returns the languages of the environment, the preferred one first.
func locales(getenv func(string) string) []string {
	locale := cmp.Or(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"))
	if lang := tagOf(locale); lang == "" || lang == "c" || lang == "posix" {
		return nil
	}
	return append(strings.Split(getenv("LANGUAGE"), ":"), locale)
}

// tagOf returns a locale, as de_AT.UTF-8@euro, as a tag in lower case: de-at.
func tagOf(locale string) string {
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	return strings.ToLower(strings.ReplaceAll(locale, "_", "-"))
}

// known returns those of the wanted languages that have words, each with what
// it is a kind of behind it, up to English.
func known(files fs.FS, wanted []string) []string {
	folders, _ := fs.ReadDir(files, ".") // it is part of the program
	var tags []string
	for _, w := range wanted {
		for tag := tagOf(w); tag != ""; {
			if tag == base {
				return tags
			}
			for _, f := range folders {
				if strings.ToLower(f.Name()) == tag && !slices.Contains(tags, f.Name()) {
					tags = append(tags, f.Name())
				}
			}
			tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
		}
	}
	return tags
}

// readIn reads a file of English and lays those of the language over it.
func readIn[T any](l *Language, name string) (v T, err error) {
	data, err := fs.ReadFile(l.files, base+"/"+name+".json")
	if err != nil {
		return v, fmt.Errorf("read the words of %q: %w", name, err)
	}
	if len(l.tags) > 0 {
		data, err = l.translate(data, name)
	}
	if err == nil {
		err = unmarshal(data, &v)
	}
	if err != nil {
		return v, fmt.Errorf("read the words of %q: %w", name, err)
	}
	return v, nil
}

func (l *Language) translate(data []byte, name string) ([]byte, error) {
	var all any
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	for _, tag := range slices.Backward(l.tags) {
		data, err := fs.ReadFile(l.files, tag+"/"+name+".json")
		if err != nil {
			continue // nothing of this file is translated yet
		}
		var over any
		if err := json.Unmarshal(data, &over); err != nil {
			return nil, fmt.Errorf("%s: %w", tag, err)
		}
		all = overlay(all, over)
	}
	return json.Marshal(all)
}

func (l *Language) orEnglish() *Language {
	if l == nil {
		return english
	}
	return l
}

// entries returns a stage's texts, for the caller to keep.
func (l *Language) entries(stage journey.Stage) []entry {
	i := slices.Index(journey.Stages(), stage)
	if i < 0 {
		return nil
	}
	l = l.orEnglish()
	return slices.Clone(of(l, &l.library[i], string(stage)))
}

func (c Context) messages() messageFile {
	l := c.Language.orEnglish()
	return of(l, &l.messages, "messages")
}

func (c Context) milestones() milestoneFile {
	l := c.Language.orEnglish()
	return of(l, &l.milestones, "milestones")
}
