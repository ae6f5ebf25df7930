"""The next revision begins, or a final form that was never approved goes back to draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.translations import read_now
from isodocs.errors import LifecycleError
from isodocs.lifecycle import fields
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.document import State
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.workspace import Workspace


def revise(workspace: Workspace, register: Register, entry: Entry, change: str) -> Plan:
    """Plan the next draft; `change` says what it changes.

    A final form that no one has approved yet keeps its number. Raises LifecycleError when a draft
    is under way already.
    """
    document, data = current_file(workspace, entry)
    if not document.is_final:
        raise LifecycleError(
            say(
                "revision {revision} of {id} is a draft already",
                revision=document.revision,
                id=entry.id,
            ),
            hint=say(
                "Continue writing; when it is finished: isodocs submit {id} --effective YYYY-MM-DD",
                id=entry.id,
            ),
            path=document.path,
        )
    newest = entry.newest
    waiting = newest.state is State.AWAITING and newest.number == document.revision
    unapproved = waiting and not (newest.judgement and newest.judgement.accepted)
    number, of = _next_number(register, entry)
    if unapproved:
        number, of = document.revision, document.translates
    edited = fields.edit(
        data,
        register.config,
        {
            "revision": number,
            "status": "draft",
            "change": change or (document.change if unapproved else "") or None,
            "effective": None,
            "approved-by": None,
            "superseded-by": None,
            "translates": of or None,
        },
        path=document.path,
    )
    if unapproved:
        summary = say(
            "{id} revision {number} goes back to draft; no one has approved it yet.",
            id=entry.id,
            number=number,
        )
    else:
        summary = say(
            "{id} revision {number} begins as a draft{meanwhile}.",
            id=entry.id,
            number=number,
            meanwhile=_meanwhile(entry),
        )
    return Plan(
        summary,
        say("{id} rev {number}: begin", id=entry.id, number=number),
        (FileChange(document.path, data, edited),),
        (
            *fields.contradicted(edited, register.config),
            say("Write the change in {path}.", path=document.path),
            say("When it is finished: isodocs submit {id} --effective YYYY-MM-DD", id=entry.id),
        ),
    )


def _next_number(register: Register, entry: Entry) -> tuple[str, str]:
    """The next revision, and the one of the original that it translates, where that says it.

    A translation takes the number of its original, if that is higher than its own: of the revision
    on its way, once that has its final form, else of the one in force.
    """
    scheme, own = register.config.scheme, _highest(entry).number
    following = scheme.next(own)
    if not register.is_translation(entry):
        return following, ""
    original = register.original(entry)
    draft = original.newest.state is State.DRAFT
    wanted = (read_now(original) if draft else original.newest).number
    ranks = scheme.rank(wanted), scheme.rank(own)
    if ranks[0] is None or ranks[1] is None:
        return following, wanted
    return (wanted, "") if ranks[0] > ranks[1] else (following, wanted)


def _highest(entry: Entry) -> RevisionStatus:
    """The revision that the next one follows: the file's, or a higher one that was approved."""
    known = [status for status in (entry.newest, entry.issued) if status]
    return max(known, key=entry.revisions.index)


def _meanwhile(entry: Entry) -> str:
    """What people work by while the draft is written."""
    if entry.in_force:
        return say("; revision {number} stays in force", number=entry.in_force.number)
    if entry.newest.state is State.APPROVED:
        return say(
            "; revision {number} takes effect on {effective_on}",
            number=entry.newest.number,
            effective_on=entry.newest.effective_on,
        )
    return ""
