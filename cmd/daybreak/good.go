package main

import (
	"bytes"
	"os"
	"path/filepath"
	"time"

	"github.com/google/renameio/v2/maybe"

	"daybreak/internal/config"
)

func (h *home) copyPath() string { return filepath.Join(h.dir, "last-good.yaml") }

// hadConfig reports whether there was a config that loaded.
func (h *home) hadConfig() bool { return h.good != nil || exists(h.copyPath()) }

// keptGood reports whether data is what the copy of the last good config holds.
func (h *home) keptGood(data []byte) bool {
	old, err := config.Read(h.copyPath())
	return err == nil && string(old) == string(data)
}

// lastGood loads the copy of the last config that was good, in place of one
// that failed with cause, and reports whether it could.
func (h *home) lastGood(cause error) bool {
	cfg, _, _, err := config.Load(h.copyPath(), time.Time{})
	if err != nil {
		return false
	}
	h.cfg = cfg
	h.blame(cause)
	return true
}

// keepGood copies the config that is in force into the state folder, with the
// prompts of the user beside it, for the day on which it does not load.
func (h *home) keepGood() error {
	if h.good == nil {
		return nil
	}
	if err := h.keepPrompts(config.PromptsFolder(h.copyPath())); err != nil {
		return err
	}
	if h.keptGood(h.good) {
		return nil
	}
	return maybe.WriteFile(h.copyPath(), h.good, 0o600)
}

// keepPrompts makes the folder hold the prompts that are in force.
func (h *home) keepPrompts(folder string) error {
	old, err := config.ReadPrompts(folder)
	if err == nil && bytes.Equal(old, h.added) {
		return nil
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	files := config.PromptFiles(h.added)
	if len(files) == 0 {
		return nil
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	for _, f := range files {
		if err := maybe.WriteFile(filepath.Join(folder, filepath.Base(f.Name)), f.Data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
