"""Whether a choice between the alternatives of a standard holds, as `not-applicable` makes it.

ISO/IEC 17025, 8.1 lets a laboratory have its management system in one of two ways. Which one it
takes is seen from what it leaves out. One is left, it is taken whole, and what it rests on is
there: a management system to another standard, shown by `standards:` or by a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.assess.once import once_per_register_and
from isodocs.model.certification import CertificateState
from isodocs.named_tuple import NamedTuple
from isodocs.standards.editions import editions, family, name_of_family
from isodocs.words import agreed, listed, say

if TYPE_CHECKING:
    from isodocs.model.config import NotApplicable
    from isodocs.model.register import Register
    from isodocs.model.requirement import Alternative, RequirementMap


_WORDS = (("goes", "go"), ("it", "they"), ("it", "them"))


class UnsoundChoice(NamedTuple):
    """What is wrong with a choice, what to do, and the declarations that do not hold for it."""

    message: str
    hint: str
    declared: tuple[NotApplicable, ...]


class _Choice(NamedTuple):
    """What of a standard is declared not applicable, as far as it may be."""

    requirements: RequirementMap
    declared: tuple[NotApplicable, ...]

    def leaves_out(self, number: str) -> bool:
        return any(self.requirements.within(number, each.clause) for each in self.declared)

    def about(self, *numbers: str) -> tuple[NotApplicable, ...]:
        """The declarations of these clauses, of some below them, or of headings above."""
        within = self.requirements.within
        return tuple(
            each
            for each in self.declared
            if any(within(each.clause, n) or within(n, each.clause) for n in numbers)
        )

    def of(self, *alternatives: Alternative) -> tuple[NotApplicable, ...]:
        return self.about(*(n for each in alternatives for n in (each.clause, *each.clauses)))


@once_per_register_and(lambda requirements: requirements.id)
def unsound_choices(register: Register, requirements: RequirementMap) -> tuple[UnsoundChoice, ...]:
    """What is wrong with the choice between the alternatives of a map."""
    return tuple(_unsound(register, _choice(register, requirements)))


def taken_together(register: Register, requirements: RequirementMap) -> tuple[Alternative, ...]:
    """All alternatives, where none is left out, so that each of them applies; else nothing."""
    found = _choice(register, requirements)
    return () if found.of(*requirements.alternatives) else requirements.alternatives


def _choice(register: Register, requirements: RequirementMap) -> _Choice:
    declared = (
        each
        for each in register.config.not_applicable
        if each.standard == requirements.id
        and (clause := requirements.get(each.clause))
        and clause.may_be_not_applicable
    )
    return _Choice(requirements, tuple(declared))


def _unsound(register: Register, choice: _Choice) -> Iterator[UnsoundChoice]:
    every = choice.requirements.alternatives
    taken = [each for each in every if not choice.leaves_out(each.clause)]
    if not taken:
        yield _none(choice)
        return
    left = [each for each in every if each not in taken]
    for each in taken:
        if parts := choice.about(*each.clauses):
            yield _in_part(choice.requirements, each, parts, decided=bool(left))
        if left and each.rests_on and not _is_shown(register, choice.requirements, each.rests_on):
            yield _without_ground(each, left, choice.of(*left))


def _none(choice: _Choice) -> UnsoundChoice:
    every = choice.requirements.alternatives
    all_ = "all" if every[2:] else "both"
    return UnsoundChoice(
        say(
            "{clause} are {all_} left out, and one of them applies: {display_name} "
            "lets you choose between {str}",
            clause=listed(each.clause for each in every),
            all_=all_,
            display_name=choice.requirements.display_name,
            str=listed(map(str, every)),
        ),
        say(
            "Remove the one that you follow, with the clauses that go with it, from "
            "'not-applicable:'."
        ),
        choice.of(*every),
    )


def _in_part(
    requirements: RequirementMap,
    taken: Alternative,
    parts: tuple[NotApplicable, ...],
    *,
    decided: bool,
) -> UnsoundChoice:
    numbers = [each.clause for each in parts]
    goes, they, them = (agreed(len(numbers), *words) for words in _WORDS)
    others = listed(map(str, requirements.other_alternatives(taken)), "or")
    hint = say("Remove {them} from 'not-applicable:'.", them=them)
    if not decided:
        hint = say(
            "{hint}, or where you follow {others}, declare {clause} there as well.",
            hint=hint[:-1],
            others=others,
            clause=taken.clause,
        )
    return UnsoundChoice(
        say(
            "{numbers} {goes} with {taken}, which is not left out: {they} may be "
            "left out only where {others} is followed",
            numbers=listed(numbers),
            goes=goes,
            taken=taken,
            they=they,
            others=others,
        ),
        hint,
        parts,
    )


def _without_ground(
    taken: Alternative, left: list[Alternative], declared: tuple[NotApplicable, ...]
) -> UnsoundChoice:
    name = name_of_family(taken.rests_on)
    return UnsoundChoice(
        say(
            "{str} {verb} left out for {taken}, which rests on a management system "
            "to {name}, and none is shown",
            str=listed(map(str, left)),
            verb=agreed(len(left), "is", "are"),
            taken=taken,
            name=name,
        ),
        say(
            "List the edition of {name} that you work to under 'standards:', or "
            "record its certificate with `isodocs new certification`. If there is "
            "none, remove what is left out and answer it.",
            name=name,
        ),
        declared,
    )


def editions_rested_on(register: Register) -> frozenset[str]:
    """The editions of standards that an alternative rests on; records may name them."""
    maps = register.known_maps.values()
    families = {each.rests_on for known in maps for each in known.alternatives}
    return frozenset(id for id, edition in editions().items() if edition.family in families)


def _is_shown(register: Register, requirements: RequirementMap, rests_on: str) -> bool:
    """Whether there is a system to an edition of a standard: one in use, or with a certificate.

    Who prepares both standards is asked for no more than to prepare both.
    """
    works_to = register.in_use if requirements.id in register.in_use else register.maps
    if any(rests_on in (family(m.id), family(m.includes)) for m in works_to.values()):
        return True
    return any(
        found.state is CertificateState.CERTIFIED
        and family(found.record.text("standard")) == rests_on
        for found in certifications(register)
    )
