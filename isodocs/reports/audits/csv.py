"""When each clause was audited, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isodocs.assess.audits import ClauseAudited
from isodocs.register import Register
from isodocs.reports import spreadsheet

HEADER = ("clause", "title", "last_audited", "due", "planned")


def render(register: Register, clauses: Mapping[str, Sequence[ClauseAudited]], **_: object) -> str:
    """Render the clauses of each standard below a header."""
    return spreadsheet.render(
        HEADER,
        (
            (str(found.clause), _title(register, found), found.last, found.due, found.planned)
            for standard in clauses.values()
            for found in standard
        ),
    )


def _title(register: Register, found: ClauseAudited) -> str:
    requirement = register.maps[found.clause.standard].get(found.clause.number)
    return requirement.title if requirement else ""
