"""A commit of records, judged by what the last check found and the rules that read records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.checking.enforcement import protects
from isodocs.checking.renewed import put_back, with_records
from isodocs.checking.touched import keep_named
from isodocs.checking.verdict import HookVerdict, brought, stops
from isodocs.inventory.placement import FILE_MODES
from isodocs.machine.archive import LostError
from isodocs.named_tuple import NamedTuple
from isodocs.recall.simple_changes import are_records_alone
from isodocs.repository import refs
from isodocs.repository.snapshot import CommitSnapshot, NotKnownError

if TYPE_CHECKING:
    from isodocs.checking.last_check import LastCheck
    from isodocs.model.register import Register
    from isodocs.workspace import View, Workspace


class Known(NamedTuple):
    """A register of the work tree on a day, and what a check of it found."""

    view: View
    register: Register
    last: LastCheck


class Committed(NamedTuple):
    """What a check of HEAD finds; `known` is of the work tree, which may have more."""

    known: Known
    last: LastCheck

    @property
    def settled(self) -> frozenset[str]:
        """The rules that find something else in the texts of the work tree."""
        here, there = self.known.last.checked.gaps, self.last.checked.gaps
        others = {*here}.symmetric_difference(there) if here is not there else ()
        return frozenset(gap.code for gap in others if gap.rule.of_documents)


def committed(workspace: Workspace, known: Known) -> Committed | None:
    """What a check of HEAD finds, made of that of the work tree; None where it takes a full one.

    What is named at HEAD is remembered, so that a commit of documents is judged by these alone.
    """
    git, (view, register, last) = workspace.git, known
    if refs.head(git) != last.tip or refs.merged_heads(git):
        return None
    if register.inventory.authority_problem:
        return None
    found = put_back(workspace, view, last, register)
    if found is None:
        return None
    keep_named(git, found)
    return Committed(known, found)


def judge(
    workspace: Workspace, head: Committed, files: Mapping[str, bytes | None]
) -> HookVerdict | None:
    """What `enforcement.judge_commit` would say of the commit of these files (None removes one).

    None where that takes more: they are not records alone.
    """
    git, (view, register, here), last = workspace.git, *head
    if not last.readings.nodes:
        return None
    entries, named = CommitSnapshot(git, last.tip).entries, last.named.namer()
    plain = {path for path in files if path not in entries or entries[path].mode == FILE_MODES[0]}
    if not all(path in plain and are_records_alone(path, register.config, named) for path in files):
        return None
    try:
        then = workspace.with_records(register, view, last.tip, files, here.differing)
        following = with_records(last, then, {*files}, head.settled) if then else None
    except (LostError, NotKnownError):
        return None
    if following is None:
        return None
    branch = refs.current_branch(git) or ""
    collecting = not protects(register.config, branch)
    found = (gap for gap in following.checked.gaps if gap.counts or gap.blocks)
    new = brought(found, last.checked.gaps)
    stopping = tuple(gap for gap in new if stops(gap, collecting=collecting))
    left = tuple(gap for gap in new if gap.counts and gap not in stopping)
    return HookVerdict(branch, gaps=stopping, open=left)
