"""Which paths of a snapshot are read, and which should have been and cannot be."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from isodocs.inventory.placement import CONTROL, FILE_MODES, misplaced
from isodocs.model import approval, authority, layout, record, requirement, waiver
from isodocs.model.inventory import Unreadable
from isodocs.model.problem import Problem
from isodocs.parsing import endings, globs
from isodocs.records import record_parsing
from isodocs.repository.listed_files import below, directly_in
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.repository.snapshot import Snapshot
    from isodocs.repository.tree import TreeEntry

_SUBMODULE = "160000"
OF_ALL = (approval.DELEGATIONS, authority.FOLDER, requirement.FOLDER, requirement.CORRESPONDENCES)
"""What every document rests on, or may, beside `isodocs.yaml`."""


def wanted_paths(
    snapshot: Snapshot,
    settings: Config,
    unreadable: list[Unreadable],
    only: Collection[str] | None = None,
) -> list[str]:
    """The paths to read; controlled paths that are not plain files are noted as unreadable.

    With `only`, those among them and what every document rests on.
    """
    matches = globs.matcher(settings.include, settings.exclude) if settings.include else None
    missed = _missed(settings)
    wanted = []
    entries = snapshot.entries if only is None else _among(snapshot.entries, only)
    for path, entry in entries.items():
        if flaw := misplaced(path):
            unreadable.append(Unreadable(path, flaw))
            continue
        control = path.startswith(CONTROL)
        may_record = path.startswith(record.FOLDER) and record_parsing.may_hold_records(path)
        if not control and not may_record and not _controlled(path, entry.mode, matches):
            if missed(path):
                unreadable.append(Unreadable(path, _other_ending(path, settings)))
            continue
        if entry.mode in FILE_MODES:
            wanted.append(path)
        elif control or may_record or matches is not None:
            kind = {"120000": say("a symbolic link"), _SUBMODULE: "a submodule"}.get(
                entry.mode, say("an object of mode {mode}", mode=entry.mode)
            )
            unreadable.append(
                Unreadable(
                    path,
                    Problem(
                        "not-a-file",
                        say("a controlled path must be a plain file, this is {kind}", kind=kind),
                        say("Put the file itself there: what is approved must be the bytes shown."),
                    ),
                )
            )
    return wanted


def _among(entries: Mapping[str, TreeEntry], only: Collection[str]) -> Mapping[str, TreeEntry]:
    """Those among some paths, and what every document rests on, or may, in order.

    A list of approvals, which is in no document's folder, may be about any of them.
    """
    found = {path: entry for path in only if (entry := entries.get(path))}
    found |= below(entries, *OF_ALL, waiver.FOLDER, layout.BASELINE)
    found |= {path: entries[path] for path in directly_in(entries, approval.FOLDER)}
    return dict(sorted(found.items(), key=lambda each: os.fsencode(each[0])))


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
        say(
            "this Markdown file is not read: its ending or capitals are not those of {wanted}",
            wanted=wanted,
        ),
        say(
            "Rename it, or name it under 'include:' in isodocs.yaml; under 'exclude:' "
            "to leave it out."
        ),
    )


def _controlled(path: str, mode: str, matches: Callable[[str], bool] | None) -> bool:
    """Whether a controlled document is expected at a path, or below it in a submodule."""
    if matches is None:
        return endings.is_markdown(path)
    # What a submodule holds is seen by no one here.
    return matches(path) or (mode == _SUBMODULE and matches(f"{path}/any.md"))
