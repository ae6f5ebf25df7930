"""Whether a written record, such as the report of an audit, says what it is kept for.

The schema of a kind names the parts that its text states (`x-written`). Headings alone, the
brackets of the outline, a checklist whose last column is empty and a word of approval state
nothing. Text below headings of the house's own counts for the parts that have no heading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.parsing.prose import count_words
from isodocs.parsing.said_no import says_nothing
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.outline import Outline, Section, Table
    from isodocs.model.record import Record
    from isodocs.model.record_law import Written

_OWN_WORDS = 4
"""Text below a heading of the house's own states a part from so many words on."""


def unstated(record: Record) -> tuple[str, ...]:
    """The parts that a record does not state; none where a file states them.

    Where all of it together is hardly a sentence, it states none of them.
    """
    kind = kinds().get(record.kind)
    asked = kind.law.written if kind else None
    if asked is None or record.outline is None or any(record.each(f) for f in asked.elsewhere):
        return ()
    words = dict(_words_by_heading(record.outline))
    known = {title.casefold() for part in asked.parts for title in part.under}
    own = sum(count for title, count in words.items() if title not in known)
    lacking = []
    for part in asked.parts:
        there = [words[title.casefold()] for title in part.under if title.casefold() in words]
        stated = any(not says_nothing(record.text(f)) for f in part.fields) or any(there)
        if not stated and (there or own < _OWN_WORDS):
            lacking.append(part.what)
    if not lacking and sum(words.values()) + _in_fields(record, asked) < asked.words:
        return tuple(part.what for part in asked.parts)
    return tuple(lacking)


def _in_fields(record: Record, asked: Written) -> int:
    texts = [record.text(field) for part in asked.parts for field in part.fields]
    return sum(count_words(text) for text in texts if not says_nothing(text))


def _words_by_heading(outline: Outline) -> Iterator[tuple[str, int]]:
    """How many words are below each heading, in small letters, that no one has to fill in yet."""
    to_fill_in = [found.line for found in outline.placeholders]
    first = outline.sections[0].line if outline.sections else None
    above = [line for line in to_fill_in if first is None or line < first]
    words_above = outline.words - sum(section.words for section in outline.sections)
    found: dict[str, int] = {"": 0 if above else words_above}
    for number, section in enumerate(outline.sections):
        after = outline.sections[number + 1 :]
        end = after[0].line if after else section.end_line + 1
        inside = range(section.line, end)
        title = section.title.strip().casefold()
        found.setdefault(title, 0)
        if not any(line in inside for line in to_fill_in):
            mine = [table for table in outline.tables if table.header.line in inside]
            found[title] += _words_of(section, mine)
    yield from found.items()


def _words_of(section: Section, tables: list[Table]) -> int:
    """The words below a heading; of a table only rows that are filled in to the last column."""
    empty = (cell for table in tables for row in _unfilled(table) for cell in row)
    return max(section.words - sum(count_words(cell) for cell in empty), 0)


def _unfilled(table: Table) -> Iterator[tuple[str, ...]]:
    width = len(table.header.cells)
    rows = [row for row in table.rows if len(row.cells) == width and row.cells[-1].strip()]
    yield table.header.cells
    yield from (row.cells for row in table.rows if row not in rows)
