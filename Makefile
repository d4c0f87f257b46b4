# make help lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help build check shellcheck cross test-deps test kills sim soak mutants vm container dist dist-test icons bench bench-late fuzz docs pictures clean

GO ?= go
FUZZTIME ?= 20s
BENCH_SECONDS ?= 60
SIM_HISTORIES ?= 20000
SOAK ?= 10m
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
# Folders of Go code, for tools that do not know packages.
DIRS := cmd internal notify scheduler

# What cross builds for, as GOOS/GOARCH.
CROSS := linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64 freebsd/amd64 freebsd/arm64

# What the tests with real parts drive, as Debian names it.
DEBS := xvfb dunst xfce4-notifyd notification-daemon openbox libnotify-bin \
	libglib2.0-bin xdotool imagemagick dbus dbus-bin dbus-daemon x11-utils \
	fonts-dejavu-core systemd systemd-sysv libpam-systemd dbus-user-session \
	procps xterm bash-completion zsh fish groff-base mandoc man-db \
	python3-dbusmock mate-screensaver strace vim nano tmux desktop-file-utils git \
	xfconf gsettings-desktop-schemas

# What make bench holds the program against.
BENCH_DEBS := remind calcurse taskwarrior

# What make vm starts; the kernel is Debian's too, fetched by the test.
VM_DEBS := qemu-system-x86 cpio dbus-daemon e2fsprogs libc-bin tzdata

# What make container builds and runs with.
CONTAINER_DEBS := buildah debootstrap podman runc uidmap docker-compose ca-certificates tzdata git

# What make dist-test looks at packages with.
DIST_DEBS := lintian mmdebstrap desktop-file-utils unzip git

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

build: ## the program, as ./daybreak
	CGO_ENABLED=0 $(GO) build -trimpath -o daybreak ./cmd/daybreak

check: shellcheck ## formatting, vet, staticcheck, go.mod, shellcheck
	@bad=$$(gofmt -l $(DIRS)); if [ -n "$$bad" ]; then echo "gofmt: $$bad"; exit 1; fi
	$(GO) vet ./...
	$(GO) vet -tags fastclock ./cmd/daybreak ./internal/wallclock
	$(GO) run $(STATICCHECK) ./...
	$(GO) mod tidy -diff

# A script is what ends in .sh, and what begins with #! and a shell.
shellcheck: ## every shell script
	@$(MAKE) --no-print-directory test-deps DEBS=shellcheck
	@scripts=$$({ find . -name '*.sh' -not -path './.git/*'; \
		{ grep -rIl --exclude-dir=.git '^#!.*sh' . || true; } | while read -r f; do \
			case $$(head -n 1 "$$f") in '#!'*sh) echo "$$f" ;; esac; done; } | sort -u); \
	if command -v shellcheck >/dev/null; then shellcheck $$scripts; \
	else echo "shellcheck is missing, so nobody looked at" $$scripts; [ "$${DAYBREAK_TEST_REAL:-}" != all ]; fi

cross: ## build and vet for the other systems and processors
	@for t in $(CROSS); do \
		export GOOS=$${t%/*} GOARCH=$${t#*/} CGO_ENABLED=0; began=$$SECONDS; \
		$(GO) build -o /dev/null ./cmd/daybreak; \
		$(GO) vet ./...; \
		echo "$$t: $$((SECONDS - began)) s"; \
	done

