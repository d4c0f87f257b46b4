package filewatch

import (
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// paper is a file in memory and the source that watches it.
type paper struct {
	*File
	t     *testing.T
	began time.Time // of the last save

	mu    sync.Mutex
	text  string // "gone" for no file
	open  bool
	fail  error // of arm
	reads int
	arms  int
}

func (p *paper) arm(string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.arms++
	return p.fail
}

func (p *paper) writing(string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open
}

func (p *paper) close() {}

// set changes what the file is, without an event.
func (p *paper) set(text string, open bool, fail error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text, p.open, p.fail, p.began = text, open, fail, time.Now()
}

// asked returns how often the way was followed, and the file read.
func (p *paper) asked() (arms, reads int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.arms, p.reads
}

func (p *paper) readText(string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reads++
	if p.text == "gone" {
		return nil, fs.ErrNotExist
	}
	return []byte(p.text), nil
}

// rest has patience with what ends in a dot dot dot, and more with nothing.
func rest(c Content) time.Duration {
	switch {
	case c.Err != nil || len(c.Data) == 0:
		return 2 * time.Second
	case strings.HasSuffix(string(c.Data), "..."):
		return 400 * time.Millisecond
	}
	return 0
}

// onPaper runs a test in a bubble, with a watched file that holds "old".
func onPaper(t *testing.T, test func(p *paper)) {
	synctest.Test(t, func(t *testing.T) {
		p := &paper{t: t, text: "old"}
		p.File = start(Options{Path: "x", Read: p.readText, Rest: rest, Known: Content{Data: []byte("old")}},
			func(*File) source { return p })
		p.after(time.Second) // the first look
		test(p)
		p.Close()
	})
}

// save changes the file, as one event.
func (p *paper) save(text string) {
	p.set(text, false, nil)
	p.happened()
}

// after lets time pass.
func (p *paper) after(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
	synctest.Wait()
}

// want fails unless text ("gone", "" for nothing) is told, so long after the
// last save.
func (p *paper) want(text string, after time.Duration) {
	p.t.Helper()
	select {
	case <-p.Changes():
	case <-time.After(time.Hour):
		p.t.Fatalf("%q is not told", text)
	}
	c, ok := p.Take()
	got := string(c.Data)
	if c.Err != nil {
		got = "gone"
	}
	if d := time.Since(p.began); !ok || got != text || d != after {
		p.t.Errorf("told %v %q after %v, want %q after %v", ok, got, d, text, after)
	}
	if _, again := p.Take(); again {
		p.t.Error("told twice")
	}
}

// wantNothing fails if anything is told within the hour.
func (p *paper) wantNothing() {
	p.t.Helper()
	p.after(time.Hour)
	if c, ok := p.Take(); ok {
		p.t.Errorf("told %q", c.Data)
	}
}

func TestContentAtRestIsTold(t *testing.T) {
	const ms = time.Millisecond
	for name, test := range map[string]func(p *paper){
		"a save": func(p *paper) {
			p.save("new")
			p.want("new", quiet)
		},
		"the same again": func(p *paper) {
			p.save("old")
			p.wantNothing()
		},
		"there and back within a moment": func(p *paper) {
			p.save("new")
			p.after(100 * ms)
			p.save("old")
			p.wantNothing()
		},
		"pieces, each a moment after the other": func(p *paper) {
			for _, text := range []string{"n", "ne", "new"} {
				p.save(text)
				p.after(140 * ms)
			}
			p.want("new", quiet)
		},
		"half-written, then whole within its grace": func(p *paper) {
			p.save("new...")
			p.after(500 * ms)
			p.save("new")
			p.want("new", quiet)
			p.wantNothing()
		},
		"half-written for good": func(p *paper) {
			p.save("new...")
			p.want("new...", quiet+400*ms)
			p.wantNothing()
		},
		"another half begins the grace anew": func(p *paper) {
			p.save("a...")
			p.after(500 * ms)
			p.save("b...")
			p.want("b...", quiet+400*ms)
		},
		"a touch does not": func(p *paper) {
			p.save("a...")
			p.after(300 * ms)
			p.happened()
			p.want("a...", quiet+400*ms)
		},
		"emptied, then written a second later": func(p *paper) {
			p.save("")
			p.after(time.Second)
			p.save("new")
			p.want("new", quiet)
			p.wantNothing()
		},
		"gone, and back as it was": func(p *paper) {
			p.save("gone")
			p.after(2 * time.Second)
			p.save("old")
			p.wantNothing()
		},
		"gone for good": func(p *paper) {
			p.save("gone")
			p.want("gone", quiet+2*time.Second)
			p.save("old")
			p.want("old", quiet)
		},
		"bad, and then what it was": func(p *paper) {
			p.save("new...")
			p.want("new...", quiet+400*ms)
			p.save("old")
			p.want("old", quiet)
		},
	} {
		t.Run(name, func(t *testing.T) { onPaper(t, test) })
	}
}

// While somebody has the file open for writing, what it holds is not whole,
// however good it looks; but nobody can keep it from being told for good.
func TestOpenForWritingIsNotWhole(t *testing.T) {
	onPaper(t, func(p *paper) {
		p.set("ne", true, nil)
		p.happened()
		p.after(5*time.Second + quiet)
		p.set("new", false, nil) // written and closed, without an event after it
		p.want("new", openPoll)
		p.set("never closed", true, nil)
		p.happened()
		p.want("never closed", openLimit+quiet)
		_, before := p.asked()
		p.wantNothing()
		if _, reads := p.asked(); reads != before {
			t.Errorf("read %d times more while nothing happens", reads-before)
		}
	})
}

// Nothing is read, and no folder asked for, while nothing happens.
func TestNothingHappens(t *testing.T) {
	onPaper(t, func(p *paper) {
		wereArms, wereReads := p.asked()
		p.wantNothing()
		if arms, reads := p.asked(); arms != wereArms || reads != wereReads {
			t.Errorf("armed %d times and read %d times for nothing", arms-wereArms, reads-wereReads)
		}
		p.save("new...")
		p.want("new...", quiet+400*time.Millisecond)
		if arms, _ := p.asked(); arms != wereArms+1 {
			t.Errorf("armed %d times for one change", arms-wereArms)
		}
	})
}

// What changed before the watch was there is told.
func TestFirstLook(t *testing.T) {
	onPaper(t, func(p *paper) {
		q := &paper{t: t, text: "new", began: time.Now()}
		q.File = start(Options{Read: q.readText, Known: Content{Data: []byte("old")}}, func(*File) source { return q })
		q.want("new", 0)
		q.Close()
	})
}

// Now reads at once, and does not tell the same twice; what was half-written
// then is told when it is whole.
func TestNow(t *testing.T) {
	onPaper(t, func(p *paper) {
		p.save("half")
		if c := p.Now(); string(c.Data) != "half" {
			t.Errorf("now it holds %q", c.Data)
		}
		p.after(100 * time.Millisecond)
		p.save("whole")
		p.want("whole", quiet)
		p.wantNothing()
	})
}

// A way that cannot be watched is tried again, once a minute, and read then.
func TestUnwatched(t *testing.T) {
	onPaper(t, func(p *paper) {
		p.set("new", false, errors.New("too many watches"))
		p.happened()
		p.want("new", quiet)
		p.set("newer", false, errors.New("too many watches")) // and nobody tells
		p.want("newer", unwatched)
		p.set("newer", false, nil)
		p.after(2 * unwatched)
		were, _ := p.asked()
		p.wantNothing()
		if arms, _ := p.asked(); arms != were {
			t.Error("tried again after it went well")
		}
	})
}
