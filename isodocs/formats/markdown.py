"""GitHub Flavored Markdown, in which no text of a repository becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from isodocs.expressions import expression
from isodocs.formats import Report, Rows, WithMarkdown
from isodocs.formats import cell as as_text
from isodocs.formats.text.escape import one_line
from isodocs.words import translated

TAKES = Report
_COMMAND = expression(r"(`(?:isodocs|git) [\w ./:=@+-]*`)")
"""Ours: nothing in it could end the code that it becomes, nor the cell."""
_MARKUP = expression(r"([\\`*_{}\[\]<>|&~])")
_ADDRESS = expression(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
"""By what GitHub Flavored Markdown makes a link of bare words; as an entity it only looks so."""


def write(report: Report) -> str:
    """The Markdown of a report; its rows as one table, where it has none of its own."""
    lines = report.markdown() if isinstance(report, WithMarkdown) else table(report.rows())
    return "\n".join(map(translated, lines)).rstrip("\n") + "\n"


def table(rows: Rows) -> Iterator[str]:
    """The lines of a table."""
    yield from head(rows.header)
    yield from (line(map(cell, row)) for row in rows.rows)


def head(names: Sequence[str]) -> Iterator[str]:
    """The first two lines of a table."""
    yield line(map(cell, names))
    yield line("---" for _ in names)


def cell(value: object) -> str:
    """A value that cannot leave its cell or become markup of its own, but for commands to run."""
    parts = _COMMAND.split(one_line(as_text(value)))
    parts[::2] = (_ADDRESS.sub(_entity, _MARKUP.sub(r"\\\1", part)) for part in parts[::2])
    return "".join(parts)


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def line(cells: Iterable[str]) -> str:
    """One line of a table, of cells that are Markdown already."""
    return f"| {' | '.join(cells)} |"
