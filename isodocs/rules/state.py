"""DOC, continued: whether what a document declares agrees with the facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from isodocs.model.document import Document, State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing import placeholders
from isodocs.register import Entry, Register
from isodocs.rules import hints
from isodocs.rules.rule import rule


@rule("DOC020", "status-contradicted", Level.ERROR, ("7.5.3.2",), blocks=True)
def status_contradicted(register: Register) -> Iterator[Finding]:
    """A document declares a status that the facts contradict.

    Why: Whoever reads the file must be able to trust its status; obsolete documents must not be
    used by mistake (ISO 9001:2015, 7.5.3.2).

    Example: The file says `draft`, but this very revision is approved and in force; or the file
    holds revision 3, while revision 4 is approved.

    Remedy: Put the approved file back (`isodocs history ID` names the commit), or start the next
    revision with `isodocs revise`.
    """
    for entry in register:
        standing = entry.in_force
        for document in entry.current if len(entry.current) == 1 else ():
            if standing is None or document.blob == standing.document.blob:
                continue
            rank = register.config.scheme.rank
            same_text = document.body_sha256 == standing.document.body_sha256
            if document.status is Status.DRAFT and document.revision == standing.number:
                if not same_text:
                    continue  # REV005 says so
                message = (
                    f"the file says draft, but revision {standing.number} is approved and in force"
                )
            elif (rank(document.revision) or ()) < (rank(standing.number) or ()):
                if _went_back(entry, document):
                    continue  # REV002 says so
                message = (
                    f"the file holds revision {document.revision}, but revision "
                    f"{standing.number} is approved and in force"
                )
            else:
                continue
            approved = standing.form.first.commit[:10]
            restore = (
                f" (`git checkout {approved} -- {standing.document.path}`)" if approved else ""
            )
            yield Finding(
                message,
                f"Put the approved file back{restore}, or start the next revision: "
                f"`isodocs revise {entry.id}`.",
                document.place("status"),
                entry.id,
                owner=document.owner,
            )


def _went_back(entry: Entry, document: Document) -> bool:
    """Whether a change brought the older revision; it may also stand on a line of its own."""
    return any(
        step.old
        and step.new
        and step.new.blob == document.blob
        and step.old.revision != document.revision
        for step in entry.history.transitions
    )


@rule("DOC021", "placeholder-text", Level.ERROR, ("7.5.2",), blocks=True)
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
                hints.in_file(register, document, "Write what is missing, or take it out."),
                Place(document.path, placeholder.line, placeholder.column),
                document.id,
                subject=placeholder.text,
                owner=document.owner,
            )


@rule("DOC022", "document-vanished", Level.ERROR, ("7.5.3.2",), blocks=True, waivable=False)
def document_vanished(register: Register) -> Iterator[Finding]:
    """A document that was once approved is gone, without having been made obsolete.

    Why: Documented information is retained and disposed of under control
    (ISO 9001:2015, 7.5.3.2 d); a deleted file leaves everybody guessing.

    Example: `git rm documents/work-instructions/WI-007.md`

    Remedy: Restore the file from history and take it out of use with `isodocs retire`.
    """
    by_path = {document.path: document for document in register.documents}
    unreadable = {item.path for item in register.inventory.unreadable}
    for entry in register:
        if entry.current or entry.state is State.OBSOLETE:
            continue
        declared = [s.document for s in entry.revisions if s.revision.final_forms]
        if not declared or entry.newest.document.status is Status.OBSOLETE:
            continue
        step = entry.history.transitions[-1]
        last = step.old or entry.newest.document
        there = by_path.get(last.path)
        if last.path in unreadable or (there and not there.id):
            continue  # DOC009 or DOC001 says so: the file is there
        if there:
            how = f"its file was given the identifier {there.id} {hints.by(step.stamp)}"
        else:
            how = f"removed {hints.by(step.stamp)}"
        yield Finding(
            f"{last.label} ({last.title}) is gone: {how}",
            f"Put it back ({hints.put_back(last.path, step.stamp)}), then `isodocs retire "
            f"{entry.id}`.",
            Place(last.path),
            entry.id,
            owner=last.owner,
        )


@rule("DOC023", "review-overdue", Level.ERROR, ("7.5.2",), blocks=False, by_calendar=True)
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
                f"the review was due on {entry.next_review}, {hints.counted(late, 'day')} ago",
                f"{review if entry.in_force else ''}`isodocs revise {entry.id}`.",
                entry.current[0].place("review-every"),
                entry.id,
                owner=entry.document.owner,
            )


@rule("DOC024", "review-due", Level.NOTE, ("7.5.2",), blocks=False)
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
