package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// nfpm packs Debian packages. Later releases than this one need modules that
// cannot be had everywhere.
const nfpm = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.44.0"

// inPackage says where the files of the archives are in a package, beside the
// units; what
// ends in .gz is compressed.
var inPackage = [][2]string{
	{"completions/daybreak.bash", "usr/share/bash-completion/completions/daybreak"},
	{"completions/_daybreak", "usr/share/zsh/vendor-completions/_daybreak"},
	{"completions/daybreak.fish", "usr/share/fish/vendor_completions.d/daybreak.fish"},
	{"completions/daybreak.ps1", "usr/share/doc/daybreak/examples/daybreak.ps1"},
	{"config.example.yaml", "usr/share/doc/daybreak/examples/config.example.yaml"},
	{"daybreak.schema.json", "usr/share/doc/daybreak/examples/daybreak.schema.json"},
	{"THIRD-PARTY.txt", "usr/share/doc/daybreak/THIRD-PARTY.txt.gz"},
	{"CHANGELOG.md", "usr/share/doc/daybreak/NEWS.gz"},
	{"man/daybreak.1", "usr/share/man/man1/daybreak.1.gz"},
	{"man/daybreak.yaml.5", "usr/share/man/man5/daybreak.yaml.5.gz"},
	{"linux/daybreak.desktop", "usr/share/applications/daybreak.desktop"},
	{"linux/icons/daybreak.svg", "usr/share/icons/hicolor/scalable/apps/daybreak.svg"},
}

// deb makes the package of a target.
func (m *maker) deb(ctx context.Context, t target, program []byte) error {
	version, err := debVersion(m.src.version)
	if err != nil {
		return err
	}
	files, err := packageFiles(program, m.common, debChanges(version, m.maintainer, m.src.time))
	if err != nil {
		return err
	}
	stage := filepath.Join(m.tmp, t.arch)
	if err := lay(filepath.Join(stage, "tree"), files, m.src.time); err != nil {
		return err
	}
	config, err := os.ReadFile("contrib/nfpm.yaml")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(stage, "nfpm.yaml"), config, 0o644); err != nil {
		return err
	}
	env := []string{
		"GOFLAGS=", "DEB_ARCH=" + t.arch, "DEB_VERSION=" + version, "DEB_MAINTAINER=" + m.maintainer,
		fmt.Sprintf("SOURCE_DATE_EPOCH=%d", m.src.time.Unix()),
	}
	_, err = command(ctx, stage, env, "go", "run", nfpm, "package", "--packager", "deb",
		"--target", filepath.Join(m.out, fmt.Sprintf("daybreak_%s_%s.deb", version, t.arch)))
	return err
}

// packageFiles returns what a package holds.
func packageFiles(program []byte, common []file, changes []byte) ([]file, error) {
	have := map[string][]byte{}
	for _, f := range common {
		have[f.name] = f.data
	}
	overrides, err := os.ReadFile("contrib/lintian-overrides")
	if err != nil {
		return nil, err
	}
	all := []file{
		{"usr/bin/daybreak", program, 0o755},
		{"usr/share/doc/daybreak/copyright", copyright(have["LICENSE"]), 0o644},
		{"usr/share/lintian/overrides/daybreak", overrides, 0o644},
	}
	for _, f := range common {
		if name, ok := strings.CutPrefix(f.name, "linux/systemd/"); ok {
			all = append(all, file{"usr/lib/systemd/user/" + name, packagedUnit(f.data), 0o644})
		}
	}
	list := inPackage
	for _, size := range iconSizes {
		list = append(list, [2]string{
			"linux/icons/" + iconName(size), fmt.Sprintf("usr/share/icons/hicolor/%dx%[1]d/apps/daybreak.png", size),
		})
	}
	have["changes"] = changes
	for _, l := range append(list, [2]string{"changes", "usr/share/doc/daybreak/changelog.gz"}) {
		data := have[l[0]]
		if data == nil {
			return nil, fmt.Errorf("nothing to put at %s", l[1])
		}
		if filepath.Ext(l[1]) == ".gz" {
			if data, err = gzipOf(data); err != nil {
				return nil, err
			}
		}
		all = append(all, file{l[1], data, 0o644})
	}
	return all, nil
}

// packagedUnit is the unit without its first line, which says that daybreak
// wrote it and takes it away: here dpkg does.
func packagedUnit(unit []byte) []byte {
	if first, rest, ok := bytes.Cut(unit, []byte("\n")); ok && bytes.HasPrefix(first, []byte("# Installed by daybreak;")) {
		return append([]byte("# For each user who asks: systemctl --user enable --now daybreak\n"), rest...)
	}
	return unit
}

// copyright is the licence as Debian wants it. The Apache License is on every
// Debian system, so that its text is not repeated here.
func copyright(licence []byte) []byte {
	return fmt.Appendf(nil, "%s\nThe program holds the work of others, too. Their licences are in the file\n"+
		"THIRD-PARTY.txt.gz beside this one; where it is the Apache License, it is the\n"+
		"one in /usr/share/common-licenses/Apache-2.0.\n", licence)
}

// debChanges is the changelog that Debian wants; what changed is in NEWS.
func debChanges(version, who string, at time.Time) []byte {
	return fmt.Appendf(nil, "daybreak (%s) unstable; urgency=medium\n\n  * What changed is in NEWS.\n\n -- %s  %s\n",
		version, who, at.Format(time.RFC1123Z))
}

// lay writes files below root, everything of the time at, folders too. What
// the umask is makes no difference.
func lay(root string, files []file, at time.Time) error {
	modes := map[string]os.FileMode{root: 0o755}
	for _, f := range files {
		path := filepath.Join(root, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.data, f.mode); err != nil {
			return err
		}
		modes[path] = f.mode
		for dir := filepath.Dir(path); strings.HasPrefix(dir, root); dir = filepath.Dir(dir) {
			modes[dir] = 0o755
		}
	}
	for path, mode := range modes {
		if err := os.Chmod(path, mode); err != nil {
			return err
		}
		if err := os.Chtimes(path, at, at); err != nil {
			return err
		}
	}
	return nil
}
