package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// file is a file of an archive; its name has slashes and no beginning.
type file struct {
	name string
	data []byte
	mode fs.FileMode
}

// fromTree are the files of the project that every archive has, and their
// names there.
var fromTree = [][2]string{
	{"LICENSE", "LICENSE"},
	{"CHANGELOG.md", "CHANGELOG.md"},
	{"config.example.yaml", "config.example.yaml"},
	{"daybreak.schema.json", "daybreak.schema.json"},
	{"contrib/man/daybreak.1", "man/daybreak.1"},
	{"contrib/man/daybreak.yaml.5", "man/daybreak.yaml.5"},
	{"contrib/desktop/daybreak.desktop", "linux/daybreak.desktop"},
	{"contrib/icons/daybreak.svg", "linux/icons/daybreak.svg"},
}

// units are the folders of what starts the program with a login, by the system
// that knows them.
var units = map[string]string{"contrib/systemd": "linux", "contrib/launchd": "darwin"}

// iconSizes are the sides of the PNGs, in pixels.
var iconSizes = []int{16, 22, 24, 32, 48, 64, 128, 256}

func iconName(size int) string { return fmt.Sprintf("daybreak-%d.png", size) }

// commonFiles returns what is the same for every target, also where only one is
// made.
func commonFiles(ctx context.Context, tmp string) ([]file, error) {
	all, err := completions(ctx, tmp)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(fromTree)
	for _, size := range iconSizes {
		list = append(list, [2]string{"contrib/icons/" + iconName(size), "linux/icons/" + iconName(size)})
	}
	starters, err := unitFiles()
	if err != nil {
		return nil, err
	}
	for _, l := range append(list, starters...) {
		data, err := os.ReadFile(l[0])
		if err != nil {
			return nil, err
		}
		all = append(all, file{l[1], data, 0o644})
	}
	notices, err := notices(ctx, targets)
	if err != nil {
		return nil, err
	}
	return append(all, file{"THIRD-PARTY.txt", notices, 0o644}), nil
}

// unitFiles lists what is in the folders of units, and its names in an archive.
func unitFiles() (list [][2]string, err error) {
	for _, dir := range slices.Sorted(maps.Keys(units)) {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if os.IsNotExist(err) && name == dir {
				return nil
			}
			if err == nil && !d.IsDir() {
				name = filepath.ToSlash(name)
				list = append(list, [2]string{name, units[dir] + strings.TrimPrefix(name, "contrib")})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// archiveFiles returns what the archive of a target holds: what only another
// system knows is not in it.
func archiveFiles(t target, program []byte, common []file) []file {
	all := []file{{t.program(), program, 0o755}}
	for _, f := range common {
		system, name, only := strings.Cut(f.name, "/")
		switch {
		case only && (system == "linux" || system == "darwin"):
			if system != t.os {
				continue
			}
			f.name = name
		case only && system == "man" && t.os == "windows":
			continue
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return all
}
