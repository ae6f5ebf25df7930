"""Readiness: the verdict, what blocks, what is worth fixing, what will be asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithMarkdown, WithPage, markdown
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.readiness import Point, Readiness, ReadinessVerdict, Weight
from isodocs.reports import heading
from isodocs.reports.readiness_words import (
    CHANGED,
    TITLES,
    audit_of,
    days_left,
    name_of,
    of_site,
    sum_of,
    where_of,
)
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.page import Page
    from isodocs.model.register import Register

_LOOKS = {Weight.STOPS: "red", Weight.FIX: "yellow", Weight.ASK: "cyan"}

_MARKDOWN = (say("What"), say("What to do"), say("Owner"), say("By"))
HEADER = (
    "purpose",
    "standard",
    "weight",
    "area",
    "message",
    "remedy",
    "owner",
    "due",
    "codes",
    "subject",
    "count",
)


@immutable(frozen=True)
class ReadinessReport(Report, WithMarkdown, WithPage):
    """Some readiness; with `as_table` the points of its text are rows of a table.

    `left_out` are the standards that are not among them, `unlisted` those that isodocs.yaml does
    not list. `complete` says, in place of some readiness, to which editions a change is complete.
    """

    register: Register
    found: Sequence[Readiness]
    as_table: bool = False
    left_out: Sequence[str] = ()
    unlisted: Collection[str] = ()
    complete: Sequence[str] = ()

    def data(self) -> Data:
        """In the form of `schemas/readiness.schema.json`."""
        return {
            **heading.data(self.register, 2),
            "readiness": [
                {**_as_data(each), "listed": each.standard not in self.unlisted}
                for each in self.found
            ],
            "left_out": self.left_out,
            "complete": self.complete,
        }

    def rows(self) -> Rows:
        """A row to each point."""
        return Rows(HEADER, (_row(each, point) for each in self.found for point in each.points))

    def text(self) -> Iterator[str]:
        """Each readiness below a heading of its own."""
        if self.complete:
            yield from heading.lines(self.register, CHANGED, self.width)
        for said in self.complete:
            yield from wrapped(Text(said, ("green",)), self.width)
        for number, readiness in enumerate(self.found):
            yield from ("",) if number else ()
            unlisted = readiness.standard in self.unlisted
            yield from _lines(self.register, readiness, self.width, self.as_table, unlisted)
        yield from ("",) if self.left_out else ()
        for standard in self.left_out:
            name = heading.left_out(self.register, standard, self.found[0].purpose)
            held = self.register.maps[standard].is_audited(self.found[0].purpose)
            text = say(
                "Left out: {name}{part}.",
                name=name,
                part=say("; name it with --standard") if held else "",
            )
            yield from wrapped(Text(text, ("dim",)), self.width)

    def page(self) -> Page:
        """The verdict, then what is in the way."""
        from isodocs.model.page import Page, Paragraphs
        from isodocs.reports.readiness_page import page

        if self.complete:
            source = heading.source(self.register)
            return Page(
                CHANGED, self.register.config.organisation, source, (Paragraphs(self.complete),)
            )
        return page(self.register, self.found, self.left_out, self.unlisted)

    def markdown(self) -> Iterator[str]:
        """To send to the people concerned or to put into the minutes."""
        if self.complete:
            yield from (say("# {changed}", changed=CHANGED), "", *self.complete)
        for readiness in self.found:
            yield from _markdown(self.register, readiness)
            if readiness.standard in self.unlisted:
                yield from ("", heading.unlisted(readiness.standard))
            yield ""
        for id in self.left_out:
            yield say(
                "Left out: {left_out}.",
                left_out=heading.left_out(self.register, id, self.found[0].purpose),
            )


def _lines(
    register: Register, readiness: Readiness, width: int, as_table: bool, unlisted: bool
) -> Iterator[str]:
    yield from heading.lines(
        register, say("Readiness for {name_of}", name_of=name_of(register, readiness)), width
    )
    look = {ReadinessVerdict.NOT_READY: "red", ReadinessVerdict.READY: "green"}.get(
        readiness.verdict, "yellow"
    )
    when = say(", {days_left}", days_left=days_left(readiness)) if readiness.until else ""
    yield from wrapped(
        (Text(say("{verdict}", verdict=readiness.verdict).capitalize(), ("bold", look)), when),
        width,
    )
    if unlisted:
        yield from wrapped(Text(heading.unlisted(readiness.standard), ("yellow",)), width)
    yield from heading.looked_at_lines(readiness.looked_at, width)
    yield ""
    if as_table:
        yield from _table(readiness, width)
    else:
        for weight in Weight:
            yield from _points(readiness.of(weight), weight, width)
    yield from _sites(readiness, width)
    yield from _shown(readiness, width)


def _points(points: Sequence[Point], weight: Weight, width: int) -> Iterator[str]:
    if not points:
        return
    yield from wrapped(
        Text(
            say("{weight} ({points})", weight=TITLES[weight], points=len(points)),
            ("bold", _LOOKS[weight]),
        ),
        width,
    )
    for point in points:
        yield from wrapped(point.message, width, "    ", "  - ")
        if weight is not Weight.ASK:
            whose = say("{owner}: ", owner=point.owner) if point.owner else ""
            codes = say(" ({codes})", codes=joined(", ", point.codes)) if point.codes else ""
            yield from wrapped(joined("", (whose, point.remedy, codes)), width, "      ", "    → ")
    yield ""


def _table(readiness: Readiness, width: int) -> Iterator[str]:
    rows: list[Row] = [
        [
            Text(say("{weight}", weight=point.weight), (_LOOKS[point.weight],)),
            point.message,
            point.owner,
            str(point.due or ""),
        ]
        for point in readiness.points
    ]
    columns = (
        Column("", share=1),
        Column("WHAT", share=4),
        Column("OWNER", share=1, optional=True),
        Column("BY", optional=True),
    )
    yield from table(columns, rows, width)
    yield ""


def _sites(readiness: Readiness, width: int) -> Iterator[str]:
    """A line to each site of a certificate that has several."""
    if not readiness.sites:
        return
    yield from wrapped(Text(say("By site ({sites})", sites=len(readiness.sites)), ("bold",)), width)
    for site in readiness.sites:
        yield from wrapped(
            say("{site}: {of_site}", site=site.site, of_site=of_site(site, readiness.on)),
            width,
            "    ",
            "  - ",
        )
    yield from wrapped(
        Text(
            say('More: `isodocs readiness {purpose} --site "NAME"`', purpose=readiness.purpose),
            ("dim",),
        ),
        width,
    )
    yield ""


def _shown(readiness: Readiness, width: int) -> Iterator[str]:
    yield from wrapped(Text(sum_of(readiness), ("bold",)), width)
    rows: list[Row] = []
    for area in readiness.areas:
        parts = [say("{stops} blocking", stops=area.stops)] if area.stops else []
        parts += [say("{fixes} to fix", fixes=area.fixes)] if area.fixes else []
        figure = f"{area.shown}/{area.expected}" if area.judged else say("not judged")
        rows.append([say("{area}", area=area.area), figure, joined(", ", parts)])
    yield from table((Column(""), Column("", right=True), Column("", share=1)), rows, width)


def _as_data(readiness: Readiness) -> dict[str, Any]:
    return {
        "purpose": readiness.purpose,
        "standard": readiness.standard or None,
        "site": readiness.where[0] or None,
        "process": readiness.where[1] or None,
        "verdict": readiness.verdict,
        "expected": readiness.expected,
        "shown": readiness.shown,
        "until": readiness.until,
        "days_left": readiness.days_left,
        "looked_at": heading.looked_at(readiness.looked_at),
        "areas": [
            {
                "area": area.area,
                "judged": area.judged,
                "expected": area.expected,
                "shown": area.shown,
                "stops": area.stops,
                "fixes": area.fixes,
            }
            for area in readiness.areas
        ],
        "sites": [site._asdict() for site in readiness.sites],
        "points": [_point(point) for point in readiness.points],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "weight": point.weight,
        "area": point.area,
        "message": point.message,
        "remedy": point.remedy,
        "owner": point.owner,
        "due": point.due,
        "codes": point.codes,
        "subject": point.subject,
        "count": point.count,
    }


def _markdown(register: Register, readiness: Readiness) -> Iterator[str]:
    known = readiness.standard in register.maps
    name = (
        say(", {standard}", standard=heading.standard(register, readiness.standard))
        if known
        else ""
    )
    yield say(
        "# Readiness for {audit_of}{name}{where_of}",
        audit_of=audit_of(readiness),
        name=name,
        where_of=where_of(readiness),
    )
    yield ""
    left = say(", {days_left}", days_left=days_left(readiness)) if readiness.until else ""
    yield say(
        "**{verdict}** on {on}{left}.",
        verdict=say("{verdict}", verdict=readiness.verdict).capitalize(),
        on=readiness.on,
        left=left,
    )
    yield sum_of(readiness) + "."
    for sentence in heading.looked_at_sentences(readiness.looked_at):
        yield from ("", sentence)
    if readiness.sites:
        yield from ("", say("## By site"), "")
        yield from (
            say("- {site}: {of_site}", site=s.site, of_site=of_site(s, readiness.on))
            for s in readiness.sites
        )
    for weight in Weight:
        points = readiness.of(weight)
        if points:
            yield from ("", say("## {weight}", weight=TITLES[weight]), "")
            cells = ((point.message, point.remedy, point.owner, point.due) for point in points)
            yield from markdown.table(Rows(_MARKDOWN, cells))


def _row(readiness: Readiness, point: Point) -> tuple[object, ...]:
    said = _point(point)
    return (readiness.purpose, readiness.standard, *(said[name] for name in HEADER[2:]))
