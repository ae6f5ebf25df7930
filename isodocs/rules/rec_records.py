"""REC: whether records are readable, complete and unaltered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import record_references, remedies
from isodocs.assess.record_index import record_index
from isodocs.dataclass import replace
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.gap import Finding, Level, Place
from isodocs.parsing import conflict
from isodocs.records import attachments, record_csv, record_names, record_values
from isodocs.records.record_kinds import kinds
from isodocs.rules.rule import rule
from isodocs.words import counted, noun, say

if TYPE_CHECKING:
    from isodocs.model.problem import Problem
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_UNREADABLE = (record_csv.UNREADABLE, "front-matter", conflict.KIND)


@rule("REC001", "record-unreadable", Level.ERROR, ("7.5.3.1",), blocks=True, stops=FROM_STAGE_2)
def record_unreadable(register: Register) -> Iterator[Finding]:
    """A file or a row of records cannot be read.

    Why: Records must be available when needed (ISO 9001:2015, 7.5.3.1 a). A record that cannot be
    read proves nothing.

    Example: A quotation mark is never closed.

        records/action.csv:
            id,what,owner,due
            A-1,"Label the gauges,quinn,2026-09-01

    Remedy: Correct the line named. A CSV table has one header row and one record per row. Put
    values that contain the separator in quotation marks.
    """
    yield from _problems(register, *_UNREADABLE)


@rule("REC002", "record-field-missing", Level.ERROR, ("7.5.3.2",), blocks=True)
def record_field_missing(register: Register) -> Iterator[Finding]:
    """A record lacks required information.

    Why: Records are kept as evidence (ISO 9001:2015, 7.5.3.2). Without who, what or when, a record
    is not evidence.

    Example: An action without a due date.

        records/action.csv:
            id,what,owner,due
            A-1,Label the gauges,quinn,

    Remedy: Add the field. `docs/records.md` describes the fields of every kind of record.
    """
    yield from _problems(register, record_values.MISSING)


@rule("REC003", "record-field-wrong-form", Level.ERROR, ("7.5.3.2",), blocks=True)
def record_field_wrong_form(register: Register) -> Iterator[Finding]:
    """A value in a record is invalid.

    Why: An invalid date or an unknown result is not evidence (ISO 9001:2015, 7.5.3.2).

    Example: A date that does not exist.

        records/action.csv:
            id,what,owner,due
            A-1,Label the gauges,quinn,2026-09-31

    Remedy: Write dates as 2026-09-30, periods as `12 months`, and one of the words listed in the
    message.
    """
    yield from _problems(register, record_values.WRONG)


@rule("REC004", "record-field-unknown", Level.WARNING, ("7.5.3.2",), blocks=False)
def record_field_unknown(register: Register) -> Iterator[Finding]:
    """A record has an unknown field.

    Why: Information under a misspelt name is not found when it is needed (ISO 9001:2015, 7.5.3.2
    a).

    Example: A misspelt column.

        records/action.csv:
            id,what,owner,due,evidense
            A-1,Label the gauges,quinn,2026-09-01,photo of the rack

    Remedy: Correct the name. `docs/records.md` lists the fields of every kind of record.
    """
    yield from _problems(register, record_values.UNKNOWN)


@rule("REC005", "record-of-no-kind", Level.WARNING, ("7.5.3.2",), blocks=False)
def record_of_no_kind(register: Register) -> Iterator[Finding]:
    """A file in `records/` looks like records and is not read.

    Why: Its content is not counted, checked or found (ISO 9001:2015, 7.5.3.2 a). It is an error if
    the file is a table of a kind that is kept as one Markdown file each, such as nonconformities or
    audits: no report shows the open ones in it.

    Example: A table with a misspelt name.

        records/trianing.csv:
            person,competence,date
            ann,MEAS,2026-03-02

    Remedy: Name a table after its kind, save a spreadsheet as CSV, and write `record: KIND` in the
    front matter of a Markdown file. Put evidence in a folder named `evidence`. `isodocs doctor`
    lists the tables that are treated as evidence.
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
    """A record names a person, role, document, clause, file or other record that does not exist.

    Why: Records refer to each other: an audit to its nonconformities, a training to its
    certificate. If a reference is broken, the evidence cannot be found (ISO 9001:2015, 7.5.3.2 a).

    Example: A misspelt owner.

        records/action.csv:
            id,what,owner,due
            A-1,Label the gauges,quality-manger,2026-09-01

    Remedy: Correct the identifier, or add the missing record. If several rows have the same
    mistake, it is reported once with their number.
    """
    for broken in record_references.broken(register):
        more = broken.times - 1
        rows = say(" (and in {rows})", rows=counted(more, "more row")) if more else ""
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

    Why: Records are found and referenced by their identifier (ISO 9001:2015, 7.5.3.2 a). A
    duplicate is ambiguous.

    Example: Two actions were added on different branches.

        records/action.csv:
            id,what,owner,due
            A-1,Label the gauges,quinn,2026-09-01
            A-1,Replace the old labels,quinn,2026-09-15

    Remedy: Give the later record the next free number: `isodocs renumber NC-2026-003`.
    """
    index = record_index(register)
    for kind, records in register.records.items():
        for record in records:
            first = index.find(kind, record.id) if record.id else None
            if first is not None and first is not record:
                yield Finding(
                    say(
                        "{id} is also the identifier of {place}", id=record.id, place=first.place()
                    ),
                    say(
                        "Give the later record the next free number: `isodocs renumber {id}`.",
                        id=record.id,
                    ),
                    record.place(kinds()[kind].key),
                    subject=record.id,
                    owner=record.text("owner"),
                )


@rule(
    "REC008",
    "closed-record-altered",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    protects=True,
    stops=FROM_STAGE_2,
)
def closed_record_altered(register: Register) -> Iterator[Finding]:
    """A record was changed after it was closed, or removed before its retention ended.

    Why: Records kept as evidence are protected from alteration (ISO 9001:2015, 7.5.3.2). A closed
    record describes the state at that time; later events belong in another record.

    Example: The cause of a nonconformity is rewritten a year after it was closed.

    Remedy: Restore the record, and write new information in a new record that refers to it. To add
    what is missing, reopen it: set `status`, `reopened` and `reopened-because`, change nothing else
    except due dates, and commit that first. While a record is reopened, nothing is taken out of it.
    """
    for alteration in register.ledger.altered_records:
        until, stamp = alteration.kept_until, alteration.stamp
        if alteration.was_disposed_of(register.on):
            continue
        title = noun(kinds()[alteration.kind].title)
        what = say("removed") if alteration.removed else say("changed after it was closed")
        kept = (
            say(" (retention until {until})", until=until) if alteration.removed and until else ""
        )
        yield Finding(
            say(
                "the {title} {id} was {what} {by}{kept}",
                title=title,
                id=alteration.id,
                what=what,
                by=remedies.by(stamp),
                kept=kept,
            ),
            say(
                "Restore it: `{checkout}`. Write new information in a new record, or "
                "reopen it first ('reopened', 'reopened-because').",
                checkout=remedies.checkout(remedies.before(stamp), alteration.path),
            ),
            Place(alteration.path),
            subject=alteration.id,
        )


@rule(
    "REC009",
    "evidence-altered",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    protects=True,
    stops=FROM_STAGE_2,
)
def evidence_altered(register: Register) -> Iterator[Finding]:
    """An evidence file does not match the digest in its record.

    Why: Records kept as evidence are protected from alteration (ISO 9001:2015, 7.5.3.2). The
    SHA-256 digest in the record shows whether the file is still the same.

    Example: The scan of a licence was replaced after its digest had been recorded.

        records/competence.yaml:
            - {id: FORK, title: Forklift licence, kind: process, persons: [ann]}

        records/training.yaml:
            - person: ann
              competence: FORK
              date: 2026-03-02
              certificate: records/evidence/licence.txt
              certificate-sha256: 0000000000000000000000000000000000000000000000000000000000000000

        records/evidence/licence.txt:
            Forklift licence of Ann Author

    Remedy: Restore the file from history. If the new file is right, update the digest in the
    record: `sha256sum FILE` prints it.
    """
    held = register.inventory.evidence
    for record, item in _attachments(register):
        if not item.path or not item.digest or held.get(item.path) == item.digest.lower():
            continue
        if item.path in held:
            message = say("{path} does not match the digest in the record", path=item.path)
            hint = say(
                "Restore the file from history, or enter its digest: {path}.", path=held[item.path]
            )
        else:
            message = say(
                "{path} cannot be compared with its digest: not a plain file, or too large",
                path=item.path,
            )
            hint = say("Replace it with a plain file of ordinary size.")
        yield Finding(
            message,
            hint,
            record.place(item.field + attachments.DIGEST),
            subject=item.path,
            owner=record.text("owner"),
        )


@rule("REC010", "evidence-without-digest", Level.NOTE, ("7.5.3.2",), blocks=False)
def evidence_without_digest(register: Register) -> Iterator[Finding]:
    """A record names an evidence file without its digest.

    Why: Records are protected from alteration (ISO 9001:2015, 7.5.3.2). Without a digest, a
    replaced file cannot be detected. This is reported once for each table or Markdown file.

    Example: A training names the scan of a licence without its digest.

        records/competence.yaml:
            - {id: FORK, title: Forklift licence, kind: process, persons: [ann]}

        records/training.csv:
            person,competence,date,certificate
            ann,FORK,2026-03-02,records/evidence/licence.txt

        records/evidence/licence.txt:
            Forklift licence of Ann Author

    Remedy: Enter the SHA-256 of the file in the field of the same name that ends in `-sha256`.
    `isodocs new` does this for you.
    """
    found: dict[str, list[tuple[Record, attachments.Attachment]]] = defaultdict(list)
    for record, item in _attachments(register):
        field = item.field + attachments.DIGEST
        if item.path and not item.digest and field in kinds()[record.kind].fields:
            found[record.path].append((record, item))
    for path, items in found.items():
        record, item = items[0]
        more = len(items) - 1
        others = (
            say(
                ", nor {part} {others}",
                part=say("has") if more == 1 else say("have"),
                others=counted(more, "other"),
            )
            if more
            else ""
        )
        yield Finding(
            say("{path} has no digest{others}", path=item.path, others=others),
            say(
                "Add '{field}{DIGEST}'. `sha256sum FILE` prints it.",
                field=item.field,
                DIGEST=attachments.DIGEST,
            ),
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
    of_table = 0 < problem.line < record.line  # its head, whichever row is the first
    identity = "" if of_table else _identity(record)
    return Finding(
        problem.message,
        problem.hint,
        Place(record.path, problem.line, problem.column),
        subject=f"{identity}|{problem.subject}",
        owner=record.text("owner"),
    )


def _identity(record: Record) -> str:
    """What distinguishes rows without their line: the id, or the first values of a row."""
    return record.id or "|".join(list(record.values.values())[:3])
