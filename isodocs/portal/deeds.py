"""What the person at this machine does through the portal: each thing whole, and committed.

It is done by the code of the commands, on what is in the folder at that moment, one after the other
and while no other command writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from isodocs.errors import LifecycleError
from isodocs.lifecycle.approve import plan_approval, plan_rejection
from isodocs.lifecycle.approvers import person
from isodocs.lifecycle.at_the_keyboard import at_the_keyboard
from isodocs.lifecycle.carry_out import alone, carry_out, recover
from isodocs.lifecycle.commit_plan import commit, foreseen
from isodocs.lifecycle.confirm import plan_confirmation, to_confirm
from isodocs.lifecycle.decision import Act, digest_of
from isodocs.lifecycle.own_keys import key_of, signed
from isodocs.lifecycle.reader import key_of_reader, reader
from isodocs.statements.seal import SignaturePurpose
from isodocs.words import listed
from isodocs.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from isodocs.lifecycle.plan import Plan
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import View

_PATIENCE = 10.0
"""Seconds to wait for a command that writes."""


class Deeds(NamedTuple):
    """Does things in a folder, in the name of `who`, or of the one whose address Git is set to."""

    folder: Path
    view: Callable[[], View]
    now: Callable[[], datetime]
    who: str = ""

    def decide(self, id: str, seen: str, reason: str, *, rejects: bool) -> str:
        """Approve or reject exactly what was `seen` (`digest_of`); returns the commit.

        Raises IsodocsError as the command does, and where the text, or a picture in it, is another
        by now.
        """
        if rejects and not reason:
            raise LifecycleError("a rejection needs a reason", hint="The author reads it.")
        workspace = Workspace.open(self.folder)
        with alone(workspace.git, _PATIENCE):
            register, entry = self._now_there(workspace, id)
            (document,) = entry.current if len(entry.current) == 1 else (None,)
            if document is None or digest_of(register, document) != seen:
                raise LifecycleError(
                    f"{id} is not what you were shown any more: its text, or a file that it shows, "
                    "has changed",
                    hint="Read what changed since, and decide on that.",
                )
            who = at_the_keyboard(workspace, register, self.who)
            key = key_of(workspace, register, who, None)
            act = Act(who, self.now(), reason, key=key.fingerprint if key else "")
            plan = (plan_rejection if rejects else plan_approval)(workspace, register, entry, act)
            plan = signed(register, plan, key, SignaturePurpose.APPROVAL)
            return self.carry_out(workspace, plan)

    def confirm(self, id: str, number: str) -> str:
        """Confirm that this revision was read and understood; returns the commit."""
        workspace = Workspace.open(self.folder)
        with alone(workspace.git, _PATIENCE):
            register, entry = self._now_there(workspace, id)
            who = reader(workspace, register, self.who)
            status = to_confirm(register, entry, who)
            if status.number != number:
                raise LifecycleError(
                    f"revision {number} of {id} is not the one to confirm any more",
                    hint=f"Read revision {status.number}, and confirm that.",
                )
            key = key_of_reader(workspace, register, who, None)
            plan = plan_confirmation(
                workspace,
                register,
                [status],
                who,
                at=self.now(),
                key=key.fingerprint if key else "",
            )
            plan = signed(register, plan, key, SignaturePurpose.CONFIRMATION)
            return self.carry_out(workspace, plan)

    def fingerprint(self, workspace: Workspace, register: Register, id: str) -> str:
        """The key with which someone would sign; empty where it would only be recorded."""
        key = key_of(workspace, register, person(register, "", id), None)
        return key.fingerprint if key else ""

    def _now_there(self, workspace: Workspace, id: str) -> tuple[Register, Entry]:
        """The register of what is in the folder, and the document, which must be there."""
        recover(workspace.git)
        register = workspace.register(self.view())
        entry = register.entries.get(id)
        if entry is None:
            raise LifecycleError(f"there is no document {id!r} any more")
        return register, entry

    def carry_out(self, workspace: Workspace, plan: Plan) -> str:
        """Write and commit a plan; nothing is written where a hook would refuse the commit."""
        on = self.view().on
        verdict = foreseen(workspace, plan, on)
        if verdict.refused:
            reasons = [*verdict.reasons, *(gap.finding.message for gap in verdict.gaps)]
            raise LifecycleError(
                f"this was not recorded, because it would not count: {listed(reasons, most=3)}",
                hint="`isodocs check` says more, and what to do.",
            )
        carry_out(workspace.git, plan)
        made, _ = commit(workspace, plan, on)
        return made
