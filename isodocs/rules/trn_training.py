"""TRN: whether people are competent and know the documents in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.assess.recognition import not_recognised
from isodocs.model.competence import Competence, CompetenceState, ReadConfirmation
from isodocs.model.gap import Finding, Level
from isodocs.rules.rule import rule
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register

_NAMED = 4
"""So many people are named in one gap; the others are counted."""


@rule("TRN001", "competence-missing", Level.ERROR, ("7.2",), blocks=False, by_calendar=True)
def competence_missing(register: Register) -> Iterator[Finding]:
    """Someone needs a competence, and no valid training record shows it.

    Why: People whose work affects quality must be competent, and records must show it (ISO
    9001:2015, 7.2 a and d).

    Example: Ann needs to be competent as an internal auditor and has no training record.

        records/competence.yaml:
            - {id: AUD-INT, title: Internal auditing, kind: process, persons: [ann]}

    Remedy: Train the person and record the training: `isodocs new training`. `isodocs competence
    --gaps` lists everyone concerned. If the competence is not needed, change the requirement.
    """
    for requirement, cells in _by_requirement(
        register, CompetenceState.MISSING, CompetenceState.LAPSED
    ):
        yield _finding(
            requirement,
            say(
                "{id} {title}: no valid training for {people}",
                id=requirement.id,
                title=requirement.text("title"),
                people=_people(cells, _lapse),
            ),
            say(
                "Record the training: `isodocs new training`. To list everyone "
                "concerned: `isodocs competence --gaps`."
            ),
        )


@rule("TRN002", "training-not-effective", Level.ERROR, ("7.2",), blocks=False, by_calendar=True)
def training_not_effective(register: Register) -> Iterator[Finding]:
    """Someone's only training was failed or was not effective.

    Why: The effectiveness of the actions taken to acquire competence is evaluated (ISO 9001:2015,
    7.2 c). If they were not effective, the competence is still missing.

    Example: Ann failed the test at the end of the course.

        records/competence.yaml:
            - {id: MEAS, title: Measuring, kind: process, persons: [ann]}

        records/training.csv:
            person,competence,date,passed
            ann,MEAS,2026-03-02,no

    Remedy: Train the person again, in another way, and record it: `isodocs new training`.
    """
    for requirement, cells in _by_requirement(register, CompetenceState.INEFFECTIVE):
        yield _finding(
            requirement,
            say(
                "{id} {title}: the training was not effective for {people}",
                id=requirement.id,
                title=requirement.text("title"),
                people=_people(cells),
            ),
            say("Train them again, in another way, and record it: `isodocs new training`."),
        )


@rule("TRN003", "training-not-evaluated", Level.WARNING, ("7.2",), blocks=False, by_calendar=True)
def training_not_evaluated(register: Register) -> Iterator[Finding]:
    """A training was not evaluated in time, although its requirement asks for it.

    Why: Attendance alone does not prove competence (ISO 9001:2015, 7.2 c).

    Example: The course in January had to be evaluated within three months.

        records/competence.yaml:
            - id: MEAS
              title: Measuring
              kind: process
              persons: [ann]
              evaluation: yes

        records/training.csv:
            person,competence,date
            ann,MEAS,2026-01-12

    Remedy: Observe or test the person at work, and fill in `evaluated`, `evaluated-by` and `result`
    in the training record.
    """
    for requirement, cells in _by_requirement(register, CompetenceState.NOT_EVALUATED):
        late = [cell for cell in cells if cell.due and cell.due < register.on]
        if late:
            yield _finding(
                requirement,
                say(
                    "{id} {title}: the effectiveness of the training was not evaluated for "
                    "{people}",
                    id=requirement.id,
                    title=requirement.text("title"),
                    people=_people(late, _due),
                ),
                say("Fill in 'evaluated', 'evaluated-by' and 'result' in the training record."),
            )


@rule("TRN004", "training-not-recognised", Level.WARNING, ("7.2",), blocks=False)
def training_not_recognised(register: Register) -> Iterator[Finding]:
    """A competence requires a recognised course, and the training record shows no recognition.

    Why: Evidence of competence must fit the requirement (ISO 9001:2015, 7.2 d). Customers and
    certification bodies ask for recognised courses for lead auditors.

    Where a register of providers is kept (records/provider.csv), the provider must be in it and its
    recognition must be valid on the day of the training.

    Example: The record of a lead auditor course does not name the register that recognises it.

        records/competence.yaml:
            - id: AUD-LEAD
              title: Lead auditor
              kind: process
              persons: [ann]
              recognised: yes

        records/training.csv:
            person,competence,date
            ann,AUD-LEAD,2026-01-12

    Remedy: Enter who recognises the course in `recognised`, and its provider in the register of
    providers where one is kept (`isodocs new provider`); or take a recognised course.
    """
    for requirement, cells in _by_requirement(register, CompetenceState.UNRECOGNISED):
        yield _finding(
            requirement,
            say(
                "{id} {title}: no recognition is shown for the course of {people}",
                id=requirement.id,
                title=requirement.text("title"),
                people=_people(cells, lambda cell: _why_not(register, cell)),
            ),
            say(
                "Enter who recognises it in 'recognised', or use a recognised provider "
                "(of the register of providers, where one is kept)."
            ),
        )


@rule("TRN005", "competence-lapses-soon", Level.NOTE, ("7.2",), blocks=False)
def competence_lapses_soon(register: Register) -> Iterator[Finding]:
    """A competence expires soon, or the time allowed for a new starter's training ends soon.

    Why: Training booked in time prevents a gap (ISO 9001:2015, 7.2).

    Example: A forklift licence expires in two weeks.

        records/competence.yaml:
            - {id: FORK, title: Forklift licence, kind: process, persons: [ann]}

        records/training.csv:
            person,competence,date,expires
            ann,FORK,2025-06-16,2026-06-15

    Remedy: Book the training now. `isodocs competence` shows what is due.
    """
    soon = register.config.review_due_within.after(register.on)
    for requirement, cells in _by_requirement(
        register, CompetenceState.EXPIRING, CompetenceState.TO_COME
    ):
        near = [cell for cell in cells if cell.due and cell.due <= soon]
        if near:
            yield _finding(
                requirement,
                say(
                    "{id} {title} is due for {people}",
                    id=requirement.id,
                    title=requirement.text("title"),
                    people=_people(near, _due),
                ),
                say("Book the training now."),
            )


@rule("TRN006", "evaluated-by-oneself", Level.WARNING, ("7.2",), blocks=False)
def own_training_evaluated(register: Register) -> Iterator[Finding]:
    """Someone evaluated their own training.

    Why: The effectiveness of a training is evaluated objectively by someone else (ISO 9001:2015,
    7.2 c).

    Example: Ann evaluated her own course.

        records/competence.yaml:
            - {id: MEAS, title: Measuring, kind: process, persons: [ann]}

        records/training.csv:
            person,competence,date,evaluated,evaluated-by,result
            ann,MEAS,2026-01-12,2026-03-02,ann,effective

    Remedy: Ask the manager or a competent colleague to evaluate it.
    """
    for record in register.records.get("training", ()):
        if record.text("person") and record.text("person") == record.text("evaluated-by"):
            yield Finding(
                say(
                    "{person} evaluated their own training for {competence}",
                    person=record.text("person"),
                    competence=record.text("competence"),
                ),
                say("Ask the manager or a competent colleague to evaluate it."),
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

    Why: People must be aware of what concerns their work (ISO 9001:2015, 7.3), and documents must
    be available where needed (7.5.3.1). Each new revision must be confirmed again. If documents of
    its type require signatures, people with a key confirm with it; a row in a table is only a claim
    and does not count.

    Example: Revision 4 of a work instruction took effect in May. Three operators last confirmed
    revision 3.

    Remedy: Each person reads the document and confirms it: `isodocs confirm ID`. `isodocs confirm`
    lists what they have to confirm. For people without a key, a supervisor confirms: `isodocs
    confirm ID --as PERSON`.
    """
    late: dict[str, list[ReadConfirmation]] = defaultdict(list)
    for reading in competence(register).readings:
        if reading.confirmed is None and reading.due is not None and reading.due < register.on:
            late[reading.document].append(reading)
    for id, readings in late.items():
        document = register.entries[id].document
        names = [joined("", (reading.person.name, _claim(reading))) for reading in readings]
        yield Finding(
            say(
                "revision {revision} is in force, but not yet confirmed as read and "
                "understood by {listed}",
                revision=readings[0].revision,
                listed=_listed(names),
            ),
            say("Each person named: read it, then run `isodocs confirm {id}`.", id=id),
            document.place("revision"),
            id,
            subject=readings[0].revision,
            owner=document.owner,
        )


def _by_requirement(
    register: Register, *states: CompetenceState
) -> Iterator[tuple[Record, list[Competence]]]:
    """The requirements with the people in one of these states, longest due first."""
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


def _people(cells: list[Competence], note: Callable[[Competence], str] = lambda cell: "") -> str:
    return _listed([joined("", (cell.person.name, note(cell))) for cell in cells])


def _why_not(register: Register, cell: Competence) -> str:
    return (
        say(" ({not_recognised})", not_recognised=not_recognised(register, cell.training))
        if cell.training
        else ""
    )


def _lapse(cell: Competence) -> str:
    if cell.state is CompetenceState.LAPSED:
        return say(" (lapsed on {due})", due=cell.due)
    return say(" (due since {due})", due=cell.due) if cell.due else ""


def _due(cell: Competence) -> str:
    return say(" ({due})", due=cell.due) if cell.due else ""


def _claim(reading: ReadConfirmation) -> str:
    if reading.claimed is None:
        return ""
    return say(
        " (the row of {claimed} is only a claim: they have a key and must sign)",
        claimed=reading.claimed,
    )


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return joined(", ", names)
    return say(
        "{names} and {names_2} more",
        names=joined(", ", names[:_NAMED]),
        names_2=len(names) - _NAMED,
    )
