"""What Git keeps of a file, where its attributes convert it: pointers of Git LFS, and `ident`.

Nothing is fetched and no filter is run. Of a file in LFS, Git keeps a pointer, which names the
content by the SHA-256 that statements and records name it by, too. Sources: gitattributes(5), and
docs/spec.md of Git LFS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.repository.tree import Pointer

if TYPE_CHECKING:
    from isodocs.repository.attributes import Attributes

_POINTER = expression(
    rb"version https://git-lfs\.github\.com/spec/v1\n"
    rb"oid sha256:([0-9a-f]{64})\nsize (0|[1-9][0-9]{0,18})\n"
)
"""A pointer as Git LFS writes it. One with extensions does not count: what comes out of those is
whatever a program makes of the content that the pointer names."""
_LONGEST = 256
_IDENT = expression(rb"\$Id:[^$\n]*\$")


def in_lfs(attributes: Attributes, path: str) -> bool:
    """Whether a path is kept in Git LFS."""
    return "filter" in attributes.named and attributes.of(path).get("filter") == "lfs"


def pointer(data: bytes) -> Pointer | None:
    """What a well-formed pointer stands for; None for any other bytes."""
    found = _POINTER.fullmatch(data) if len(data) < _LONGEST else None
    return Pointer(found[1].decode(), int(found[2])) if found else None


def written(stands_for: Pointer) -> bytes:
    """The pointer that Git LFS writes for a content."""
    lines = ("version https://git-lfs.github.com/spec/v1", f"oid sha256:{stands_for.sha256}")
    return "\n".join((*lines, f"size {stands_for.size}\n")).encode()


def without_ident(attributes: Attributes, path: str, data: bytes) -> bytes:
    """The bytes that Git keeps: `$Id: ...$` is `$Id$` where the path has the attribute `ident`."""
    if b"$Id:" not in data or "ident" not in attributes.named:
        return data
    return _IDENT.sub(b"$Id$", data) if attributes.of(path).get("ident") is True else data
