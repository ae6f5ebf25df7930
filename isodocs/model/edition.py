"""Editions of standards: which is in force on a day, and until when certificates to one hold."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class EditionState(StrEnum):
    """The state of an edition on a day."""

    DRAFT = "draft"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Dated(NamedTuple):
    """A day, or all that is known of it: a month, a year. `sure` where it is past doubt."""

    text: str
    first: date
    last: date
    sure: bool = True

    @property
    def said(self) -> str:
        """The text, with a word on what is not past doubt."""
        return self.text if self.sure else f"{self.text} (to be confirmed)"


class Edition(NamedTuple):
    """One edition of a standard, as `schemas/editions.yaml` has it.

    `drafted` is since when the draft of what is not published is out, `expected` when it may
    appear. `successor` took its place on `replaced`, or is its draft. From `only_new_from` on first
    certifications are to the successor only; `ends` is the last day of certificates to it.
    """

    id: str
    name: str
    published: Dated | None = None
    drafted: str = ""
    expected: str = ""
    successor: str = ""
    replaced: Dated | None = None
    only_new_from: Dated | None = None
    ends: Dated | None = None
    certifiable: bool = True
    note: str = ""
    also: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The standard it is an edition of: `iso-9001`."""
        return self.id.rpartition("-")[0]

    @property
    def certain_end(self) -> date | None:
        """The last day of certificates to it, where that is past doubt."""
        return self.ends.last if self.ends and self.ends.sure else None

    def state(self, on: date) -> EditionState:
        """What it is on a day; a last day that is to be confirmed withdraws nothing."""
        if self.published is None or on < self.published.first:
            return EditionState.DRAFT
        if self.replaced is None or on < self.replaced.first:
            return EditionState.IN_FORCE
        over = self.certain_end is not None and self.certain_end < on
        return EditionState.SUPERSEDED if self.certifiable and not over else EditionState.WITHDRAWN

    def is_replaced(self, on: date) -> bool:
        """Whether another edition has taken its place by a day."""
        return self.state(on) in (EditionState.SUPERSEDED, EditionState.WITHDRAWN)

    def days_left(self, on: date) -> int | None:
        """Days until certificates to it end; None where no day is known, or nothing replaced it."""
        return (self.ends.last - on).days if self.ends and self.is_replaced(on) else None
