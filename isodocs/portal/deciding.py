"""Decisions on many texts at once, and on a text that waits on another branch."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.lifecycle import review_branch, waiting
from isodocs.lifecycle.approve import plan_approval, plan_rejection, plan_withdrawal
from isodocs.lifecycle.approve_together import approve_together
from isodocs.lifecycle.at_the_keyboard import at_the_keyboard
from isodocs.lifecycle.decision import Act
from isodocs.lifecycle.withdrawn import with_draft
from isodocs.model.document import State
from isodocs.portal.passkeys import PasskeyWanted
from isodocs.portal.saving import as_seen, desk, refuse_unread
from isodocs.statements.seal import SignaturePurpose
from isodocs.words import say
from isodocs.workspace import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.lifecycle.plan import Plan
    from isodocs.portal.deeds import Deeds
    from isodocs.portal.passkeys import PasskeyAnswer


NOT_IN_FORCE_YET = (State.AWAITING, State.APPROVED)
"""The states of a text whose approvals can be taken back here."""
_APPROVAL = SignaturePurpose.APPROVAL


def approve_all(
    deeds: Deeds, seen: Mapping[str, str], reason: str, asked: PasskeyAnswer | None = None
) -> PasskeyWanted | None:
    """Approve exactly these texts, in one statement; `seen` are their digests (`digest_of`) by id.

    With `asked` as in `Deeds.decide`. Raises LifecycleError, and nothing is approved, where one is
    another text by now or may not be approved.
    """
    if not seen:
        raise LifecycleError(say("no text was chosen"), hint=say("Select those that you approve."))
    with desk(deeds) as here:
        workspace, register = here.workspace, here.register
        entries = [as_seen(register, id, digest) for id, digest in seen.items()]
        for entry in entries:
            refuse_unread(workspace, register, entry.current[0])
        who = at_the_keyboard(workspace, register, deeds.who)

        def make(key: str, at: datetime) -> Plan:
            act = Act(who, at, reason, key=key)
            made = approve_together(workspace, register, entries, act)
            for left in made.left:
                raise LifecycleError(
                    say("{label} cannot be approved: {why}", label=left.label, why=left.why),
                    path=left.path,
                    hint=say("Leave it out, and approve the others."),
                )
            return made.plan

        plan = deeds.signed((workspace, register), who.id, _APPROVAL, asked, make)
        if isinstance(plan, PasskeyWanted):
            return plan
        here.record(plan)
    return None


def take_back(
    deeds: Deeds, id: str, seen: str, reason: str, asked: PasskeyAnswer | None = None
) -> PasskeyWanted | None:
    """Withdraw an approval of what waits, or is not in force yet; as `Deeds.decide`."""
    if not reason:
        raise LifecycleError(say("a withdrawal needs a reason"), hint=say("The author reads it."))
    with desk(deeds) as here:
        workspace, register = here.workspace, here.register
        entry = as_seen(register, id, seen)
        who = at_the_keyboard(workspace, register, deeds.who)
        status = entry.form_of(entry.current[0])
        if status and status.state not in NOT_IN_FORCE_YET:
            raise LifecycleError(
                say(
                    "{id} is {state}: an approval is taken back before its text is in force",
                    id=id,
                    state=status.state,
                ),
                hint=say("Begin the next revision, or retire the document."),
            )

        def make(key: str, at: datetime) -> Plan:
            plan = plan_withdrawal(workspace, register, entry, Act(who, at, reason, key=key))
            return with_draft(workspace, register, entry, plan)

        plan = deeds.signed((workspace, register), who.id, _APPROVAL, asked, make)
        if isinstance(plan, PasskeyWanted):
            return plan
        here.record(plan)
    return None


def decide_elsewhere(
    deeds: Deeds,
    id: str,
    branch: str,
    seen: str,
    reason: str,
    *,
    rejects: bool,
    asked: PasskeyAnswer | None = None,
) -> PasskeyWanted | None:
    """Approve or reject what waits on a branch, there: it is committed to that branch.

    With `asked` as in `Deeds.decide`. Raises LifecycleError where it does not wait there any more,
    or as the command does.
    """
    if rejects and not reason:
        raise LifecycleError(say("a rejection needs a reason"), hint=say("The author reads it."))
    with desk(deeds) as here:
        found = waiting.one(here.workspace, here.register, id, branch)
        if found is None:
            raise LifecycleError(
                say("{id} does not wait on {branch} any more", id=id, branch=branch),
                hint=say("Open your day again."),
            )
        tip, form = found
        there = here.workspace.at(tip.commit)
        register = there.register(View(here.register.on))
        entry = as_seen(register, form.entry.id, seen)
        who = at_the_keyboard(there, register, deeds.who)

        def make(key: str, at: datetime) -> Plan:
            act = Act(who, at, reason, key=key)
            if rejects:
                return plan_rejection(there, register, entry, act, on_review=True)
            return plan_approval(there, register, entry, act)

        plan = deeds.signed((there, register), who.id, _APPROVAL, asked, make)
        if isinstance(plan, PasskeyWanted):
            return plan
        review_branch.add(here.workspace.git, tip, plan)
    return None
