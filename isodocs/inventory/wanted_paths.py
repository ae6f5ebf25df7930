"""Which paths of a snapshot are read, and which should have been and cannot be."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from isodocs.model import approval, authority, record, requirement, waiver
from isodocs.model.inventory import Unreadable
from isodocs.model.problem import Problem
from isodocs.parsing import endings, globs
from isodocs.records import record_parsing

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.repository.snapshot import Snapshot

_CONTROL = (
    approval.FOLDER,
    approval.DELEGATIONS,
    approval.CONFIRMATIONS,
    authority.FOLDER,
    requirement.FOLDER,
    requirement.CORRESPONDENCES,
    waiver.FOLDER,
)
_TOP = ".isodocs"
_ODD = re.compile(r"(?:^|/)(?:\.{0,2}|\.git[ .]*)(?:/|$)", re.IGNORECASE)
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
FILE_MODES = ("100644", "100755")
_SUBMODULE = "160000"


def wanted_paths(snapshot: Snapshot, settings: Config, unreadable: list[Unreadable]) -> list[str]:
    """The paths to read; controlled paths that are not plain files are noted as unreadable."""
    matches = globs.matcher(settings.include, settings.exclude) if settings.include else None
    missed = _missed(settings)
    wanted = []
    for path, entry in snapshot.entries.items():
        if flaw := misplaced(path):
            unreadable.append(Unreadable(path, flaw))
            continue
        control = path.startswith(_CONTROL)
        may_record = path.startswith(record.FOLDER) and record_parsing.may_hold_records(path)
        if not control and not may_record and not _controlled(path, entry.mode, matches):
            if missed(path):
                unreadable.append(Unreadable(path, _other_ending(path, settings)))
            continue
        if entry.mode in FILE_MODES:
            wanted.append(path)
        elif control or may_record or matches is not None:
            kind = {"120000": "a symbolic link", _SUBMODULE: "a submodule"}.get(
                entry.mode, f"an object of mode {entry.mode}"
            )
            unreadable.append(
                Unreadable(
                    path,
                    Problem(
                        "not-a-file",
                        f"a controlled path must be a plain file, this is {kind}",
                        "Put the file itself there: what is approved must be the bytes shown.",
                    ),
                )
            )
    return wanted


def misplaced(path: str) -> Problem | None:
    """What is wrong with a path wherever it leads; None for one that an honest Git would write."""
    if _ODD.search(path):
        return Problem(
            "not-a-file",
            "the path has a part that no file can have, such as '..' or '.git'",
            "Git writes no such path: find out who made the commit (`git fsck` names the tree).",
        )
    top, folder, _ = path.partition("/")
    if top[:1] == "." and top != _TOP and _look(top) == _TOP:
        return Problem(
            "not-a-file",
            f"the folder {top!r} looks like {_TOP!r} and takes its place on some disks",
            f"Take it out; what isodocs keeps is in {_TOP} and not elsewhere.",
        )
    if (not folder and path == _TOP) or any(name == f"{path}/" for name in _CONTROL):
        return Problem(
            "not-a-file",
            "this must be a folder, with the records in it, and is something else",
            "Put the folder back from history; nothing in it is read as long as this is here.",
        )
    return None


def _missed(settings: Config) -> Callable[[str], bool]:
    """Return a test for paths: whether only ending or capitals keep a Markdown file out."""
    if not settings.include:
        return lambda path: False
    include, exclude = (
        [p.lower() for p in named] for named in (settings.include, settings.exclude)
    )
    used = [e for e in endings.MARKDOWN if any(pattern.endswith(e) for pattern in include)]
    matches = globs.matcher(include, exclude)
    left_out = globs.matcher(settings.exclude)

    def missed(path: str) -> bool:
        if not endings.is_markdown(path) or left_out(path):
            return False
        stem = posixpath.splitext(path.lower())[0]
        return any(matches(f"{stem}{ending}") for ending in used or endings.MARKDOWN[:1])

    return missed


def _other_ending(path: str, settings: Config) -> Problem:
    wanted = ", ".join(repr(pattern) for pattern in settings.include[:3])
    return Problem(
        "other-ending",
        f"this Markdown file is not read: its ending or capitals are not those of {wanted}",
        "Rename it, or name it under 'include:' in isodocs.yaml; under 'exclude:' to leave it out.",
    )


def _look(name: str) -> str:
    """A name as disks that fold capitals and drop invisible characters take it."""
    return unicodedata.normalize("NFKC", name).translate(_INVISIBLE).casefold()


def _controlled(path: str, mode: str, matches: Callable[[str], bool] | None) -> bool:
    """Whether a controlled document is expected at a path, or below it in a submodule."""
    if matches is None:
        return endings.is_markdown(path)
    # What a submodule holds is seen by no one here.
    return matches(path) or (mode == _SUBMODULE and matches(f"{path}/any.md"))
