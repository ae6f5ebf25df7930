"""Where files are kept: on this machine, or on another, whose changes come without an event."""

from __future__ import annotations

import os

_MOUNTS = "/proc/self/mounts"
_REMOTE = frozenset(
    "9p afs auristorfs beegfs ceph cifs coda davfs drvfs fuse fuseblk.remote gfs2 glusterfs lustre "
    "ncpfs nfs nfs4 ocfs2 prl_fs smb2 smb3 smbfs vboxsf virtiofs vmhgfs".split()
)
"""Kinds of file system on which others write, too; also those of virtual machines' hosts."""


def is_remote(path: str) -> bool:
    """Whether a path is on such a file system; no where this machine does not say."""
    path = os.path.realpath(path)
    found, kind = "", ""
    try:
        with open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
            for line in file:
                place, its = _unescaped(line.split(" ")[1]), line.split(" ")[2]
                inside = path == place or path.startswith(f"{place.rstrip('/')}/")
                if inside and len(place) >= len(found):
                    found, kind = place, its
    except (OSError, IndexError):
        return False
    return kind in _REMOTE or kind.startswith("fuse.")


def _unescaped(place: str) -> str:
    """A path as it is: spaces and the like are octal numbers there (proc(5))."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(code, char)
    return place
