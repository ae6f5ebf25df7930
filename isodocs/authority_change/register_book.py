"""The authority register's files, by path, and what they amount to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.authority import authority_register
from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.model.authority import FOLDER, Authority, AuthorityHistory, Pending, Person
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.authority.authority_register import RegisterReading


@immutable(frozen=True, slots=True)
class Book:
    """Every file below `.isodocs/authority/`, by path, and their reading."""

    files: Mapping[str, bytes]
    reading: RegisterReading

    @property
    def pending(self) -> Pending | None:
        """The version that awaits signatures."""
        return self.reading.pending

    @property
    def history(self) -> AuthorityHistory:
        """The versions that count; raises LifecycleError when none does."""
        if self.reading.history is None:
            raise self._no_version()
        return self.reading.history

    def require_a_version(self) -> None:
        """Raise LifecycleError where no version counts and none awaits signatures."""
        if self.pending is None and self.reading.history is None:
            raise self._no_version()

    def _no_version(self) -> LifecycleError:
        fault = self.reading.fault
        return LifecycleError(
            fault.message if fault else say("there is no authority register"),
            path=fault.path if fault else "",
            hint=fault.hint if fault else say("`isodocs authority init` writes the first one."),
        )

    @property
    def proven(self) -> frozenset[tuple[str, str]]:
        """(person, fingerprint) of each key proven in a domain of `newest`."""
        if self.reading.history:
            return self.reading.history.proven
        return self.pending.proven if self.pending else frozenset()

    @property
    def newest(self) -> Authority:
        """The version in force; the first one, unsigned as it is, where none is."""
        if self.reading.history is None and self.pending:
            return self.pending.authority
        return self.history.current

    def person(self, email: str, named: str = "") -> Person:
        """The person `named`, or to whom `email` belongs, in force or in the version pending.

        Raises LifecycleError when the register knows neither.
        """
        people = dict(self.newest.people)
        if self.pending:
            people = {**self.pending.authority.people, **people}
        if named in people:
            return people[named]
        if named:
            raise LifecycleError(
                say(
                    "there is no person {named!r} in the authority register.{did_you_mean}",
                    named=named,
                    did_you_mean=did_you_mean(named, people),
                ),
                hint=say("People are: {people}.", people=", ".join(people)),
            )
        wanted = email.casefold()
        for person in people.values():
            if wanted in (address.casefold() for address in person.emails):
                return person
        raise LifecycleError(
            say("no one in the authority register has the address {email}", email=email),
            hint=say(
                "Use the address it knows (git config user.email ...), or say who you are: --as."
            ),
        )

    def with_files(self, files: Mapping[str, bytes | None]) -> Book:
        """The book as it will be once `files` are written (None: removed)."""
        merged = {path: data for path, data in {**self.files, **files}.items() if data is not None}
        return read(merged)


def read(files: Mapping[str, bytes]) -> Book:
    """The book of these files; those elsewhere are left out."""
    mine = {path: data for path, data in files.items() if path.startswith(FOLDER)}
    return Book(mine, authority_register.read_all(mine))
