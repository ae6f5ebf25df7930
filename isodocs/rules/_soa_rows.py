"""How a gap of rows of a Statement of Applicability is reported: once, at the first of its rows.

A statement has a hundred rows, and while it is being filled in most of them lack the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.model.gap import Finding, Level, Place
from isodocs.model.requirement import demanding
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.applicability import ControlDecision, StatementOfApplicability
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

_SHOWN = 6
"""So many controls are named; `isodocs soa --gaps` shows all of them."""


def of_rows(
    register: Register,
    found: StatementOfApplicability,
    decisions: Sequence[ControlDecision],
    message: str,
    hint: str,
    subject: str,
    about: tuple[str, Level | None] = ("", None),
) -> Finding:
    """One gap of several rows, at the first of them.

    It is for the owner of the rows where they have the same, else for that of the document that
    shows them.
    """
    owners = {decision.owner for decision in decisions}
    entry = register.entries.get(found.document)
    keeper = entry.document.owner if entry else ""
    if len(decisions) > _SHOWN:
        hint += say(" `isodocs soa --gaps {standard}` lists them.", standard=found.standard)
    return finding(
        register.maps[found.standard],
        message,
        hint,
        decisions[0].place,
        [decision.number for decision in decisions],
        subject,
        (owners.pop() if len(owners) == 1 else "") or keeper,
        about,
    )


def finding(
    requirements: RequirementMap,
    message: str,
    hint: str,
    place: Place,
    numbers: Sequence[str],
    subject: str,
    owner: str = "",
    about: tuple[str, Level | None] = ("", None),
) -> Finding:
    """A gap of some controls; `about` is the document that is to wait for it, and its level."""
    clauses = [f"{requirements.id}:{number}" for number in numbers if number in requirements]
    return Finding(
        message,
        hint,
        place,
        about[0],
        subject=f"{requirements.id}|{subject}",
        clauses=tuple(clauses) or asked_in(requirements),
        owner=owner,
        level=about[1],
    )


def asked_in(requirements: RequirementMap) -> tuple[str, ...]:
    """The clause that asks for a statement, where no control is meant."""
    asked = demanding(requirements)
    return (str(asked.reference),) if asked else ()


def named(decisions: Sequence[ControlDecision], one: str, several: str) -> str:
    """`A.5.7 Threat intelligence applies`, `A.5.7, A.5.8 and 9 more apply`."""
    if len(decisions) == 1:
        return say(
            "{number} {title}", number=decisions[0].number, title=decisions[0].title
        ).strip() + say(" {one}", one=one)
    return say(
        "{number} {several}",
        number=listed([decision.number for decision in decisions], most=_SHOWN),
        several=several,
    )
