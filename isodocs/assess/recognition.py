"""Whether a course is recognised: by the register of providers, else by what its record says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.parsing.said_no import says_no
from isodocs.words import say

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
        return say("no one is named in 'recognised'") if says_no(said) else ""
    if said and says_no(said):
        return say("'recognised' says {said!r}", said=said)
    name = training.text("provider")
    provider = provider_of(register, training)
    if provider is None:
        return (
            say("{name!r} is not in the register of providers", name=name)
            if name
            else say("no provider is named")
        )
    day = training.day("date")
    begins, ends = provider.day("valid-from"), provider.day("valid-until")
    if says_no(provider.text("recognised-by")):
        return say("no one recognises {name}", name=name)
    if day and begins and day < begins:
        return say("{name} is recognised only from {begins} on", name=name, begins=begins)
    if day and ends and day > ends:
        return say("the recognition of {name} ended on {ends}", name=name, ends=ends)
    return ""


def provider_of(register: Register, training: Record) -> Record | None:
    """The entry of who gave a training in the register of providers."""
    return _providers(register).get(_compared(training.text("provider")))


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
