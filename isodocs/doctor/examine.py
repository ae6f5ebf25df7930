"""Look at everything once, and report its state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from isodocs.doctor import branches, clock, evidence, filters, hooks, line_ends, machine, people
from isodocs.errors import ConfigurationError, IsodocsError
from isodocs.inventory.configuration import read_config
from isodocs.model.diagnosis import Diagnosis, Health, Line
from isodocs.repository import refs
from isodocs.repository.snapshot import CommitSnapshot, Snapshot, WorkTreeSnapshot
from isodocs.words import say
from isodocs.workspace import View, Workspace

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.repository.git import Git


def examine(workspace: Workspace, now: datetime) -> Diagnosis:
    """What is enforced in a repository and around it, as it is at `now`.

    What cannot be read is reported as unknown; the rest is looked at all the same.
    """
    git = workspace.git
    snapshot: Snapshot = CommitSnapshot(git) if git.is_bare else WorkTreeSnapshot(git)
    # The clock here may be behind that of the last committer: take what is newest all the same.
    tip = refs.head(git) if git.is_bare else None
    view = View(now.date(), rev=tip or "", latest=True)
    register, troubles = _register(workspace, view, empty=git.is_bare and tip is None)
    config = register.config if register else read_config(snapshot)
    history = register.inventory.authority if register else None
    signs = history is not None and any(r.assurance != "recorded" for r in history.current.rules)
    documents = [document.path for document in register.documents] if register else []
    looks: list[tuple[str, Callable[[], Iterable[Line]]]] = [
        (say("local hooks"), lambda: () if git.is_bare else hooks.local(git)),
        (say("server hook"), lambda: hooks.server(git)),
        (say("protected branches"), lambda: branches.protection(git, config, history)),
        (say("pipeline"), lambda: (branches.pipeline(_whole(git, snapshot)),)),
        (say("authority register"), lambda: people.register(register) if register else ()),
        (say("pin"), lambda: people.pin(register) if register else ()),
        (say("identity"), lambda: () if git.is_bare else people.identity(git, history)),
        (say("git attributes"), lambda: line_ends.attributes(snapshot, documents)),
        (say("git filters"), lambda: filters.filters(snapshot, register) if register else ()),
        (say("records"), lambda: evidence.tables(register, snapshot) if register else ()),
        (say("clock"), lambda: _clock(workspace, view, register, now)),
        (say("clone"), lambda: machine.clone(git)),
        (say("programs"), lambda: machine.programs(git, signs)),
    ]
    lines = [line for topic, look in looks for line in _looked(topic, look)]
    return Diagnosis((*troubles, *lines), config.organisation)


def _whole(git: Git, snapshot: Snapshot) -> Snapshot:
    """Every file of the repository, also where the system is in a folder of it."""
    whole = git.at("")
    if whole is git:
        return snapshot
    return CommitSnapshot(whole) if git.is_bare else WorkTreeSnapshot(whole)


def _register(
    workspace: Workspace, view: View, *, empty: bool
) -> tuple[Register | None, tuple[Line, ...]]:
    if empty:
        return None, (Line(say("repository"), Health.UNKNOWN, say("nothing was pushed here yet")),)
    try:
        return workspace.register(view), ()
    except ConfigurationError as error:  # damaged pins, which are not the repository's
        trouble = Line(say("pin"), Health.MISSING, error.message, error.hint)
        return Workspace(workspace.git).register(view), (trouble,)
    except IsodocsError as error:
        return None, (Line(say("repository"), Health.UNKNOWN, error.message, error.hint),)


def _clock(
    workspace: Workspace, view: View, register: Register | None, now: datetime
) -> Iterator[Line]:
    if register:
        commits, _ = workspace.commits(view)
        yield from clock.clock(commits, register, now)


def _looked(topic: str, look: Callable[[], Iterable[Line]]) -> list[Line]:
    found: list[Line] = []
    try:
        found += look()
    except IsodocsError as error:
        found.append(Line(topic, Health.UNKNOWN, error.message, error.hint))
    return found
