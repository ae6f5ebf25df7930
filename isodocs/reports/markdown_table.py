"""A table of GitHub Flavored Markdown, in which no text of a repository becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from isodocs.reports.escape import one_line

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|&~])")


def render(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The header and the rows as text; None is an empty cell."""
    lines = [line(map(cell, header)), line("---" for _ in header)]
    lines += [line(map(cell, row)) for row in rows]
    return "\n".join(lines) + "\n"


def cell(value: object) -> str:
    """A value that cannot leave its cell or become markup of its own."""
    return "" if value is None else _MARKUP.sub(r"\\\1", one_line(str(value)))


def line(cells: Iterable[str]) -> str:
    """One line of a table, of cells that are Markdown already."""
    return f"| {' | '.join(cells)} |"
