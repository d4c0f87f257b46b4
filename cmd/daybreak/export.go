package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

func (a *app) exportCmd() *cobra.Command {
	var asJSON, asCSV, force bool
	var output string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Take the whole record away, as JSON or CSV",
		Long: "Prints every event of the record, of all devices and in order, notes included: as one JSON\n" +
			"object, or as CSV with a row an event. What was taken back is marked. With --output it goes to\n" +
			"a file that you alone can read. The config is a file already, and is not in it.",
		Example: "  daybreak export > record.json\n  daybreak export --csv --output record.csv",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			write := exportJSON
			if asCSV {
				write = exportCSV
			}
			return a.export(write, output, force)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, "print one JSON object (the default)")
	f.BoolVar(&asCSV, "csv", false, "print CSV (RFC 4180)")
	f.StringVar(&output, "output", "", "write to a `FILE`")
	f.BoolVar(&force, "force", false, "write over a file that is there")
	cmd.MarkFlagsMutuallyExclusive("json", "csv")
	_ = cmd.MarkFlagFilename("output", "json", "csv") // the flag is there
	return cmd
}

func (a *app) export(write func(io.Writer, *ledger.View) error, output string, force bool) error {
	dir, err := ledger.Dir(a.getenv)
	if err != nil {
		return fail(exitFailed, err, "set HOME or XDG_STATE_HOME")
	}
	view, err := ledger.Read(dir, ledger.Everything)
	if err != nil {
		return fail(exitFailed, err, mend(err)...)
	}
	for _, d := range view.Damage {
		fmt.Fprintf(a.stderr, "daybreak: not in the export: %s\n", report.Plain(d.String()))
	}
	if view.Unknown > 0 {
		fmt.Fprintf(a.stderr, "daybreak: not in the export: %s that only a newer version knows\n", count(view.Unknown, "event"))
	}
	if output == "" {
		out := bufio.NewWriter(a.stdout)
		if err := errors.Join(write(out, view), out.Flush()); err != nil {
			return fail(exitFailed, err)
		}
		return nil
	}
	if _, err := os.Lstat(output); err == nil && !force {
		return fail(exitFailed, fmt.Errorf("%s: %w", output, fs.ErrExist), "name another file, or --force")
	}
	var text strings.Builder
	if err := write(&text, view); err != nil {
		return fail(exitFailed, err)
	}
	if err := maybe.WriteFile(output, []byte(text.String()), 0o600); err != nil {
		return fail(exitFailed, err)
	}
	fmt.Fprintf(a.stdout, "%s written to %s, readable by you alone.\n", count(len(view.Events), "event"), report.Plain(output))
	return nil
}

// exported is an event as export prints it.
type exported struct {
	ledger.Event
	Undone bool `json:"undone,omitempty"`
}

func exportJSON(w io.Writer, v *ledger.View) error {
	events := make([]exported, len(v.Events))
	for i, e := range v.Events {
		events[i] = exported{e, v.Undone(e)}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(struct {
		Schema int        `json:"schema"`
		Events []exported `json:"events"`
	}{report.Schema, events})
}

// columns are those of the CSV. body is the whole of what the event says, as
// JSON; the others are for a look.
var columns = []string{"id", "device", "at", "what", "about", "value", "note", "undone", "body"}

func exportCSV(w io.Writer, v *ledger.View) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, e := range v.Events {
		row, err := rowOf(e, v.Undone(e))
		if err != nil {
			return err
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func rowOf(e ledger.Event, undone bool) ([]string, error) {
	what, about, value, note := cells(e)
	body, err := bodyOf(e)
	row := []string{e.ID, e.Dev, e.At.Format(time.RFC3339Nano), what, about, value, note, strconv.FormatBool(undone), body}
	for i := range row {
		row[i] = inert(row[i])
	}
	return row, err
}

// inert keeps a spreadsheet from taking a text for a formula: it stands behind an
// apostrophe (owasp.org, CSV injection). Nothing that begins so is a number here.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		if _, err := strconv.ParseFloat(s, 64); err != nil {
			return "'" + s
		}
	}
	return s
}

// cells says what an event is about, for a look.
func cells(e ledger.Event) (what, about, value, note string) {
	number := func(n int) string { return strconv.Itoa(n) }
	switch {
	case e.CheckIn != nil:
		c := e.CheckIn
		for _, r := range c.Replies {
			note += r.Question + "\n" + r.Text + "\n"
		}
		return "checkin", c.Day.String(), number(c.Difficulty), c.Note + note
	case e.Contact != nil:
		return "contact", e.Contact.Day.String(), string(e.Contact.Kind), e.Contact.Note
	case e.Urge != nil:
		return "urge", e.Urge.Day.String(), "", e.Urge.Note
	case e.Answer != nil:
		return "answer", e.Answer.Occurrence.String(), string(e.Answer.Said), ""
	case e.Progress != nil:
		return "progress", e.Progress.Goal, strconv.FormatFloat(e.Progress.Amount, 'f', -1, 64), ""
	case e.Turn != nil:
		return "wait", e.Turn.Day.String(), string(e.Turn.Kind), ""
	case e.Pause != nil:
		return "pause", e.Pause.From.Format(time.RFC3339), e.Pause.Until.Format(time.RFC3339), ""
	case e.OneOff != nil:
		return "one_off", e.OneOff.ID, e.OneOff.At.Format(time.RFC3339), ""
	case e.Undo != "":
		return "undo", e.Undo, "", ""
	case e.Start != nil:
		return "start", e.Start.Date.String(), e.Start.Origin, ""
	case e.Schedule != nil:
		return "schedule", e.Schedule.ID, e.Schedule.Spec, ""
	case e.Claim != nil:
		return "claim", e.Claim.ID, e.Claim.Send, ""
	case e.Outcome != nil:
		return "outcome", e.Outcome.Send, string(e.Outcome.Result), ""
	case e.Mark != nil:
		return "mark", e.Mark.Occurrence.String(), string(e.Mark.Result), ""
	}
	return "missed", e.Missed.ID, e.Missed.From.String() + " to " + e.Missed.To.String(), ""
}

// bodyOf returns what an event says, without who and when.
func bodyOf(e ledger.Event) (string, error) {
	line, err := json.Marshal(e)
	if err != nil {
		return "", err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(line, &all); err != nil {
		return "", err
	}
	for _, key := range []string{"v", "id", "n", "dev", "seq", "at"} {
		delete(all, key)
	}
	body, err := json.Marshal(all)
	return string(body), err
}
