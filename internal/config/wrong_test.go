package config

import (
	"encoding/binary"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write testdata/wrong.txtar anew; read the difference")

// unseen are the names by which the archive shows what an editor would hide or
// change.
var unseen = strings.NewReplacer(
	"<BOM>", "\ufeff", "<CR>", "\r", "<TAB>", "\t", "<NUL>", "\x00", "<ESC>", "\x1b", "<RLO>", "\u202e",
	"<LS>", "\u2028", "<NEL>", "\u0085", "<FF>", "\xff", "<SURROGATE>", "\xed\xa0\x80",
	"<NBSP>", "\u00a0", "<ZWSP>", "\u200b",
	"<UTF16LE>", utf16of("\ufeffbreakup_date: 2026-11-01\n", binary.LittleEndian),
	"<UTF16BE>", utf16of("\ufeffbreakup_date: 2026-11-01\n", binary.BigEndian),
	"<UTF16BARE>", utf16of("breakup_date: 2026-11-01\n", binary.LittleEndian),
	"<DEEP>", strings.Repeat("[", 9000)+strings.Repeat("]", 9000),
	"<DEEP MAPPINGS>", strings.Repeat("{a: ", 9000)+"1"+strings.Repeat("}", 9000),
	"<HYPHENS>", strings.Repeat("- ", 9000),
	"<61>", strings.Repeat("ä", 61), "<181>", strings.Repeat("ä", 181),
	"<101 ITEMS>", "["+strings.Repeat("a, ", 101)+"]", "<1 MIB>", "# "+strings.Repeat("x", MaxSize),
)

func utf16of(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

// TestWrong compares what is said of wrong files, word for word. The archive
// holds pairs: name.yaml, and name.want with the faults.
func TestWrong(t *testing.T) {
	const name = "testdata/wrong.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	wants := map[string]string{}
	out := &txtar.Archive{Comment: archive.Comment}
	cases := 0
	for _, f := range archive.Files {
		if base, ok := strings.CutSuffix(f.Name, ".want"); ok {
			wants[base] = string(f.Data)
		}
	}
	for _, f := range archive.Files {
		base, ok := strings.CutSuffix(f.Name, ".yaml")
		if !ok {
			continue
		}
		cases++
		got := faultsOf(t, unseen.Replace(string(f.Data)))
		out.Files = append(out.Files, f, txtar.File{Name: base + ".want", Data: []byte(got)})
		if !*update && got != wants[base] {
			t.Errorf("%s\ngot:\n%swant:\n%s", base, got, wants[base])
		}
	}
	if cases < 300 {
		t.Errorf("only %d cases", cases)
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func faultsOf(t *testing.T, text string) string {
	t.Helper()
	_, notes, err := Parse([]byte(text), Options{Now: now, Name: "config.yaml"})
	var faults Faults
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Errorf("no faults but %v in:\n%.500s", err, text)
		return "\n"
	}
	if len(notes) > 0 {
		t.Errorf("notes beside faults: %q", notes)
	}
	return err.Error() + "\n"
}

func TestWhatIsToldIsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"keys":      strings.Repeat("a: 1\n", MaxSize/5),
		"value":     "breakup_date: " + strings.Repeat("k", MaxSize/2),
		"key":       strings.Repeat("k", 1000) + ": 1",
		"not YAML":  strings.Repeat(": ", MaxSize/2),
		"deep list": strings.Repeat("[", MaxSize),
	} {
		if told := faultsOf(t, text); len(told) > 200*maxTold {
			t.Errorf("%s: %d bytes are told", name, len(told))
		}
	}
}
