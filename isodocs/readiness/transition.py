"""The move to another edition: which one is meant, from which, and what is known of its days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.certification import CHANGE, certifications
from isodocs.assess.certification_events import LETS_GO_ON, is_transition
from isodocs.assess.certification_steps import to_be_held
from isodocs.dataclass import replace
from isodocs.model.audit import Area, AuditKind
from isodocs.model.readiness import Point, Weight
from isodocs.standards.edition_words import replaced_how, way
from isodocs.standards.editions import editions, known_day, name_of, predecessors
from isodocs.standards.load import available, load
from isodocs.words import agreed, in_context, listed, say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification, Edition
    from isodocs.model.record import Record
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap


def moves(register: Register) -> tuple[str, ...]:
    """The editions to move to (see `_after`) to which the change is not complete."""
    return tuple(id for id in _after(register) if not complete(register, id))


def completed(register: Register) -> tuple[str, ...]:
    """That the change is complete, for each edition to which it is."""
    return tuple(said for id in _after(register) if (said := complete(register, id)))


def _after(register: Register) -> tuple[str, ...]:
    """The editions to move to: those that replaced one in use or certified, and have a map.

    Where there is none, the work may be to the new one already: certificates to the old still hold.
    """
    held = {c.record.text("standard") for c in certifications(register) if c.holds}
    before = (
        editions()[id]
        for id in {**dict.fromkeys(register.in_use), **dict.fromkeys(held)}
        if id in editions()
    )
    after = dict.fromkeys(
        edition.successor for edition in before if edition.is_replaced(register.on)
    )
    ahead = (
        id
        for id in register.in_use
        if any(
            before.certain_end is None or register.on <= before.certain_end
            for before in predecessors(id)[:1]
            if before.is_replaced(register.on)
        )
    )
    return tuple(id for id in (after or dict.fromkeys(ahead)) if known(register, id))


def complete(register: Register, standard: str) -> str:
    """That the change to an edition is complete: only a certificate to it holds; empty before."""
    there = _to(register, standard)
    if not there or any(c.holds for c in _before(register, standard)):
        return ""
    by = listed(c.record.id for c in there)
    verb = agreed(len(there), "is", "are")
    return say(
        "The change to {name_of} is complete: {by} {verb} to that edition.",
        name_of=name_of(standard),
        by=by,
        verb=verb,
    )


def _to(register: Register, standard: str) -> list[Certification]:
    """The certificates to an edition that hold."""
    return [
        c for c in certifications(register) if c.holds and c.record.text("standard") == standard
    ]


def certified(purpose: AuditKind, standards: Sequence[str]) -> tuple[str, ...]:
    """The standards whose certificates an audit is about: for a change, those to be changed too."""
    if purpose is not AuditKind.TRANSITION:
        return tuple(standards)
    before = (edition.id for standard in standards for edition in predecessors(standard))
    return tuple(dict.fromkeys((*standards, *before)))


def known(register: Register, id: str) -> RequirementMap | None:
    """The map of an edition, listed in isodocs.yaml or not; None where there is none."""
    return register.maps.get(id) or (load(id) if id in available() else None)


def with_both(register: Register, standards: Sequence[str]) -> Register:
    """The same register, did it work to these editions too; a bare number means what it did."""
    maps = {id: found for id in standards if (found := known(register, id))}
    config = register.config
    both = replace(
        config,
        standards=tuple(dict.fromkeys((*config.standards, *maps))),
        in_preparation=tuple(id for id in config.in_preparation if id not in maps),
        unnamed=config.meant,
    )
    return replace(
        register,
        inventory=replace(register.inventory, config=both),
        maps={**register.maps, **maps},
    )


def audit_day(register: Register, standards: Sequence[str]) -> date | None:
    """The day for which the audit for the change is arranged, else the last day for the change."""
    days: list[date] = []
    for standard in standards:
        for certification in _before(register, standard):
            days += [
                day
                for event in certification.events
                if is_transition(event, standard) and event.day("finished") is None
                if (day := event.day("planned"))
            ]
            days += [m.due for m in certification.milestones if m.kind == CHANGE and m.is_open()]
            if certification.holds and certification.expires and not _held(certification, standard):
                days.append(certification.expires)  # what follows is to the new edition
    return min((day for day in days if day >= register.on), default=None)


def _held(certification: Certification, standard: str) -> date | None:
    """The day on which the audit for the change was over; None before."""
    over = [
        event
        for event in certification.events
        if is_transition(event, standard) and event.text("result") in ("", *LETS_GO_ON)
    ]
    return max((day for event in over if (day := event.day("finished"))), default=None)


def _arrangement(register: Register, standard: str) -> str:
    """How far the audit for the change is: over, or not arranged, with the next audit there is."""
    said = ""
    for certification in (c for c in _before(register, standard) if c.holds):
        if over := _held(certification, standard):
            return say(
                "; the audit for the change was over on {over}, and the decision follows", over=over
            )
        waiting = [event for event in to_be_held(certification) if event.day("planned")]
        if any(is_transition(event, standard) for event in waiting):
            return ""
        said = say("; no audit for the change is arranged")
        for event in waiting[:1]:
            said += say(
                " (the next one is the {kind} of {day})",
                kind=in_context(event.text("kind").replace("-", " "), "kind"),
                day=event.day("planned"),
            )
    return said


def step(
    register: Register, requirements: RequirementMap, until: date | None
) -> tuple[str, str, Weight]:
    """What is missing for the audit for the change to be the next step, what to do, its weight."""
    before = [edition.name for edition in predecessors(requirements.id)[:1]]
    names = before[0] if before else say("an edition before")
    mine = _before(register, requirements.id)
    if there := _to(register, requirements.id):
        new, old = there[0].record.id, next((c.record.id for c in mine if c.holds), "")
        if not old:
            return "", "", Weight.ASK
        return (
            say("{old} to {names} still holds beside {new}", old=old, names=names, new=new),
            say(
                "Where {new} took its place: `isodocs set {new} previous={old}`. Where "
                "{old} is for something else, have that changed too.",
                new=new,
                old=old,
            ),
            Weight.FIX,
        )
    if not any(certification.holds for certification in mine):
        from isodocs.readiness.on_file import on_file  # only who holds none pays for it

        if found := on_file(mine, say("changed to another edition")):
            return *found, Weight.STOPS
        return (
            say("there is no certificate to {names} to change", names=names),
            say(
                "Record it: `isodocs new certification`. Without one, stage 1 and stage "
                "2 come first."
            ),
            Weight.STOPS,
        )
    for edition in predecessors(requirements.id)[:1]:
        if edition.ends and until and edition.ends.last < until:
            return (
                say(
                    "the audit on {until} is after the last day of certificates to {names}, {said}",
                    until=until,
                    names=names,
                    said=known_day(edition.ends),
                ),
                say("Agree on an earlier day with the certification body."),
                Weight.STOPS if edition.ends.sure else Weight.FIX,
            )
    return "", "", Weight.ASK


def ended(edition: Edition, purpose: AuditKind, on: date) -> tuple[str, Weight] | None:
    """Why no such audit to an edition is held on a day any more; None where it is."""
    if edition.certain_end and edition.certain_end < on and edition.is_replaced(on):
        return replaced_how(edition, on), Weight.STOPS
    since = edition.only_new_from
    if purpose in (AuditKind.STAGE_1, AuditKind.STAGE_2) and since and since.first <= on:
        after = editions()[edition.successor].name
        said = say(
            "since {said} first certifications are to {after} only",
            said=known_day(since),
            after=after,
        )
        return said, Weight.STOPS if since.sure else Weight.FIX
    return None


def questions(register: Register, purpose: AuditKind, standards: Sequence[str]) -> Iterator[Point]:
    """What will be asked about an edition that was replaced: when, and how, the move is made."""
    for standard in standards:
        edition = editions().get(standard)
        if purpose is AuditKind.TRANSITION:
            edition = next(iter(predecessors(standard)), None)
        after = edition.successor if edition else ""
        if edition is None or purpose is AuditKind.INTERNAL:
            continue
        if said := replaced_how(edition, register.on):
            yield Point(
                Weight.ASK,
                Area.CERTIFICATION,
                say(
                    "how and when you move: {name} was {said}{arrangement}",
                    name=edition.name,
                    said=said,
                    arrangement=_arrangement(register, after),
                ),
                way(edition, {*available(), *register.maps}),
                subject=standard,
            )


def only_before(requirements: RequirementMap, held: Sequence[Record]) -> str:
    """That all there is was about the edition before, with the last; empty otherwise."""
    before = next((e for e in predecessors(requirements.id)), None)
    mine = [each for each in held if before and before.id in each.items("standards")]
    days = [day for each in mine if (day := each.day("finished") or each.day("held"))]
    if not before or not days:
        return ""
    return say(
        "none is about this edition; the last one, of {days}, was about {name}",
        days=max(days),
        name=before.name,
    )


def _before(register: Register, standard: str) -> list[Certification]:
    """The certificates to the editions before one."""
    ids = {edition.id for edition in predecessors(standard)}
    return [c for c in certifications(register) if c.record.text("standard") in ids]
