package main

import (
	"fmt"
	"strings"
)

// markdown returns docs/commands.md.
func (m manual) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Commands\n\n%s\n\n%s\n\n", mdText(m.long),
		"[json.md](json.md) has every field that `--json` prints, [config.md](config.md) every key of the config. This page\n"+
			"and the man page are made from the program itself: `make docs`.")
	b.WriteString("| command | does |\n|---|---|\n")
	for _, c := range m.commands {
		name := strings.TrimPrefix(c.path, m.name+" ")
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", name, strings.ReplaceAll(c.path, " ", "-"), mdCell(c.short))
	}
	b.WriteString("\nEvery command takes:\n\n")
	mdFlags(&b, m.global)
	for _, c := range m.commands {
		fmt.Fprintf(&b, "\n## %s\n\n```\n%s\n```\n\n%s\n", c.path, c.synopsis, mdText(c.long))
		if len(c.flags) > 0 {
			b.WriteString("\n")
			mdFlags(&b, c.flags)
		}
		fmt.Fprintf(&b, "\n```\n%s\n```\n", paragraphs(c.example)[0].text)
	}
	for _, s := range m.sections {
		mdSection(&b, s)
	}
	return b.String()
}

func mdFlags(b *strings.Builder, flags []flagDoc) {
	b.WriteString("| flag | does |\n|---|---|\n")
	for _, f := range flags {
		fmt.Fprintf(b, "| `%s` | %s |\n", f, mdCell(f.usage))
	}
}

func mdSection(b *strings.Builder, s section) {
	fmt.Fprintf(b, "\n## %s\n\n", s.title)
	if s.intro != "" {
		fmt.Fprintf(b, "%s\n\n", s.intro)
	}
	fmt.Fprintf(b, "| %s | %s |\n|---|---|\n", s.head[0], s.head[1])
	for _, t := range s.terms {
		fmt.Fprintf(b, "| `%s` | %s |\n", strings.ReplaceAll(t.name, ", ", "`, `"), mdCell(t.text))
	}
	if s.outro != "" {
		fmt.Fprintf(b, "\n%s\n", s.outro)
	}
}

var mdCells = strings.NewReplacer("|", `\|`, "<", `\<`, "*", `\*`)

func mdCell(s string) string { return mdCells.Replace(s) }

// mdText keeps the lines of a long text, and fences those that have to stay
// as they are.
func mdText(long string) string {
	var all []string
	for i, p := range paragraphs(long) {
		text := strings.Split(strings.Trim(long, "\n"), "\n\n")[i]
		if p.verbatim {
			text = "```\n" + p.text + "\n```"
		} else {
			text = mdCell(text)
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n\n")
}
