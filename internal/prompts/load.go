package prompts

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"daybreak/internal/journey"
)

//go:embed en/*.json
var files embed.FS

// entry is one built-in prompt as the files hold it.
type entry struct {
	ID         string          `json:"id"`
	Stages     []journey.Stage `json:"stages"`
	Topic      Topic           `json:"topic"`
	Intentions []string        `json:"intentions,omitempty"` // none: every one
	Title      string          `json:"title"`
	Body       string          `json:"body"`
	Open       *words          `json:"open,omitempty"` // where others cannot see it
}

// words is a title and a body.
type words struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

// milestoneFile holds the words of the milestones. A body follows the record
// of what was kept, and reads as well on a later day.
type milestoneFile struct {
	Days      map[string]words `json:"days"` // by day number
	Half      words            `json:"half"`
	Last      words            `json:"last"`
	LastDate  words            `json:"last_date"`  // under Order or intention safe
	LastOrder string           `json:"last_order"` // the body under Order where others cannot see it
	Any       []string         `json:"any"`        // bodies, in turn
	// Questions are those of a check-in, by stage; "order" and "safe" have their own.
	Questions map[string][]string `json:"questions"`
}

// messageFile holds everything else, by what it is for.
type messageFile struct {
	Messages map[string]words `json:"messages"`
	CheckIn  []string         `json:"checkin"` // bodies, in turn
}

func (m messageFile) text(key string) Text {
	w := m.Messages[key]
	return Text{Key: key, Title: w.Title, Body: w.Body}
}

// Each file is parsed on its first use and no other file with it: a status
// line that needs one title should not read the whole library. The files are
// part of the program and a test reads every one, so no error can reach a user.
var (
	messages = sync.OnceValue(func() messageFile {
		m, _ := read[messageFile]("messages")
		return m
	})
	milestones = sync.OnceValue(func() milestoneFile {
		m, _ := read[milestoneFile]("milestones")
		return m
	})
	library [5]struct { // by stage, in order
		once    sync.Once
		entries []entry
	}
)

// entries returns a stage's texts, for the caller to keep.
func entries(stage journey.Stage) []entry {
	i := slices.Index(journey.Stages(), stage)
	if i < 0 {
		return nil
	}
	library[i].once.Do(func() { library[i].entries, _ = read[[]entry](string(stage)) })
	return slices.Clone(library[i].entries)
}

func read[T any](name string) (T, error) {
	var v T
	data, err := files.ReadFile("en/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		return v, fmt.Errorf("read the words of %q: %w", name, err)
	}
	return v, nil
}
