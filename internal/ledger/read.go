package ledger

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Limits of what is read.
const (
	maxFile  = 256 << 20 // bytes of a file
	maxFiles = 1000

	maxDamage = 100 // lines of a file that are reported
	usualLine = 256 // bytes, a guess at how many events a file holds
)

// folder is where the files of all devices are, in the state folder.
const folder = "ledger"

// Folder returns the folder with the files of all devices, in the state folder
// dir.
func Folder(dir string) string { return filepath.Join(dir, folder) }

// Everything, for since, asks for all that was ever recorded.
const Everything = -1 << 30

// Read returns the fold of the ledger in the state folder dir, with all that
// tells of the civil days from since on (days since 1 January 1970), and
// creates nothing: a missing folder is an empty view. It fails only when the
// folder itself cannot be read, and with a *trust.Refused when somebody else can
// write to it; a file that cannot be read is a Damage.
func Read(dir string, since int) (*View, error) {
	if err := guard(dir); err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	s := newScan(system{}, dir)
	if err := s.start(since); err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	if len(s.torn) > 0 && waitForAppend(dir) { // was it being written?
		if err := s.run(); err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
	}
	return s.view(), nil
}

// scan reads all files of the folder, and later what was added to them.
type scan struct {
	disk    Disk
	dir     string // the folder with the files
	files   map[string]*cursor
	seen    map[string]struct{} // ids
	fresh   []Event             // read and not yet handed out, in no order
	unknown int
	damage  []Damage
	torn    []Damage // last lines that have no end yet; found anew by every run
	n       int64    // the highest counter
	seq     map[string]int64
	names   *names
	loose   []string // ids of last lines that are whole but for their end

	since int    // the first civil day of which all is known
	floor *Event // a summary covers all up to here in the order; nil without one
	stale bool   // something came that the summary should have covered
	tail  int    // how many events there are after the summary

	earlier map[string]float64 // what the summary says of goals, see View.Earlier
}

// cursor is how far a file was read: up to the end of a line.
type cursor struct {
	info  fs.FileInfo
	off   int64
	lines int
	bad   int    // lines that were reported
	newer bool   // a line of a newer version was reported
	fault string // the error reported for the file as a whole
	long  bool   // what has no end yet, after off, is too long to be a line
}

func newScan(disk Disk, dir string) *scan {
	return &scan{
		disk: disk, dir: filepath.Join(dir, folder), files: map[string]*cursor{}, seen: map[string]struct{}{},
		seq: map[string]int64{}, names: &names{}, since: Everything,
	}
}

// run reads what is new in every file.
func (s *scan) run() error {
	if err := s.runOnce(); err != nil || !s.stale {
		return err
	}
	*s = *newScan(s.disk, filepath.Dir(s.dir))
	return s.runOnce()
}

func (s *scan) runOnce() error {
	s.torn, s.loose = nil, nil
	entries, err := s.disk.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	count := 0
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".jsonl") && !strings.HasPrefix(name, ".") {
			if count++; count > maxFiles {
				s.fault(name, fmt.Errorf("more than %d files", maxFiles))
				break
			}
			s.fault(name, s.file(name))
		}
	}
	return nil
}

// skip moves over lines that this process appended at from itself, if all
// before them was read.
func (s *scan) skip(name string, from int64, after fs.FileInfo, lines int) {
	if c := s.cursor(name); c.off == from {
		c.off, c.info = after.Size(), after
		c.lines += lines
	}
}

// fault reports what is wrong with a file as a whole, once.
func (s *scan) fault(name string, err error) {
	c := s.cursor(name)
	if err == nil {
		c.fault = ""
	} else if c.fault != err.Error() {
		c.fault = err.Error()
		s.damage = append(s.damage, Damage{File: s.path(name), Err: err})
	}
}

func (s *scan) cursor(name string) *cursor {
	c := s.files[name]
	if c == nil {
		c = &cursor{}
		s.files[name] = c
	}
	return c
}

func (s *scan) path(name string) string { return filepath.Join(s.dir, name) }

// file reads what is new in one file.
func (s *scan) file(name string) error {
	c := s.cursor(name)
	if info, err := s.disk.Stat(s.path(name)); err == nil && c.info != nil &&
		s.disk.SameFile(info, c.info) && info.ModTime().Equal(c.info.ModTime()) {
		switch {
		case info.Size() == c.off:
			return nil
		case c.long && info.Size() == c.info.Size(): // it may be very long, and is not read at every wake
			s.cut(name, c)
			return tooLarge(info)
		}
	}
	f, info, err := s.disk.Open(s.path(name), os.O_RDONLY)
	if err != nil {
		return err
	}
	defer f.Close()
	if c.info != nil && (!s.disk.SameFile(info, c.info) || info.Size() < c.off || !endsLine(f, c.off)) {
		*c = cursor{newer: c.newer} // another file in its place: all of it again
	}
	c.info = info
	s.fresh = slices.Grow(s.fresh, int(max(0, min(info.Size(), maxFile)-c.off)/usualLine))
	if _, err := f.Seek(c.off, io.SeekStart); err != nil {
		return err
	}
	if err := s.lines(name, c, io.LimitReader(f, maxFile-c.off)); err != nil {
		return err
	}
	return tooLarge(info)
}

