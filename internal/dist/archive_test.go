package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	noon  = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	three = []file{{"daybreak", []byte("program"), 0o755}, {"man/daybreak.1", []byte("page"), 0o644}, {"LICENSE", nil, 0o644}}
)

func TestTar(t *testing.T) {
	data, err := tarOf("folder", three, noon)
	if err != nil {
		t.Fatal(err)
	}
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(zipped)
	for _, f := range three {
		h, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || h.Name != "folder/"+f.name || h.Mode != int64(f.mode) || !h.ModTime.Equal(noon) || h.Uname != "root" ||
			h.Uid != 0 || !bytes.Equal(got, f.data) {
			t.Errorf("%+v with %q, %v", h, got, err)
		}
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("and then %v", err)
	}
	if again, err := tarOf("folder", three, noon.In(time.FixedZone("", 3600))); err != nil || !bytes.Equal(data, again) {
		t.Errorf("not the same twice: %v", err)
	}
}

func TestZip(t *testing.T) {
	data, err := zipOf("folder", three, noon)
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range three {
		h := r.File[i]
		if h.Name != "folder/"+f.name || h.Mode() != f.mode || !h.Modified.Equal(noon) || h.UncompressedSize64 != uint64(len(f.data)) {
			t.Errorf("%+v", h.FileHeader)
		}
	}
}

func TestSums(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b", "a"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const sum = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
	got, err := writeSums(dir)
	if want := sum + "  a\n" + sum + "  b\n"; err != nil || got != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

// TestArchiveFiles: each system's archive has what the system knows.
// A folder of somebody's is not emptied for what is made.
func TestOut(t *testing.T) {
	dir := t.TempDir()
	if err := free(filepath.Join(dir, "new")); err != nil {
		t.Error(err)
	}
	if err := free(dir); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"thesis.txt", sumsFile} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		if name == sumsFile {
			if err := free(dir); err != nil {
				t.Errorf("what an earlier run made: %v", err)
			}
		} else if code := run(t.Context(), []string{"-out", dir}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "holds something else") {
			t.Errorf("exit %d, %s", code, &errs)
		}
	}
}

func TestArchiveFiles(t *testing.T) {
	t.Chdir(root(t))
	starters, err := unitFiles()
	if err != nil {
		t.Fatal(err)
	}
	var common []file
	for _, l := range append(starters, fromTree...) {
		common = append(common, file{name: l[1]})
	}
	for _, tt := range []struct {
		target   target
		has, not []string
	}{
		{target{"linux", "amd64"}, []string{"daybreak", "man/daybreak.1", "systemd/daybreak.service", "icons/daybreak.svg"}, []string{"launchd/daybreak.plist"}},
		{target{"darwin", "arm64"}, []string{"daybreak", "man/daybreak.yaml.5", "LICENSE"}, []string{"systemd/daybreak.service", "daybreak.desktop"}},
		{target{"windows", "amd64"}, []string{"daybreak.exe", "config.example.yaml"}, []string{"daybreak", "man/daybreak.1", "systemd/daybreak.service"}},
	} {
		var names []string
		for _, f := range archiveFiles(tt.target, nil, common) {
			names = append(names, f.name)
		}
		for _, name := range tt.has {
			if !slices.Contains(names, name) {
				t.Errorf("%s lacks %s: %q", tt.target, name, names)
			}
		}
		for _, name := range tt.not {
			if slices.Contains(names, name) {
				t.Errorf("%s has %s", tt.target, name)
			}
		}
	}
}

func TestChoose(t *testing.T) {
	if all, err := choose(""); err != nil || len(all) != len(targets) {
		t.Errorf("%v, %v", all, err)
	}
	if one, err := choose("linux/arm64"); err != nil || len(one) != 1 || one[0].arch != "arm64" {
		t.Errorf("%v, %v", one, err)
	}
	if _, err := choose("plan9/amd64"); err == nil || !strings.Contains(err.Error(), "linux/amd64") {
		t.Errorf("%v", err)
	}
}

// TestNotices: whose work is linked into the program is named, with a licence.
func TestNotices(t *testing.T) {
	t.Chdir(root(t))
	text, err := notices(t.Context(), targets)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Go and its standard library", "github.com/robfig/cron/v3 v3", "gopkg.in/yaml.v3 v3", "github.com/gen2brain/beeep v0", "github.com/tadvi/systray",
		"Redistribution and use in source and binary forms", "Apache License",
	} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("nothing of %q", want)
		}
	}
	if bytes.Contains(text, []byte("testscript")) || bytes.Contains(text, []byte("santhosh-tekuri")) {
		t.Error("what only tests use is named")
	}
	if _, err := licences(t.TempDir()); err == nil {
		t.Error("a module without a licence passes")
	}
}
