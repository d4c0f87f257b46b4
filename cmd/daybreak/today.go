package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/report"
	"daybreak/scheduler"
)

func (a *app) todayCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "today",
		Short: "Show today's messages in full",
		Long: "Shows every message of today in full, with what became of it. Where a\n" +
			"notification hid your own words, here they are.",
		Example: "  daybreak today",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			f, err := a.readFacts()
			if err != nil {
				return err
			}
			printToday(a.stdout, f)
			return nil
		},
	}
}

// message is one occurrence of today.
type message struct {
	scheduler.Occurrence
	kind scheduler.Kind
}

func printToday(w io.Writer, f report.Facts) {
	var all []message
	for _, r := range f.Reminders() {
		for _, c := range f.Times(r.Schedule) {
			all = append(all, message{scheduler.Occurrence{ID: r.ID, Civil: c}, r.Kind})
		}
	}
	slices.SortStableFunc(all, func(a, b message) int { return int(a.Civil - b.Civil) })
	if len(all) == 0 {
		fmt.Fprintln(w, "Nothing today.")
	}
	for _, m := range all {
		text := f.Message(m.kind, []scheduler.Occurrence{m.Occurrence}, false)
		fmt.Fprintf(w, "%s  %s  (%s)\n", m.Civil.String()[len("2006-01-02T"):], text.Title, became(f, m.Occurrence))
		if text.Body != "" {
			fmt.Fprintf(w, "       %s\n", strings.ReplaceAll(text.Body, "\n", "\n       "))
		}
	}
}

// became says in words what became of an occurrence.
func became(f report.Facts, o scheduler.Occurrence) string {
	st, known := f.State.Of(o)
	switch {
	case !known && o.Civil.In(f.Zone).After(f.Now):
		return "to come"
	case !known:
		return "not shown"
	case st.Result == scheduler.Delivered:
		return "shown " + st.At.In(f.Zone).Format("15:04")
	case st.Result == scheduler.Held:
		return "held: " + string(st.Reason)
	case st.Result == scheduler.Uncertain:
		return "perhaps shown: no answer came"
	case st.Result == "":
		return "on its way"
	}
	return fmt.Sprintf("%s: %s", st.Result, st.Reason)
}
