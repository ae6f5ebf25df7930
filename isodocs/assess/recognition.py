"""Whether a course is recognised: by the register of providers, else by what its record says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.once import once_per_register
from isodocs.parsing.said_no import says_no
from isodocs.parsing.standard_names import named, yardstick

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def not_recognised(register: Register, training: Record) -> str:
    """Why the course of a training does not count as recognised, in words; empty where it does.

    Where a register of providers is kept, the provider is in it, and its recognition was valid on
    the day of the training. A record that says `no` is believed in any case.
    """
    said = training.text("recognised")
    if not register.records.get("provider"):
        return "no one is named in 'recognised'" if says_no(said) else ""
    if said and says_no(said):
        return f"'recognised' says {said!r}"
    name = training.text("provider")
    provider = provider_of(register, training)
    if provider is None:
        return f"{name!r} is not in the register of providers" if name else "no provider is named"
    day = training.day("date")
    begins, ends = provider.day("valid-from"), provider.day("valid-until")
    if says_no(provider.text("recognised-by")):
        return f"no one recognises {name}"
    if day and begins and day < begins:
        return f"{name} is recognised only from {begins} on"
    if day and ends and day > ends:
        return f"the recognition of {name} ended on {ends}"
    return ""


def provider_of(register: Register, training: Record) -> Record | None:
    """The entry of who gave a training in the register of providers."""
    return _providers(register).get(_compared(training.text("provider")))


class OutsideScope(NamedTuple):
    """A recognition whose scope does not name what a course was for.

    It is `certain` where the scope names other standards; else it shares no word with the course.
    """

    scope: str
    certain: bool


def outside_scope(register: Register, training: Record, requirement: Record) -> OutsideScope | None:
    """Whether a recognised course was for something that the recognition does not name."""
    provider = provider_of(register, training)
    scope = provider.text("scope") if provider else ""
    if says_no(scope) or _ALL.search(scope):
        return None
    words = " ".join(
        (*(requirement.text(name) for name in ("title", "kind", "id")), training.text("course"))
    )
    known = tuple(yardstick(each, maps.display_name) for each, maps in register.maps.items())
    standard = yardstick(requirement.text("standard")).number
    wanted = {standard} if standard else {each.number for each in named(words, known)}
    covered = {each.number for each in named(scope, known)} - _OF_AUDITING
    wanted -= _OF_AUDITING
    if wanted and (covered or not wanted.isdisjoint(_NUMBER.findall(scope))):
        inside = wanted & (covered | {*_NUMBER.findall(scope)})
        return None if inside else OutsideScope(scope, certain=True)
    return None if _stems(words) & _stems(scope) else OutsideScope(scope, certain=False)


def _stems(text: str) -> set[str]:
    """The beginnings of the words that say something: auditor and audits are about the same."""
    return {word[:_STEM] for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) >= _STEM}


_STEM = 5
_OF_AUDITING = {"", "19011", "17021", "17024"}
"""Standards of how to audit, whatever is audited; no management system is built by them."""
_NUMBER = re.compile(r"[0-9]{3,5}")
_ALL = re.compile(r"\b(?:all|any|every|alle|tous|toutes|todos|tutti)\b", re.IGNORECASE)


def flaws(provider: Record) -> tuple[str, ...]:
    """The facts that show the recognition of a provider and are missing, by field."""
    if says_no(provider.text("recognised-by")):
        return ()
    return tuple(
        field for field in ("number", "scope", "looked-up") if says_no(provider.text(field))
    )


@once_per_register
def _providers(register: Register) -> Mapping[str, Record]:
    """The providers by id and by name."""
    found: dict[str, Record] = {}
    for provider in register.records.get("provider", ()):
        for name in (provider.id, provider.text("name")):
            found.setdefault(_compared(name), provider)
    return found


def _compared(name: str) -> str:
    return " ".join(name.casefold().split())
