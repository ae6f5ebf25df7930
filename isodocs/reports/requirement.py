"""How reports show what one clause asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isodocs.formats.text.layout import Column, Row, Text, part, table, wrapped
from isodocs.model.period import Period
from isodocs.model.requirement import demanding
from isodocs.standards.editions import name_of_family
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.applicability import ControlDecision
    from isodocs.model.requirement import (
        Alternative,
        EvidenceExpected,
        Requirement,
        RequirementMap,
    )

_KINDS = {
    "maintain": say("a document, kept up to date"),
    "retain": say("a record, kept as evidence"),
    "available": say("at hand, as a document or a record"),
    "available as evidence": say("at hand as evidence, which is a record"),
    "produce": say("a document, drawn up"),
}


def title(requirement: Requirement, requirements: RequirementMap) -> str:
    """`ISO 9001:2015, clause 8.4.1: General`."""
    word = say("control") if requirement.control else say("clause")
    return say(
        "{display_name}, {word} {number}: {title}",
        display_name=requirements.display_name,
        word=word,
        number=requirement.number,
        title=say(requirement.title),
    )


def lines(requirement: Requirement, requirements: RequirementMap, width: int) -> Iterator[str]:
    """What an auditable clause asks, has documented, lets be left out, and what shows it."""
    if requirement.asks:
        own = say("in the words of the map") if requirements.path else say("in our words")
        yield from part(say("What it asks, {own}", own=own))
        yield from wrapped(say(requirement.asks), width, "  ")
    else:
        yield from part(say("What it asks"))
        text = say(
            "not shown here; {publisher} publishes the text", publisher=requirements.publisher
        )
        yield from wrapped(text, width, "  ")
    yield from part(say("Documented information it requires"))
    if requirement.documented_information:
        rows: list[Row] = [
            [
                Text(information.verb, ("bold",)),
                say("{what} ({verb})", what=information.what, verb=_KINDS[information.verb]),
            ]
            for information in requirement.documented_information
        ]
        for line in table([Column(""), Column("", share=1)], rows, width - 2):
            yield say("  {line}", line=line)
    else:
        yield say("  none by name")
    if requirement.evidence:
        yield from part(say("What an auditor looks for (advice from practice, not a requirement)"))
    for expected in requirement.evidence:
        span = fresh_enough(expected)
        fresh = say(" (of the last {fresh})", fresh=span) if span else ""
        yield from wrapped(joined("", (expected.what, fresh)), width, "    ", "  - ")
    yield from part(say("May it be declared not applicable?"))
    if requirement.control and demanding(requirements):
        answer = say(
            "Yes, with a justification, in the Statement of Applicability: `isodocs soa {id}`.",
            id=requirements.id,
        )
    elif requirement.may_be_not_applicable:
        where = requirements.left_out_where or (
            say("the organisation does not choose it")
            if requirement.control
            else say("it cannot be applied")
        )
        if one := requirements.alternative_of(requirement.number):
            where = listed(map(_followed, requirements.other_alternatives(one)), "or")
        rarely = (
            say(" Certification bodies rarely accept it.") if requirement.rarely_left_out else ""
        )
        answer = say(
            "Yes, where {where}: under `not-applicable:` in isodocs.yaml, with a "
            "justification and the controlled document that holds it.{rarely}",
            where=where,
            rarely=rarely,
        )
    else:
        answer = say("No.") if requirements.path else say("No, it applies to every organisation.")
    yield from wrapped(answer, width, "  ")


def fresh_enough(expected: EvidenceExpected) -> str:
    """How old what an auditor looks for may be: `12 months`; empty where that does not matter."""
    span = Period.parse(expected.fresh or "")
    return counted(span.count, span.unit) if span else ""


def _followed(taken: Alternative) -> str:
    """`option B (8.1.3) is followed, which rests on a management system to ISO 9001`."""
    rests = say(
        ", which rests on a management system to {name_of_family}",
        name_of_family=name_of_family(taken.rests_on),
    )
    return say("{taken} is followed{part}", taken=taken, part=rests if taken.rests_on else "")


def alternatives(requirements: RequirementMap) -> str:
    """Of which ways an organisation takes one; empty where a standard has no alternatives."""
    each = [
        say("{one}, with {clauses}", one=one, clauses=listed(one.clauses))
        if one.clauses
        else say(str(one))
        for one in requirements.alternatives
    ]
    return say("One of these is followed: {each}.", each=joined("; ", each)) if each else ""


def about(requirements: RequirementMap) -> str:
    """`ISO 9001:2015 with Amd 1:2024, Quality management systems: 82 auditable clauses`."""
    count = counted(len(requirements.auditable), "auditable clause")
    return say(
        "{edition_in_words}, {title}: {count}",
        edition_in_words=requirements.edition_in_words,
        title=requirements.title,
        count=count,
    )


def kind(requirement: Requirement) -> str:
    """`heading`, `requirement` or `control`, as maps call it."""
    if not requirement.auditable:
        return "heading"
    return "control" if requirement.control else "requirement"


def as_data(requirement: Requirement) -> dict[str, Any]:
    """A clause, for programs (`$defs/clause` of the schemas)."""
    return {
        "number": requirement.number,
        "kind": kind(requirement),
        "title": requirement.title,
        "asks": requirement.asks,
        "documented_information": [
            {
                "kind": information.kind,
                "what": information.what,
                **({"as_evidence": True} if information.as_evidence else {}),
            }
            for information in requirement.documented_information
        ],
        "evidence_expected": [
            {"what": expected.what, "fresh": expected.fresh} for expected in requirement.evidence
        ],
        "may_be_not_applicable": requirement.may_be_not_applicable,
        "rarely_left_out": requirement.rarely_left_out,
    }


def decision_as_data(decision: ControlDecision | None) -> dict[str, object] | None:
    """A row of the Statement of Applicability, for programs (`$defs/decision` of the schemas)."""
    if decision is None:
        return None
    return {
        "control": decision.number,
        "title": decision.title,
        "applicable": decision.applicable,
        "justification": decision.justification,
        "state": str(decision.state) if decision.state else None,
        "owner": decision.owner,
        "documents": [*decision.documents],
        "records": [*decision.records],
        "evidence": [*decision.evidence],
        "path": decision.place.path,
        "line": decision.place.line,
    }
