"""A transition as a table: a row to each clause of the new standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.formats import Rows
from isodocs.reports.transition import _words

if TYPE_CHECKING:
    from isodocs.assess.transition import StandardTransition
    from isodocs.model.register import Register


def table(register: Register, found: StandardTransition, **_: object) -> Rows:
    """A row to each step of `found`."""
    rows = (
        # The standard in front keeps 8.10 from becoming 8.1 in a spreadsheet.
        (
            step.requirement.reference,
            *_words.row(step)[1:],
            _words.differs(step),
            _words.control(step),
        )
        for step in found.steps
    )
    return Rows((*_words.COLUMNS, "differs", "statement"), rows)
