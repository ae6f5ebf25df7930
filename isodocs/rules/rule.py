"""How a function becomes a rule, and the families that codes begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from isodocs.model.audit import (
    EVERY_STAGE,
    FROM_STAGE_2,
    OF_CLAUSES,
    ONCE_CERTIFIED,
    STAGE_2,
    Area,
)
from isodocs.model.rule import Family, Rule
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from isodocs.model.audit import AuditKind
    from isodocs.model.gap import Level
    from isodocs.model.rule import RuleFunction

FAMILIES: Final = {
    family.code: family
    for family in (
        Family("DOC", say("Identity and state of documents"), Area.DOCUMENTS, of_documents=True),
        Family("REV", say("Revisions"), Area.DOCUMENTS, of_documents=True),
        Family(
            "APR",
            say("Approvals"),
            Area.APPROVALS,
            EVERY_STAGE,
            author_closes=False,
            of_documents=True,
        ),
        Family("REF", say("References"), Area.DOCUMENTS),
        Family("CLS", say("Clauses"), Area.CLAUSES, OF_CLAUSES, prepares=True),
        Family("SOA", say("Statement of Applicability"), Area.CLAUSES, OF_CLAUSES),
        Family("REC", say("Records"), Area.RECORDS, STAGE_2),
        Family("PEO", say("People and responsibilities"), Area.COMPETENCE, FROM_STAGE_2),
        Family("TRN", say("Training and competence"), Area.COMPETENCE, FROM_STAGE_2),
        Family("AUD", say("Internal audits and management review"), Area.AUDITS, FROM_STAGE_2),
        Family(
            "NCR", say("Nonconformities and corrective actions"), Area.NONCONFORMITIES, FROM_STAGE_2
        ),
        Family("CER", say("Certification"), Area.CERTIFICATION, ONCE_CERTIFIED),
        Family("CFG", say("Configuration and authority"), Area.APPROVALS, EVERY_STAGE),
    )
}
"""Every family by its code. Where it does not say which audits its gaps stop, each rule does."""

REGISTERED: dict[str, Rule] = {}
"""Every rule by its code, filled as the family files are imported."""


def rule(
    code: str,
    name: str,
    level: Level,
    clauses: tuple[str, ...] = (),
    *,
    blocks: bool,
    stops: frozenset[AuditKind] | None = None,
    stops_as_warning: bool = False,
    waits_for_approval: bool = False,
    by_calendar: bool = False,
    explains: tuple[str, ...] = (),
    part_of: str = "",
    of_its_day: bool = False,
    waivable: bool = True,
    author_closes: bool | None = None,
    of_documents: bool | None = None,
    of_many: bool = False,
    protects: bool = False,
    fixed: bool = False,
    of_people: bool = False,
) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as the rule `code`; `clauses` are of ISO 9001:2015.

    The rest is as in Rule. What it `blocks` has no default, and what it `stops` only in a family
    that has one, so that each rule decides. Raises KeyError for a code of no family, ValueError
    for a code that is taken or where nothing says what it stops.
    """
    family = FAMILIES[code[:3]]
    stopped = family.stops if stops is None else stops
    if stopped is None:
        raise ValueError(f"{code} must say which audits it stops; its family does not")

    def register(function: RuleFunction) -> RuleFunction:
        if code in REGISTERED and REGISTERED[code].function is not function:
            raise ValueError(f"two rules have the code {code}")
        REGISTERED[code] = Rule(
            code,
            name,
            level,
            clauses,
            family,
            function,
            blocks=blocks,
            stops=stopped,
            stops_as_warning=stops_as_warning,
            waits_for_approval=waits_for_approval,
            by_calendar=by_calendar,
            explains=explains,
            part_of=part_of,
            of_its_day=of_its_day,
            waivable=waivable,
            author_closes=family.author_closes if author_closes is None else author_closes,
            of_documents=family.of_documents if of_documents is None else of_documents,
            of_many=of_many,
            protects=protects,
            fixed=fixed,
            of_people=of_people or family.area is Area.COMPETENCE,
        )
        return function

    return register
