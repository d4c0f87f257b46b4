# shellcheck shell=bash
# Process 1 of a private pid and mount namespace, run as root by systemd.go:
#   bash -c SCRIPT rig UID GID HOME CGROUP SYSTEMD PATH
# It lives until its standard input ends, and everything inside ends with it.
set -eu
uid=$1 gid=$2 home=$3 cgroup=$4 systemd=$5 path=$6
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/systemd/{system,unit-root,mount-rootfs,incoming,propagate,inaccessible} "/run/user/$uid"
chown "$uid:$gid" "/run/user/$uid"
chmod 700 "/run/user/$uid"
mount -t proc proc /proc

# within CGROUP CMD...: CMD takes the place of this shell, and sees CGROUP as the
# root of the tree.
within() {
	echo "$BASHPID" >"$1/cgroup.procs"
	shift
	# shellcheck disable=SC2016 # the inner shell expands it
	exec unshare --cgroup --mount bash -c 'mount -t cgroup2 none /sys/fs/cgroup; exec "$@"' rig "$@"
}

# The journal tells by the names of the groups who wrote.
session=$cgroup/user.slice/user-$uid.slice/user@$uid.service
mkdir -p "$session"
chown "$uid:$gid" "$session" "$session"/cgroup.{procs,threads,subtree_control}
echo $$ >"$cgroup/cgroup.procs"

if [ -x /lib/systemd/systemd-journald ]; then
	# "flushed" says that the disk is there: only on it do users have journals of
	# their own.
	mount -t tmpfs -o mode=755 tmpfs /var/log
	mkdir -p /var/log/journal /run/systemd/journal
	touch /run/systemd/journal/flushed
	within "$cgroup" /lib/systemd/systemd-journald &
	for _ in {1..100}; do [ ! -S /run/systemd/journal/stdout ] || break; sleep .02; done
fi
# The manager wants a cgroup tree of its own, with itself at the root.
within "$session" \
	setpriv --reuid "$uid" --regid "$gid" --clear-groups --inh-caps=-all \
	env -i -C "$home" HOME="$home" USER=daybreak-test LOGNAME=daybreak-test SHELL=/bin/sh \
	PATH="$path" LANG=C.UTF-8 XDG_RUNTIME_DIR="/run/user/$uid" \
	DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$uid/bus" \
	"$systemd" --user </dev/null &
read -r _ || true
