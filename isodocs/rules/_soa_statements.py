"""The Statements of Applicability that rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.soa import statement

if TYPE_CHECKING:
    from isodocs.model.applicability import (
        StatementOfApplicability,
    )
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap


def statements(register: Register) -> Iterator[tuple[StatementOfApplicability, RequirementMap]]:
    """Each statement of a standard that is in use or in preparation, with the standard."""
    for id, requirements in register.maps.items():
        if found := statement(register, id):
            yield found, requirements
