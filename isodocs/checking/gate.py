"""What a hook lets through, over all management systems of a repository; each is judged by itself.

A repository may hold other things beside a system, and several systems. A hook judges each system
in its own folder (`enforcement`: what is let through into one system), and says nothing about the
rest. What decides which systems there are is what was there before: a commit or push cannot switch
a system off by moving its folder, removing its marks, or putting another system around or into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.checking import enforcement, next_documents, touched
from isodocs.checking.verdict import HookVerdict
from isodocs.dataclass import replace
from isodocs.inventory.configuration import read_config
from isodocs.machine.outline_cache import Remembered
from isodocs.named_tuple import NamedTuple
from isodocs.repository import history, refs, systems
from isodocs.repository.snapshot import CommitSnapshot
from isodocs.repository.systems import Systems
from isodocs.words import say
from isodocs.workspace import Workspace, store_of

if TYPE_CHECKING:
    from isodocs.checking.touched import NextCommit
    from isodocs.repository.git import Git
    from isodocs.repository.updates import Update

_HEADS = "refs/heads/"
_MANY = 100


class Judged(NamedTuple):
    """What was decided about one system of the repository, known by its folder."""

    folder: str
    verdict: HookVerdict


def judge_commit(git: Git, change: NextCommit, on: date) -> tuple[Judged, ...]:
    """Judge what the next commit brings to each system that it touches.

    A merge also brings the history of what is merged, to every system.
    """
    outlines = Remembered(store_of(git))
    found = []
    for folder in change.folders:
        there = git.at(folder)
        if change.after != change.before:
            branch = refs.current_branch(git) or ""
            lost = _lost(there, change.head, change.before, change.after, branch)
            if lost:
                found.append(Judged(folder, HookVerdict(branch, (lost,))))
                continue
        workspace = Workspace(there, outlines=outlines)
        found.append(Judged(folder, enforcement.judge_commit(workspace, on)))
    _keep(git, change, found)
    return tuple(found)


def _keep(git: Git, change: NextCommit, judged: Iterable[Judged]) -> None:
    """Remember the documents that a commit changes, for its message, where all are known."""
    named, tree = list[str](), ""
    for folder, verdict in judged:
        if verdict.documents is None or folder not in change.after.folders:
            return
        named += verdict.documents
        tree = verdict.tree
    touched.keep(git, change, dict.fromkeys(named), tree)


def documents_changed(git: Git, change: NextCommit, on: date) -> tuple[str, ...]:
    """The documents that the next commit changes, of all systems that it leaves."""
    outlines = Remembered(store_of(git))
    found: list[str] = []
    left = change.after.folders
    for folder in filter(left.__contains__, change.folders) if left else ("",):
        workspace = Workspace(git.at(folder), outlines=outlines)
        found += next_documents.documents_changed(workspace, change.head, on)
    return tuple(dict.fromkeys(found))


def judge_push(
    git: Git,
    updates: Iterable[Update],
    on: date,
    *,
    receiving: bool = False,
    reading: enforcement.Reading | None = None,
) -> tuple[Judged, ...]:
    """Judge what a push brings to each system that it touches; arguments as in `enforcement`."""
    judged: list[Judged] = []
    # Where it is received, any reference may stand for a branch, wherever its own name is.
    symbolic = refs.symbolic(git) if receiving else {}
    for update in updates:
        ref = symbolic.get(update.ref, update.ref)
        if ref.startswith(_HEADS):
            judged += _judge_update(git, update, ref, on, receiving, reading)
    return tuple(judged)


def _judge_update(
    git: Git,
    update: Update,
    ref: str,
    on: date,
    receiving: bool,
    reading: enforcement.Reading | None,
) -> Iterator[Judged]:
    """Judge one update; `ref` is the branch that it moves."""
    origins = _origins(git, update, receiving)
    held = {origin: systems.of_commit(git, origin) for origin in origins}
    known = bool(held)
    before = Systems(
        frozenset().union(*(each.folders for each in held.values())),
        frozenset().union(*(each.nested for each in held.values())),
    )
    after = Systems() if update.deleted else systems.of_commit(git, update.new)
    folders = systems.places(before, after)
    if len(folders) > _MANY:
        reason = say(
            "it holds {folders} management systems; at most {many} can be checked",
            folders=len(folders),
            many=_MANY,
        )
        yield Judged("", HookVerdict(update.ref, (reason,)))
        return
    for folder in folders:
        there = git.at(folder)
        if _passes_by(there, update, known):
            continue
        (verdict,) = enforcement.judge_push(
            there, [update], on, receiving=receiving, reading=reading
        )
        branch = ref.removeprefix(_HEADS)
        origin = next((o for o, each in held.items() if folder in each.folders), None)
        lost = "" if update.deleted else _lost(there, origin, before, after, branch)
        if lost:
            verdict = replace(verdict, reasons=(*verdict.reasons, lost))
        yield Judged(folder, verdict)


def _origins(git: Git, update: Update, receiving: bool) -> tuple[str, ...]:
    """The commits that say which systems there were before.

    For a new branch on a server that is the default one, and where HEAD names none, every branch.
    """
    if not update.created:
        return (update.old,) if refs.exists(git, update.old) else ()
    if not receiving:
        return ()
    default = refs.head(git)
    return (default,) if default else tuple(dict.fromkeys(refs.tips(git).values()))


def _passes_by(git: Git, update: Update, known: bool) -> bool:
    """Whether a push leaves a system in a folder of the repository as it is, and its history."""
    if not git.folder or not known or update.created or update.deleted:
        return False
    return history.is_ancestor(git, update.old, update.new) and not history.touches(
        git, update.old, update.new
    )


def _lost(git: Git, origin: str | None, before: Systems, after: Systems, branch: str) -> str:
    """Why the system in the folder of `git`, begun at `origin`, would no longer be in charge."""
    folder = git.folder
    if folder not in before.folders:
        new = sorted(f for f in after.nested - before.nested if systems.is_below(f, folder))
        return _inside(new[0], folder) if new else ""
    config = read_config(CommitSnapshot(git, origin)) if origin else None
    if config is None or not enforcement.protects(config, branch):
        return ""
    if folder not in after.folders and (folder or after.folders):
        around = [other for other in after.folders if systems.is_below(folder, other)]
        if around:
            return _inside(folder, around[0])
        return say(
            "the management system in {shown} would be gone: its isodocs.yaml and "
            "authority register must stay where they are, since approvals and "
            "history are about that place",
            shown=systems.shown(folder),
        )
    new = sorted(f for f in after.nested - before.nested if systems.is_below(f, folder))
    return _inside(new[0], folder) if new else ""


def _inside(inner: str, outer: str) -> str:
    return say(
        "the management system in {shown} would lie inside the one in {shown_2}, "
        "and no one could know which of them is in charge; keep one",
        shown=systems.shown(inner),
        shown_2=systems.shown(outer),
    )
