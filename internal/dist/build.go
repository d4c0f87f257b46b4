package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// target is a system and a processor, in Go's words.
type target struct{ os, arch string }

var targets = []target{
	{"linux", "amd64"}, {"linux", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

func (t target) String() string { return t.os + "/" + t.arch }

// env is what the go tool is told. A setting of the machine's own must not
// get into the program.
func (t target) env() []string {
	return []string{"GOOS=" + t.os, "GOARCH=" + t.arch, "CGO_ENABLED=0", "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=", "GOWORK=off"}
}

// program is the name of the program in an archive.
func (t target) program() string {
	if t.os == "windows" {
		return "daybreak.exe"
	}
	return "daybreak"
}

// choose returns the target of that name, or all for "".
func choose(name string) ([]target, error) {
	for _, t := range targets {
		if t.String() == name {
			return []target{t}, nil
		}
	}
	if name != "" {
		return nil, fmt.Errorf("nothing is made for %q, only for %v", name, targets)
	}
	return targets, nil
}

// build returns the program. What git says goes into the version and nowhere
// else, so that a changed clone and a changed tool make no difference.
func (t target) build(ctx context.Context, tmp, version string) ([]byte, error) {
	path := filepath.Join(tmp, t.program())
	_, err := command(ctx, "", t.env(), "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w -buildid= -X main.version="+version, "-o", path, "./cmd/daybreak")
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// completions asks the program, built for this machine, for its own scripts.
func completions(ctx context.Context, tmp string) ([]file, error) {
	program := filepath.Join(tmp, "host")
	if _, err := command(ctx, "", []string{"CGO_ENABLED=0", "GOFLAGS="}, "go", "build", "-buildvcs=false", "-o", program, "./cmd/daybreak"); err != nil {
		return nil, err
	}
	var all []file
	for _, shell := range [][2]string{
		{"bash", "daybreak.bash"}, {"fish", "daybreak.fish"}, {"powershell", "daybreak.ps1"}, {"zsh", "_daybreak"},
	} {
		script, err := command(ctx, "", nil, program, "completion", shell[0])
		if err != nil {
			return nil, err
		}
		all = append(all, file{"completions/" + shell[1], script, 0o644})
	}
	return all, nil
}
