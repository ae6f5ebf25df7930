"""A commit of records, judged by what the last check found and the rules that read records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.checking.enforcement import protects
from isodocs.checking.renewed import with_records
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


def judge(
    workspace: Workspace, known: Known, files: Mapping[str, bytes | None]
) -> HookVerdict | None:
    """What `enforcement.judge_commit` would say of the commit of these files (None removes one).

    None where that takes more: they are not records alone, or what is `known` is not of HEAD.
    """
    git, (view, register, last) = workspace.git, known
    entries = CommitSnapshot(git, last.tip).entries
    if last.differing or refs.head(git) != last.tip or refs.merged_heads(git):
        return None
    if not last.readings.nodes or register.inventory.authority_problem:
        return None
    named = last.named.namer()
    plain = {path for path in files if path not in entries or entries[path].mode == FILE_MODES[0]}
    if not all(path in plain and are_records_alone(path, register.config, named) for path in files):
        return None
    try:
        then = workspace.with_records(register, view, last.tip, files)
        following = with_records(last, then, {*files}) if then else None
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
