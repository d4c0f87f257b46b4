package config

import "strings"

// agreement are values of each kind of key: at a limit and one beyond, in the
// forms that people write, and nonsense. Each is tried as it is, which makes
// numbers and words of YAML of some, and in quotes.
var agreement = map[string]struct{ keys, values []string }{
	"dates": {
		[]string{"breakup_date", "wait.last_contact", "goals[].by", "hard_dates[].date"},
		[]string{
			"2026-11-01", "2024-02-29", "2023-02-29", "2000-02-29", "2026-11-31", "2026-13-01", "2026-00-10", "2026-11-00",
			"1971-01-01", "1970-12-31", "2100-02-29", "26-11-01", "2026-1-1", "1.11.2026", "2026/11/01", "20261101", "2026-11-01T00:00:00Z", " 2026-11-01",
		},
	},
	"last dates": {[]string{"goals[].by", "hard_dates[].date"}, []string{"2200-12-31", "2201-01-01", "2200-02-29", "2196-02-29"}},
	"yearly dates": {
		[]string{"hard_dates[].date"},
		[]string{"12-24", "02-29", "02-30", "24-12", "13-01", "12-32", "1-1", "00-10", "04-31", "04-30", "12-24-", "1224"},
	},
	"days of goals": {
		[]string{"goals[].by"},
		[]string{"day 1", "day 365", "day 0", "day 366", "day  7 ", "day 007", "day +7", "day -7", "day7", "Day 7", "day", "day one", "day\u00a07"},
	},
	"times": {
		[]string{"habits[].at", "prompts.morning", "prompts.afternoon", "prompts.evening", "prompts.afternoon.weekends", "prompts.morning.weekdays", "prompts.evening.weekends"},
		[]string{"00:00", "23:59", "24:00", "07:30", "7:30", "19:60", "07:3", "0730", "07:30:00", "7:30pm", " 07:30", "٠٧:٣٠", "[]", "['07:30']", "{}"},
	},
	"starts of days": {[]string{"day_starts"}, []string{"00:00", "12:00", "12:01", "11:59", "13:00", "04:60", "4", "off"}},
	"off": {
		[]string{"prompts.morning", "prompts.afternoon", "quiet_hours"},
		[]string{"off", "Off", "OFF", "no", "NO", "false", "False", "FALSE", "on", "true", "none", "offf", "~"},
	},
	"quiet hours": {
		[]string{"quiet_hours"},
		[]string{"22:30-07:00", "22:30 - 07:00", " 22:30-07:00 ", "22:30-24:00", "22:30", "22:30-7:00", "22:30–07:00", "22:30-07:00-08:00", "22:30\u00a0-07:00"},
	},
	"days of the wait": {
		[]string{"wait.days"},
		[]string{"1", "365", "0", "366", "-1", "+30", "030", "open", "Open", "thirty", "3_0", "[30]", "~", "999", "1000"},
	},
	"milestones": {[]string{"milestones[].day"}, []string{"1", "365", "0", "366", "+7", "007", "seven", "open", "~"}},
	"lists of milestones": {
		[]string{"milestones"}, []string{"[]", "[7]", "[7, 7]", "[{day: 7}]", "[{}]", "[{say: a}]", "['7']", "[~]", "7", "~", "{}"},
	},
	"most a day": {[]string{"prompts.max_per_day"}, []string{"0", "24", "25", "-1", "-0", "+0", "024", "six", "~"}},
	"numbers": {
		[]string{"goals[].target", "habits[].amount"},
		[]string{"1", "0.1", ".5", "5.", "1e3", "1E-3", "+2", "-1", "0,5", "nan", ".nan", "0x1p4", "1_000", "three", "1e12", "~"},
	},
	"sizes of numbers": {[]string{"goals[].target"}, []string{"0", "0.0", "1000000000001", "1e13", ".inf"}},
	"durations": {
		[]string{"habits[].late"},
		[]string{
			"1m", "24h", "90m", "1440m", "25h", "1441m", "0s", "60s", "1.5h", "1h30m", ".5h", "+2h", "-2h", "2", "0", "2 hours", "2d", "h",
			"86400s", "1m0.5s", "100000ms", "60000000µs", "60000000μs", "60000000us", "60000000000ns", "2000m", "2H",
		},
	},
	"flags": {[]string{"wait.order", "notify.discreet"}, []string{"true", "false", "yes", "no", "on", "1", "0", "maybe", "~"}},
	"words": {
		[]string{"intention", "wait.after_contact", "notify.channel", "notify.when_locked"},
		[]string{"heal", "keep", "auto", "hold", "send", "Heal", "none", "[heal]", "~", "true"},
	},
	"weekdays": {
		[]string{"habits[].days"},
		[]string{
			"daily", "weekdays", "weekends", "mon", "Monday", "SUN", "[mon, wed]", "[weekends, Mon]", "[]", "[[mon]]", "mo", "mon,wed", "every day",
			"everyday", "~", "1", "tuesd",
		},
	},
	"zones": {[]string{"timezone"}, []string{"local", "Europe/Lisbon", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC", "../../etc/passwd", "/etc/localtime", "~", "Europe/"}},
	"languages": {
		[]string{"language"},
		[]string{"auto", "en", "pt-BR", "zh-Hant-TW", "english", "e", "en_US", "en-", "en--US", "en-123456789", "no", "true", "12", "~"},
	},
	"countries": {
		[]string{"support.country"},
		[]string{"DE", "gb", "No", "NO", "on", "ZZ", "D", "DEU", "d1", "12", "d-", "ÄÖ", "Germany", "' '", "[DE]", "{}", "true", "~"},
	},
	"ids": {
		[]string{"goals[].id", "habits[].id"},
		[]string{"a", "read-3", "lesen-ü", "читать", "走る", "5", "5.5", "-5", "Read", "read 3", "-a", "a-", "a--b", "read_3", "true", "1e3", "null", "[]", "~", "É"},
	},
	"goals": {[]string{"habits[].goal"}, []string{"read-3", "~", "[]"}},
	"texts": {
		[]string{"habits[].name", "goals[].name", "goals[].unit", "hard_dates[].name", "hard_dates[].plan", "habits[].say", "milestones[].say", "prompts.own"},
		[]string{"Walk", "5", "true", "2026-11-01", "~", "[]", "[a, b]", "[~]", "[[a]]", "{a: b}"},
	},
	"short texts": {
		[]string{"habits[].name", "goals[].name", "goals[].unit", "hard_dates[].name"},
		[]string{strings.Repeat("ä", 60), strings.Repeat("ä", 61), strings.Repeat("🌅", 60) + "a"},
	},
	"long texts": {
		[]string{"hard_dates[].plan", "habits[].say", "milestones[].say", "prompts.own"},
		[]string{strings.Repeat("ä", 180), strings.Repeat("ä", 181)},
	},
	"escapes": {
		[]string{"habits[].name", "prompts.own", "milestones[].say"},
		[]string{`"a\tb"`, `"a\x1bb"`, `"a\u2028b"`, `"a\u2066b"`, `"a\u202eb"`, `"a\nb"`, `"a\n\n"`, `" "`, `"\n"`, `"\u00a0"`, `"\u3000"`, `"\u3000a"`, `"\x85"`},
	},
	"items": {[]string{"goals", "habits", "hard_dates", "prompts.own"}, []string{"~", "[]", "{}", "a", "[~]", "[{}]", "[[]]", "[{zz: 1}]"}},
	"sections": {
		[]string{"wait", "prompts", "notify", "support", "prompts.morning"},
		[]string{"~", "{}", "[]", "3", "{zz: 1}"},
	},
	"habits": {
		[]string{"habits"},
		[]string{
			"[{name: a, at: '07:30'}, {name: b, at: '07:30'}]", "[{name: a, at: '07:30'}, {name: a, at: '07:30'}]",
			"[{name: a}]", "[{at: '07:30'}]", "[{name: a, at: '07:30', cron: '0 7 * * *'}]", "[{name: a, days: [mon], cron: '0 7 * * *'}]",
		},
	},
	"ways to end": {[]string{"wait"}, []string{"{until: 2026-12-01}", "{until: 2026-12-01, days: 3}", "{until: soon}", "{days: 30, order: true}"}},
	"cron": {
		[]string{"habits[].cron"},
		[]string{
			"0 7 * * *", "  0  7 * * 1-5 ", "*/5 * * * *", "0 7 * jan-mar sun,MON", "0,30 7-9/2 1 1 0", "? ? ? ? ?", "@daily", "@every 1h", "@Daily", "@noon", "daily",
			"60 7 * * *", "0 24 * * *", "0 7 0 * *", "0 7 32 * *", "0 7 * 13 *", "0 7 * * 7", "0 7 * *", "0 7 * * * *", "TZ=UTC 0 7 * * *",
			"*-5 7 * * *", "5-* 7 * * *", ", 7 * * *", "0 7 * * monday", "*/60 * * * *", "*/0 * * * *", "*/59 * * * *", "0 */24 * * *", "0 7 */31 * *", "0 7 * */12 *", "0 7 * * */7", "+0 007 * * *", "1/2/3 * * * *", "~", "5",
		},
	},
}
