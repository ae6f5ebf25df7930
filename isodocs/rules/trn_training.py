"""TRN: whether people are competent for what they do, and know what is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.model.competence import Competence, CompetenceState, ReadConfirmation
from isodocs.model.gap import Finding, Level
from isodocs.rules.rule import rule

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_NAMED = 4
"""So many people are named in one gap; the others are counted."""


@rule("TRN001", "competence-missing", Level.ERROR, ("7.2",), blocks=False, by_calendar=True)
def competence_missing(register: Register) -> Iterator[Finding]:
    """Somebody needs a competence and no training record shows it, or it has lapsed.

    Why: Whoever does work that matters must be competent for it, and records must show that
    (ISO 9001:2015, 7.2 a and d).

    Example: The role of internal auditor needs AUD-INT; the person who took the role over in May
    has no training for it.

    Remedy: Train the person and record it: `isodocs new training`. `isodocs competence --gaps`
    names everybody. Where the competence is not needed, change the requirement.
    """
    for requirement, cells in _by_requirement(
        register, CompetenceState.MISSING, CompetenceState.LAPSED
    ):
        yield _finding(
            requirement,
            f"{requirement.id} {requirement.text('title')}: no valid training of "
            f"{_people(cells, _lapse)}",
            "Record the training: `isodocs new training`; everybody: `isodocs competence --gaps`.",
        )


@rule("TRN002", "training-not-effective", Level.ERROR, ("7.2",), blocks=False, by_calendar=True)
def training_not_effective(register: Register) -> Iterator[Finding]:
    """The only training of somebody was failed, or was found not to have worked.

    Why: The effect of what was done to gain a competence is evaluated (ISO 9001:2015, 7.2 c); where
    it did not work, the competence is still missing.

    Example: The practical test three months after the course showed that the gauge is misread.

    Remedy: Train again, in another way, and record it: `isodocs new training`.
    """
    for requirement, cells in _by_requirement(register, CompetenceState.INEFFECTIVE):
        yield _finding(
            requirement,
            f"{requirement.id} {requirement.text('title')}: the training did not work for "
            f"{_people(cells)}",
            "Train again, in another way, and record it: `isodocs new training`.",
        )


@rule("TRN003", "training-not-evaluated", Level.WARNING, ("7.2",), blocks=False, by_calendar=True)
def training_not_evaluated(register: Register) -> Iterator[Finding]:
    """A training has not been evaluated in time, though its requirement asks for it.

    Why: Attendance alone proves no competence (ISO 9001:2015, 7.2 c).

    Example: A course in March, to be evaluated within three months, with no result in November.

    Remedy: Watch the person at work or test them, and fill in `evaluated`, `evaluated-by` and
    `result` of the training record.
    """
    for requirement, cells in _by_requirement(register, CompetenceState.NOT_EVALUATED):
        late = [cell for cell in cells if cell.due and cell.due < register.on]
        if late:
            yield _finding(
                requirement,
                f"{requirement.id} {requirement.text('title')}: whether the training worked was "
                f"never evaluated for {_people(late, _due)}",
                "Fill in 'evaluated', 'evaluated-by' and 'result' of the training record.",
            )


@rule("TRN004", "training-not-recognised", Level.WARNING, ("7.2",), blocks=False)
def training_not_recognised(register: Register) -> Iterator[Finding]:
    """A competence needs a recognised course, and the training record names nobody who does.

    Why: The evidence of competence must fit what is asked (ISO 9001:2015, 7.2 d); of lead
    auditors, customers and certification bodies ask for a recognised course.

    Example: A lead auditor course by a provider that no register of auditors knows.

    Remedy: Name in `recognised` who recognises the course, or train with a recognised one.
    """
    for requirement, cells in _by_requirement(register, CompetenceState.UNRECOGNISED):
        yield _finding(
            requirement,
            f"{requirement.id} {requirement.text('title')}: the course of {_people(cells)} is not "
            "shown to be recognised",
            "Name in 'recognised' by whom, or train with a recognised provider.",
        )


@rule("TRN005", "competence-lapses-soon", Level.NOTE, ("7.2",), blocks=False)
def competence_lapses_soon(register: Register) -> Iterator[Finding]:
    """A competence lapses soon, or a new starter's time for a training runs out soon.

    Why: A training booked in time leaves no gap (ISO 9001:2015, 7.2).

    Example: A forklift licence that expires in three weeks.

    Remedy: Book the training now; `isodocs competence` shows what is ahead.
    """
    soon = register.config.review_due_within.after(register.on)
    for requirement, cells in _by_requirement(
        register, CompetenceState.EXPIRING, CompetenceState.TO_COME
    ):
        near = [cell for cell in cells if cell.due and cell.due <= soon]
        if near:
            yield _finding(
                requirement,
                f"{requirement.id} {requirement.text('title')} is due for {_people(near, _due)}",
                "Book the training now.",
            )


@rule("TRN006", "evaluated-by-oneself", Level.WARNING, ("7.2",), blocks=False)
def evaluated_by_oneself(register: Register) -> Iterator[Finding]:
    """Somebody evaluated their own training.

    Why: Whether a training worked is for somebody else to see (ISO 9001:2015, 7.2 c).

    Example: `evaluated-by: ann` in a training record of Ann.

    Remedy: Let the manager or a competent colleague evaluate it.
    """
    for record in register.records.get("training", ()):
        if record.text("person") and record.text("person") == record.text("evaluated-by"):
            yield Finding(
                f"{record.text('person')} evaluated their own training for "
                f"{record.text('competence')}",
                "Let the manager or a competent colleague evaluate it.",
                record.place("evaluated-by"),
                subject=f"{record.text('person')} {record.text('competence')} "
                f"{record.text('date')}",
            )


@rule(
    "TRN007",
    "revision-not-confirmed",
    Level.WARNING,
    ("7.3", "7.5.3.1"),
    blocks=False,
    by_calendar=True,
)
def revision_not_confirmed(register: Register) -> Iterator[Finding]:
    """People who must know a document have not confirmed the revision in force.

    Why: People must be aware of what concerns their work (ISO 9001:2015, 7.3), and a revision that
    nobody has read is not available in practice (7.5.3.1). A new revision asks again.

    Example: Revision 4 of the work instruction took effect in May; three operators last confirmed
    revision 3.

    Where documents of its type are approved with signatures, whoever has a key confirms with it: a
    row in their name is a claim and does not count.

    Remedy: They read it and confirm: `isodocs confirm ID`; `isodocs confirm` alone lists what
    awaits them. For people without a key a supervisor may: `isodocs confirm ID --as PERSON`.
    """
    late: dict[str, list[ReadConfirmation]] = defaultdict(list)
    for reading in competence(register).readings:
        if reading.confirmed is None and reading.due is not None and reading.due < register.on:
            late[reading.document].append(reading)
    for id, readings in late.items():
        document = register.entries[id].document
        names = [f"{reading.person.name}{_claim(reading)}" for reading in readings]
        yield Finding(
            f"revision {readings[0].revision} is in force and not yet confirmed as read and "
            f"understood by {_listed(names)}",
            f"They read it and confirm: `isodocs confirm {id}`.",
            document.place("revision"),
            id,
            subject=readings[0].revision,
            owner=document.owner,
        )


def _by_requirement(
    register: Register, *states: CompetenceState
) -> Iterator[tuple[Record, list[Competence]]]:
    """The requirements with the people who stand to them so, longest due first."""
    matrix = competence(register)
    found: dict[str, list[Competence]] = defaultdict(list)
    for cell in matrix.cells.values():
        if cell.state in states:
            found[cell.requirement.id].append(cell)
    for requirement in matrix.requirements:
        if cells := found.get(requirement.id):
            yield requirement, sorted(cells, key=lambda c: (c.due or register.on, c.person.id))


def _finding(requirement: Record, message: str, hint: str) -> Finding:
    return Finding(message, hint, requirement.place(), subject=requirement.id)


def _people(cells: list[Competence], told: Callable[[Competence], str] = lambda cell: "") -> str:
    return _listed([f"{cell.person.name}{told(cell)}" for cell in cells])


def _lapse(cell: Competence) -> str:
    if cell.state is CompetenceState.LAPSED:
        return f" (lapsed on {cell.due})"
    return f" (due since {cell.due})" if cell.due else ""


def _due(cell: Competence) -> str:
    return f" ({cell.due})" if cell.due else ""


def _claim(reading: ReadConfirmation) -> str:
    if reading.claimed is None:
        return ""
    return f" (the row of {reading.claimed} is only a claim: they have a key and sign)"


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
