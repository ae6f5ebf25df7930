"""The final form: what is sent round for approval, and never changes again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.approvers import in_words, wanted
from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.lifecycle import fields
from isodocs.lifecycle.comment import refuse_open
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.document import Document, State
from isodocs.repository import writer
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


def submit(
    workspace: Workspace,
    register: Register,
    entry: Entry,
    effective: date | None,
    change: str = "",
) -> Plan:
    """Plan the final form of a draft, effective from a day.

    A final form that still waits keeps its own day where none is given. Raises LifecycleError when
    there is no draft, it does not say what it changes, a comment on it has no answer, or the day
    has passed already: a text is approved before it is used (ISO 9001:2015, 7.5.2 c).
    """
    document, data = current_file(workspace, entry)
    waiting = entry.newest.state is State.AWAITING
    if document.is_final and not waiting:
        raise LifecycleError(
            say(
                "{label} is not a draft: it is {state}",
                label=document.label,
                state=entry.newest.state,
            ),
            hint=say(
                "Begin the next revision first: isodocs revise {id} --change '...'", id=entry.id
            ),
            path=document.path,
        )
    if effective is None and document.is_final:
        effective = document.effective
    if effective is None:
        raise LifecycleError(
            say("from which day is {label} to be in force?", label=document.label),
            hint=say("Say it with --effective YYYY-MM-DD."),
            path=document.path,
        )
    if effective < register.on:
        raise LifecycleError(
            say(
                "{effective} is past, and nothing is effective before it is approved",
                effective=effective,
            ),
            hint=say("Name today or a later day, with time for the approvals."),
            path=document.path,
        )
    if not (change or document.change or register.config.scheme.is_first(document.revision)):
        raise LifecycleError(
            say("{label} does not say what it changes", label=document.label),
            hint=say(
                "Say it in a sentence: --change '...'. Once the text is approved, only "
                "the next revision could add it."
            ),
            path=document.path,
        )
    refuse_open(workspace, register, entry)
    changes: dict[str, str | None] = {"status": "approved", "effective": effective.isoformat()}
    if change:
        changes["change"] = change
    edited = fields.edit(data, register.config, changes, path=document.path)
    return Plan(
        say(
            "{label} goes into its final form, effective from {effective}.",
            label=document.label,
            effective=effective,
        ),
        say(
            "{label}: final form, effective {effective}", label=document.label, effective=effective
        ),
        (FileChange(document.path, data, edited),),
        (
            *fields.contradicted(edited, register.config),
            say(
                "{approvers}: isodocs approve {id}",
                approvers=_approvers(workspace, register, entry, document),
                id=entry.id,
            ),
        ),
        along=_shown(workspace, register, document),
    )


def _shown(workspace: Workspace, register: Register, document: Document) -> tuple[str, ...]:
    """The images and includes that are there: anyone who approves must see them with the text."""
    shown = register.inventory.shown_by.get(document.path)
    paths = shown.files if shown else ()
    return tuple(path for path in paths if workspace.file(path) is not None)


def _approvers(workspace: Workspace, register: Register, entry: Entry, document: Document) -> str:
    """Who has to approve, by role and name: not those who wrote it, this person included."""
    authority = register.inventory.authority
    rule = authority.current.rule_for(document.type) if authority else None
    if rule is None:
        return say("To be approved")
    status = entry.status(document.revision)
    authors = [
        stamp if stamp.committed else replace(stamp, email=writer.identity(workspace.git).email)
        for stamp in (status.authors if status else ())
    ]
    return say(
        "To be approved by {in_words}", in_words=in_words(register, wanted(register, rule, authors))
    )
