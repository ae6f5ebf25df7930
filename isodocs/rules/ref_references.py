"""REF: whether references lead to documents that people can rely on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.expressions import expression
from isodocs.model.audit import NO_AUDIT
from isodocs.model.document import Document, State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.outline import LinkKind
from isodocs.parsing.links import local_target
from isodocs.rules._links import file_of
from isodocs.rules.rule import rule
from isodocs.words import Words, say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register

_ISSUE = expression(r"[\w./-]*+#[0-9]+")
_IN_WORDS = expression(r"(?>(?:[^\W\d_]{2,}[-\u2019',.]? )+)[^\W\d_]{2,}\.?")
"""A name of words, as no identifier is written: `WHO GACP Guidelines`."""


@rule("REF001", "reference-unknown", Level.ERROR, ("7.5.3.1",), blocks=False, stops=NO_AUDIT)
def reference_unknown(register: Register) -> Iterator[Finding]:
    """The front matter refers to a document that does not exist.

    Why: Documents needed for a process must be available (ISO 9001:2015, 7.5.3.1 a).

    Issues of a forge (`#12`, `project#12`) are not documents and are not checked. A name in words
    (`WHO GACP Guidelines`) that no document here has may be of a document of external origin: it is
    a note until `records/external-document.csv` has it, by identifier or title (7.5.3.2).

    Example: A procedure refers to FRM-220, but the form is FRM-022.

        documents/purchasing.md:
            ---
            id: SOP-001
            references: [FRM-220]
            ---

        documents/order.md:
            ---
            id: FRM-022
            ---

    Remedy: Correct the identifier, or write the document. Register a document of external origin in
    `records/external-document.csv`.
    """
    words = Words(register.entries)
    records = register.records.get("external-document", ())
    external = {record.id for record in records}
    of_external = {_plain(record.text("title")) for record in records}
    titles = {_plain(entry.document.title): entry.id for entry in register}
    names = Words(titles)
    for document in register.documents:
        for id, line, column, key in _named(document):
            if not id or _ISSUE.fullmatch(id) or id in register.entries or id in external:
                continue
            in_words, plain = bool(_IN_WORDS.fullmatch(id)), _plain(id)
            if in_words and plain in of_external:
                continue
            own = titles.get(plain, "")
            near = words.did_you_mean(id)
            message = say(
                "'{key}' names {id}, which does not exist.{near}", key=key, id=id, near=near
            )
            hint = say("Correct the identifier. `isodocs register` lists all.")
            level = None
            if own:
                message = say(
                    "'{key}' names {id}, which is the title of {own}", key=key, id=id, own=own
                )
                hint = say("Write the identifier {own}.", own=own)
            elif in_words and not near and not names.did_you_mean(plain) and key == "references":
                message = say("'{key}' names {id}, which is not a document here", key=key, id=id)
                hint = say(
                    "If it is of external origin, add it to records/external-document.csv "
                    "(`isodocs new external-document`); if it is one of these documents, write "
                    "its identifier."
                )
                level = Level.NOTE
            yield Finding(
                message,
                remedies.in_file(register, document, hint),
                Place(document.path, line, column),
                document.id,
                subject=id,
                owner=document.owner,
                level=level,
            )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@rule("REF004", "reference-to-obsolete", Level.ERROR, ("7.5.3.2",), blocks=False, stops=NO_AUDIT)
def reference_to_obsolete(register: Register) -> Iterator[Finding]:
    """A document refers to an obsolete document.

    Why: Obsolete documents must not be used unintentionally (ISO 9001:2015, 7.5.3.2). A reference
    sends people to one.

    Example: A procedure lists a form that was replaced last year.

    Remedy: Refer to the document that replaced it.
    """
    for document, entry, place in _relations(register):
        if entry.state is State.OBSOLETE or _declared_obsolete(register, entry):
            newer = entry.newest.document.superseded_by
            yield Finding(
                say("refers to {id}, which is obsolete", id=entry.id)
                + (say(" and replaced by {newer}", newer=newer) if newer else ""),
                remedies.in_file(
                    register,
                    document,
                    say("Refer to {newer} instead.", newer=newer)
                    if newer
                    else say("Remove the reference."),
                ),
                place,
                document.id,
                subject=entry.id,
                owner=document.owner,
            )


def _declared_obsolete(register: Register, entry: Entry) -> bool:
    """Whether the declaration is all there is, because approvals are not recorded here yet."""
    return register.inventory.authority is None and all(
        document.status is Status.OBSOLETE for document in (*entry.current, entry.document)
    )


@rule("REF005", "approved-refers-to-draft", Level.WARNING, ("7.5.2",), blocks=False, stops=NO_AUDIT)
def approved_refers_to_draft(register: Register) -> Iterator[Finding]:
    """An approved document refers to a document that has never been approved.

    Why: People who follow an approved document are sent to a text without approval (ISO 9001:2015,
    7.5.2 c).

    Example: A procedure refers to a form that is still a draft.

        documents/purchasing.md:
            ---
            id: SOP-001
            status: approved
            effective: 2026-06-01
            references: [FRM-022]
            ---
            Fill in the order form.

        documents/order.md:
            ---
            id: FRM-022
            status: draft
            ---

    Remedy: Approve the other document first, or together with this one.
    """
    for document, entry, place in _relations(register):
        if entry.state is State.DRAFT:
            yield Finding(
                say("refers to {id}, which is only a draft", id=entry.id),
                say("Submit {id} for approval: `isodocs submit {id}`.", id=entry.id),
                place,
                document.id,
                subject=entry.id,
                owner=document.owner,
            )


def _named(document: Document) -> Iterator[tuple[str, int, int, str]]:
    for reference in document.references:
        yield reference.id, reference.line, reference.column, "references"
    if document.superseded_by:
        line, column = document.places.get("superseded-by", (1, 1))
        yield document.superseded_by, line, column, "superseded-by"


def _relations(register: Register) -> Iterator[tuple[Document, Entry, Place]]:
    """What each document declared approved refers to, in front matter or text, each once."""
    by_path = {d.path: entry for entry in register for d in entry.current}
    seen: set[tuple[str, str]] = set()
    for document in register.documents:
        entry = register.entries.get(document.id)
        if document.status is not Status.APPROVED or (entry and entry.state is State.OBSOLETE):
            continue
        found = [
            (register.entries[id], Place(document.path, line, column))
            for id, line, column, key in _named(document)
            if id in register.entries and key == "references"
        ]
        outline = register.outline_here(document)
        for link in outline.links if outline else ():
            target = local_target(document.path, link) if link.kind is LinkKind.LINK else None
            if target and (other := by_path.get(file_of(register, link, target[0]))):
                found.append((other, Place(document.path, link.line, link.column)))
        for path, file in register.inventory.shown_by[document.path].files.items():
            if other := by_path.get(path):
                found.append((other, Place(file.source, file.link.line, file.link.column)))
        for other, place in found:
            if other.id != document.id and (document.path, other.id) not in seen:
                seen.add((document.path, other.id))
                yield document, other, place
