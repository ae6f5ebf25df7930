"""Taking a document out of use: it stays in the repository, marked, and never vanishes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.errors import LifecycleError
from isodocs.lifecycle import fields
from isodocs.lifecycle.current import current_file, refuse_not_yet_effective
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.document import State, Status
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


def retire(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    *,
    reason: str,
    effective: date,
    superseded_by: str = "",
) -> Plan:
    """Plan the obsolete form of the revision in force, from a day on.

    The people who approve such a document approve its end; until then it stays in force. Raises
    LifecycleError when nothing is in force, a draft is in its place, or the successor is
    unknown.
    """
    document, data = current_file(workspace, entry)
    if entry.state is State.OBSOLETE or document.status is Status.OBSOLETE:
        raise LifecycleError(say("{id} is obsolete already", id=entry.id), path=document.path)
    if entry.in_force is None:
        refuse_not_yet_effective(entry, "retire")
        raise LifecycleError(
            say(
                "{id} is not in force: its revision {number} is {state}",
                id=entry.id,
                number=entry.newest.number,
                state=entry.newest.state,
            ),
            hint=say("What was never approved is not retired: delete the file (git rm)."),
            path=document.path,
        )
    if document.blob != entry.in_force.document.blob:
        raise LifecycleError(
            say(
                "the file holds {label} ({declared}), while revision {number} is in force",
                label=document.label,
                declared=document.declared,
                number=entry.in_force.number,
            ),
            hint=say("Put that revision back first: ")
            + remedies.restore(entry, entry.in_force.document),
            path=document.path,
        )
    if effective < register.on:
        raise LifecycleError(
            say("{effective} is past", effective=effective), hint=say("Name today or a later day.")
        )
    if superseded_by and superseded_by not in register.entries:
        near = did_you_mean(superseded_by, register.entries)
        raise LifecycleError(
            say(
                "there is no document {superseded_by!r}.{near}",
                superseded_by=superseded_by,
                near=near,
            )
        )
    edited = fields.edit(
        data,
        register.config,
        {
            "status": "obsolete",
            "effective": effective.isoformat(),
            "change": reason,
            "superseded-by": superseded_by or None,
        },
        path=document.path,
    )
    replaced = (
        say(", replaced by {superseded_by}", superseded_by=superseded_by) if superseded_by else ""
    )
    return Plan(
        say(
            "{label} becomes obsolete from {effective}{replaced}.",
            label=document.label,
            effective=effective,
            replaced=replaced,
        ),
        say("{label}: obsolete from {effective}", label=document.label, effective=effective),
        (FileChange(document.path, data, edited),),
        (
            say("Until its end is approved it stays in force: isodocs approve {id}", id=entry.id),
            say("Documents that refer to it: isodocs check --select reference-to-obsolete"),
            *(
                say("Its translation is withdrawn by itself: isodocs retire {id}", id=text.id)
                for text in register.translations.get(entry.id, ())
                if text.in_force
            ),
        ),
    )
