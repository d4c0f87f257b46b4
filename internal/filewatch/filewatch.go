// Package filewatch tells what a small file, or the files of a folder, hold
// whenever that has changed and come to rest, however an editor saves it: written in place, in pieces, renamed
// over, swapped with a backup, behind links, or in a folder that is made later.
//
// Folders are watched and not the file, since a file that is replaced takes its
// watch with it: the file's own folder, the folder of every link on the way to
// it, and where the way ends early, the nearest folder that exists. A folder
// further up that is renamed goes unseen until something else happens. Nothing
// is polled and nothing wakes while nothing happens, but for two cases: while
// somebody still has the file open for writing it is looked at four times a
// second, for half a minute at most; and where a folder cannot be watched, as
// when the system's watches are used up, it is tried again once a minute.
//
// The package imports nothing of the project, and nothing in it blocks for ever.
package filewatch

import (
	"bytes"
	"log/slog"
	"slices"
	"sync"
	"time"
)

const (
	// quiet is how long the file is left alone after a change: a save is
	// several changes.
	quiet = 150 * time.Millisecond
	// openPoll is how often a file that is open for writing is looked at, and
	// openLimit, after its last change, when that no longer counts: somebody
	// may keep it open for good.
	openPoll  = 250 * time.Millisecond
	openLimit = 30 * time.Second
	// unwatched is how often a way that cannot be watched is looked at.
	unwatched = time.Minute
)

// Content is what a file held: its bytes, or why they could not be read.
type Content struct {
	Data []byte
	Err  error
}

func (c Content) same(o Content) bool {
	if c.Err != nil || o.Err != nil {
		return c.Err != nil && o.Err != nil && c.Err.Error() == o.Err.Error()
	}
	return bytes.Equal(c.Data, o.Data)
}

// Options says what to watch.
type Options struct {
	Path string
	// Folder says that Path is a folder, whose files count: what Read returns is
	// made of them. A folder that is not there yet is waited for, as a file is.
	Folder bool
	Read   func(path string) ([]byte, error) // it must not block, as on a FIFO
	// Rest returns how long a content has to stand before it is told, after the
	// moment that every change gets: a file that looks half-written is worth
	// some patience. Nil is none.
	Rest  func(Content) time.Duration
	Known Content      // what the caller has read already, and need not be told
	Log   *slog.Logger // nil is silent
}

// source tells of changes on the way to a file.
type source interface {
	// arm follows the way to the file as it is now, in place of an earlier one.
	arm(path string) error
	// writing reports whether somebody is known to have the file open for writing.
	writing(path string) bool
	close()
}

// File is a file that is watched. Its methods are safe for concurrent use.
type File struct {
	o       Options
	source  source
	events  chan struct{} // buffered 1: something happened on the way
	changes chan struct{} // buffered 1
	stop    chan struct{}
	done    chan struct{}

	// Of the goroutine that looks:
	stale   bool      // something happened since the way was armed, or it could not be
	warned  bool      // the log knows that the way cannot be watched
	changed time.Time // when something last happened
	seen    Content   // at the last look
	since   time.Time // when seen was first seen

	mu     sync.Mutex
	told   Content // last told, or known from the start
	unread bool
}

// Watch begins to watch, with a first look: what has changed since Known was
// read is told. It does not wait. What cannot be watched is logged, and tried
// again. Close it.
func Watch(o Options) *File {
	return start(o, func(f *File) source { return &folders{changed: f.happened, log: f.o.Log, inside: f.o.Folder} })
}

func start(o Options, from func(*File) source) *File {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Rest == nil {
		o.Rest = func(Content) time.Duration { return 0 }
	}
	f := &File{
		o: o, told: o.Known, seen: o.Known, stale: true,
		events: make(chan struct{}, 1), changes: make(chan struct{}, 1),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	f.source = from(f)
	go f.run()
	return f
}

// Changes receives a value, never more than one unread, when there is something
// to Take. It is never closed.
func (f *File) Changes() <-chan struct{} { return f.changes }

// Take returns what the file holds, and true when that is new since the last
// Take, Now or Known.
func (f *File) Take() (Content, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	unread := f.unread
	f.unread = false
	return f.told, unread
}

// Now reads the file at once, whatever is happening to it. What it returns is
// not told again.
func (f *File) Now() Content {
	c := f.read()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told, f.unread = c, false
	f.happened() // it may have been half-written: look again
	return c
}

// Close ends the watching and waits for it.
func (f *File) Close() {
	close(f.stop)
	<-f.done
}

// happened takes note of a change on the way to the file.
func (f *File) happened() { poke(f.events) }

func (f *File) read() Content {
	data, err := f.o.Read(f.o.Path)
	return Content{data, err}
}

// run looks when the file has been left alone for a moment, and again for as
// long as a look asks for it.
func (f *File) run() {
	defer close(f.done)
	defer f.source.close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-f.stop:
			return
		case <-f.events:
			f.stale, f.changed = true, time.Now()
			timer.Reset(quiet)
		case <-timer.C:
			if again := f.look(); again > 0 {
				timer.Reset(again)
			}
		}
	}
}

// look reads the file, tells what is new and at rest, and returns when to look
// again if nothing happens; 0 is never.
func (f *File) look() time.Duration {
	again := f.watch() // watched before read: a change in between is then seen
	open := time.Since(f.changed) < openLimit
	if open && f.writing() {
		return openPoll
	}
	c := f.read()
	if open && f.writing() {
		return openPoll
	}
	if !c.same(f.seen) {
		f.seen, f.since = c, time.Now()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.same(f.told) {
		return again
	}
	if rest := f.o.Rest(c) - time.Since(f.since); rest > 0 {
		return rest
	}
	f.told, f.unread = c, true
	poke(f.changes)
	return again
}

// writing reports whether somebody is known to have the file, or one of the
// folder, open for writing.
func (f *File) writing() bool {
	if f.o.Folder {
		return slices.ContainsFunc(inside(f.o.Path), f.source.writing)
	}
	return f.source.writing(f.o.Path)
}

// watch follows the way to the file as it is now, where it may have changed.
func (f *File) watch() time.Duration {
	if !f.stale {
		return 0
	}
	err := f.source.arm(f.o.Path)
	if f.stale = err != nil; !f.stale {
		f.warned = false
		return 0
	}
	if !f.warned {
		f.o.Log.Warn("a change of the file may be noticed late", "err", err)
		f.warned = true
	}
	return unwatched
}

// poke leaves one value in a channel buffered 1, and never blocks.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
