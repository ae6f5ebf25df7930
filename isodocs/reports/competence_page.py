"""The training matrix as a page: people by competences and by what they have to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.model.competence import CompetenceState
from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Bar,
    Bars,
    Chapter,
    HeatMap,
    Page,
    PagePoint,
    PageTable,
    PageText,
    Paragraphs,
    Part,
    Points,
    Verdict,
)
from isodocs.reports import heading
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.competence import Competence, CompetenceMatrix, Employee, ReadConfirmation
    from isodocs.model.register import Register

_SIGNS = {
    CompetenceState.MET: ("✓", Tone.GOOD),
    CompetenceState.EXPIRING: ("◔", Tone.WARNING),
    CompetenceState.TO_COME: ("○", Tone.PLAIN),
    CompetenceState.NOT_EVALUATED: ("?", Tone.WARNING),
    CompetenceState.UNRECOGNISED: ("?", Tone.WARNING),
    CompetenceState.INEFFECTIVE: ("✗", Tone.BAD),
    CompetenceState.LAPSED: ("✗", Tone.BAD),
    CompetenceState.MISSING: ("✗", Tone.BAD),
}


def page(
    register: Register,
    matrix: CompetenceMatrix,
    people: Sequence[Employee],
    cells: Sequence[Competence],
    readings: Sequence[ReadConfirmation],
    said: Sequence[str],
) -> Page:
    """The page of the rows of `people`; `said` are the counts in words, and what was looked at."""
    open_ = [cell for cell in cells if not cell.state.holds]
    unread = [reading for reading in readings if reading.confirmed is None]
    parts: list[Part] = [_verdict(open_, unread, said)]
    if not cells:
        none = say("No competence is required of them: `isodocs new competence` adds what is.")
        parts.append(Paragraphs((none,)))
    else:
        counts = Counter(cell.state for cell in cells)
        parts.append(
            Bars(
                tuple(
                    Bar(say(str(state)), counts[state], len(cells), str(counts[state]), tone)
                    for state, (_, tone) in reversed(_SIGNS.items())
                    if counts[state]
                )
            )
        )
        parts.append(
            Chapter(say("Competences"), "competences", tuple(_grid(matrix, people, cells)))
        )
    if readings:
        parts.append(Chapter(say("Documents to read"), "reading", tuple(_read(people, readings))))
    if open_ or unread:
        points = tuple(_points(people, open_, unread))
        parts.append(Chapter(say("Whose turn it is"), "open", (Points(points),), Tone.WARNING))
    return Page(
        say("Training matrix"), register.config.organisation, heading.source(register), parts
    )


def _verdict(
    open_: Sequence[Competence], unread: Sequence[ReadConfirmation], said: Sequence[str]
) -> Verdict:
    late = sum(cell.is_late for cell in open_)
    parts = [
        say("{competences} not shown", competences=counted(len(open_), "competence"))
        if open_
        else "",
        say("{documents} to read", documents=counted(len(unread), "document")) if unread else "",
    ]
    answer = joined(", ", filter(None, parts)) or say("Every competence is shown")
    tone = Tone.BAD if late else Tone.WARNING if open_ or unread else Tone.GOOD
    return Verdict(answer, tone, [each.removesuffix(".") + "." for each in said if each])


def _grid(
    matrix: CompetenceMatrix, people: Sequence[Employee], cells: Sequence[Competence]
) -> Iterator[Part]:
    used = {cell.requirement.id for cell in cells}
    requirements = [each for each in matrix.requirements if each.id in used]
    asked = {cell.person.id for cell in cells}
    rows = tuple(
        (_person(person), tuple(_cell(matrix.of(person.id, each.id)) for each in requirements))
        for person in people
        if person.id in asked
    )
    yield HeatMap(say("Person"), [each.id for each in requirements], rows)
    yield Paragraphs(
        (
            say(
                "✓ met, ◔ lapses soon, ○ still to come, ? not evaluated or not "
                "recognised, ✗ missing, lapsed or not effective."
            ),
        )
    )
    yield PageTable(
        (say("Competence"), say("What it is"), say("Renewed every")),
        [(each.id, each.text("title"), each.text("renew-every")) for each in requirements],
    )


def _person(person: Employee) -> PageText:
    roles = say(" ({roles})", roles=joined(", ", sorted(person.roles))) if person.roles else ""
    return PageText(person.name + roles)


def _cell(cell: Competence | None) -> PageText:
    if cell is None:
        return PageText("")
    sign, tone = _SIGNS[cell.state]
    if cell.state.holds:
        return PageText(
            say("{sign} until {due}", sign=sign, due=cell.due)
            if cell.due
            else say("{sign} met", sign=sign),
            tone,
        )
    return PageText(
        say(
            "{sign} {state}{part}",
            sign=sign,
            state=cell.state,
            part=say(", due {due}", due=cell.due) if cell.due else "",
        ),
        tone,
    )


def _read(people: Sequence[Employee], readings: Sequence[ReadConfirmation]) -> Iterator[Part]:
    by: Mapping[tuple[str, str], ReadConfirmation] = {
        (each.person.id, each.document): each for each in readings
    }
    revisions = {each.document: each.revision for each in readings}
    documents = sorted(revisions)
    asked = {each.person.id for each in readings}
    rows = tuple(
        (PageText(person.name), tuple(_reading(by.get((person.id, id))) for id in documents))
        for person in people
        if person.id in asked
    )
    columns = [say("{id} rev {id_2}", id=id, id_2=revisions[id]) for id in documents]
    yield HeatMap(say("Person"), columns, rows)


def _reading(reading: ReadConfirmation | None) -> PageText:
    if reading is None:
        return PageText("")
    if reading.confirmed:
        return PageText(
            say(
                "✓ {confirmed}, {assurance}",
                confirmed=reading.confirmed,
                assurance=reading.assurance,
            ),
            Tone.GOOD,
        )
    if reading.claimed:
        return PageText(say("? claimed {claimed}, unsigned", claimed=reading.claimed), Tone.WARNING)
    return PageText(
        say("✗ to read{part}", part=say(" by {due}", due=reading.due) if reading.due else ""),
        Tone.BAD,
    )


def _points(
    people: Sequence[Employee], open_: Sequence[Competence], unread: Sequence[ReadConfirmation]
) -> Iterator[PagePoint]:
    for person in people:
        mine = [cell for cell in open_ if cell.person.id == person.id]
        said = [
            say(
                "{state}: {id} {title}{part}",
                state=cell.state,
                id=cell.requirement.id,
                title=cell.requirement.text("title"),
                part=say(", due {due}", due=cell.due) if cell.due else "",
            )
            for cell in mine
        ]
        said += [
            say(
                "to read: {document} revision {revision}{part}: `isodocs confirm {document}`",
                document=each.document,
                revision=each.revision,
                part=say(", due {due}", due=each.due) if each.due else "",
            )
            for each in unread
            if each.person.id == person.id
        ]
        if said:
            tone = Tone.BAD if any(cell.is_late for cell in mine) else Tone.WARNING
            yield PagePoint(person.name, said, tone)
