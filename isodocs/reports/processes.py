"""The process map: who answers for each process, which it feeds, and how it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isodocs.assess.process_map import Feed, feeds, figures, processes
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Text, wrapped
from isodocs.reports import heading
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.assess.measurements import Series
    from isodocs.model.record import Record
    from isodocs.model.register import Register

HEADER = ("process", "title", "owner", "feeds", "fed-by", "measures", "documents")


@immutable(frozen=True)
class ProcessesReport(Report):
    """The processes of a register."""

    register: Register

    def data(self) -> Data:
        """In the form of `schemas/processes.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "processes": [self._process(record) for record in processes(self.register)],
        }

    def rows(self) -> Rows:
        """A row to each process."""
        return Rows(HEADER, map(self._row, processes(self.register)))

    def text(self) -> Iterator[str]:
        """Each process with what goes in, what comes out, and who takes it up."""
        yield from heading.lines(self.register, say("Process map"), self.width)
        known = processes(self.register)
        if not known:
            yield say("No process register is kept here: `isodocs new process` begins one.")
            return
        links = counted(len(feeds(self.register)), "link")
        yield say("{process}, {links}", process=counted(len(known), "process"), links=links)
        for record in known:
            yield ""
            yield from wrapped(
                Text(say("{id} {title}", id=record.id, title=record.text("title")), ("bold",)),
                self.width,
            )
            for name, said in self._lines(record):
                yield from wrapped(
                    say("{name}: {said}", name=name, said=said), self.width, "    ", "  "
                )

    def _lines(self, record: Record) -> Iterator[tuple[str, str]]:
        yield "owner", record.text("owner") or "none"
        for name, items in (("in", "inputs"), ("out", "outputs")):
            if record.items(items):
                yield name, joined("; ", record.items(items))
        for feed in self._from(record):
            what = say(": {what}", what=joined("; ", feed.what)) if feed.what else ""
            yield (
                "feeds",
                say(
                    "{id} {title}{what}",
                    id=feed.target.id,
                    title=feed.target.text("title"),
                    what=what,
                ),
            )
        for name in ("documents", "risks", "measures", "sites"):
            if record.items(name):
                yield name, joined(", ", record.items(name))
        for series in figures(self.register, record):
            yield "measured", _measured(series)

    def _from(self, record: Record) -> list[Feed]:
        return [feed for feed in feeds(self.register) if feed.source is record]

    def _fed_by(self, record: Record) -> list[str]:
        return [feed.source.id for feed in feeds(self.register) if feed.target is record]

    def _process(self, record: Record) -> dict[str, Any]:
        return {
            "id": record.id,
            "title": record.text("title"),
            "owner": record.text("owner"),
            **{name: list(record.items(name)) for name in ("inputs", "outputs")},
            "feeds": [
                {"process": feed.target.id, "what": list(feed.what)} for feed in self._from(record)
            ],
            "fed-by": self._fed_by(record),
            **{name: list(record.items(name)) for name in ("measures", "documents", "risks")},
            "measured": [
                {
                    "figure": series.last.text("figure"),
                    "on": series.day,
                    "value": series.reached,
                    "target": series.target,
                    "met": series.met,
                }
                for series in figures(self.register, record)
            ],
        }

    def _row(self, record: Record) -> tuple[object, ...]:
        return (
            record.id,
            record.text("title"),
            record.text("owner"),
            joined("; ", (feed.target.id for feed in self._from(record))),
            joined("; ", self._fed_by(record)),
            joined("; ", record.items("measures")),
            joined("; ", record.items("documents")),
        )


def _measured(series: Series) -> str:
    """`yield 95.4 % on 2026-10-30 (target at least 96 %: missed)`."""
    reached = {True: say(": met"), False: say(": missed"), None: ""}[series.met]
    target = (
        say(" (target {target}{reached})", target=series.target, reached=reached)
        if series.target
        else ""
    )
    return say(
        "{figure} {reached} on {day}{target}",
        figure=series.last.text("figure"),
        reached=series.reached,
        day=series.day,
        target=target,
    ).strip()
