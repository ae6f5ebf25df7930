"""A draft is given up: the file is as it was approved last, or goes where nothing ever was."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from isodocs.assess.shown_parts import approved_parts
from isodocs.errors import LifecycleError
from isodocs.lifecycle import waiting
from isodocs.lifecycle.add_picture import NAME
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.document import State
from isodocs.words import say
from isodocs.workspace import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.workspace import Workspace


def discard(workspace: Workspace, register: Register, entry: Entry) -> Plan:
    """Plan to give up the draft; what was approved last is in its place again, with its pictures.

    A document that was never in use is gone then, and its number stays taken. Nothing that a commit
    holds is lost, and what none holds is not discarded. Raises LifecycleError for that, for a
    document that is not a draft, and for one of which a form waits for approval, or may be in use.
    """
    document, data = current_file(workspace, entry)
    _refuse_final(entry, document)
    _refuse_lost(workspace, document.path, data)
    if found := waiting.one(workspace, register, entry.id):
        raise LifecycleError(
            say("{id} waits for approval on {branch}", id=entry.id, branch=found[0].name),
            hint=say(
                "Have it rejected there, or remove that branch: git branch -D {branch}",
                branch=found[0].name,
            ),
            path=document.path,
        )
    issued, stays = entry.issued, dict[str, bytes]()
    if issued is None:
        _refuse_used(entry)
        after = None
        summary = say("{label} was never in force, and is discarded.", label=document.label)
    else:
        approved = issued.document
        after = workspace.contents({approved.blob: approved.path}).get(approved.blob)
        if after is None:
            raise LifecycleError(
                say("the approved text is not known here"),
                path=document.path,
                hint=say("Look at it."),
            )
        stays = _approved_files(workspace, register, entry, issued)
        summary = say(
            "The draft of revision {number} is discarded; revision {approved} is in its place.",
            number=document.revision,
            approved=approved.revision,
        )
    beside = (
        *(FileChange(path, workspace.file(path), bytes) for path, bytes in stays.items()),
        *_put_beside(workspace, register, document, stays),
    )
    for change in beside:
        _refuse_lost(workspace, change.path, change.before)
    changes = (FileChange(document.path, data, after), *beside)
    return Plan(summary, say("{label}: draft discarded", label=document.label), changes)


def _refuse_lost(workspace: Workspace, path: str, data: bytes | None) -> None:
    if data is not None and workspace.committed(path) != data:
        raise LifecycleError(
            say("no commit holds what this file says now, so it would be lost"),
            path=path,
            hint=say("Commit it first: then anyone can find it again."),
        )


def _refuse_final(entry: Entry, document: Document) -> None:
    if not document.is_final:
        return
    if entry.newest.state is State.AWAITING:
        raise LifecycleError(
            say("{label} waits for approval", label=document.label),
            hint=say("Take it back to draft first: isodocs revise {id}", id=entry.id),
            path=document.path,
        )
    raise LifecycleError(
        say("{label} is not a draft", label=document.label),
        hint=say("To take it out of use: isodocs retire {id}", id=entry.id),
        path=document.path,
    )


def _refuse_used(entry: Entry) -> None:
    """A text that was final before may have been used, unless an approver rejected it."""
    if not entry.was_never_in_use:
        raise LifecycleError(
            say("{id} had a final form before, so people may have worked by it", id=entry.id),
            hint=say(
                "Where no one did, submit it and have it rejected: then it can be discarded. Else "
                "have it approved, then run: isodocs retire {id}",
                id=entry.id,
            ),
            path=entry.place_path,
        )


def _approved_files(
    workspace: Workspace, register: Register, entry: Entry, issued: RevisionStatus
) -> dict[str, bytes]:
    """What the approved text shows and is another file by now, as it was approved."""
    shown = register.inventory.shown
    differing = [p for p in approved_parts(register, issued) if shown.get(p.path) != p.sha256]
    if not differing:
        return {}
    for other in register:
        for document in other.current if other.id != entry.id else ():
            both = {*register.inventory.shown_by[document.path].files} & {p.path for p in differing}
            if both:
                raise LifecycleError(
                    say("{label} shows {path} as it is now", label=document.label, path=min(both)),
                    hint=say("Give the file of one of them another name first."),
                    path=min(both),
                )
    snapshot = workspace.see(View(register.on, latest=True)).snapshot
    found = workspace.parts(register, snapshot, differing)
    for part in differing:
        if part not in found:
            raise LifecycleError(
                say("the file that was approved with the text is not known here"),
                path=part.path,
                hint=say("Put it back first."),
            )
    return {part.path: data for part, data in found.items()}


def _put_beside(
    workspace: Workspace, register: Register, document: Document, stays: Mapping[str, bytes]
) -> Iterator[FileChange]:
    """The pictures that were put beside the draft, go with it, and nothing else shows."""
    approved = {
        part.path
        for entry in register
        for status in entry.revisions
        for part in approved_parts(register, status)
    }
    others = {
        path
        for other in register.documents
        if other.path != document.path
        for path in register.inventory.shown_by[other.path].files
    }
    for path in register.inventory.shown_by[document.path].files:
        is_ours = NAME.fullmatch(posixpath.basename(path))
        if is_ours and path not in {*approved, *others, *stays}:
            yield FileChange(path, workspace.file(path), None)
