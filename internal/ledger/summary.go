package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"
)

// The summary stands for the beginning of every file of the record, so that ten
// years of events need not be read to know what is due today. It is a header
// and those events, word for word, that the last days still hang on. It holds
// nothing that is not in the record: when it is gone, damaged, or does not fit
// the files, everything is read; so it is where something reaches back to events
// that were let go. It lies beside the folder that may be synced.
const (
	summaryFile    = "summary.jsonl"
	summaryVersion = 1
	maxSummary     = 16 << 20 // bytes

	// keepDays is how many days back a new summary knows everything.
	keepDays = 5
	// freshTail is how many events may follow the summary before it is made anew.
	freshTail = 64
	// tailSum is how many bytes before the end of what is covered are compared.
	tailSum = 512
)

// header is the first line of a summary.
type header struct {
	Version int                `json:"summary"`
	Bodies  string             `json:"bodies"` // the kinds of events that its writer knew
	Since   int                `json:"since"`  // the first civil day about which everything is known
	Last    Event              `json:"last"`   // no event that is covered comes later in the order
	N       int64              `json:"n"`
	Seq     map[string]int64   `json:"seq"`
	Unknown int                `json:"unknown,omitempty"`
	Loose   []string           `json:"loose,omitempty"`
	Files   map[string]covered `json:"files"`
	Goals   map[string]float64 `json:"goals,omitempty"` // see View.Earlier
	Damage  []toldDamage       `json:"damage,omitempty"`
	Events  int                `json:"events"` // lines that follow
	Sum     uint32             `json:"sum"`    // of these lines, CRC-32 (IEEE)
}

// covered is how much of a file the summary stands for.
type covered struct {
	Size  int64  `json:"size"`
	Lines int    `json:"lines"`
	Bad   int    `json:"bad,omitempty"`
	Newer bool   `json:"newer,omitempty"`
	Tail  uint32 `json:"tail"` // CRC-32 of its last bytes
}

type toldDamage struct {
	File string `json:"file"` // its name in the folder
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

// start reads everything that tells of the civil days from since on.
func (s *scan) start(since int) error {
	if err := s.resume(since); err != nil {
		*s = *newScan(s.disk, filepath.Dir(s.dir))
	}
	return s.run()
}

// errNoSummary says that there is none to begin with; why matters to nobody.
var errNoSummary = errors.New("no summary")

// resume takes in the summary, as if the files had been read as far as it
// covers them. After an error the scan is to be made anew.
func (s *scan) resume(since int) error {
	data, err := s.readWhole(s.summaryPath())
	if err != nil {
		return err
	}
	first, rest, _ := bytes.Cut(data, []byte{'\n'})
	h, err := readHeader(first)
	if err != nil {
		return err
	}
	if h.Version != summaryVersion || h.Bodies != bodyNames || h.Since > since || crc32.ChecksumIEEE(rest) != h.Sum {
		return errNoSummary
	}
	for name, c := range h.Files {
		if err := s.covers(name, c); err != nil {
			return err
		}
		s.files[name] = &cursor{off: c.Size, lines: c.Lines, bad: c.Bad, newer: c.Newer}
	}
	for line := range bytes.Lines(rest) {
		e, err := decode(bytes.TrimSuffix(line, []byte{'\n'}), s.names)
		if err != nil {
			return err
		}
		s.add(e)
	}
	if len(s.fresh) != h.Events {
		return errNoSummary
	}
	s.take(h)
	return nil
}

// readHeader reads the first line of a summary.
func readHeader(line []byte) (h header, err error) {
	q := quick{rest: line, names: &names{}}
	if quickly, ok := q.header(); ok && utf8.Valid(line) {
		return quickly, nil
	}
	err = json.Unmarshal(line, &h)
	return h, err
}

// take takes in the header.
func (s *scan) take(h header) {
	for _, id := range h.Loose {
		s.seen[id] = struct{}{}
	}
	for _, d := range h.Damage {
		s.damage = append(s.damage, Damage{s.path(d.File), d.Line, errors.New(d.Text)})
	}
	s.n, s.unknown, s.since, s.floor, s.earlier = h.N, h.Unknown, h.Since, &h.Last, h.Goals
	maps.Copy(s.seq, h.Seq)
	s.tail = 0
}

func (s *scan) summaryPath() string { return filepath.Join(filepath.Dir(s.dir), summaryFile) }

func (s *scan) readWhole(path string) ([]byte, error) {
	f, info, err := s.disk.Open(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info.Size() > maxSummary {
		return nil, errNoSummary
	}
	data := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead)) // enough for all of it, and for its end
	_, err = data.ReadFrom(io.LimitReader(f, maxSummary))
	return data.Bytes(), err
}

