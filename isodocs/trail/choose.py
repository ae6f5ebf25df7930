"""A part of the trail: of one document, of one person, between two days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import IsodocsError
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.authority import Person
    from isodocs.model.register import Register
    from isodocs.model.trail import Event, Trail


def choose(
    found: Trail,
    register: Register,
    *,
    document: str = "",
    person: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Trail:
    """The events of `found` that fit all that is given.

    An event is between two days when anyone says so: its giver, a time stamp, or its commit; what
    is not yet committed always is. Raises IsodocsError for a person no one ever heard of.
    """
    events = found.events
    if document:
        events = tuple(e for e in events if e.document == document)
    if person:
        who = _Who(register, person)
        if not any(who.did(event) for event in found.events):
            raise _unknown(person, found, register)
        events = tuple(e for e in events if who.did(e))
    events = tuple(e for e in events if _between(e, since, until))
    return replace(found, events=events)


def _between(event: Event, since: date | None, until: date | None) -> bool:
    days = event.days
    return not days or any(
        (since is None or day >= since) and (until is None or day <= until) for day in days
    )


class _Who:
    """Someone, by the id, the name or an address, in any version of the authority register."""

    def __init__(self, register: Register, typed: str) -> None:
        authority = register.inventory.authority
        versions = authority.versions.values() if authority else ()
        people = [person for version in versions for person in version.people.values()]
        word = typed.casefold()
        ids = {person.id for person in people if word in _names(person)}
        mine = [person for person in people if person.id in ids]
        self._ids = ids | {word}
        self._names = {word} | {name for person in mine for name in _names(person)}

    def did(self, event: Event) -> bool:
        """Whether this is an event of theirs: as giver, as the one represented, as committer."""
        giver = event.giver
        if giver:
            if {giver.person, giver.principal} & self._ids:
                return True
            if giver.name.casefold() in self._names:
                return True
        return any(
            {signature.name.casefold(), signature.email.casefold()} & self._names
            for signature in event.committers
        )


def _names(person: Person) -> set[str]:
    return {person.id, person.name.casefold(), *(email.casefold() for email in person.emails)}


def _unknown(typed: str, found: Trail, register: Register) -> IsodocsError:
    authority = register.inventory.authority
    known = {
        word
        for event in found.events
        for signature in event.committers
        for word in (signature.name, signature.email)
    }
    if authority:
        known |= set(authority.current.people)
    return IsodocsError(
        say(
            "no one called {typed!r} did anything here.{did_you_mean}",
            typed=typed,
            did_you_mean=did_you_mean(typed, sorted(known)),
        ),
        hint=say(
            "Name the id or name of the authority register, or the e-mail address of a commit."
        ),
    )
