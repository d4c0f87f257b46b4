package main

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/filewatch"
	"daybreak/internal/report"
	"daybreak/scheduler"
)

// The patience with a config file that may be half-written: it does not parse,
// or there is nothing there. An editor that has lost the file has it back long
// before, and a fault that is told a moment later is told in time.
const (
	halfWritten = 400 * time.Millisecond
	notThere    = 2 * time.Second
)

// watch watches the config file. What it held when it was read is known.
func (h *home) watch(log *slog.Logger) *filewatch.File {
	return filewatch.Watch(filewatch.Options{
		Path: h.path, Read: config.Read, Rest: grace, Known: h.known, Log: log.With("file", "config"),
	})
}

// watchPrompts watches the folder of the user's prompts beside it.
func (h *home) watchPrompts(log *slog.Logger) *filewatch.File {
	return filewatch.Watch(filewatch.Options{
		Path: config.PromptsFolder(h.path), Folder: true, Read: config.ReadPrompts, Rest: promptsGrace, Known: h.texts, Log: log.With("file", "prompts"),
	})
}

// promptsGrace is grace for the folder of prompts: where it is empty, somebody
// may be about to put it back.
func promptsGrace(c filewatch.Content) time.Duration {
	if c.Err != nil || len(c.Data) == 0 {
		return notThere
	}
	if _, err := config.ParsePrompts(c.Data, ""); err != nil {
		return halfWritten
	}
	return 0
}

// grace returns how long a config has to stand before it counts.
func grace(c filewatch.Content) time.Duration {
	if c.Err != nil || len(bytes.TrimSpace(c.Data)) == 0 {
		return notThere
	}
	if _, _, err := config.Parse(c.Data, config.Options{}); err != nil {
		return halfWritten
	}
	return 0
}

// reload puts into force what the config file holds by now, where that is new or
// somebody has asked for it. It runs where the config is used, at the beginning
// of a decision, so nothing sees half of it. What does not load is judged again
// at every wake: a date that was in the future comes to be in the past.
func (d *daemon) reload(now time.Time) {
	if d.asked.Swap(false) {
		d.tell(d.notifier.Reloading())
		d.replace(d.file.Now(), d.texts.Now(), now)
		d.tell(d.notifier.Ready(d.short))
	} else {
		c, unread := d.file.Take()
		texts, more := d.texts.Take()
		if unread || more || d.h.fault != "" {
			d.replace(c, texts, now)
		}
	}
	d.forgive(now)
}

// tell takes note of a service manager that could not be told something.
func (d *daemon) tell(err error) {
	if err != nil {
		d.log.Warn("the service manager cannot be told", "err", err)
	}
}

// replace puts the config into force, if it loads. Otherwise the old one stays,
// and the fault is told, once.
func (d *daemon) replace(c, texts filewatch.Content, now time.Time) {
	if local, err := d.a.local(now); err == nil {
		now = local
	}
	old, fault := d.h.cfg, d.h.fault
	switch err := d.h.take(c, texts, now); {
	case err == nil:
		d.rewire(old)
		d.list = nil // it was made from the old config
		if err := d.h.keepGood(); err != nil {
			d.log.Warn("the config cannot be copied to the state folder", "err", err)
		}
		d.log.Info("the config is in force as it is now")
		d.say("The config has changed, and is in force.")
	case errors.Is(err, fs.ErrNotExist) && !d.h.hadConfig():
		d.h.blame(nil) // there never was one: the defaults go on
	default:
		if d.h.blame(err); d.h.fault != fault {
			d.a.sayFault(d.h, "what was set before stays in force")
		}
	}
}

// forgive records that the config loads again: the same mistake, made another
// day, is told anew.
func (d *daemon) forgive(now time.Time) {
	seen, ok := d.h.state.Seen(report.FaultID)
	if d.h.fault != "" || !ok || seen.Spec == report.Mended {
		return
	}
	mended := scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: report.FaultID, Spec: report.Mended, At: now}}
	d.h.state.Apply(mended)
	if err := (recorder{d}).Record(now, mended); err != nil {
		d.log.Warn("that the config loads again is not recorded yet", "err", err)
	}
}
