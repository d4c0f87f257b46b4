package support

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/journey"
)

// iso lists the codes of ISO 3166-1, as tzdata has them.
var iso = strings.Fields("" +
	"AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT " +
	"BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH " +
	"ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT " +
	"HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS " +
	"LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI " +
	"NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG " +
	"SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG " +
	"UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW")

// An entry is what is to be checked of a line and of an emergency number alike.
type entry struct {
	where, source, second string
	numbers               []string
	seen, checked         journey.Date
}

func entries() (all []entry) {
	of := func(where string, l Line) entry {
		e := entry{where + " " + l.Name, l.Source, l.Second, nil, l.Seen, l.Checked}
		for _, w := range l.Ways {
			if w.How == Call || w.How == Text || w.How == WhatsApp {
				e.numbers = append(e.numbers, w.To)
			}
		}
		return e
	}
	l, _ := read()
	for _, e := range l.Emergencies {
		all = append(all, entry{"emergency " + e.Number + " " + e.Countries[0], e.Source, e.Second, []string{e.Number}, e.Seen, e.Checked})
	}
	for _, c := range Countries() {
		for _, l := range c.Lines {
			all = append(all, of(c.Code, l))
		}
	}
	return append(all, of("anywhere", Anywhere()))
}

// TestChecked is the gate of a release: it fails, on the day itself, when an
// entry was last checked more than a year before. docs/support.md says what to
// do then.
func TestChecked(t *testing.T) {
	today := journey.DateOf(time.Now())
	for _, e := range entries() {
		if w := stale(e.checked, today); w != "" {
			t.Errorf("%s: %s", e.where, w)
		}
		if e.seen > e.checked {
			t.Errorf("%s: the page is of %s, after it was checked", e.where, e.seen)
		}
	}
}

// stale says what is wrong with the day of a check.
func stale(checked, today journey.Date) string {
	next := checked.Time().AddDate(1, 0, 0)
	switch {
	case checked == 0:
		return "was never checked"
	case checked > today+1: // it may be tomorrow already where it was checked
		return fmt.Sprintf("was checked on %s, which is to come", checked)
	case today.Time().After(next):
		return fmt.Sprintf("was last checked on %s, more than a year ago: see docs/support.md", checked)
	}
	return ""
}