test-deps: ## Debian packages for the tests with real parts (asks apt-get when root)
	@command -v dpkg-query >/dev/null || { \
		echo "not Debian; tests with real parts use what these packages bring:" $(DEBS); exit 0; }; \
	missing() { for p in $(DEBS); do \
		[ "$$(dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null || true)" = installed ] || echo $$p; done; }; \
	todo=$$(missing | xargs); [ -n "$$todo" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing $$todo"; log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt="timeout 300 apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=60"; \
		{ $$apt update || true; $$apt install -y --no-install-recommends $$todo; } >"$$log" 2>&1 </dev/null \
			|| tail -n 5 "$$log"; \
	fi; \
	todo=$$(missing | xargs); [ -z "$$todo" ] || \
		echo "missing, so some tests with real parts are left out: apt-get install $$todo"

# The race detector needs a C compiler; without one the tests run without it.
# Many tests wait for a minute to begin: more of them at once than processors.
test: test-deps ## all tests, with the race detector
	@race=-race; [ "$$($(GO) env CGO_ENABLED)" = 1 ] || { race=; echo "no C compiler: without the race detector"; }; \
	began=$$SECONDS; failed=0; \
	$(GO) test $$race -timeout 20m -parallel 8 ./... || failed=$$?; \
	echo "tests took $$((SECONDS - began)) s"; exit $$failed

kills: test-deps ## of the tests the 300 kills alone, with what came of them (a minute and a half)
	DAYBREAK_TEST_REAL=all $(GO) test -count=1 -v -run '^TestRealKills$$' ./cmd/daybreak

# A seed that fails is printed with the command that plays it again, and shrunk.
sim: ## SIM_HISTORIES (20000) simulated histories of 45 days (under 10 minutes on two cores)
	$(GO) run ./internal/sim/cmd/simulate -histories $(SIM_HISTORIES)

soak: ## simulated histories of new seeds, for SOAK (10m)
	$(GO) run ./internal/sim/cmd/simulate -soak $(SOAK)

mutants: ## does the simulator find planted faults? (one to five minutes)
	$(GO) run ./internal/sim/cmd/mutants

vm: ## the daemon in a virtual machine: real clock steps, suspends, a power cut
	@$(MAKE) --no-print-directory test-deps DEBS="$(VM_DEBS)"
	DAYBREAK_TEST_VM=1 $(GO) test -count=1 -v -timeout 5m -run VM ./internal/rig/vm

# Base images are made once, in a minute, and kept in the user's cache folder.
container: ## the image: built without a network, run with rootless podman (half a minute)
	@$(MAKE) --no-print-directory test-deps DEBS="$(DEBS) $(CONTAINER_DEBS)"
	DAYBREAK_TEST_CONTAINER=1 $(GO) test -count=1 -v -timeout 30m ./internal/rig/container

dist: ## what a release hands out, into dist: archives, Debian packages, checksums
	$(GO) run ./internal/dist $(if $(MAINTAINER),-maintainer "$(MAINTAINER)")

# The commit is what counts, and not what has been changed since.
dist-test: ## that again in two other places, the same bytes; the package in a clean Debian (two minutes)
	@$(MAKE) --no-print-directory test-deps DEBS="$(DIST_DEBS)"
	DAYBREAK_TEST_DIST=1 $(GO) test -count=1 -v -timeout 20m ./internal/dist

icons: ## the PNGs of the icon anew, from its SVG
	@$(MAKE) --no-print-directory test-deps DEBS=librsvg2-bin
	for s in 16 22 24 32 48 64 128 256; do \
		rsvg-convert -w $$s -h $$s contrib/icons/daybreak.svg -o contrib/icons/daybreak-$$s.png; done

# The idle daemon is watched for BENCH_SECONDS, after twice that in which it comes
# to rest; the commands take turns for a third of it.
bench: ## how long commands take, and what the idle daemon costs (under 4 minutes)
	@$(MAKE) --no-print-directory test-deps DEBS="$(DEBS) $(BENCH_DEBS)"
	DAYBREAK_BENCH=$(BENCH_SECONDS) $(GO) test -count=1 -v ./internal/bench

# go test may report the end of FUZZTIME itself as a failure, "context deadline
# exceeded", with no input that failed: that one is none. Making inputs smaller
# is kept short: it takes all of FUZZTIME otherwise.
fuzz: ## every fuzz target for FUZZTIME (20s)
	@found=0; log=$$(mktemp); trap 'rm -f "$$log"' EXIT; while IFS=: read -r file target; do \
		found=1; echo "$$target in $$(dirname $$file), $(FUZZTIME)"; \
		$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x ./$$(dirname $$file) </dev/null >"$$log" 2>&1 || \
			{ grep -q '^ *context deadline exceeded$$' "$$log" && \
				! grep -qE 'Failing input|corpus entry|panic|DATA RACE' "$$log"; } || { cat "$$log"; exit 1; }; \
		grep 'execs:' "$$log" | tail -n 1 || true; \
	done < <(grep -roE '^func Fuzz[A-Za-z0-9_]+' --include='*_test.go' $(DIRS) | sed 's/func //' | sort); \
	[ $$found = 1 ] || echo "no fuzz targets"

bench-late: test-deps ## how late 1000 real messages and 1000 alarms are (two minutes)
	$(GO) test -run '^$$' -bench Lateness -benchtime 1000x -count 1 ./cmd/daybreak ./internal/wallclock

docs: ## docs/commands.md, docs/json.md and the man page anew, from the program itself
	$(GO) test -count=1 -run Docs ./cmd/daybreak -update

pictures: test-deps ## docs/img anew, from the real program on a real desktop
	mkdir -p docs/img
	DAYBREAK_PICTURES=$(CURDIR)/docs/img DAYBREAK_TEST_REAL=all $(GO) test -count=1 -run Picture ./cmd/daybreak

clean: ## what the other targets made
	rm -rf daybreak dist
