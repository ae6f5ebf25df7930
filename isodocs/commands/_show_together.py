"""The texts that are approved at once, one line each, and those that are left out, with why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.commands._options import terminal_width
from isodocs.commands._text import echo
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from isodocs.assess.mentions import ClauseMention
    from isodocs.lifecycle.approve_together import NotApproved
    from isodocs.model.document import Document


def show_texts(documents: Sequence[Document], heading: str) -> None:
    """Identifier, revision, title, and what it changes."""
    from isodocs.formats.text.layout import wrapped
    from isodocs.model.document import Status

    echo(heading)
    for document in documents:
        end = say("its end") if document.status is Status.OBSOLETE else ""
        change = end or document.change
        text = say("{label}, {title}", label=document.label, title=document.title) + (
            say(": {change}", change=change) if change else ""
        )
        for line in wrapped(text, terminal_width(), "    ", "  "):
            echo(line)


def show_mentions(mentions: Iterable[ClauseMention], heading: str) -> None:
    """A line for each document: the clauses that it mentions, each with its line."""
    from isodocs.formats.text.layout import wrapped

    by_document: dict[tuple[str, str], list[str]] = {}
    for each in mentions:
        place = say("{number} (line {line})", number=each.clause.number, line=each.line)
        by_document.setdefault((each.id, each.path), []).append(place)
    if by_document:
        echo(heading)
    for (id, path), places in by_document.items():
        text = say("{id}, {path}: {places}", id=id, path=path, places=", ".join(places))
        for line in wrapped(text, terminal_width(), "    ", "  "):
            echo(line)


def show_left(left: Iterable[NotApproved]) -> None:
    """What is left out, each with its reason; nothing is left out in silence."""
    from isodocs.formats.text.layout import wrapped

    rows = list(left)
    if not rows:
        return
    echo(say("Left out ({rows}):", rows=len(rows)))
    by_reason: dict[str, list[NotApproved]] = {}
    for found in rows:
        by_reason.setdefault(found.why, []).append(found)
    for why, several in by_reason.items():
        for line in wrapped(
            say("{names}: {why}", names=_names(several), why=why), terminal_width(), "    ", "  "
        ):
            echo(line)


def _names(several: Sequence[NotApproved]) -> str:
    """The documents that one reason keeps out; one alone with its path."""
    if len(several) == 1 and several[0].label != several[0].path:
        return say("{label} ({path})", label=several[0].label, path=several[0].path)
    return ", ".join(found.label for found in several)