func TestStale(t *testing.T) {
	day := journey.NewDate(2026, time.November, 25)
	for _, tt := range []struct {
		name           string
		checked, today journey.Date
		fine           bool
	}{
		{"today", day, day, true},
		{"a year", day, journey.NewDate(2027, time.November, 25), true},
		{"a year and a day", day, journey.NewDate(2027, time.November, 26), false},
		{"a date line away", day + 1, day, true},
		{"to come", day + 2, day, false},
		{"never", 0, day, false},
	} {
		if got := stale(tt.checked, tt.today); (got == "") != tt.fine {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

var number = regexp.MustCompile(`^[0-9]+(?:[ -][0-9]+)*$`)

// TestSourced holds every entry to what a number needs to be listed.
func TestSourced(t *testing.T) {
	for _, e := range entries() {
		t.Run(e.where, func(t *testing.T) {
			first := host(t, e.source)
			if e.second != "" && host(t, e.second) == first {
				t.Errorf("both sources are of %s", first)
			}
			for _, n := range e.numbers {
				if digits := len(strings.NewReplacer(" ", "", "-", "").Replace(n)); !number.MatchString(n) || digits < 3 || digits > 11 {
					t.Errorf("%q has not the shape of a number", n)
				}
			}
		})
	}
}

func host(t *testing.T, page string) string {
	t.Helper()
	u, err := url.Parse(page)
	if err != nil || u.Scheme != "https" || !strings.Contains(u.Host, ".") || len(u.Path+u.RawQuery) < 2 {
		t.Errorf("%q is not a page on https", page)
		return ""
	}
	return strings.TrimPrefix(u.Host, "www.")
}

func TestLinesAreWhole(t *testing.T) {
	if _, err := read(); err != nil {
		t.Fatal(err)
	}
	codes := []string{}
	names := map[string]string{}
	for _, c := range Countries() {
		codes = append(codes, c.Code)
		if !slices.Contains(iso, c.Code) || len(c.Lines) == 0 && c.Emergency == nil {
			t.Errorf("%q is no country with a number", c.Code)
		}
		for _, name := range append([]string{c.Code, c.Name}, c.Also...) {
			if other := names[strings.ToLower(name)]; name == "" || other != "" {
				t.Errorf("%q stands for %s and %s", name, other, c.Code)
			}
			names[strings.ToLower(name)] = c.Code
		}
		// An emergency number stands in running text, where a blank could break it.
		if c.Emergency != nil && strings.Contains(c.Emergency.Number, " ") {
			t.Errorf("%s: %q has a blank", c.Code, c.Emergency.Number)
		}
		for _, l := range c.Lines {
			whole(t, c.Code, l)
		}
	}
	if !slices.IsSorted(codes) || len(codes) < 10 {
		t.Errorf("the countries are %v", codes)
	}
	whole(t, "anywhere", Anywhere())
}

func whole(t *testing.T, where string, l Line) {
	t.Helper()
	if l.Name == "" || !strings.HasSuffix(l.For, ".") || len(l.Ways) == 0 || l.Kind != Crisis && l.Kind != Violence {
		t.Errorf("%s: %+v is not whole", where, l)
	}
	for _, w := range l.Ways {
		page := w.How == Chat || w.How == Web
		if !slices.Contains([]How{Call, Text, Chat, WhatsApp, Web}, w.How) || page != strings.Contains(w.To, ".") || strings.Contains(w.To, "://") {
			t.Errorf("%s %s: %+v is no way to reach it", where, l.Name, w)
		}
	}
}

// TestNumbers is the list once more, in other hands: a digit that slips in the
// file is seen here. Every number stands on its source's page.
func TestNumbers(t *testing.T) {
	want := map[string][]string{
		"AT": {"112", "142", "0800222555"},
		"AU": {"000", "131114", "0477131114", "1800737732", "0458737732"},
		"BE": {"112", "1813", "080030030"},
		"BR": {"188"},
		"CA": {"911", "988", "988"},
		"CH": {"143"},
		"DE": {"112", "08001110111", "08001110222", "116016"},
		"DK": {"112", "1888"},
		"ES": {"112", "024", "016", "600000016"},
		"FI": {"112", "0925250111", "080005005"},
		"FR": {"112", "3114", "3919"},
		"GB": {"999", "116123", "08082000247", "08000271234", "08088010800", "07860077333", "08088021414"},
		"IE": {"112", "116123", "1800341900"},
		"IN": {"112", "14416"},
		"IT": {"112", "1522"},
		"MX": {"911", "8009112000"},
		"NL": {"112", "113", "08000113", "08002000"},
		"NO": {"116123", "116006"},
		"NZ": {"111", "1737", "1737", "0800733843"},
		"PL": {"112", "116123"},
		"SE": {"112", "020505050"},
		"US": {"911", "988", "988", "18007997233", "88788"},
		"ZA": {"0800428428"},
	}
	digits := strings.NewReplacer(" ", "", "-", "")
	got := map[string][]string{}
	for _, c := range Countries() {
		if len(c.Lines) == 0 {
			continue // TestEmergencies has these
		}
		if c.Emergency != nil {
			got[c.Code] = append(got[c.Code], c.Emergency.Number)
		}
		for _, l := range c.Lines {
			for _, w := range l.Ways {
				if w.How != Chat {
					got[c.Code] = append(got[c.Code], digits.Replace(w.To))
				}
			}
		}
	}
	for code := range want {
		if !slices.Equal(got[code], want[code]) {
			t.Errorf("%s: %v, want %v", code, got[code], want[code])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d countries have numbers, %d are known here", len(got), len(want))
	}
}

// The states of the European Union all have 112, and no number is shared by
// anybody else.
func TestEmergencies(t *testing.T) {
	union := strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
	l, _ := read()
	seen := map[string]bool{}
	for _, e := range l.Emergencies {
		want := e.Countries[:1]
		if slices.Equal(e.Countries, union) {
			want = union
		}
		if !slices.Equal(e.Countries, want) || want[0] == "AT" && e.Number != "112" {
			t.Errorf("%s is for %v", e.Number, e.Countries)
		}
		for _, code := range e.Countries {
			if c, ok := Find(code); !ok || seen[code] || c.Emergency == nil || c.Emergency.Number != e.Number {
				t.Errorf("%s of %s is not the one that is shown", e.Number, code)
			}
			seen[code] = true
		}
	}
	if len(seen) != len(union)+7 {
		t.Errorf("%d countries have an emergency number", len(seen))
	}
}

// TestUnknownFields finds a key that is mistyped in the file.
func TestUnknownFields(t *testing.T) {
	d := json.NewDecoder(bytes.NewReader(file))
	d.DisallowUnknownFields()
	if err := d.Decode(new(list)); err != nil {
		t.Error(err)
	}
}

func TestFind(t *testing.T) {
	for said, want := range map[string]string{
		"DE": "DE", "de": "DE", "Germany": "DE", " deutschland ": "DE", "uk": "GB", "Scotland": "GB", "USA": "US", "österreich": "AT",
		"": "", "XX": "", "Germ": "", "D": "",
	} {
		if c, ok := Find(said); c.Code != want || ok != (want != "") {
			t.Errorf("Find(%q) = %q, %v", said, c.Code, ok)
		}
	}
}

func TestRegion(t *testing.T) {
	for _, tt := range []struct {
		locales []string
		want    string
	}{
		{[]string{"de_DE.UTF-8"}, "DE"},
		{[]string{"", "", "en_gb"}, "GB"},
		{[]string{"C.UTF-8", "", "fr_FR@euro"}, "FR"},
		{[]string{"pt_BR", "de_DE"}, "BR"},
		{[]string{"zh_Hant_TW.UTF-8"}, "TW"},
		{[]string{"C", "POSIX", "en"}, ""},
		{[]string{"de_", "_", "en_001", "de_DEU", "de_ÄÖ"}, ""},
		{nil, ""},
	} {
		if got := Region(tt.locales...); got != tt.want {
			t.Errorf("Region(%q) = %q, want %q", tt.locales, got, tt.want)
		}
	}
}

func TestOrdered(t *testing.T) {
	c, _ := Find("GB")
	for _, safe := range []bool{false, true} {
		var kinds []Kind
		var names []string
		for _, l := range c.Ordered(safe) {
			kinds = append(kinds, l.Kind)
			names = append(names, l.Name)
		}
		want := []Kind{Crisis, Violence, Violence, Violence, Violence}
		if safe {
			want = []Kind{Violence, Violence, Violence, Violence, Crisis}
		}
		if !slices.Equal(kinds, want) || len(slices.Compact(names)) != len(c.Lines) {
			t.Errorf("safe %v: %v", safe, kinds)
		}
	}
}
