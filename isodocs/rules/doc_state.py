"""DOC: whether the status of a document agrees with its approvals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.in_place import InPlace, files_in_place, put_back, vanished
from isodocs.assess.to_fill_in import on_lines, to_fill_in
from isodocs.model.audit import EVERY_STAGE, NO_AUDIT, WHOLE_SYSTEM
from isodocs.model.config import PATH
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Placeholder
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
    """A document declares a status that contradicts its approvals.

    Why: The status in the file must be true, and obsolete documents must not be used
    unintentionally (ISO 9001:2015, 7.5.3.2). If a text replaces an approved one and does not say
    `draft`, readers assume that it is approved.

    Example: The file says `draft`, but this revision is approved and in force.

    Remedy: Restore the approved file (`isodocs history ID` names the commit), or start the next
    revision with `isodocs revise`.
    """
    for file in files_in_place(register):
        issued, document = file.issued, file.document
        if issued is None:
            continue
        if file.holds is InPlace.DRAFT_AGAIN:
            message = say(
                "the file is marked draft, but revision {number} is approved", number=issued.number
            )
        elif file.holds is InPlace.BACK_IN_USE:
            message = say(
                "the file {declared}, but making revision {number} obsolete was approved "
                "on {approved_on}",
                declared=_declared(document),
                number=issued.number,
                approved_on=issued.approved_on,
            )
        elif file.holds is InPlace.UNDECLARED:
            message = say(
                "the file {declared}, but revision {revision} is not approved; revision "
                "{number} is",
                declared=_declared(document),
                revision=document.revision or say("(none)"),
                number=issued.number,
            )
        elif file.holds is InPlace.OLDER and put_back(file) is None:
            message = say(
                "the file contains revision {revision}, but revision {number} is approved",
                revision=document.revision,
                number=issued.number,
            )
        else:
            continue
        if issued is file.entry.in_force:
            message += say(" and in force")
        command = remedies.restore(file.entry, issued.document)
        restore = say(" (`{command}`)", command=command) if command else ""
        yield Finding(
            message,
            say(
                "Restore the approved file{restore}, or start the next revision: "
                "`isodocs revise {id}`.",
                restore=restore,
                id=file.entry.id,
            ),
            document.place("status"),
            file.entry.id,
            subject=f"{document.revision} {document.sha256[:12]}",
            owner=document.owner,
        )


def _declared(document: Document) -> str:
    return (
        say("is marked {declared}", declared=document.declared)
        if document.declared
        else say("has no status")
    )


@rule("DOC021", "placeholder-text", Level.ERROR, ("7.5.2",), blocks=True, stops=WHOLE_SYSTEM)
def placeholder_text(register: Register) -> Iterator[Finding]:
    """A document still contains placeholder text.

    It is an error in a document marked `approved`, and a note in a draft: there it is work that
    remains.

    Why: An approved document must be suitable and adequate (ISO 9001:2015, 7.5.2 c). "TBD" is
    neither, and auditors look for it.

    TBD, TBC, TODO, FIXME and XXX count in capitals. So does what a writer is asked in brackets
    (`[State the limits]`), and a field there (`[Date]`, `[COMPANY_NAME]`, `<Company Name>`). The
    same text is reported once, with all its lines. In Spanish and Portuguese, TODO before another
    word means "all" and does not count. The language is taken from the field `language`, then from
    `language:` in isodocs.yaml, then from the most common words of the text. In a document of type
    form, `[insert date]` is a field to fill in. If your organisation uses one of these words for
    something else, list it under `not-placeholders:` in isodocs.yaml.

    Example: A limit that was never decided.

        documents/purchasing.md:
            ---
            id: SOP-001
            status: approved
            effective: 2026-06-01
            ---
            Orders above TBD euros need two quotes.

    Remedy: Replace the placeholder: in a draft in the file, in an approved document in the next
    revision.
    """
    for document in register.documents:
        drafted = document.status is Status.DRAFT
        if document.status is not Status.APPROVED and not drafted:
            continue
        hint = say("Replace the placeholder, or remove it.")
        alike: dict[str, list[Placeholder]] = defaultdict(list)
        for placeholder in to_fill_in(register, document):
            alike[placeholder.text].append(placeholder)
        for text, (first, *more) in alike.items():
            part = say("still to be written") if drafted else say("placeholder text")
            message = say("{part}: {text}", part=part, text=text)
            if more:
                also = on_lines(more)
                message = say("{message} (also on {also})", message=message, also=also)
            yield Finding(
                message,
                hint if drafted else remedies.in_file(register, document, hint),
                Place(document.path, first.line, first.column),
                document.id,
                subject=text,
                owner=document.owner,
                level=Level.NOTE if drafted else None,
            )


@rule("DOC026", "cell-beyond-table", Level.WARNING, ("7.5.2",), blocks=False, stops=NO_AUDIT)
def cell_beyond_table(register: Register) -> Iterator[Finding]:
    r"""A row of a table has more cells than the table has columns, and no reader sees these.

    Why: Documents must be suitable and adequate in format (ISO 9001:2015, 7.5.2 b and c). Markdown
    drops what is behind the last column of the header (GitHub Flavored Markdown, Tables). So it is
    in the file that was approved, and neither on a page nor on a printed copy.

    A bar parts cells in code as well: in `` `yes|no` `` too, it is written with a backslash before
    it. Empty cells do not count.

    Example: A column that the header lacks.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            | Order   | Quotes |
            |---------|--------|
            | 500 EUR | two    | the director signs |

    Remedy: Add the column to the header and to the line below it, or write `\|` for a bar that
    belongs to the text.
    """
    for document in register.documents:
        outline = register.outline_here(document)
        tables = outline.tables if outline else ()
        beyond = ((table, row) for table in tables for row in table.rows if row.beyond)
        for table, row in beyond:
            cells = [repr(cell) for cell in row.beyond]
            hint = say(
                "Add the column to the header, or write \\| for a bar that belongs to the text."
            )
            yield Finding(
                say(
                    "the table has {columns}, so no reader sees {cells}",
                    columns=counted(len(table.header.cells), "column"),
                    cells=listed(cells, most=2),
                ),
                remedies.in_file(register, document, hint),
                Place(document.path, row.line),
                document.id,
                subject=" | ".join(row.beyond),
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
    explains=("not in force",),
)
def document_vanished(register: Register) -> Iterator[Finding]:
    """An approved document is missing, and it was not made obsolete.

    Why: Documents are retained and disposed of under control (ISO 9001:2015, 7.5.3.2 d). After an
    uncontrolled deletion, readers do not know whether the document still applies. One of which an
    approver rejected every final form was never in use, and may go. One that no one approved and
    that was gone before the first authority register came was never under control.

    Example: `git rm documents/work-instructions/WI-007.md`

    Remedy: Restore the file from history and retire it with `isodocs retire`.
    """
    by_path = {document.path: document for document in register.documents}
    for entry, last in vanished(register):
        step = entry.history.transitions[-1]
        there = by_path.get(last.path)
        if there and there.id:
            how = say(
                "its identifier was changed to {id} {by}", id=there.id, by=remedies.by(step.stamp)
            )
        elif there:
            how = say("its file no longer has an identifier")
        elif last.path in register.inventory.files:
            how = say("its file is no longer a controlled document ({path})", path=PATH)
        elif last.path in register.inventory.paths:
            how = say("it was replaced by a folder {by}", by=remedies.by(step.stamp))
        else:
            how = say("it was removed {by}", by=remedies.by(step.stamp))
        command = remedies.restore(entry, last, last.path)
        command = command or remedies.checkout(remedies.before(step.stamp), last.path)
        yield Finding(
            say("{label} ({title}) is missing: {how}", label=last.label, title=last.title, how=how),
            say(
                "Restore it (`{command}`), then run `isodocs retire {id}`.",
                command=command,
                id=entry.id,
            ),
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
    explains=("not in force",),
)
def review_overdue(register: Register) -> Iterator[Finding]:
    """The periodic review of a document is overdue.

    Why: Documents are reviewed for suitability and adequacy (ISO 9001:2015, 7.5.2 c). A document
    that has not been reviewed within its own interval no longer counts fully.

    Example: A procedure with a review interval of 24 months was last approved 30 months ago.

    Remedy: Review the document. If it needs no change, run `isodocs review ID`; otherwise, run
    `isodocs revise ID`. If it has to wait for something, accept that until a day: `isodocs waive`.
    """
    for entry in register:
        if entry.review_overdue and entry.current:
            late = (register.on - entry.next_review).days if entry.next_review else 0
            review = say(
                "Run `isodocs review {id}` if it needs no change; otherwise, run ", id=entry.id
            )
            yield Finding(
                say(
                    "review overdue by {days} (due on {next_review})",
                    days=counted(late, "day"),
                    next_review=entry.next_review,
                ),
                say(
                    "{part}`isodocs revise {id}`.",
                    part=review if entry.in_force else say("Run "),
                    id=entry.id,
                ),
                entry.current[0].place("review-every"),
                entry.id,
                owner=entry.document.owner,
            )


@rule("DOC024", "review-due", Level.NOTE, ("7.5.2",), blocks=False, stops=WHOLE_SYSTEM)
def review_due(register: Register) -> Iterator[Finding]:
    """The periodic review of a document is due soon.

    Why: A review done in time does not become overdue (ISO 9001:2015, 7.5.2 c).

    Example: A review is due in three weeks, with `review-due-within: 30 days` in isodocs.yaml.

    Remedy: Plan the review. `isodocs review ID` records it.
    """
    horizon = register.config.review_due_within.after(register.on)
    for entry in register:
        if entry.current and _due(entry, register, horizon):
            yield Finding(
                say("review due on {next_review}", next_review=entry.next_review),
                say(
                    "Plan it. `isodocs review {id}` records a review without changes.", id=entry.id
                ),
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
