package sim

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
)

// powerCut leaves of the disk what was on the platter, and of what was not
// some, as r has it: nothing, all, the first part, or the size without the
// data.
func (d *disk) powerCut(r *rand.Rand) {
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		f := d.files[name]
		if !f.named && r.IntN(2) == 0 {
			if f.hides == nil {
				delete(d.files, name)
				continue
			}
			f = f.hides
			d.files[name] = f
		}
		f.cut(r)
		f.id, f.mod = d.tick(), d.tick()
	}
	d.lied = false
}

func (f *file) cut(r *rand.Rand) {
	data := bytes.Clone(f.data)
	for _, h := range f.holes {
		clear(data[min(h[0], len(data)):min(h[1], len(data))])
	}
	loose := len(data) - f.synced
	switch r.IntN(4) {
	case 0:
		data = data[:f.synced]
	case 1:
		data = data[:f.synced+r.IntN(loose+1)]
	case 2:
		clear(data[f.synced+r.IntN(loose+1):])
	}
	f.data, f.synced, f.holes, f.named, f.hides = data, len(data), nil, true, nil
}

// copyOf returns what a backup of the disk holds.
func (d *disk) copyOf() map[string]*file {
	all := map[string]*file{}
	for name, f := range d.files {
		all[name] = &file{name: name, data: bytes.Clone(f.data), synced: len(f.data), named: true}
	}
	return all
}

// restore puts a backup in the place of everything.
func (d *disk) restore(backup map[string]*file) {
	d.files = map[string]*file{}
	for name, f := range backup {
		c := *f
		c.data, c.id, c.mod = bytes.Clone(f.data), d.tick(), d.tick()
		d.files[name] = &c
	}
}
