package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/filewatch"
	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/prompts"
	"daybreak/internal/report"
	"daybreak/internal/wallclock"
	"daybreak/scheduler"
)

// home is what is on the disk: the config and the folded ledger.
type home struct {
	cfg   config.Config
	notes []string          // what the config says that does nothing, and where it came from
	fault string            // what is wrong with the config file, "" for nothing
	wrong config.Fault      // the first mistake of fault, where it is in the file
	known filewatch.Content // what the config file held when it was last read
	texts filewatch.Content // likewise, what the folder of prompts beside it held
	dir   string            // the state folder
	path  string            // the config file
	good  []byte            // the bytes of what is in force, nil when it did not come from the config file
	added []byte            // likewise those of the prompts
	view  *ledger.View
	state *scheduler.State
	story *journey.Story
}

// errNoConfig says that nothing was ever configured or started.
var errNoConfig = errors.New("there is nothing to count from yet: no config, and never started")

// lookBack is how many days of the record are read where nobody asks for more:
// what is due now hangs on no more than a day before it, and the zone on one.
const lookBack = 4

// open reads the config and the last days of the ledger, and writes nothing. A config that is
// gone or bad is stood in for by the last good copy, and h.fault says so; with
// no copy either it is the error.
func (a *app) open(now time.Time, days int) (*home, error) {
	h, err := a.openState(daysBefore(now, days))
	if err != nil {
		return nil, err
	}
	if now, err = a.local(now); err != nil {
		return nil, err
	}
	err = h.load(now)
	switch {
	case err == nil:
		return h, nil
	case h.lastGood(err):
		return h, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, a.loadError(h.path, err)
	case h.view.Start != nil:
		h.cfg = config.Default(h.view.Start.Date)
		h.notes = append(h.notes, fmt.Sprintf("no config at %s: the built-in defaults apply", h.path))
		return h, nil
	}
	return nil, fail(exitNotFound, errNoConfig, "daybreak run asks three questions and starts",
		"or write "+h.path+"; the example in the README is a start")
}

// daysBefore returns a civil day that is surely days before the one of now.
func daysBefore(now time.Time, days int) int {
	return scheduler.CivilOf(now.UTC()).Day() - days
}

func (a *app) openState(since int) (*home, error) {
	path, err := a.configPath()
	if err != nil {
		return nil, err
	}
	dir, err := ledger.Dir(a.getenv)
	if err != nil {
		return nil, fail(exitFailed, err, "set HOME or XDG_STATE_HOME")
	}
	view, err := ledger.Read(dir, since)
	if err != nil {
		return nil, fail(exitFailed, err, mend(err)...)
	}
	h := &home{dir: dir, path: path}
	h.fold(view)
	return h, nil
}

// fold takes what the ledger's records add up to.
func (h *home) fold(view *ledger.View) {
	h.view, h.state, h.story = view, scheduler.NewState(), view.Story()
	for _, r := range view.Records() {
		h.state.Apply(r)
	}
}

// load reads the config file into h, as take does.
func (h *home) load(now time.Time) error {
	data, err := config.Read(h.path)
	texts, terr := config.ReadPrompts(config.PromptsFolder(h.path))
	return h.take(filewatch.Content{Data: data, Err: err}, filewatch.Content{Data: texts, Err: terr}, now)
}

// take makes what the config file and the folder of prompts hold the config that
// is in force, where all of it is good; otherwise everything stays as it was. A
// file that was good stays good: a clock that is behind, as after a start without
// a battery, makes no date wrong.
func (h *home) take(c, texts filewatch.Content, now time.Time) error {
	h.known, h.texts = c, texts
	if err := cmp.Or(c.Err, texts.Err); err != nil {
		return err
	}
	o := config.Options{Now: now, Name: h.path, Prompts: texts.Data}
	cfg, notes, err := config.Parse(c.Data, o)
	if err != nil && h.keptGood(c.Data) {
		o.Now = time.Time{}
		cfg, notes, err = config.Parse(c.Data, o)
	}
	if err != nil {
		return err
	}
	h.cfg, h.notes, h.good, h.added = cfg, notes, c.Data, texts.Data
	h.blame(nil)
	return nil
}

// blame says what is wrong with the config file: nothing, for nil.
func (h *home) blame(cause error) {
	h.fault, h.wrong = "", config.Fault{}
	var faults config.Faults
	if errors.As(cause, &faults) && len(faults) > 0 {
		h.wrong = faults[0]
	}
	if cause != nil {
		h.fault = strings.Join(append([]string{cause.Error()}, mend(cause)...), "\n")
	}
}

// facts returns what reports are made from.
func (h *home) facts(a *app, now time.Time) (report.Facts, error) {
	zone, err := wallclock.LoadZone(h.cfg.Timezone, a.getenv)
	if zone == nil { // with an error beside it, UTC serves, as for every program
		return report.Facts{}, fail(exitFailed, err)
	}
	return report.Facts{Config: h.cfg, State: h.state, Story: h.story, Zone: zone, Now: now, Language: a.language(h.cfg),
		Fault: h.fault, FaultAt: h.wrong}, nil
}

// language returns what messages are said in.
func (a *app) language(c config.Config) *prompts.Language { return prompts.In(c.Language, a.getenv) }

// notices returns what the user should know about the state of things.
func (h *home) notices() []string {
	list := []string{}
	if h.fault != "" {
		list = append(list, "the config does not load; the last good one is in force\n"+h.fault)
	}
	list = append(list, h.notes...)
	for _, told := range []string{exposedConfig(h.path), ledger.Exposed(h.dir)} {
		if told != "" {
			list = append(list, told)
		}
	}
	for _, d := range h.view.Damage {
		list = append(list, d.String())
	}
	return list
}
