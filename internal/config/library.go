package config

import "daybreak/internal/journey"

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
