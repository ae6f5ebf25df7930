"""REC: whether what records require today is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.deadlines import Deadline, Undated, deadlines, last_calibrations, without_day
from isodocs.assess.record_index import record_index, standards_of
from isodocs.model.document import State
from isodocs.model.gap import Finding, Level
from isodocs.rules._records import finding
from isodocs.rules.rule import rule
from isodocs.words import agreed, counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register


@rule("REC011", "external-document-withdrawn", Level.ERROR, ("7.5.3.2",), blocks=False)
def external_document_withdrawn(register: Register) -> Iterator[Finding]:
    """A controlled document uses a withdrawn edition of an external document.

    Why: Documents of external origin are identified and controlled (ISO 9001:2015, 7.5.3.2). Work
    based on a withdrawn drawing or standard is wrong.

    Example: A work instruction is based on issue B of a customer's drawing, which was withdrawn in
    March.

        documents/turning.md:
            ---
            id: WI-004
            title: Turning the shaft
            ---

        records/external-document.csv:
            id,title,edition,status,withdrawn,documents
            DRW-12-B,Shaft,issue B,withdrawn,2026-03-01,WI-004

    Remedy: Compare the editions, revise the document (`isodocs revise ID`), and list it in the row
    of the new edition instead of the old one.
    """
    external = register.records.get("external-document", ())
    gone = {record.id: record for record in external if _withdrawn(record, register)}
    if not gone:
        return
    leaning: dict[str, dict[str, None]] = defaultdict(dict)
    for record in gone.values():
        for id in record.items("documents"):
            leaning[record.id][id] = None
    for entry in register:
        for reference in entry.document.references:
            if reference.id in gone:
                leaning[reference.id][entry.id] = None
    for external_id, documents in leaning.items():
        record = gone[external_id]
        for id in documents:
            document = register.entries.get(id)
            if document is not None and document.state is not State.OBSOLETE:
                yield _leaning(register, record, document)


def _withdrawn(record: Record, register: Register) -> bool:
    day = record.day("withdrawn")
    return day <= register.on if day else record.text("status") == "withdrawn"


def _leaning(register: Register, record: Record, entry: Entry) -> Finding:
    successor = record_index(register).find("external-document", record.text("superseded-by"))
    day = record.day("withdrawn")
    since = say(" since {day}", day=day) if day else ""
    by = (
        say("; {id} ({edition}) is in force", id=successor.id, edition=successor.text("edition"))
        if successor
        else ""
    )
    named = any(reference.id == record.id for reference in entry.document.references)
    return Finding(
        say(
            "{id} uses {id_2} ({edition}), withdrawn{since}{by}",
            id=entry.id,
            id_2=record.id,
            edition=record.text("edition"),
            since=since,
            by=by,
        ),
        say(
            "Compare the editions, revise {id}, and list it in the row of the edition in force.",
            id=entry.id,
        ),
        entry.document.place("references") if named else record.place("documents"),
        entry.id,
        subject=record.id,
        owner=entry.document.owner,
    )


@rule("REC012", "printed-copy-outdated", Level.ERROR, ("7.5.3.2",), blocks=False)
def printed_copy_outdated(register: Register) -> Iterator[Finding]:
    """A printed copy of a revision that is not in force has not been returned.

    Why: Distribution and retrieval of copies are controlled (ISO 9001:2015, 7.5.3.2 a, c). Auditors
    look for old copies at the machines.

    Example: Copy 2 of WI-003 revision 1 is at the press. Revision 2 took effect in May.

    Remedy: Collect or destroy the copy, enter the date in `returned`, and record the copy of the
    new revision in a new row.
    """
    for record in register.records.get("distribution", ()):
        returned = record.day("returned")
        if record.done("returned", register.on) or (record.text("fate") and not returned):
            continue
        entry = register.entries.get(record.text("document"))
        number = record.text("revision")
        what = _replaced(register, entry, number) if entry else ""
        if entry and what:
            copy = (
                say("copy {copy}", copy=record.text("copy"))
                if record.text("copy")
                else say("a copy")
            )
            place = record.text("place")
            where = say(", {place}", place=place) if place else ""
            holder = joined("", (record.text("holder"), where))
            yield Finding(
                say(
                    "{copy} of {id} revision {number} ({holder}) was not returned: {what}",
                    copy=copy,
                    id=entry.id,
                    number=number,
                    holder=holder,
                    what=what,
                ),
                say("Collect or destroy it, and enter the date in 'returned'."),
                record.place("revision"),
                entry.id,
                subject=f"{number}|{record.text('copy')}|{record.text('holder')}|{place}",
                owner=entry.document.owner,
            )


def _replaced(register: Register, entry: Entry, number: str) -> str:
    """Why a revision is no longer the one in force; empty while it may still be used."""
    if entry.state is State.OBSOLETE:
        return say("{id} is obsolete", id=entry.id)
    rank = register.config.scheme.rank
    newer = entry.in_force
    if newer is None or (rank(number) or ()) >= (rank(newer.number) or ()):
        return ""
    return say(
        "revision {number} has been in force since {effective_on}",
        number=newer.number,
        effective_on=newer.effective_on,
    )


_CALIBRATION = (
    "iso-9001-2015:7.1.5.2",
    "iso-9001-2026:7.1.5.2",
    "iso-13485-2016:7.6",
    "iso-14001-2015:9.1.1",
    "iso-14001-2026:9.1.1",
    "iso-22000-2018:8.7",
    "iso-45001-2018:9.1.1",
    "iso-50001-2018:6.6",
)
"""What asks for calibrated equipment; information security, for one, does not."""


@rule("REC013", "equipment-not-fit", Level.ERROR, ("7.1.5.2",), blocks=False, by_calendar=True)
def equipment_not_fit(register: Register) -> Iterator[Finding]:
    """Measuring equipment is in use although it failed its last calibration or is overdue for it.

    Why: Measuring equipment is calibrated at intervals or before use, and equipment found unfit is
    not used (ISO 9001:2015, 7.1.5.2). Results measured with it since may be invalid.

    Example: A calliper failed its calibration and is still in use.

        records/equipment.csv:
            id,description,status,since
            CAL-7,Calliper,in-use,2026-01-12

        records/calibration.csv:
            equipment,calibrated,result
            CAL-7,2026-05-12,failed

    Remedy: Have it calibrated and add a row to the calibrations, or set its status to quarantined
    until then. After a failure, check the results measured with it and record what you found.
    """
    asking = tuple(c for c in _CALIBRATION if c.partition(":")[0] in register.known_maps)
    for id, calibration in last_calibrations(register).items():
        record = record_index(register).find("equipment", id)
        failed = calibration.text("result") == "failed"
        if record is not None and failed and record.text("status") == "in-use":
            yield Finding(
                say(
                    "{id} ({description}) is in use although it failed on {calibrated}",
                    id=id,
                    description=record.text("description"),
                    calibrated=calibration.text("calibrated"),
                ),
                say(
                    "Take it out of use (status: quarantined), and check the results "
                    "measured with it."
                ),
                record.place("status"),
                subject=f"{id} failed",
                clauses=asking,
                owner=record.text("owner"),
            )
    for deadline in deadlines(register):
        record = deadline.record
        if _is_calibration(deadline) and deadline.overdue(register.on):
            since = (
                say("was due on {day}", day=deadline.day) if deadline.day else say("was never done")
            )
            yield Finding(
                say(
                    "{id} ({description}) is in use; its calibration {since}",
                    id=record.id,
                    description=record.text("description"),
                    since=since,
                ),
                say("Have it calibrated and add a row, or set its status to quarantined."),
                record.place(deadline.field),
                subject=f"{record.id} overdue",
                clauses=asking,
                owner=deadline.owner,
            )


def _is_calibration(deadline: Deadline) -> bool:
    return deadline.record.kind == "equipment" and deadline.what == "calibration"


@rule("REC014", "duty-overdue", Level.WARNING, ("9.1.1",), blocks=False, by_calendar=True)
def duty_overdue(register: Register) -> Iterator[Finding]:
    """Something was due and is not recorded as done.

    Why: Planned actions are completed by their dates, and the organisation evaluates whether they
    were (ISO 9001:2015, 9.1.1; 6.1 for risks, 6.2 for objectives, 8.4.1 for suppliers, 10.3 for
    actions).

    Example: An action was due on 31 March and has no date in `done`.

        records/action.csv:
            id,what,owner,due,done
            A-1,Label the gauges,quinn,2026-03-31,

    Remedy: Do it and enter the day, or agree on a later day with the person who set it and enter
    the reason in `postponed-because`. If it no longer applies, set the status that says so. A
    planned training is done once the training of each person is recorded.
    """
    for deadline in deadlines(register):
        record = deadline.record
        if _is_calibration(deadline) or not deadline.overdue(register.on):
            continue
        since = say("was due on {day}", day=deadline.day) if deadline.day else say("was never done")
        if deadline.default:
            since += say(
                " (by 'default-days: {default}' of isodocs.yaml)", default=deadline.default
            )
        name = " ".join(filter(None, (record.id, record.title)))
        yield Finding(
            say(
                "{name}: the {what} {since}{still}",
                name=name,
                what=say(deadline.what),
                since=since,
                still=deadline.still,
            ),
            deadline.remedy,
            record.place(deadline.field),
            subject=f"{record.id} {deadline.field}",
            clauses=_asking(record, deadline.clauses),
            owner=deadline.owner,
        )


@rule("REC023", "no-day", Level.WARNING, ("9.1.1",), blocks=False)
def no_day(register: Register) -> Iterator[Finding]:
    """Something must be done, and nothing says by when.

    Why: What has no day is never overdue, and so it is never seen. Planned actions have a date, and
    the organisation decides when it monitors and evaluates (ISO 9001:2015, 9.1.1 c; 6.2.2 d).

    Example: A complaint has not been answered, and has no date.

        records/complaint.csv:
            id,received,from,what,owner
            C-1,2026-05-12,Miller,Bent parts,quinn

    Remedy: Enter the date or the interval. To give one to all records of a kind, enter it in
    isodocs.yaml under `default-days:`.
    """
    notes: dict[tuple[str, str], list[Undated]] = defaultdict(list)
    warnings: dict[tuple[str, int], list[Undated]] = defaultdict(list)
    for found in without_day(register):
        if found.level is Level.NOTE:
            notes[found.record.path, found.what].append(found)
        else:
            warnings[found.record.path, found.record.line].append(found)
    for group in warnings.values():
        what = listed(say("the {what}", what=say(found.what)) for found in group)
        yield _undated(group[0], say("has no day for {what}", what=what))
    for (_, what), group in notes.items():
        rest = len(group) - 1
        more = (
            say(
                ", {verb} {rows}",
                verb=agreed(rest, "nor does", "nor do"),
                rows=counted(rest, "other row"),
            )
            if rest
            else ""
        )
        yield _undated(
            group[0],
            say("has no day for the {what}{more}", what=say(what), more=more),
            Level.NOTE,
        )


def _undated(found: Undated, message: str, level: Level | None = None) -> Finding:
    hint = say("Enter it in '{field}'.", field=found.field)
    if found.default:
        hint = say(
            "Enter it in '{field}', or one for all of them in isodocs.yaml: "
            "`default-days: {{{default}: ...}}`.",
            field=found.field,
            default=found.default,
        )
    return finding(found.record, found.field, message, hint, level)


def _asking(record: Record, clauses: tuple[str, ...]) -> tuple[str, ...]:
    """What asks for a duty, in the standards that a record names; in each where it names none."""
    named = standards_of(record)
    return tuple(each for each in clauses if not named or each.partition(":")[0] in named)