// covers makes sure that a file begins with what the summary stands for.
func (s *scan) covers(name string, c covered) error {
	f, info, err := s.disk.Open(s.path(name), os.O_RDONLY)
	if err != nil {
		return err
	}
	defer f.Close()
	if info.Size() < c.Size {
		return errNoSummary
	}
	sum, err := sumTail(f, c.Size)
	if err == nil && sum != c.Tail {
		err = errNoSummary
	}
	return err
}

func sumTail(f io.ReaderAt, size int64) (uint32, error) {
	buf := make([]byte, min(size, tailSum))
	if _, err := f.ReadAt(buf, size-int64(len(buf))); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	return crc32.ChecksumIEEE(buf), nil
}

// Summarise makes the next reading quick: it writes the summary anew if more
// than a few days of events are not in it. today is the civil day (days since
// 1 January 1970). Nothing is lost when it fails.
func (l *Ledger) Summarise(today int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.scan.tail < freshTail {
		return nil
	}
	s := newScan(l.disk, l.dir)
	if err := s.start(today - keepDays); err != nil {
		return fmt.Errorf("summarise the ledger: %w", err)
	}
	if l.scan.tail = s.tail; s.tail < freshTail { // another has done it
		return nil
	}
	if err := s.summarise(today - keepDays); err != nil {
		return fmt.Errorf("summarise the ledger: %w", err)
	}
	l.scan.tail = 0
	return nil
}

// summarise writes what was read as a summary.
func (s *scan) summarise(since int) error {
	sortEvents(s.fresh)
	last := s.fresh[len(s.fresh)-1]
	if s.floor != nil && order(last, *s.floor) < 0 {
		last = *s.floor
	}
	h := header{
		Version: summaryVersion, Bodies: bodyNames, Since: since, N: s.n, Seq: s.seq, Unknown: s.unknown,
		Loose: slices.Clone(s.loose), Files: map[string]covered{}, Last: Event{N: last.N, Dev: last.Dev, Seq: last.Seq, ID: last.ID},
	}
	for name, c := range s.files {
		if c.fault == "" {
			f, _, err := s.disk.Open(s.path(name), os.O_RDONLY)
			if err != nil {
				return err
			}
			sum, err := sumTail(f, c.off)
			if err = errors.Join(err, f.Close()); err != nil {
				return err
			}
			h.Files[name] = covered{c.off, c.lines, c.bad, c.newer, sum}
		}
	}
	for _, d := range s.damage {
		h.Damage = append(h.Damage, toldDamage{filepath.Base(d.File), d.Line, d.Err.Error()})
	}
	kept, goals := prune(s.fresh, since, s.earlier)
	h.Events, h.Goals = len(kept), goals
	var lines []byte
	for _, e := range kept {
		line, err := encode(e)
		if err != nil {
			return err
		}
		lines = append(lines, line...)
	}
	h.Sum = crc32.ChecksumIEEE(lines)
	first, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return s.disk.Replace(s.summaryPath(), slices.Concat(first, []byte{'\n'}, lines))
}
