package config

import _ "embed"

//go:embed schema.json
var schema string

// Schema returns the JSON Schema (draft 2020-12) of the config file, for
// editors and validators: each key with its title, description, examples and
// default. It refuses nothing that Parse accepts. What it cannot know is left
// to Parse: what today is, and what of the file belongs together.
func Schema() string { return schema }
