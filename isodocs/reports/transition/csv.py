"""A transition for a spreadsheet: a row to each clause of the new standard."""

from __future__ import annotations

from isodocs.assess.transition import Transition
from isodocs.register import Register
from isodocs.reports import spreadsheet
from isodocs.reports.transition import _words


def render(register: Register, found: Transition, **_: object) -> str:
    """Render below a header."""
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
    return spreadsheet.render((*_words.COLUMNS, "differs", "statement"), rows)
