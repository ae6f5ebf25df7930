"""REC: whether records can be read, say what they must, and are as they were kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from isodocs.assess import record_references, remedies
from isodocs.assess.record_index import record_index
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing import conflict
from isodocs.records import attachments, record_csv, record_names, record_values
from isodocs.records.record_kinds import kinds
from isodocs.rules.rule import rule
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.problem import Problem
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_UNREADABLE = (record_csv.UNREADABLE, "front-matter", conflict.KIND)


@rule("REC001", "record-unreadable", Level.ERROR, ("7.5.3.1",), blocks=True)
def record_unreadable(register: Register) -> Iterator[Finding]:
    """A file or a row of records cannot be read.

    Why: What cannot be read is not available when it is needed (ISO 9001:2015, 7.5.3.1 a), and
    proves nothing to an auditor.

    Example: A quote in `records/training.csv` that is never closed; front matter without its
    second `---`; conflict marks of Git (`<<<<<<< HEAD`), because of which nothing in the file is
    read; an invisible character, because of which its row is not read.

    Remedy: Correct the line that is named. A table in CSV has one header, one record to a row, and
    values that hold the separator in quotes.
    """
    yield from _problems(register, *_UNREADABLE)


@rule("REC002", "record-field-missing", Level.ERROR, ("7.5.3.2",), blocks=True)
def record_field_missing(register: Register) -> Iterator[Finding]:
    """A record lacks something without which it proves nothing.

    Why: A record is kept as evidence that something was done (ISO 9001:2015, 7.5.3.2); without
    who, what or when it is none.

    Example: A training without its date; a nonconformity without an owner.

    Remedy: Add the field; `docs/records.md` describes every field of every kind.
    """
    yield from _problems(register, record_values.MISSING)


@rule("REC003", "record-field-wrong-form", Level.ERROR, ("7.5.3.2",), blocks=True)
def record_field_wrong_form(register: Register) -> Iterator[Finding]:
    """A value in a record has a form that cannot be understood.

    Why: A date that is none, or a result that is not among the known ones, is evidence of nothing
    (ISO 9001:2015, 7.5.3.2).

    Example: `2026-02-30`, `31.3.2026`, `result: good` where the kind knows effective, partly and
    not-effective.

    Remedy: Write dates as year-month-day, spans as `12 months`, and one of the words that the
    message lists.
    """
    yield from _problems(register, record_values.WRONG)


@rule("REC004", "record-field-unknown", Level.WARNING, ("7.5.3.2",), blocks=False)
def record_field_unknown(register: Register) -> Iterator[Finding]:
    """A record has a field that its kind does not know.

    Why: What stands under a misspelt name is not seen by anybody who looks for it
    (ISO 9001:2015, 7.5.3.2 a: records are found and used).

    Example: `sertificate` for `certificate`; a column `Date` for `date`.

    Remedy: Correct the name; `docs/records.md` lists the fields of every kind.
    """
    yield from _problems(register, record_values.UNKNOWN)


@rule("REC005", "record-of-no-kind", Level.WARNING, ("7.5.3.2",), blocks=False)
def record_of_no_kind(register: Register) -> Iterator[Finding]:
    """A file below `records/` looks like records, and is not read.

    Why: It is not counted, not checked and not found (ISO 9001:2015, 7.5.3.2 a). It is an error
    where nonconformities, audits or others that are kept in one Markdown file each stand in a
    table: one that is open there is seen by no report.

    Example: `records/trianing.csv`; `records/risk-register.csv` or `records/Schulungen.xlsx`, which
    are named as people call such tables; a table of any name with the columns of trainings;
    `records/nonconformities.csv`; a Markdown file with front matter in `records/notes/`.

    Remedy: Name a table after its kind, save a spreadsheet as CSV, and write `record: KIND` into
    the front matter of a story. A file that is evidence belongs in a folder called `evidence`.
    `isodocs doctor` lists the tables that are taken as evidence.
    """
    of = (record_names.NO_KIND, record_names.NO_TABLE)
    found = [(r, p) for r in register.inventory.records for p in r.problems if p.kind in of]
    named = {item.path for _, item in _attachments(register)} if found else set()
    for record, problem in found:
        if record.path not in named:
            level = Level.ERROR if problem.kind == record_names.NO_TABLE else None
            yield replace(_finding(record, problem), level=level)


@rule("REC006", "record-refers-to-nothing", Level.ERROR, ("7.5.3.2",), blocks=True)
def record_refers_to_nothing(register: Register) -> Iterator[Finding]:
    """A record names a person, role, document, clause, file or other record that is not there.

    Why: Evidence leads from one thing to the next: the audit to its nonconformity, the training to
    its certificate. Where the thread breaks, nothing is proved, and nobody finds it
    (ISO 9001:2015, 7.5.3.2 a).

    Example: `owner: quality-manger`; `clauses: [8.10]` of ISO 9001:2015; `audit: AUD-2026-30` where
    the last one is AUD-2026-13.

    Remedy: Correct the identifier, or write the missing record. The same mistake in many rows is
    told once, with their number.
    """
    for broken in record_references.broken(register):
        more = broken.times - 1
        rows = f" (and in {counted(more, 'more row')})" if more else ""
        yield Finding(
            broken.message + rows,
            broken.hint,
            broken.record.place(broken.field),
            subject=f"{broken.record.id}|{broken.field}|{broken.value}",
            owner=broken.record.text("owner"),
        )


@rule("REC007", "record-identifier-twice", Level.ERROR, ("7.5.3.2",), blocks=True)
def record_identifier_twice(register: Register) -> Iterator[Finding]:
    """Two records of one kind have the same identifier.

    Why: An identifier is how a record is found and referred to (ISO 9001:2015, 7.5.3.2 a); with two
    of them, nobody knows which one is meant.

    Example: Two nonconformities NC-2026-003, written on two branches on the same day.

    Remedy: Give the later one the next free number: `isodocs renumber NC-2026-003`.
    """
    index = record_index(register)
    for kind, records in register.records.items():
        for record in records:
            first = index.find(kind, record.id) if record.id else None
            if first is not None and first is not record:
                yield Finding(
                    f"{record.id} is also {first.place()}",
                    f"Give the later one the next free number: `isodocs renumber {record.id}`.",
                    record.place(kinds()[kind].key),
                    subject=record.id,
                    owner=record.text("owner"),
                )


@rule("REC008", "closed-record-altered", Level.ERROR, ("7.5.3.2",), blocks=True)
def closed_record_altered(register: Register) -> Iterator[Finding]:
    """A record was changed after it had been closed, or removed before its time was over.

    Why: Records kept as evidence are protected from being altered (ISO 9001:2015, 7.5.3.2).
    What was closed says how it was then; what came later belongs into another record.

    Example: The cause of a nonconformity is rewritten a year after it was closed; an audit report
    of last year is deleted.

    Remedy: Put the record back as it was closed, and write what is new into a record of its own
    that refers to it. Where the change was right, have it waived with a reason.
    """
    for alteration in register.ledger.altered_records:
        until, stamp = alteration.kept_until, alteration.stamp
        day = stamp.when.date() if stamp.when else register.on
        if alteration.removed and until is not None and day > until:
            continue
        title = kinds()[alteration.kind].title.lower()
        what = "removed" if alteration.removed else "changed after it had been closed"
        kept = f"; it is to be kept until {until}" if alteration.removed and until else ""
        yield Finding(
            f"the {title} {alteration.id} was {what} {remedies.by(stamp)}{kept}",
            f"Put it back: `{remedies.checkout(remedies.before(stamp), alteration.path)}`; write "
            "what is new into a record of its own.",
            Place(alteration.path),
            subject=alteration.id,
        )


@rule("REC009", "evidence-altered", Level.ERROR, ("7.5.3.2",), blocks=True)
def evidence_altered(register: Register) -> Iterator[Finding]:
    """A file of evidence is not the one that its record vouches for.

    Why: Records kept as evidence are protected from being altered (ISO 9001:2015, 7.5.3.2). The
    SHA-256 in the record tells whether the certificate or photograph is still the same.

    Example: `certificate-sha256` was written for the first scan, and the file was replaced since.

    Remedy: Put the file back from history. Where the new file is right, say so in the record:
    `sha256sum FILE` gives the digest.
    """
    held = register.inventory.evidence
    for record, item in _attachments(register):
        if not item.path or not item.digest or held.get(item.path) == item.digest.lower():
            continue
        if item.path in held:
            message = f"{item.path} is not the file that the record vouches for"
            hint = f"Put the file back from history, or write its digest: {held[item.path]}."
        else:
            message = f"{item.path} cannot be compared with its digest: no plain file, or too large"
            hint = "Put a plain file of ordinary size there."
        yield Finding(
            message,
            hint,
            record.place(item.field + attachments.DIGEST),
            subject=item.path,
            owner=record.text("owner"),
        )


@rule("REC010", "evidence-without-digest", Level.NOTE, ("7.5.3.2",), blocks=False)
def evidence_without_digest(register: Register) -> Iterator[Finding]:
    """A record names a file of evidence and does not say which content it had.

    Why: Without a digest, a file that is replaced later looks as if it had always been that one
    (ISO 9001:2015, 7.5.3.2: protection from alteration). Reported once for each table or story.

    Example: `certificate: records/evidence/ann-lead-auditor.pdf` without `certificate-sha256`.

    Remedy: Write the SHA-256 of the file into the field of the same name with `-sha256`;
    `isodocs new` does so by itself.
    """
    found: dict[str, list[tuple[Record, attachments.Attachment]]] = defaultdict(list)
    for record, item in _attachments(register):
        field = item.field + attachments.DIGEST
        if item.path and not item.digest and field in kinds()[record.kind].fields:
            found[record.path].append((record, item))
    for path, items in found.items():
        record, item = items[0]
        more = len(items) - 1
        others = f", and so do {counted(more, 'more')}" if more else ""
        yield Finding(
            f"{item.path} has no digest{others}",
            f"Add '{item.field}{attachments.DIGEST}'; `sha256sum FILE` gives it.",
            record.place(item.field),
            subject=path,
            owner=record.text("owner"),
        )


def _attachments(register: Register) -> Iterator[tuple[Record, attachments.Attachment]]:
    paths = register.inventory.paths
    for record in register.inventory.records:
        for item in attachments.attachments(record, paths):
            yield record, item


def _problems(register: Register, *of: str) -> Iterator[Finding]:
    for record in register.inventory.records:
        for problem in record.problems:
            if problem.kind in of:
                yield _finding(record, problem)


def _finding(record: Record, problem: Problem) -> Finding:
    return Finding(
        problem.message,
        problem.hint,
        Place(record.path, problem.line, problem.column),
        subject=f"{_identity(record)}|{problem.message}",
        owner=record.text("owner"),
    )


def _identity(record: Record) -> str:
    """What tells rows apart without their line: the id, or the first values of a row."""
    return record.id or "|".join(list(record.values.values())[:3])
