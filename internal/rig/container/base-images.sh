#!/bin/bash
# base-images.sh: make the images that the Dockerfile begins with, for a machine
# that cannot pull them: golang from Debian's packages and this machine's Go, the
# static one from this machine's certificates and zones. They go by their public
# names, so use an image store of its own:
#
#   CONTAINERS_STORAGE_CONF=FILE base-images.sh
#
# As root, with buildah and debootstrap. Images that this script has made with
# this Go are left as they are.
set -euo pipefail

golang=docker.io/library/golang:1.26-bookworm
static=gcr.io/distroless/static-debian12:nonroot
made="$(sha256sum <"${BASH_SOURCE[0]}" | cut -c1-16) $(go version)"

fits() {
	[ "$(buildah inspect --type image --format '{{index .OCIv1.Config.Labels "made"}}' "$1" 2>/dev/null)" = "$made" ]
}

# commit FOLDER NAME CONFIG...: an image of what is in the folder.
commit() {
	local folder=$1 name=$2 c
	shift 2
	c=$(buildah from scratch)
	buildah add -q "$c" "$folder" / >/dev/null
	buildah config --label made="$made" "$@" "$c"
	buildah commit -q --rm "$c" "$name" >/dev/null
}

make_golang() {
	timeout 600 debootstrap --variant=minbase --include=ca-certificates bookworm "$tmp/golang" >&2
	cp -a "$(go env GOROOT)" "$tmp/golang/usr/local/go"
	mkdir -p "$tmp/golang/go"
	commit "$tmp/golang" "$golang" --workingdir /go --env GOTOOLCHAIN=local --env GOPATH=/go \
		--env PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
}

make_static() {
	local root=$tmp/static
	mkdir -p "$root"/{etc/ssl/certs,home/nonroot,tmp,usr/share}
	chmod 1777 "$root/tmp"
	chown 65532:65532 "$root/home/nonroot"
	cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
	cp -a /usr/share/zoneinfo "$root/usr/share/"
	printf '%s\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin \
		nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin >"$root/etc/passwd"
	printf '%s\n' root:x:0: nobody:x:65534: nonroot:x:65532: >"$root/etc/group"
	commit "$root" "$static" --workingdir /home/nonroot --user 65532 \
		--env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		--env SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fits "$golang" || make_golang
fits "$static" || make_static
