"""DOC, continued: whether what a document declares agrees with the facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.in_place import InPlace, files_in_place, put_back, vanished
from isodocs.model.audit import EVERY_STAGE, WHOLE_SYSTEM
from isodocs.model.config import PATH
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing import placeholders
from isodocs.rules.rule import rule
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register


@rule(
    "DOC020",
    "status-contradicted",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    stops=WHOLE_SYSTEM,
    waivable=False,
)
def status_contradicted(register: Register) -> Iterator[Finding]:
    """A document declares a status that the facts contradict.

    Why: The status in the file must be true; obsolete documents must not be used by mistake
    (ISO 9001:2015, 7.5.3.2).

    Example: The file says `draft`, but this very revision is approved and in force; the file
    holds revision 3, while revision 4 is approved; or a document that was taken out of use, with
    approval, is called approved again. A text in the place of an approved one that does not say
    `draft` is taken for approved by its readers.

    Remedy: Put the approved file back (`isodocs history ID` names the commit), or start the next
    revision with `isodocs revise`.
    """
    for file in files_in_place(register):
        issued, document = file.issued, file.document
        if issued is None:
            continue
        if file.holds is InPlace.DRAFT_AGAIN:
            message = f"the file says draft, but revision {issued.number} is approved"
        elif file.holds is InPlace.BACK_IN_USE:
            message = (
                f"the file says {document.declared or 'nothing of its status'}, but the end of "
                f"revision {issued.number} was approved on {issued.approved_on}"
            )
        elif file.holds is InPlace.UNDECLARED:
            message = (
                f"the file says {document.declared or 'nothing of its status'}, and revision "
                f"{document.revision or '(none)'} is not approved; revision {issued.number} is"
            )
        elif file.holds is InPlace.OLDER and put_back(file) is None:
            message = (
                f"the file holds revision {document.revision}, but revision {issued.number} is "
                "approved"
            )
        else:
            continue
        if issued is file.entry.in_force:
            message += " and in force"
        command = remedies.restore(file.entry, issued.document)
        restore = f" (`{command}`)" if command else ""
        yield Finding(
            message,
            f"Put the approved file back{restore}, or start the next revision: "
            f"`isodocs revise {file.entry.id}`.",
            document.place("status"),
            file.entry.id,
            subject=f"{document.revision} {document.sha256[:12]}",
            owner=document.owner,
        )


@rule("DOC021", "placeholder-text", Level.ERROR, ("7.5.2",), blocks=True, stops=WHOLE_SYSTEM)
def placeholder_text(register: Register) -> Iterator[Finding]:
    """A document declared approved still holds text that somebody meant to fill in.

    Why: An approved document must be suitable and adequate (ISO 9001:2015, 7.5.2 c); "TBD" is
    neither, and auditors look for it.

    TBD, TBC, TODO, FIXME and XXX count in capitals. In Spanish and Portuguese TODO before a further
    word means "all" and is none; the language is that of the document's field `language`, of
    `language:` in isodocs.yaml, or the one its commonest words are of. In a document of type form
    `[insert date]` is a field of the form. An organisation that uses one of the words otherwise
    lists it under `not-placeholders:` in isodocs.yaml.

    Example: `The limit is TBD.`, `[insert company name]`, a heading with nothing below it.

    Remedy: Write what is missing in the next revision.
    """
    for document in register.documents:
        outline = register.outline_here(document)
        if document.status is not Status.APPROVED or outline is None:
            continue
        for placeholder in outline.placeholders:
            if not placeholders.counts(
                placeholder,
                kind=document.type,
                language=document.language or register.config.language or outline.language,
                left_out=register.config.not_placeholders,
            ):
                continue
            yield Finding(
                f"still to be filled in: {placeholder.text}",
                remedies.in_file(register, document, "Write what is missing, or take it out."),
                Place(document.path, placeholder.line, placeholder.column),
                document.id,
                subject=placeholder.text,
                owner=document.owner,
            )


@rule(
    "DOC022",
    "document-vanished",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    stops=EVERY_STAGE,
    waivable=False,
)
def document_vanished(register: Register) -> Iterator[Finding]:
    """A document that was once approved is gone, without having been made obsolete.

    Why: Documented information is retained and disposed of under control
    (ISO 9001:2015, 7.5.3.2 d); a deleted file leaves everybody guessing.

    Example: `git rm documents/work-instructions/WI-007.md`

    Remedy: Restore the file from history and take it out of use with `isodocs retire`.
    """
    by_path = {document.path: document for document in register.documents}
    for entry, last in vanished(register):
        step = entry.history.transitions[-1]
        there = by_path.get(last.path)
        if there and there.id:
            how = f"its file was given the identifier {there.id} {remedies.by(step.stamp)}"
        elif there:
            how = "its file no longer has an identifier"
        elif last.path in register.inventory.files:
            how = f"its file is no longer a controlled document ({PATH})"
        elif last.path in register.inventory.paths:
            how = f"a folder has taken its place {remedies.by(step.stamp)}"
        else:
            how = f"removed {remedies.by(step.stamp)}"
        command = remedies.restore(entry, last, last.path)
        command = command or remedies.checkout(remedies.before(step.stamp), last.path)
        yield Finding(
            f"{last.label} ({last.title}) is gone: {how}",
            f"Put it back (`{command}`), then `isodocs retire {entry.id}`.",
            Place(last.path),
            entry.id,
            owner=last.owner,
        )


@rule(
    "DOC023",
    "review-overdue",
    Level.ERROR,
    ("7.5.2",),
    blocks=False,
    stops=WHOLE_SYSTEM,
    by_calendar=True,
)
def review_overdue(register: Register) -> Iterator[Finding]:
    """The periodic review of a document is overdue.

    Why: Documents are reviewed for suitability and adequacy (ISO 9001:2015, 7.5.2 c); one that
    nobody looked at within its own interval no longer counts fully.

    Example: A procedure with a review interval of 24 months, approved 30 months ago.

    Remedy: Review it: `isodocs review ID` when nothing needs to change, `isodocs revise ID` else.
    """
    for entry in register:
        if entry.review_overdue and entry.current:
            late = (register.on - entry.next_review).days if entry.next_review else 0
            review = f"`isodocs review {entry.id}` if nothing needs to change, else "
            yield Finding(
                f"the review was due on {entry.next_review}, {counted(late, 'day')} ago",
                f"{review if entry.in_force else ''}`isodocs revise {entry.id}`.",
                entry.current[0].place("review-every"),
                entry.id,
                owner=entry.document.owner,
            )


@rule("DOC024", "review-due", Level.NOTE, ("7.5.2",), blocks=False, stops=WHOLE_SYSTEM)
def review_due(register: Register) -> Iterator[Finding]:
    """The periodic review of a document is due soon.

    Why: Reviews done in time never become overdue (ISO 9001:2015, 7.5.2 c).

    Example: A review due in three weeks, with `review-due-within: 30 days` in isodocs.yaml.

    Remedy: Plan the review; `isodocs review ID` records it.
    """
    horizon = register.config.review_due_within.after(register.on)
    for entry in register:
        if entry.current and _due(entry, register, horizon):
            yield Finding(
                f"the review is due on {entry.next_review}",
                f"Plan it; `isodocs review {entry.id}` records a review without change.",
                entry.current[0].place("review-every"),
                entry.id,
                owner=entry.document.owner,
            )


def _due(entry: Entry, register: Register, horizon: date) -> bool:
    return (
        entry.in_force is not None
        and entry.next_review is not None
        and register.on <= entry.next_review <= horizon
    )
