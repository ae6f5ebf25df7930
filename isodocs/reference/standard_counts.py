"""The table of counts in `docs/standards/README.md`: `python -m isodocs.reference.standard_counts`.

The numbers are taken from the maps, so that every page gives the same count as coverage does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.standards import load

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

BEGIN = "<!-- counts: written by `make docs` from the maps -->"
END = "<!-- end of counts -->"
HEADER = (
    "Standard",
    "Auditable",
    "of these controls",
    "Headings",
    "Documented information",
    "To be confirmed",
)


def table() -> str:
    """One row to a map: what is audited, how much of it are controls, and what is documented."""
    lines = [
        f"| {' | '.join(HEADER)} |",
        f"| --- |{' ---: |' * (len(HEADER) - 1)}",
        *(f"| {' | '.join(_row(load.load(id)))} |" for id in load.available()),
    ]
    return "\n".join(lines)


def filled(page: str) -> str:
    """The page with the table between its two marks."""
    return between(page, BEGIN, END, table())


def between(page: str, first: str, last: str, content: str) -> str:
    """The page with `content` between two marks; raises ValueError where they are missing."""
    head, begin, rest = page.partition(first)
    _, end, tail = rest.partition(last)
    if not (begin and end):
        raise ValueError(f"the page must hold {first!r} and {last!r}")
    return f"{head}{begin}\n\n{content}\n\n{end}{tail}"


def _row(known: RequirementMap) -> tuple[str, ...]:
    counts = (
        len(known.auditable),
        sum(clause.control for clause in known.auditable),
        sum(not clause.auditable for clause in known),
        sum(len(clause.documented_information) for clause in known),
        sum(clause.status == "to be confirmed" for clause in known),
    )
    name = known.edition_in_words.removeprefix(known.display_name)
    return (f"[{known.display_name}]({known.id}.md){name}", *map(str, counts))


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")
