"""The data pack of a management review: each input that standards list, with what is recorded."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithMarkdown, WithPage
from isodocs.formats.markdown import cell as as_markdown
from isodocs.formats.markdown import table as markdown_table
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.reports import heading
from isodocs.reports.show import table_data, table_part
from isodocs.words import capital, counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.page import Page, Trend
    from isodocs.model.register import Register
    from isodocs.model.review_pack import ReviewPack, ReviewSection

HEADER = ("input", "title", "clauses", "looked_at", "table", "records", "missing")


@immutable(frozen=True)
class ManagementReviewReport(Report, WithMarkdown, WithPage):
    """The pack; `all_` prints every row of every table."""

    register: Register
    pack: ReviewPack
    all_: bool = False

    def data(self) -> Data:
        """In the form of `schemas/review-pack.schema.json`."""
        pack = self.pack
        return {
            **heading.data(self.register, 1),
            "standards": pack.standards,
            "since": pack.since,
            "earlier": [
                {"id": review.id, "held": review.day("held"), "path": review.path}
                for review in pack.last
            ],
            "inputs": [self._section(section) for section in pack.sections],
            "outputs": [
                {"word": word, "title": title, "clauses": _clauses(clauses)}
                for word, title, clauses in pack.outputs
            ],
            "inputs_not_known": pack.unknown,
            "command": self.command(),
        }

    def rows(self) -> Rows:
        """A row to each table of each input, and one to each input that has none."""
        return Rows(HEADER, self._rows())

    def text(self) -> Iterator[str]:
        """Each input with its tables, its figures and what is missing."""
        yield from heading.lines(self.register, say("Management review, data pack"), self.width)
        for sentence in self.sentences():
            yield from wrapped(sentence, self.width)
        for section in self.pack.sections:
            yield ""
            title = say(
                "{title} ({clauses})",
                title=section.input.title,
                clauses=self.clauses(section.clauses),
            )
            yield from wrapped(Text(title, ("bold",)), self.width)
            yield from wrapped(Text(self.asked(section), ("dim",)), self.width)
            for trend in section.trends:
                yield from wrapped(figures(trend), self.width, "    ", "  ")
            for table in section.tables:
                if table.rows:
                    yield from table_part(table, self.width, all_=self.all_)
                else:
                    yield from wrapped(Text(table.empty, ("yellow",)), self.width, "  ")
            for sentence in section.missing:
                yield from wrapped(Text(sentence, ("yellow",)), self.width, "  ")
        yield ""
        for sentence in self.afterwards():
            yield from wrapped(sentence, self.width)
        yield ""
        yield from wrapped(self.command(), self.width, "    ", "  ")

    def markdown(self) -> Iterator[str]:
        """To send with the invitation, or to begin the minutes with."""
        yield say("# {as_markdown}", as_markdown=as_markdown(self.name))
        yield ""
        for sentence in self.sentences():
            yield from (as_markdown(sentence), "")
        for section in self.pack.sections:
            yield say("## {as_markdown}", as_markdown=as_markdown(section.input.title))
            yield from ("", as_markdown(self.asked(section)), "")
            for trend in section.trends:
                yield from (say("- {as_markdown}", as_markdown=as_markdown(figures(trend))), "")
            for table in section.tables:
                yield say("### {as_markdown}", as_markdown=as_markdown(table.title))
                yield ""
                yield from (
                    _markdown_rows(table.columns, table.rows) if table.rows else (table.empty,)
                )
                yield ""
            for sentence in section.missing:
                yield from (say("- {as_markdown}", as_markdown=as_markdown(sentence)), "")
        yield say("## What the review decides")
        yield ""
        rows = [(title, "", "", "") for _, title, _ in self.pack.outputs]
        yield from _markdown_rows(("what", "decision", "who", "by"), rows)
        yield ""
        for sentence in self.afterwards():
            yield from (as_markdown(sentence), "")
        yield say("    {command}", command=one_line(self.command()))

    def page(self) -> Page:
        """A chapter to each input, with its figures drawn."""
        from isodocs.reports.management_review_page import page

        return page(self)

    @property
    def name(self) -> str:
        """What it is called: with the standards that it is for."""
        names = joined(", ", (heading.standard(self.register, id) for id in self.pack.standards))
        return say("Management review: data for {names}", names=names)

    def sentences(self) -> Iterator[str]:
        """What it is made of, and how much of it can be shown."""
        pack = self.pack
        yield say("Period: {since} to {on}.", since=pack.since, on=self.register.on)
        if pack.last:
            held = joined(
                ", ", (say("{id} on {day}", id=each.id, day=each.day("held")) for each in pack.last)
            )
            yield say("Last reviewed: {held}.", held=held)
        else:
            yield say("No management review is recorded so far.")
        number = len(pack.sections)
        yield say(
            "{filled} of {inputs} can be filled from the records.",
            filled=pack.filled,
            inputs=counted(number, "input"),
        )
        for id in pack.unknown:
            name = heading.standard(self.register, id)
            yield say("The inputs that {name} requires of a review are not known here.", name=name)

    def asked(self, section: ReviewSection) -> str:
        """What is looked at, and when it last was."""
        asks = section.input.asks
        review = section.looked_at
        when = (
            say("{id}, {day}", id=review.id, day=review.day("held"))
            if review
            else say("never, by the records")
        )
        return say("{asks}. Last looked at: {when}.", asks=capital(say(asks)), when=when)

    def clauses(self, clauses: Sequence[tuple[str, str]]) -> str:
        """`ISO 9001:2015 9.3.2; ISO 14001:2015 9.3`."""
        names = ((heading.standard(self.register, id), clause) for id, clause in clauses)
        return joined(
            "; ", (say("{name} {clause}", name=name, clause=clause) for name, clause in names)
        )

    def afterwards(self) -> Iterator[str]:
        """How the review becomes a record."""
        words = listed([section.input.word for section in self.pack.sections])
        yield say(
            "Write what was found and decided into a new record, which begins as named below."
        )
        if words:
            yield say("Enter in its field inputs what was looked at, of {words}.", words=words)
        yield say("Record each action with `isodocs new action`, and name it in the field actions.")

    def command(self) -> str:
        """The command that begins the minutes, with all that is known of them."""
        on = self.register.on
        values = {
            "standards": joined("; ", self.pack.standards),
            "chair": next((each.text("chair") for each in self.pack.last), "WHO"),
            "period-from": str(self.pack.since),
            "period-until": str(on),
        }
        fields = (
            say("--set {name}={value}", name=name, value=shlex.quote(value))
            for name, value in values.items()
            if value
        )
        return say(
            "isodocs new management-review 'Management review {year}' {fields}",
            year=on.year,
            fields=joined(" ", fields),
        )

    def _section(self, section: ReviewSection) -> dict[str, Any]:
        review = section.looked_at
        return {
            "word": section.input.word,
            "title": section.input.title,
            "asks": section.input.asks,
            "clauses": _clauses(section.clauses),
            "looked_at": review and {"id": review.id, "held": review.day("held")},
            "filled": section.is_filled,
            "tables": [
                {
                    "name": table.name,
                    "title": table.title,
                    "columns": table.columns,
                    "rows": table_data(table),
                }
                for table in section.tables
            ],
            "trends": [
                {
                    "name": trend.name,
                    "points": [{"when": p.when, "value": p.value} for p in trend.points],
                    "target": trend.target_said or None,
                    "note": trend.note,
                }
                for trend in section.trends
            ],
            "missing": section.missing,
        }

    def _rows(self) -> Iterator[Sequence[object]]:
        for section in self.pack.sections:
            review = section.looked_at
            begin = (section.input.word, section.input.title, self.clauses(section.clauses))
            held = review.day("held") if review else None
            for table in section.tables:
                yield (*begin, held, table.title, len(table.rows), None)
            for sentence in section.missing:
                yield (*begin, held, None, 0, sentence)


def figures(trend: Trend) -> str:
    """The figures of a trend in one line: `Nonconformities: 2026-Q1 0, 2026-Q2 1`."""
    said = joined(
        ", ", (say("{when} {said}", when=point.when, said=point.said) for point in trend.points)
    )
    target = (
        say("; target {target_said}", target_said=trend.target_said) if trend.target_said else ""
    )
    return say(
        "{name}: {said}{part}{target}",
        name=trend.name,
        said=said,
        part=say(" ({note})", note=trend.note) if trend.note else "",
        target=target,
    )


def _clauses(clauses: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"standard": id, "clause": clause} for id, clause in clauses]


def _markdown_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    return markdown_table(Rows(columns, rows))
