package trust

import (
	"encoding/binary"
	"testing"

	"golang.org/x/sys/unix"
)

// An access control list lets in whom the mode does not name, though the group
// is the user's own.
func TestACL(t *testing.T) {
	path := put(t, 0o660, public(t), "f")
	if hasACL(path) {
		t.Fatal("a plain file has a list")
	}
	list := binary.LittleEndian.AppendUint32(nil, 2) // as in linux/posix_acl_xattr.h
	for _, e := range []struct {
		tag, perm uint16
		id        uint32
	}{{0x01, 6, ^uint32(0)}, {0x02, 6, 1234}, {0x04, 0, ^uint32(0)}, {0x10, 6, ^uint32(0)}, {0x20, 0, ^uint32(0)}} {
		list = binary.LittleEndian.AppendUint16(list, e.tag)
		list = binary.LittleEndian.AppendUint16(list, e.perm)
		list = binary.LittleEndian.AppendUint32(list, e.id)
	}
	if err := unix.Setxattr(path, "system.posix_acl_access", list, 0); err != nil {
		t.Skipf("this file system has no lists: %v", err)
	}
	if err := File(path); err == nil || !hasACL(path) {
		t.Errorf("user 1234 may write, and it is trusted")
	}
}
