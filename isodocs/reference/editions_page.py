"""The tables of `docs/standards/editions.md`: `python -m isodocs.reference.editions_page`.

Everything between its two marks is taken from `schemas/editions.yaml`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.reference.standard_counts import between
from isodocs.standards.editions import editions, known_day, sources

if TYPE_CHECKING:
    from isodocs.model.certification import Edition

BEGIN = "<!-- editions: written by `make docs` from schemas/editions.yaml -->"
END = "<!-- end of editions -->"
_HEADER = (
    "Edition",
    "State",
    "Published",
    "First certificates only to the next",
    "Certificates end",
)


def filled(page: str) -> str:
    """The page with editions, notes and sources between its two marks."""
    return between(page, BEGIN, END, "\n".join(_lines()))


def _lines() -> Iterator[str]:
    yield f"| {' | '.join(_HEADER)} | Sources |"
    yield f"|{' --- |' * (len(_HEADER) + 1)}"
    for edition in editions().values():
        yield f"| {' | '.join(_row(edition))} |"
    yield from ("", "## What is to be confirmed, and notes", "")
    for edition in editions().values():
        if edition.note:
            yield f"- **{edition.name}**: {edition.note}"
    yield from ("", "## Sources", "")
    for id, source in sources().items():
        address = f"<{source.where}>" if source.where.startswith("http") else f"{source.where}."
        yield f"- **{id}** {source.what}. {address}"


def _row(edition: Edition) -> tuple[str, ...]:
    if edition.published is None:
        state = f"draft since {edition.drafted}"
        state += f", expected in {edition.expected}" if edition.expected else ""
    elif edition.replaced:
        state = f"replaced by {editions()[edition.successor].name}"
    else:
        state = "in force"
    days = (edition.published, edition.only_new_from, edition.ends)
    return (
        edition.name,
        state,
        *(known_day(day) if day else "" for day in days),
        ", ".join(edition.sources),
    )


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")
