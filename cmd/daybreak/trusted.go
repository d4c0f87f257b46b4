package main

import (
	"errors"
	"fmt"

	"daybreak/internal/config"
	"daybreak/internal/textfile"
	"daybreak/internal/trust"
)

// mend returns the hint for what was refused because somebody else can write it,
// none for any other error.
func mend(err error) []string {
	var refused *trust.Refused
	if !errors.As(err, &refused) {
		return nil
	}
	return []string{"look through it, for somebody else may have changed it; then make it yours alone: " + refused.Mend}
}

// openConfig opens the config for a change, by the rules of config.Read.
func openConfig(path string) (*textfile.File, error) {
	if err := trust.File(path); err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	return textfile.Open(path, config.MaxSize)
}

// exposedConfig says in words that others on this machine can read the config,
// "" when they cannot. Its mode is the user's own: a file in a repository of
// dotfiles may have to be so.
func exposedConfig(path string) string {
	mode, yes := trust.Exposed(path)
	if !yes {
		return ""
	}
	return fmt.Sprintf("others on this machine can read the config (mode %04o); chmod 600 %s makes it yours alone", mode, trust.Quote(path))
}