func tooLarge(info fs.FileInfo) error {
	if info.Size() > maxFile {
		return fmt.Errorf("more than %d MiB; the rest is not read", maxFile>>20)
	}
	return nil
}

// cut reports the last line, which has no end: it may come to have one.
func (s *scan) cut(name string, c *cursor) {
	s.torn = append(s.torn, Damage{s.path(name), c.lines + 1, errors.New("the line is cut short")})
}

// lines reads lines from r and moves c over those that have an end.
func (s *scan) lines(name string, c *cursor, r io.Reader) error {
	b := bufio.NewReaderSize(r, maxLine+1)
	c.long = false
	for {
		line, size, err := readLine(b)
		if err != nil && err != io.EOF {
			return err
		}
		if size > 0 {
			newer := c.newer
			bad := s.line(name, c, line)
			switch {
			case err == io.EOF && bad != nil:
				c.newer = newer
				c.long = line == nil
				s.cut(name, c)
			case bad != nil:
				s.bad(name, c, bad)
			case err == io.EOF:
				s.noteLoose(line)
			}
		}
		if err == io.EOF {
			return nil
		}
		c.off += int64(size)
		c.lines++
	}
}

// noteLoose remembers a line that will be read again.
func (s *scan) noteLoose(line []byte) {
	if e, err := decode(line, s.names); err == nil || errors.Is(err, errUnknown) {
		s.loose = append(s.loose, e.ID)
	}
}

// bad reports the line that c is at, as long as there are not too many.
func (s *scan) bad(name string, c *cursor, err error) {
	if c.bad++; c.bad == maxDamage {
		err = fmt.Errorf("%w; further lines of this file are not listed", err)
	}
	if c.bad <= maxDamage {
		s.damage = append(s.damage, Damage{s.path(name), c.lines + 1, err})
	}
}

// readLine returns the next line without its newline, and its size with it.
// The line is nil when it is too long to be one of ours.
func readLine(b *bufio.Reader) (line []byte, size int, err error) {
	line, err = b.ReadSlice('\n')
	size = len(line)
	if err == bufio.ErrBufferFull {
		for err == bufio.ErrBufferFull {
			line, err = b.ReadSlice('\n')
			size += len(line)
		}
		return nil, size, err
	}
	if err == nil {
		line = line[:len(line)-1]
	}
	return line, size, err
}

// line takes a line in, and says why it is set aside where it is.
func (s *scan) line(name string, c *cursor, line []byte) error {
	if line == nil {
		return fmt.Errorf("the line is longer than %d bytes", maxLine)
	}
	if len(line) == 0 {
		return nil
	}
	e, err := decode(line, s.names)
	if (err == nil || errors.Is(err, errUnknown)) && strings.HasPrefix(name, e.Dev+".") {
		s.seq[e.Dev] = max(s.seq[e.Dev], e.Seq) // nobody else has a say in it
	}
	switch {
	case err == nil:
		s.add(e)
	case errors.Is(err, errUnknown):
		if s.note(e) {
			s.unknown++
		}
	case errors.Is(err, errNewer):
		told := c.newer
		c.newer = true
		if told {
			return nil
		}
		return err
	default:
		return err
	}
	return nil
}

func (s *scan) add(e Event) {
	if s.note(e) {
		s.fresh = append(s.fresh, e)
	}
}

// note counts an event, and reports whether it is the first with its id.
func (s *scan) note(e Event) bool {
	s.n = max(s.n, e.N)
	if _, dup := s.seen[e.ID]; dup {
		return false
	}
	s.seen[e.ID] = struct{}{}
	s.tail++
	s.stale = s.stale || s.floor != nil && (order(e, *s.floor) <= 0 || s.reachesBack(e))
	return true
}

// reachesBack reports whether what an event means depends on events that the
// summary may have let go.
func (s *scan) reachesBack(e Event) bool {
	if _, known := s.seen[e.Undo]; e.Undo != "" && !known {
		return true
	}
	return e.Answer != nil && e.Answer.Civil.Day() < s.since
}

// view folds what was read and not yet handed out.
func (s *scan) view() *View {
	v := newView(s.fresh)
	v.Since, v.Earlier = s.since, s.earlier
	v.Unknown, v.Damage = s.unknown, slices.Concat(s.damage, s.torn)
	return v
}
