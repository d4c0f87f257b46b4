package prompts

import "daybreak/internal/journey"

// entry is one prompt as the files hold it.
type entry struct {
	ID         string          `json:"id"`
	Stages     []journey.Stage `json:"stages"`
	Topic      Topic           `json:"topic"`
	Intentions []string        `json:"intentions,omitempty"` // none: every one
	Times      []string        `json:"times,omitempty"`      // morning, afternoon; none: both
	Title      string          `json:"title"`
	Body       string          `json:"body"`
	Open       *words          `json:"open,omitempty"` // where others cannot see it

	neutral *Text // of the user's own: what stands in for it where others see it
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

func (c Context) message(key string) Text {
	w := c.messages().Messages[key]
	return Text{Key: key, Title: w.Title, Body: w.Body}
}

// Added is a prompt of the user's own in the library's form.
type Added struct {
	ID          string
	Stages      []journey.Stage // none: every one
	Topic       string
	Intentions  []string // none: every one
	Times       []string // morning, afternoon; none: both
	Title, Body string
}

// entry returns the text as one of the library. Where others may see it a
// neutral one stands in.
func (a Added) entry(c Context) entry {
	t := c.neutral("prompts.d/" + a.ID)
	return entry{ID: t.Key, Stages: a.Stages, Topic: Topic(a.Topic), Intentions: a.Intentions, Times: a.Times,
		Title: a.Title, Body: a.Body, neutral: &t}
}
