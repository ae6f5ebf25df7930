"""The data of a management review: each input that the standards list, filled from the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from isodocs.assess.audits import meetings, reviews
from isodocs.assess.measurements import all_series, series_about
from isodocs.assess.record_conditions import is_over
from isodocs.assess.record_index import record_index
from isodocs.dossier import review_facts, trends
from isodocs.dossier.review_facts import is_about
from isodocs.dossier.series import series_part
from isodocs.dossier.shared import records_part
from isodocs.model.period import Period
from isodocs.model.review_pack import ReviewPack, ReviewSection
from isodocs.records.record_kinds import kinds
from isodocs.standards.management_review import agenda_of
from isodocs.standards.review_inputs import review_inputs, review_outputs
from isodocs.words import listed, noun, say

if TYPE_CHECKING:
    from isodocs.assess.measurements import Series
    from isodocs.model.dossier import DossierTable
    from isodocs.model.page import Trend
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Register
    from isodocs.model.review_pack import ReviewInput, ReviewSource

WITHOUT_REVIEW = Period(12, "month")
"""How far back a pack looks where no review was held: reviews are usually held each year."""
_FACTS: Mapping[str, Callable[[Register, date, Sequence[str]], Iterator[DossierTable]]] = {
    "competence": review_facts.competences,
    "documents": review_facts.issued_since,
    "nonconformities": review_facts.open_nonconformities,
    "policies": review_facts.policies,
    "programme": review_facts.audit_programme,
}
_COLUMNS = 9
"""So many columns of a table have room on a page."""
_OTHER = "other"
"""Figures of no objective, process or supplier."""


def review_pack(
    register: Register, standards: Sequence[str], since: date | None = None
) -> ReviewPack:
    """The pack for a review of some standards; it looks back to `since`, or to the last review."""
    held = reviews(register)
    last = [meeting for id in standards for meeting in meetings(held, id)[:1]]
    begin = since or min(map(_end_of, last), default=WITHOUT_REVIEW.before(register.on))
    inputs, outputs = (_listed(register, standards, part) for part in ("inputs", "outputs"))
    known = review_inputs()
    return ReviewPack(
        tuple(standards),
        begin,
        tuple({review.id: review for review in last}.values()),
        tuple(_section(register, known[word], clauses, begin) for word, clauses in inputs.items()),
        [(word, review_outputs()[word], clauses) for word, clauses in outputs.items()],
        tuple(id for id in standards if not agenda_of(register.maps[id])),
    )


def _end_of(review: Record) -> date:
    """The first day that a review has not looked at."""
    until, held = review.day("period-until"), review.day("held")
    return until + timedelta(1) if until else held or date.min


def _listed(
    register: Register, standards: Sequence[str], part: str
) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the standards list, each word with the standards and clauses that do."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for id in standards:
        agenda = agenda_of(register.maps[id]).get(part)
        for words in agenda.points if agenda else ():
            word = next((word for word in words if word in found), words[0])
            found[word] = (*found.get(word, ()), (id, agenda.clause if agenda else ""))
    return found


def _section(
    register: Register,
    asked: ReviewInput,
    clauses: tuple[tuple[str, str], ...],
    since: date,
) -> ReviewSection:
    standards = [id for id, _ in clauses]
    tables: list[DossierTable] = []
    drawn: list[Trend] = []
    missing: list[str] = []
    for source in asked.sources:
        kind = kinds()[source.kind]
        about = [*_about(register, source, standards)]
        found = [each for each in about if _is_shown(each, source, register.on, since)]
        if found:
            tables.append(records_part(source.kind, found, most=_COLUMNS))
        else:
            missing.append(_nothing(kind, source, since))
        days = [each.day(source.by) for each in about]
        if source.trend and any(day and day <= register.on for day in days):
            drawn.append(
                trends.counts(say("{title}, by quarter", title=kind.title), days, register.on)
            )
    series = [
        each
        for each in all_series(register)
        if (each.subject or _OTHER) in asked.figures
        and is_about(_subject(register, each), standards)
    ]
    if series:
        tables.append(series_part(series))
        drawn += (trends.values(s, _name(register, s)) for s in series if len(s.rows) > 1)
    elif asked.figures:
        missing.append(say("No figure was measured: `isodocs new measurement` enters one."))
    for name in asked.facts:
        tables += _FACTS[name](register, since, standards)
    return ReviewSection(
        asked,
        clauses,
        _looked_at(register, asked.word, standards),
        tuple(drawn),
        tuple(tables),
        tuple(missing),
    )


def _about(register: Register, source: ReviewSource, standards: Sequence[str]) -> Iterator[Record]:
    """The records of a source that are about one of the standards, whenever they are of."""
    index = record_index(register)
    for record in register.records.get(source.kind, ()):
        value = record.text(source.field) if source.field else ""
        if source.values and value not in source.values:
            continue
        if source.names:
            named = index.find(source.names, value)
            if named is None or not is_about(named, standards):
                continue
        if is_about(record, standards):
            yield record


def _is_shown(record: Record, source: ReviewSource, on: date, since: date) -> bool:
    """Whether it belongs to the period: it happened then, or is not over yet.

    One that lacks its day may have happened then, unless other days of it say that it did not.
    """
    over = is_over(record, on)
    if day := record.day(source.by) if source.by else None:
        return day <= on and (day >= since or not over)
    done = [day for name in kinds()[record.kind].done if (day := record.day(name))]
    unknown = bool(source.by) and not done
    return not over or unknown or any(since <= day <= on for day in done)


def _nothing(kind: RecordKind, source: ReviewSource, since: date) -> str:
    which = say(" ({values})", values=listed(source.values, "or")) if source.values else ""
    when = say(" since {since}", since=since) if source.by else ""
    return say(
        "No {noun}{which} is recorded{when}: `isodocs new {name}` enters it.",
        noun=noun(kind.title),
        which=which,
        when=when,
        name=kind.name,
    )


def _subject(register: Register, series: Series) -> Record:
    """The objective, process or supplier that a series is of; else its last measurement."""
    whose = series.last.text(series.subject) if series.subject else ""
    if known := record_index(register).find(series.subject, whose):
        return known
    mine = (  # a process that is named by its title
        record
        for record in register.records.get(series.subject, ())
        if record.title and series in series_about(register, record)
    )
    return next(mine, series.last)


def _name(register: Register, series: Series) -> str:
    """What a series is of, with the title of the objective, process or supplier."""
    subject = _subject(register, series)
    if subject is series.last:
        return series.name
    return ", ".join(filter(None, (subject.title or series.name, series.last.text("figure"))))


def _looked_at(register: Register, word: str, standards: Sequence[str]) -> Record | None:
    """The last review of one of the standards that looked at an input."""
    for review in reviews(register):
        if word in review.items("inputs") and is_about(review, standards):
            return review
    return None
