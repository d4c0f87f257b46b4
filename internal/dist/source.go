package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// revision is what is checked out.
type revision struct {
	version string    // as `daybreak version` prints it, such as v1.2.3
	time    time.Time // when it was committed, UTC
}

// source asks git. Without a tag the version is v0.0.0, so many commits on.
func source(ctx context.Context) (revision, error) {
	git := func(args ...string) (string, error) {
		out, err := command(ctx, "", nil, "git", args...)
		return strings.TrimSpace(string(out)), err
	}
	stamp, err := git("log", "-1", "--format=%ct")
	if err != nil {
		return revision{}, fmt.Errorf("a release is made from a commit: %w", err)
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return revision{}, fmt.Errorf("the time of the commit: %w", err)
	}
	r := revision{time: time.Unix(seconds, 0).UTC()}
	tags, err := git("tag", "--merged", "HEAD", "--list", "v[0-9]*")
	if err != nil {
		return revision{}, err
	}
	if tags != "" {
		r.version, err = git("describe", "--tags", "--match", "v[0-9]*", "--abbrev=12", "--dirty")
		return r, err
	}
	count, err := git("rev-list", "--count", "HEAD")
	if err != nil {
		return revision{}, err
	}
	name, err := git("describe", "--always", "--abbrev=12", "--dirty")
	r.version = "v0.0.0-" + count + "-g" + name
	return r, err
}

// described is a tag, and how far the commit is from it.
var described = regexp.MustCompile(`^v(\d+\.\d+\.\d+)(?:-([a-z][0-9A-Za-z.]*))?(?:-(\d+)-(g[0-9a-f]+))?$`)

// debVersion returns the version in Debian's way, in which a tag such as
// v1.2.0-rc.1 comes before v1.2.0, and what follows a tag after it: see
// deb-version(7).
func debVersion(version string) (string, error) {
	clean, dirty := strings.CutSuffix(version, "-dirty")
	m := described.FindStringSubmatch(clean)
	if m == nil {
		return "", fmt.Errorf("%q is no version: tags are like v1.2.3 or v1.2.3-rc.1", version)
	}
	v := m[1]
	if m[2] != "" {
		v += "~" + m[2]
	}
	var after []string
	if m[3] != "" {
		after = append(after, m[3], m[4])
	}
	if dirty {
		after = append(after, "dirty")
	}
	if len(after) > 0 {
		v += "+" + strings.Join(after, ".")
	}
	return v, nil
}
