"""CLS: the state of a standard in preparation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.assess.coverage import coverage
from isodocs.assess.coverage_strength import summary
from isodocs.model.certification import EditionState
from isodocs.model.config import PATH
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.standards.edition_words import replaced_how, way
from isodocs.standards.editions import editions, known_day
from isodocs.standards.load import available
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("CLS009", "standard-in-preparation", Level.NOTE, blocks=False)
def standard_in_preparation(register: Register) -> Iterator[Finding]:
    """The state of a standard in preparation: everything open in it, reported once.

    Why: If you work to one standard and prepare for another, you need to see the gaps of the first.
    Claims on the second are checked as usual. What is missing in it is reported here by number, and
    in full by `isodocs coverage` and `isodocs readiness stage-1 --standard`. An edition whose place
    another took is about to end. A standard to which a certificate holds is worked to, and so is
    one that the certification body has begun to audit, from stage 1 on: in preparation, its gaps
    would not be reported one by one.

    Example: An organisation works to ISO 9001 and prepares for ISO 14001.

        isodocs.yaml:
            standards: [iso-9001-2015]
            in-preparation: [iso-14001-2015]
            required: [id]

    Remedy: Add what is missing. List the standard under `standards:` when you work to it. Prepare
    for the edition in force. A certification that you gave up is closed in its record.
    """
    for standard in register.config.in_preparation:
        if standard in register.maps:
            found = coverage(register, standard)
            name = register.maps[standard].display_name
            if worked_to := next(_worked_to(register, standard), None):
                yield worked_to
                continue
            replaced, instead, late = _replaced(register, standard)
            missing = say(
                "To see what is missing: `isodocs coverage {standard} --gaps`. ", standard=standard
            )
            yield Finding(
                say(
                    "{name} is in preparation{replaced}: {summary}",
                    name=name,
                    replaced=replaced,
                    summary=summary(found),
                ),
                instead
                or say(
                    "{missing}When you work to it, list it under 'standards:'.", missing=missing
                ),
                _place(register),
                subject=standard,
                level=Level.WARNING if late else None,
            )


def _place(register: Register) -> Place:
    return Place(PATH, *register.config.places.get("in-preparation", (0, 0)))


def _worked_to(register: Register, standard: str) -> Iterator[Finding]:
    """What shows that a standard is worked to, unless another edition of it is in its place."""
    family = standard.rpartition("-")[0]
    if any(other.rpartition("-")[0] == family for other in register.config.standards):
        return
    mine = [c for c in certifications(register) if c.record.text("standard") == standard]
    for each in sorted(mine, key=lambda c: not c.holds):
        first = next((e for e in each.events if e.done("started", register.on)), None)
        if each.holds:
            shown = say(
                "{id} certifies it until {expires}", id=each.record.id, expires=each.expires
            )
        elif first and each.record.text("status") == "open":
            shown = say(
                "its certification audits began on {day} ({id})",
                day=first.day("started"),
                id=first.id,
            )
        else:
            continue
        yield Finding(
            say(
                "{name} is in preparation, and {shown}: {summary}",
                name=register.maps[standard].display_name,
                shown=shown,
                summary=summary(coverage(register, standard)),
            ),
            say("List {id} under 'standards:', so that its gaps are reported.", id=standard),
            _place(register),
            subject=standard,
            level=Level.ERROR,
        )


def _replaced(register: Register, standard: str) -> tuple[str, str, bool]:
    """That another edition took its place, what to do, and whether past doubt it is too late."""
    edition = editions().get(standard)
    said = replaced_how(edition, register.on) if edition else ""
    if edition is None or not said:
        return "", "", False
    only = edition.only_new_from
    then = ""
    if only:
        then = say(
            "; first certificates are to the new edition only from {said} on", said=known_day(only)
        )
    named = edition.successor in register.config.named_standards
    do = (
        say("Take {standard} off the list", standard=standard)
        if named
        else say("Prepare for {successor} instead", successor=edition.successor)
    )
    late = only is not None and only.sure and only.last <= register.on
    over = edition.state(register.on) is EditionState.WITHDRAWN
    hint = say(
        "{do}, unless you are certified to it. {way}",
        do=do,
        way=way(edition, {*available(), *register.maps}),
    )
    return say(", although it was {said}{then}", said=said, then=then), hint, late or over
