"""Contents known by their SHA-256: in a snapshot, in commits of the past, in the store of Git LFS.

Where no content has the digest, there is none: nothing else can take its place.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.repository import conversion
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.objects import LIMIT, read_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.repository.git import Git
    from isodocs.repository.tree import Snapshot

Places = Mapping[str, "Iterable[tuple[str, str]]"]
"""By digest, where its content is said to have been: commits, each with a path."""


def contents(
    git: Git, snapshot: Snapshot, here: Mapping[str, str], wanted: Places
) -> dict[str, bytes]:
    """The contents with the digests that are `wanted`, as far as they are on this machine.

    `here` gives by digest the path of a file of the snapshot. Nothing is fetched.
    """
    found: dict[str, bytes] = {}
    paths = sorted({here[digest] for digest in wanted if digest in here})
    for path, file in snapshot.read(paths, refused={}) if paths else ():
        _note(git, found, {file.sha256}, path, file.data)
    digests: dict[tuple[str, str], set[str]] = defaultdict(set)
    for digest in wanted.keys() - found.keys():
        for place in wanted[digest]:
            digests[place].add(digest)
    for place, data in read_places(git, digests):
        _note(git, found, digests[place], place[1], data)
    return found


def _note(git: Git, found: dict[str, bytes], digests: set[str], path: str, data: bytes) -> None:
    """Keep the bytes, or those that they are a pointer for, where their digest is asked for."""
    digest = hashlib.sha256(data).hexdigest()
    if digest in digests:
        found[digest] = data
    elif (pointer := conversion.pointer(data)) and pointer.sha256 in digests - found.keys():
        for content in _kept_elsewhere(git, pointer.sha256, path):
            if content and hashlib.sha256(content).hexdigest() == pointer.sha256:
                found[pointer.sha256] = content
                return


def _kept_elsewhere(git: Git, digest: str, path: str) -> Iterator[bytes | None]:
    """What may be the content of a file in Git LFS: from its store, and from the work tree."""
    store = f"lfs/objects/{digest[:2]}/{digest[2:4]}/{digest}"
    places = [(git.common_directory, "", store)]
    if not git.is_bare:
        places.append((git.top, git.folder, path))
    for top, below, name in places:
        try:
            with WorkTreeFiles(str(top), below) as files:
                yield files.read(name, LIMIT)
        except OSError:
            continue
