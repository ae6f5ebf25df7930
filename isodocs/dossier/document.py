"""A document: the text of one revision with its approval block, and all that belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.claims import named_clauses
from isodocs.assess.comments import discussions, on_revision
from isodocs.assess.competence import competence
from isodocs.assess.decisions import decisions, role_title
from isodocs.assess.once import once_per_register
from isodocs.assess.persons import holders
from isodocs.assess.record_links import DOCUMENT, links_to
from isodocs.assess.statement_evidence import Evidences
from isodocs.assess.translations import language_of, translated, translations_of
from isodocs.dossier.shared import assurance_in_words, due_part, gaps_part, referring
from isodocs.model.document import State
from isodocs.model.dossier import Detail, Dossier, DossierTable, Tone, Value
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.gap import Gap
    from isodocs.model.register import Entry, Register, RevisionStatus

_ON_ITS_WAY = (State.DRAFT, State.AWAITING, State.APPROVED)


def revision_to_show(entry: Entry) -> RevisionStatus:
    """The revision in force; where none is, what the file holds, or held last."""
    return entry.in_force or entry.newest


def document_dossier(
    register: Register,
    entry: Entry,
    status: RevisionStatus,
    document: Document,
    gaps: Sequence[Gap],
    text: str,
) -> Dossier:
    """One text of a document, and what its revision is; `text` is that of `document`."""
    return Dossier(
        sort=DOCUMENT,
        id=entry.id,
        title=document.title,
        path=document.path,
        line=1,
        facts=tuple(_facts(register, entry, status, document)),
        parts=(
            _approvals(register, entry, status),
            _revisions(entry),
            _languages(register, entry),
            _clauses(register, document),
            _files(status),
            _readings(register, entry),
            *_comments(register, entry, status),
            _references(register, entry, document),
            *referring(links_to(register, DOCUMENT, entry.id), leave_out=("confirmation",)),
            due_part(register, subject=entry.id),
            gaps_part([gap for gap in gaps if gap.finding.document == entry.id]),
        ),
        notices=tuple(_notices(entry, status, document)),
        text=text,
    )


def _notices(entry: Entry, status: RevisionStatus, document: Document) -> Iterator[str]:
    """What a reader of this text must know first."""
    number = say("Revision {number}", number=status.number) if status.number else say("This text")
    in_force = entry.in_force
    same_number = in_force is not None and in_force.number == status.number
    if document.blob != (in_force if in_force and same_number else status).document.blob:
        approved = say("the approved text of ") if same_number else ""
        yield (
            say(
                "NOT IN FORCE: this is the file as it is. It differs from "
                "{approved}revision {number}: `isodocs diff {id}`",
                approved=approved,
                number=status.number,
                id=entry.id,
            )
        )
        return
    if entry.in_force is None or document.blob != entry.in_force.document.blob:
        said = {
            State.DRAFT: say("is a draft"),
            State.AWAITING: say("awaits approval"),
            State.APPROVED: say(
                "is approved and takes effect on {effective_on}", effective_on=status.effective_on
            ),
            State.SUPERSEDED: say("has been superseded"),
            State.OBSOLETE: say("is obsolete"),
        }
        yield say(
            "NOT IN FORCE: {number} {get}.",
            number=number,
            get=said.get(status.state, say(str(status.state))),
        )
        if entry.in_force:
            yield say(
                "In force is revision {number}: `isodocs show {id}`",
                number=entry.in_force.number,
                id=entry.id,
            )
        elif status.state in _ON_ITS_WAY:
            yield say("No revision of this document is in force.")
        ahead = entry.to_come
        if ahead and ahead is not status:
            yield (
                say(
                    "Revision {number} is approved and takes effect on {effective_on}: "
                    "`isodocs show {id} --revision {number}`",
                    number=ahead.number,
                    effective_on=ahead.effective_on,
                    id=entry.id,
                )
            )
    elif pending := entry.pending:
        coming = (
            say("from {effective_on}", effective_on=pending.effective_on)
            if pending.state is State.APPROVED
            else ""
        )
        state = joined(" ", filter(None, (say(str(pending.state)), coming)))
        yield (
            say(
                "Revision {number} is on its way ({state}): "
                "`isodocs show {id} --revision {number}`",
                number=pending.number,
                state=state,
                id=entry.id,
            )
        )
    if status.alterations:
        yield say("The file was changed after its approval; this is the text that was approved.")
    if not entry.current:
        yield say("The file is not in the repository any more; this is its text from history.")


def _facts(
    register: Register, entry: Entry, status: RevisionStatus, document: Document
) -> Iterator[Detail]:
    judgement = status.judgement
    yield Detail("type", document.type)
    yield Detail("classification", register.config.classification.of(document.classification))
    yield Detail("owner", document.owner, ", ".join(holders(register, document.owner)))
    yield Detail("revision", status.number)
    yield Detail("language", language_of(register, entry))
    if entry.identifier != entry.id:
        yield Detail("translation-of", entry.identifier, f"revision {translated(document)}")
    in_force = status is entry.in_force
    yield Detail("state", say(str(status.state)), tone=Tone.GOOD if in_force else Tone.WARNING)
    if status.approved_on is None and document.effective:
        yield Detail("effective", document.effective, say("as declared; it is not approved"))
    else:
        yield Detail("effective", status.effective_on)
    yield Detail("approved-on", status.approved_on)
    if judgement and status.approved_on:
        yield Detail(
            "assurance", assurance_in_words(judgement.assurance), say("of the approval as a whole")
        )
    if entry.next_review and in_force:
        tone = Tone.BAD if entry.review_overdue else Tone.PLAIN
        note = "overdue" if entry.review_overdue else ""
        yield Detail("next-review", entry.next_review, note, tone)
    yield Detail("change", document.change)
    yield Detail("superseded-by", document.superseded_by)
    yield Detail("place", document.path)
    if entry.current and document.path != entry.place_path:
        yield Detail("file-now", entry.place_path)
    yield Detail("sha256", document.sha256)


def _languages(register: Register, entry: Entry) -> DossierTable:
    """The other texts of the document."""
    original = register.original(entry)
    rows: list[tuple[Value, ...]] = []
    if original is not entry:
        state, language = say(str(original.state)), language_of(register, original)
        number = revision_to_show(original).number
        rows.append((original.id, language, original.document.title, number, state, "original"))
    for each in translations_of(register, original):
        if each.entry is not entry:
            about = (each.entry.id, each.entry.language, each.entry.document.title)
            rows.append(
                (*about, each.status.number, say(str(each.entry.state)), say(str(each.agreement)))
            )
    columns = ("id", "language", "title", "revision", "state", "agreement")
    return DossierTable("languages", say("Other languages"), columns, rows)


def _approvals(register: Register, entry: Entry, status: RevisionStatus) -> DossierTable:
    """Who decided what on this revision, and how sure that is."""
    evidences = Evidences(register)
    rows: list[tuple[Value, ...]] = []
    for made in decisions(register, entry, status):
        statement = made.statement
        evidence = evidences.of_approval(made.record, statement, made.judgement)
        role = role_title(register, statement)
        if evidence.deputy:
            role += say(" for {name} by delegation", name=evidence.deputy.name)
        rows.append(
            (
                statement.day,
                statement.name,
                role,
                say(str(made.outcome)),
                say(str(statement.meaning)),
                evidence.label,
                statement.person,
                statement.signed_at,
                statement.reason or None,
                made.why or None,
                made.record.path,
            )
        )
    columns = (
        *("day", "name", "role", "outcome", "meaning", "assurance"),
        *("person", "signed-at", "reason", "why", "place"),
    )
    shown = ("day", "name", "role", "outcome", "meaning", "assurance", "reason", "why")
    missing = say("No one has approved this revision.")
    return DossierTable("approvals", say("Approval"), columns, rows, missing, shown)


def _revisions(entry: Entry) -> DossierTable:
    rows: list[tuple[Value, ...]] = [
        (
            status.number,
            say(str(status.state)),
            status.effective_on if status.approved_on else None,
            status.approved_on,
            status.document.change or None,
        )
        for status in reversed(entry.revisions)
    ]
    columns = ("revision", "state", "effective", "approved-on", "change")
    see = f"isodocs history {entry.id}"
    return DossierTable("revisions", say("Revisions"), columns, rows, see=see)


def _clauses(register: Register, document: Document) -> DossierTable:
    """The clauses that this text names, each with its section and its title in the standard."""
    rows: list[tuple[Value, ...]] = []
    for claim in named_clauses(register, document, register.outline(document)):
        number, standard = claim.clause.number, claim.clause.standard
        known = register.known_maps[standard].get(number)
        title = say(known.title) if known else ""
        rows.append((standard, number, title, claim.section or None, claim.line))
    columns = ("standard", "clause", "title", "section", "line")
    none = say("It names no clause of a standard.")
    return DossierTable("clauses", say("Clauses"), columns, rows, none, columns[:4])


def _files(status: RevisionStatus) -> DossierTable:
    """The images and included texts that were approved with it."""
    judgement = status.judgement
    parts = {
        part.path: part
        for statement in (judgement.statements if judgement else ())
        for part in statement.parts[1:]
    }
    rows: list[tuple[Value, ...]] = [(p.path, p.size, p.sha256) for p in parts.values()]
    return DossierTable("files", say("Images and included texts"), ("file", "size", "sha256"), rows)


def _readings(register: Register, entry: Entry) -> DossierTable:
    """Who has confirmed having read the revision in force, and who still has to."""
    rows: list[tuple[Value, ...]] = [
        (
            reading.person.id,
            reading.person.name,
            reading.revision,
            reading.confirmed,
            reading.assurance or ("claimed" if reading.claimed else None),
            reading.due if reading.confirmed is None else None,
        )
        for reading in competence(register).readings
        if reading.document == entry.id
    ]
    columns = ("person", "name", "revision", "confirmed", "assurance", "due")
    return DossierTable("readings", say("Read and understood"), columns, rows, "", columns[1:])


def _comments(register: Register, entry: Entry, status: RevisionStatus) -> Iterator[DossierTable]:
    """What was said about this revision, or about the one on its way."""
    said = on_revision(register, entry.id, status.number) or discussions(register, entry)
    rows: list[tuple[Value, ...]] = [
        (
            each.comment.said_at.date(),
            each.comment.name,
            each.quoted,
            " ".join(each.comment.text.split()),
            say(str(each.state)),
            each.id,
            each.comment.rev,
            each.comment.person,
            each.path,
        )
        for each in said
    ]
    shown = ("day", "name", "passage", "text", "state", "id")
    columns = (*shown, "revision", "person", "place")
    see = f"isodocs comments {entry.id} --all"
    if rows:
        yield DossierTable("comments", say("Comments"), columns, rows, "", shown, see)


def _references(register: Register, entry: Entry, document: Document) -> DossierTable:
    """The documents that it names, and those that name it."""
    rows: list[tuple[Value, ...]] = []
    for reference in document.references:
        known = register.entries.get(reference.id)
        title = known.document.title if known else None
        rows.append(
            (
                say("refers to"),
                reference.id,
                title,
                say(str(known.state)) if known else say("not there"),
            )
        )
    for other in _naming(register).get(entry.id, ()):
        rows.append((say("named by"), other.id, other.document.title, say(str(other.state))))
    return DossierTable("documents", say("Documents"), ("direction", "id", "title", "state"), rows)


@once_per_register
def _naming(register: Register) -> Mapping[str, list[Entry]]:
    """The documents that name others, by the identifiers that they name."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in register:
        for id in {reference.id for reference in entry.document.references} - {entry.id}:
            found[id].append(entry)
    return found
