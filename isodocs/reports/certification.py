"""Certificates over their three-year cycles: what was held, what comes next, and by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithPage
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.reports import heading
from isodocs.standards.certification_rules import is_accredited
from isodocs.standards.edition_words import replaced_how
from isodocs.standards.editions import editions, name_of
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.assess.accreditation import Accreditation
    from isodocs.dossier.certificates import CertificateCycle, CycleStep
    from isodocs.model.page import Page
    from isodocs.model.register import Register

HEADER = (
    "certification",
    "standard",
    "body",
    "certificate_state",
    "expires",
    "step",
    "state",
    "day",
    "last_allowed",
    "to_be_confirmed",
    "result",
    "open_findings",
    "event",
    "clause",
    "next",
)
_UNSURE = say("to be confirmed")


@immutable(frozen=True)
class CertificationReport(Report, WithPage):
    """Certificates, those in use first."""

    register: Register
    cycles: Sequence[CertificateCycle]

    def data(self) -> Data:
        """In the form of `schemas/certification-cycle.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "certifications": [_as_data(each) for each in self.cycles],
        }

    def rows(self) -> Rows:
        """A row to each step of each certificate."""
        return Rows(
            HEADER,
            (
                (
                    each.certification.record.id,
                    each.certification.record.text("standard"),
                    each.body,
                    each.certification.state,
                    each.certification.expires,
                    *_row(step),
                    step is each.next,
                )
                for each in self.cycles
                for step in each.steps
            ),
        )

    def page(self) -> Page:
        """A time line of each certificate."""
        from isodocs.reports.certification_page import page

        def standard(each: CertificateCycle) -> str:
            return _standard(self.register, each)

        return page(self.register, self.cycles, standard, _body, _next, _state)

    def text(self) -> Iterator[str]:
        """For each certificate where it is, a table of its steps, and what is next."""
        yield from heading.lines(self.register, say("Certification"), self.width)
        if not self.cycles:
            yield say("No certification is recorded: `isodocs new certification` begins one.")
        for each in self.cycles:
            yield ""
            yield from self._one(each)

    def _one(self, each: CertificateCycle) -> Iterator[str]:
        certification, record = each.certification, each.certification.record
        word = say(" until") if certification.holds else say(", last day")
        until = (
            say("{word} {expires}", word=word, expires=certification.expires)
            if certification.expires
            else ""
        )
        good = "green" if certification.holds else "yellow"
        name = one_line(
            say("{standard}, {id}: ", standard=_standard(self.register, each), id=record.id)
        )
        state = Text(joined("", (_state(each), until)), ("bold", good))
        yield from wrapped([Text(name, ("bold",)), state], self.width)
        yield from wrapped(one_line(_body(each)), self.width, "  ")
        if cycle := certification.cycle:
            year = self.register.on.year - cycle.begins.year
            year -= (self.register.on.month, self.register.on.day) < (
                cycle.begins.month,
                cycle.begins.day,
            )
            text = say("cycle of {begins} to {expires}", begins=cycle.begins, expires=cycle.expires)
            if cycle.begins <= self.register.on <= cycle.expires:
                text += say(", year {year}", year=year + 1)
            yield from wrapped(text, self.width, "  ")
        edition = editions().get(record.text("standard"))
        if edition and certification.holds and (said := replaced_how(edition, self.register.on)):
            yield from wrapped(
                say("{name} was {said}", name=edition.name, said=said), self.width, "  "
            )
        if each.next:
            look = ("red",) if each.next.state.is_wrong else ("bold",)
            yield from wrapped(
                Text(say("next: {next}", next=_next(each.next)), look), self.width, "  "
            )
        if each.certification.state.is_past:
            return
        columns = (
            Column("STEP", share=2),
            Column("DAY"),
            Column("LAST ALLOWED", optional=True),
            Column("STATE", share=1),
            Column("RESULT", optional=True, share=1),
            Column("OPEN FINDINGS", optional=True, share=1),
        )
        rows: list[Row] = [
            [
                step.name,
                str(step.day or ""),
                [str(step.allowed or ""), *([] if step.sure else [_UNSURE])],
                Text(say(str(step.state)), ("red",) if step.state.is_wrong else ()),
                step.result,
                one_line(joined(", ", step.open_findings)),
            ]
            for step in each.steps
        ]
        yield from (say("  {line}", line=line) for line in table(columns, rows, self.width - 2))


def _standard(register: Register, each: CertificateCycle) -> str:
    id = each.certification.record.text("standard")
    return heading.standard(register, id) if id in register.maps else name_of(id)


def _state(each: CertificateCycle) -> str:
    """`certified`, or `accredited` where one is accredited and not certified."""
    state = say(str(each.certification.state))
    accredited = is_accredited(each.certification.record.text("standard"))
    return state.replace("certified", "accredited") if accredited else state


def _body(each: CertificateCycle) -> str:
    if each.accreditation is None:
        return each.body or say("no accreditation body is named")
    facts = each.accreditation.facts
    parts = [each.body or say("no certification body is named")]
    by, number = facts["accreditation-body"], facts["accreditation-number"]
    if by:
        parts.append(
            say(
                "accredited by {by}{part}",
                by=by,
                part=say(" ({number})", number=number) if number else "",
            )
        )
    if under := facts["recognised-under"]:
        parts.append(under)
    looked_up = each.accreditation.looked_up
    parts.append(
        say("looked up on {looked_up}", looked_up=looked_up)
        if looked_up
        else say("accreditation not looked up")
    )
    if missing := each.accreditation.missing:
        parts.append(
            say("missing: {replace}", replace=listed(name.replace("-", " ") for name in missing))
        )
    return joined(", ", parts)


def _next(step: CycleStep) -> str:
    """`surveillance on 2026-11-26, arranged (no later than 2026-12-31)`."""
    on = say(" on {day}", day=step.day) if step.day else ""
    clause = say(", {of}, {clause}", of=step.of, clause=step.clause) if step.clause else ""
    doubt = "" if step.sure else say(", {unsure}", unsure=_UNSURE)
    allowed = (
        say(
            " (no later than {allowed}{doubt}{clause})",
            allowed=step.allowed,
            doubt=doubt,
            clause=clause,
        )
        if step.allowed
        else ""
    )
    return say(
        "{name}{on}, {state}{allowed}", name=step.name, on=on, state=step.state, allowed=allowed
    )


def _row(step: CycleStep) -> tuple[object, ...]:
    return (
        step.name,
        step.state,
        step.day,
        step.allowed,
        not step.sure,
        step.result or None,
        step.open_findings,
        step.event or None,
        step.clause or None,
    )


_STEP = HEADER[5:-1]


def _step(step: CycleStep) -> dict[str, Any]:
    return dict(zip(_STEP, _row(step), strict=True))


def _accreditation(found: Accreditation) -> dict[str, Any]:
    return {
        "body": found.facts["accreditation-body"] or None,
        "number": found.facts["accreditation-number"] or None,
        "scope": found.facts["accreditation-scope"] or None,
        "recognised_under": found.facts["recognised-under"] or None,
        "valid_until": found.valid_until,
        "looked_up": found.looked_up,
        "missing": found.missing,
    }


def _as_data(each: CertificateCycle) -> dict[str, Any]:
    certification, record = each.certification, each.certification.record
    cycle = certification.cycle
    return {
        "id": record.id,
        "title": record.text("title"),
        "standard": record.text("standard"),
        "scope": record.text("scope") or None,
        "sites": record.items("sites"),
        "body": each.body,
        "accreditation": _accreditation(each.accreditation) if each.accreditation else None,
        "state": certification.state,
        "holds": certification.holds,
        "decided": certification.decided,
        "expires": certification.expires,
        "cycle_begins": cycle.begins if cycle else None,
        "previous": record.text("previous") or None,
        "successor": certification.successor.id if certification.successor else None,
        "steps": [_step(step) for step in each.steps],
        "next": _step(each.next) if each.next else None,
        "path": record.path,
    }
