"""When each clause was audited, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.formats import Rows

if TYPE_CHECKING:
    from isodocs.assess.audits import ClauseAudited
    from isodocs.model.register import Register

HEADER = ("clause", "title", "last_audited", "due", "planned")


def table(register: Register, clauses: Mapping[str, Sequence[ClauseAudited]], **_: object) -> Rows:
    """A row to each clause of each standard."""
    return Rows(
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
