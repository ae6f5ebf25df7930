"""Whether the report of an audit, or the minutes of a review, says anything.

Headings alone, the brackets of the outline, and a checklist whose last column is empty say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.model.outline import Outline, Section, Table
    from isodocs.model.record import Record

_ELSEWHERE = ("conclusion", "minutes", "evidence")
"""Fields that say what came of it without a text."""


def is_written_up(record: Record) -> bool:
    """Whether a record with a story says what was seen or decided."""
    if any(record.text(field) or record.items(field) for field in _ELSEWHERE):
        return True
    return record.outline is not None and _says_something(record.outline)


def _says_something(outline: Outline) -> bool:
    to_fill_in = [found.line for found in outline.placeholders]
    ends = {section.line: section.end_line for section in outline.sections}
    tables = list(outline.tables)
    for section in outline.sections:
        inside = range(section.line, ends[section.line] + 1)
        if any(line in inside for line in to_fill_in):
            continue
        mine = [table for table in tables if table.header.line in inside]
        if _words_without(section, mine) > 0 or any(map(_filled_in, mine)):
            return True
    return not outline.sections and outline.words > 0 and not to_fill_in


def _words_without(section: Section, tables: list[Table]) -> int:
    return section.words - sum(len(cell.split()) for table in tables for cell in _cells(table))


def _cells(table: Table) -> Iterator[str]:
    for row in (table.header, *table.rows):
        yield from row.cells


def _filled_in(table: Table) -> bool:
    width = len(table.header.cells)
    return any(len(row.cells) == width and row.cells[-1].strip() for row in table.rows)
