package main

import (
	"fmt"
	"regexp"
	"strings"
)

// man returns the page daybreak(1) in the macros of man(7), with the date of
// its words.
func (m manual) man(date string) string {
	var b strings.Builder
	manHead(&b, m.name, 1, date, lowerFirst(m.short))
	b.WriteString(".SH SYNOPSIS\n.nf\n")
	for _, c := range m.commands {
		b.WriteString(manSynopsis(c) + "\n")
	}
	b.WriteString(".fi\n.SH DESCRIPTION\n")
	manText(&b, m.long)
	b.WriteString(".PP\n")
	manFill(&b, manProse(privacy))
	b.WriteString(".SH OPTIONS\n")
	manFill(&b, "Every command takes:")
	manFlags(&b, m.global)
	b.WriteString(".SH COMMANDS\n")
	for i, c := range m.commands {
		if i > 0 {
			b.WriteString(".\n") // a line that shows nothing, between blocks
		}
		fmt.Fprintf(&b, ".SS %s\n", manSynopsis(c))
		manText(&b, c.long)
		manFlags(&b, c.flags)
		b.WriteString(".PP\n")
		manVerbatim(&b, paragraphs(c.example)[0].text)
	}
	for _, s := range m.sections {
		manSection(&b, s)
	}
	b.WriteString(".SH SEE ALSO\n.BR daybreak.yaml (5),\n.BR systemctl (1),\n.BR journalctl (1)\n")
	return b.String()
}

func manHead(b *strings.Builder, name string, section int, date, what string) {
	fmt.Fprintf(b, ".\\\" Made from the program itself: make docs\n.TH %s %d %s Daybreak \"Daybreak manual\"\n.nh\n.ad l\n",
		strings.ToUpper(name), section, date)
	fmt.Fprintf(b, ".SH NAME\n%s \\- %s\n", name, manProse(what))
}

func manSection(b *strings.Builder, s section) {
	fmt.Fprintf(b, ".SH %s\n", strings.ToUpper(s.title))
	if s.intro != "" {
		manFill(b, manProse(s.intro))
	}
	for _, t := range s.terms {
		fmt.Fprintf(b, ".TP\n%s\n", manBold(strings.ReplaceAll(t.name, ", ", "`, `")))
		manFill(b, manProse(t.text))
	}
	if s.outro != "" {
		b.WriteString(".PP\n")
		manFill(b, manProse(s.outro))
	}
}

// manBold sets names in bold, and the commas between them not.
func manBold(names string) string { return manProse("`" + names + "`") }

func manFlags(b *strings.Builder, flags []flagDoc) {
	for _, f := range flags {
		name := `\fB` + manCode("--"+f.name) + `\fR`
		if f.value != "" {
			name += ` \fI` + manCode(f.value) + `\fR`
		}
		fmt.Fprintf(b, ".TP\n%s\n", name)
		manFill(b, manProse(f.usage))
	}
}

var placeholder = regexp.MustCompile(`\b[A-Z]{1,}[A-Z-]*\b`)

// manSynopsis sets what is typed in bold and what stands for something in
// italics.
func manSynopsis(c commandDoc) string {
	rest := manCode(strings.TrimPrefix(c.synopsis, c.path))
	rest = placeholder.ReplaceAllString(rest, `\fI$0\fR`)
	return `\fB` + c.path + `\fR` + rest
}

func manText(b *strings.Builder, long string) {
	for i, p := range paragraphs(long) {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		if p.verbatim {
			manVerbatim(b, p.text)
		} else {
			manFill(b, manProse(p.text))
		}
	}
}

func manVerbatim(b *strings.Builder, text string) {
	b.WriteString(".RS 4\n.nf\n")
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(manLine(manCode(line)) + "\n")
	}
	b.WriteString(".fi\n.RE\n")
}

// manFill writes a paragraph in lines that are not too long to read.
func manFill(b *strings.Builder, text string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > 76 {
			b.WriteString(manLine(line) + "\n")
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	b.WriteString(manLine(line) + "\n")
}

// manLine keeps a line of text from being taken for a request.
func manLine(s string) string {
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		return `\&` + s
	}
	return s
}

// manProse sets what is between backticks in bold.
func manProse(s string) string {
	var b strings.Builder
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			b.WriteString(`\fB` + manCode(part) + `\fR`)
		} else {
			b.WriteString(manASCII(strings.ReplaceAll(part, `\`, `\e`)))
		}
	}
	return b.String()
}

// manCodes are the characters that groff would turn into finer ones, and that
// have to stay what they are where they are typed: see groff_char(7).
var manCodes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "~", `\(ti`, "^", `\(ha`, "`", `\(ga`)

func manCode(s string) string { return manASCII(manCodes.Replace(s)) }

// manASCII names the characters beyond ASCII.
func manASCII(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
