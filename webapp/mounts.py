"""Which file system a path is on, as Linux lists its mounts; elsewhere nothing is known, and nothing is refused."""

from __future__ import annotations

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
# Here two machines, or a machine and its guest, can write one file: SQLite's write-ahead log needs memory that all its
# readers share, and locks and flushes that hold. See "Over a network" in SQLite's own documents.
_SHARED = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|afs|9p|ceph|glusterfs|lustre|beegfs|gpfs|gfs2?|ocfs2|vboxsf|prl_fs|davfs"
    r"|fuse\.(sshfs|s3fs|rclone|glusterfs|ceph|davfs2?|gcsfuse|vmhgfs-fuse|smbnetfs|mfs|juicefs))"
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def shared_file_system(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of network or shared file system that a path (which need not be there yet) is on; "" for none."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    whole, found, depth = path.resolve(), "", -1
    for line in lines:
        _, place, kind, *_ = line.split(" ")
        root = Path(_ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), place))
        # What was mounted later at the same place hides what was there.
        if whole.is_relative_to(root) and len(root.parts) >= depth:
            found, depth = kind, len(root.parts)
    return found if _SHARED.fullmatch(found) else ""
