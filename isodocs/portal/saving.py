"""From a form to a commit: what someone entered is planned on what is there now, and recorded.

A form says which text it began from, by its digest. Only what is committed can be written on: what
someone has changed in the folder, and no commit holds, is neither overwritten nor committed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError, LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle.carry_out import alone, recover
from isodocs.lifecycle.commit_plan import record
from isodocs.lifecycle.decision import digest_of
from isodocs.lifecycle.entered import FieldFault
from isodocs.named_tuple import NamedTuple
from isodocs.words import say
from isodocs.workspace import View, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.checking.next_records import Known
    from isodocs.checking.verdict import HookVerdict
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.document import Document
    from isodocs.model.gap import Gap
    from isodocs.model.register import Entry, Register
    from isodocs.portal.deeds import Deeds
    from isodocs.portal.snapshot import PortalSnapshot

_PATIENCE = 60.0
"""Seconds to wait for a command that writes."""
ACCEPTED = "accept"
"""The field of a form with the gaps that someone accepts."""
_DIGEST = expression(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


class Desk(NamedTuple):
    """What is in the folder at the moment, while no one else writes there."""

    deeds: Deeds
    workspace: Workspace
    register: Register
    known: Known | None = None
    """What the check of all that is there found; None where it is not known."""

    def base(self, digest: str, path: str) -> bytes:
        """The text that a form began from; raises LifecycleError for one that no one has."""
        found = text_of_form(self.workspace, digest, path)
        if found is None:
            raise LifecycleError(
                say("the text that this form began from is not known here"),
                hint=say("Copy what you entered, open the page again, and enter it there."),
            )
        return found

    def record(self, plan: Plan) -> str:
        """Write and commit a plan; returns the commit.

        Raises LifecycleError as `Deeds.carry_out` does.
        """
        return self.deeds.carry_out(self.workspace, plan, self.known)

    def save(self, plan: Plan, accepted: str) -> Brought | None:
        """The same of what someone entered, unless it brings gaps that they have not accepted.

        Returns these, and then nothing is written; None once it is committed. Raises LifecycleError
        as `Deeds.foresee` and `record` do.
        """
        seen = self.deeds.foresee(self.workspace, plan, self.known)
        brought = Brought(seen.verdict)
        if not brought.is_accepted(accepted):
            return brought
        record(self.workspace, plan, self.deeds.view().on, seen)
        return None

    def save_draft(self, plan: Plan) -> Brought | None:
        """The same of a draft, which may have gaps until it is submitted."""
        seen = self.deeds.foresee(self.workspace, plan, self.known)
        if seen.verdict.refused:
            return Brought(seen.verdict)
        record(self.workspace, plan, self.deeds.view().on, seen)
        return None


class Brought(NamedTuple):
    """What speaks against a commit before it is made."""

    verdict: HookVerdict

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps that it brings, those first that a hook refuses."""
        return (*self.verdict.gaps, *self.verdict.open)

    @property
    def to_accept(self) -> str:
        """What a form sends to have it committed all the same; empty where no one can."""
        return "" if self.verdict.refused else " ".join(gap.fingerprint for gap in self.gaps)

    def is_accepted(self, accepted: str) -> bool:
        """Whether it may be committed, where someone was shown these gaps and accepted them."""
        known = accepted.split()
        return not self.verdict.refused and all(gap.fingerprint in known for gap in self.gaps)


def text_of_form(workspace: Workspace, digest: str, path: str) -> bytes | None:
    """The text that a form began from, by its digest; None where no one has it."""
    return workspace.contents({digest: path}).get(digest) if _DIGEST.fullmatch(digest) else None


@contextmanager
def desk(deeds: Deeds, shown: PortalSnapshot | None = None) -> Iterator[Desk]:
    """Be the only one that writes, from reading what is there to the commit.

    What was `shown` is not read again where the folder is as it was then.
    """
    workspace, view = Workspace.open(deeds.folder), deeds.view()
    with alone(workspace.git, _PATIENCE):
        recover(workspace.git)
        is_there = shown is not None and shown.is_of_now(deeds.folder, view)
        register = shown.register if shown and is_there else workspace.register(view)
        yield Desk(deeds, workspace, register, shown.known() if shown and is_there else None)


def fault_of(error: IsodocsError) -> FieldFault:
    """What an error says in a form: at its field, where it is about one."""
    field = error.field if isinstance(error, LifecycleError) else ""
    return FieldFault(field, f"{error}", error.hint)


def refuse_unread(workspace: Workspace, register: Register, document: Document) -> None:
    """Raise LifecycleError where a text, or what it shows, is not as who wrote it committed it.

    It would be committed with the decision on it, in the name of who decides. A picture that no
    commit knows yet may go along.
    """
    shown = register.inventory.shown_by[document.path].files
    known = [path for path in shown if workspace.committed(path) is not None]
    refuse_uncommitted(workspace, [document.path, *known])


def refuse_taking_along(workspace: Workspace, plan: Plan) -> None:
    """Raise LifecycleError where a plan would take along what someone has not committed.

    A file that no commit knows yet may go along with what names it.
    """
    known = [path for path in plan.along if workspace.committed(path) is not None]
    refuse_uncommitted(workspace, [*(each.path for each in plan.changes), *known])


def refuse_uncommitted(workspace: Workspace, paths: Iterable[str]) -> None:
    """Raise LifecycleError for a file with changes that no commit holds, staged ones included."""
    wanted = list(paths)
    staged = workspace.shown(View(date.max, staged=True), wanted)
    for path in wanted:
        held = workspace.committed(path)
        there = staged[path].data if path in staged else None
        if held != workspace.file(path) or held != there:
            raise LifecycleError(
                say(
                    "the file has changes that are not committed, which would be lost or "
                    "committed with yours"
                ),
                path=path,
                hint=say("Have them committed, or the file put back; then save again."),
            )


def as_seen(register: Register, id: str, seen: str) -> Entry:
    """The document in its one file; raises LifecycleError unless it is what someone was shown.

    `seen` is the digest (`digest_of`) of its text and of all that this shows.
    """
    entry = register.entries.get(id)
    (document,) = entry.current if entry and len(entry.current) == 1 else (None,)
    if entry is None or document is None or digest_of(register, document) != seen:
        raise LifecycleError(
            say(
                "{id} is not what you were shown any more: its text, or a file that it shows, has "
                "changed",
                id=id,
            ),
            hint=say("Read what changed since, and decide on that."),
        )
    return entry
