package notify

import (
	"strings"
	"unicode"
)

// zwnj, the zero width non-joiner, parts two characters and shows nothing.
const zwnj = "\u200c"

// beeepText returns title and body so that they arrive as they are, for the
// library hands them on without care for what the next reader makes of them.
// markup says that the body is read as markup.
func beeepText(w way, markup bool, title, body string) (string, string) {
	title, body = oneLine(plain(title)), plain(body)
	if markup {
		body = escaper.Replace(body)
	}
	switch w {
	case byNotifySend:
		// It reads C escapes in the body (g_strcompress), not in the title.
		return notAnOption(title), notAnOption(strings.ReplaceAll(body, `\`, `\\`))
	case byScript:
		return forAppleScript(title), forAppleScript(body)
	case byToast:
		return forToast(title), forToast(body)
	}
	return title, body
}

// plain drops control characters but for the end of a line, and makes a tab a
// space. Bytes that are no UTF-8 become U+FFFD.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// notAnOption keeps a text that begins with a hyphen from being read as an
// option: it gets a hyphen that looks the same.
func notAnOption(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "\u2011" + rest
	}
	return s
}

// forAppleScript keeps what Go's %q, with which the library writes the script,
// leaves alone or escapes as AppleScript does: quote, backslash, end of line.
// The rest would be \u and digits, at which the script fails: other spaces
// become plain ones, and what joins or marks and shows nothing by itself (the
// joiner in an emoji of several) is dropped, as is a character that is newer
// than this program's tables.
func forAppleScript(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, s)
}

// toastSigns parts what has a meaning to PowerShell or to XML. The library
// puts the text into a CDATA section, and that, where the first way fails, into
// an expandable here-string of a PowerShell script: there a dollar begins a
// variable or a command, a backtick an escape, and any of four double quotes
// with an @ after it can end the string (about_Quoting_Rules; the tokenizer
// takes typographic quotes as well). A dollar before a character that cannot
// begin a name is itself.
var toastSigns = strings.NewReplacer(
	"]]>", "]]"+zwnj+">",
	"$", "$"+zwnj,
	"`", "\u2018",
	`"@`, `"`+zwnj+"@", "\u201c@", "\u201c"+zwnj+"@", "\u201d@", "\u201d"+zwnj+"@", "\u201e@", "\u201e"+zwnj+"@",
)

// forToast makes s harmless in both, and drops what XML 1.0 has no place for.
func forToast(s string) string {
	return toastSigns.Replace(strings.Map(func(r rune) rune {
		if r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s))
}
