"""What an identifier names: a document, a record of any kind, a person or a role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from isodocs.assess.record_index import record_index
from isodocs.assess.record_links import DOCUMENT, PEOPLE, PERSON, ROLE
from isodocs.assess.translations import text_called
from isodocs.dataclass import immutable
from isodocs.dossier.columns import place
from isodocs.errors import IsodocsError
from isodocs.records.record_kinds import kinds
from isodocs.words import counted, did_you_mean, listed, say

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.model.register import Entry, Register

_MOST = 8
"""So many choices are named."""


@immutable(frozen=True, slots=True)
class NamedThing:
    """Something with a name: `sort` is document, person, role or the kind of `record`."""

    sort: str
    id: str
    entry: Entry | None = None
    record: Record | None = None

    @property
    def choice(self) -> str:
        """How to name just this one."""
        if self.record is not None and (self.sort != PERSON or not self.id):
            return place(self.record) if not self.id else f"{self.sort}:{self.id}"
        return f"{self.sort}:{self.id}"


def find(register: Register, typed: str) -> NamedThing:
    """What `typed` names: an identifier, `supplier:SUP-001`, or a path with or without its line.

    Capitals are forgiven where nothing is written just so; a person is also known by name and
    e-mail address. Raises IsodocsError with the choices where several have that name, and with
    what was probably meant where nothing has it.
    """
    path = PurePosixPath(typed).as_posix()
    everything = list(_everything(register))
    sort, _, rest = typed.partition(":")
    for matching in (
        [one for one in everything if one.id == typed],
        [one for one in everything if path in _places(one)],
        [one for one in everything if one.sort == sort.casefold() and one.id == rest],
        [one for one in everything if one.id.casefold() == typed.casefold()],
        [one for one in everything if one.sort == PERSON and typed.casefold() in _called(one)],
    ):
        if len(matching) == 1:
            return matching[0]
        if matching:
            raise _several(typed, matching)
    if text := text_called(register, rest if sort == DOCUMENT else typed):
        return NamedThing(DOCUMENT, text.id, entry=text)
    known = dict.fromkeys(one.id for one in everything if one.id)
    raise IsodocsError(
        say(
            "nothing here is called {typed!r}.{did_you_mean}",
            typed=typed,
            did_you_mean=did_you_mean(typed, known),
        ),
        hint=say(
            "`isodocs register` lists the documents, `isodocs records` the kinds of record, "
            "`isodocs coverage --explain CLAUSE` what shows a clause."
        ),
    )


def _everything(register: Register) -> Iterator[NamedThing]:
    """Each thing that has a name, or at least a place."""
    for entry in register:
        yield NamedThing(DOCUMENT, entry.id, entry=entry)
    index = record_index(register)
    for id in index.people:
        yield NamedThing(PERSON, id, record=index.find(PEOPLE, id))
    for role in index.roles:
        yield NamedThing(ROLE, role)
    for record in register.inventory.records:
        first = record.id and index.find(record.kind, record.id) is record
        if record.kind in kinds() and not (first and record.kind == PEOPLE):
            yield NamedThing(record.kind, record.id, record=record)


def _places(named: NamedThing) -> tuple[str, ...]:
    """The paths by which it can be named."""
    if named.entry:
        here = (document.path for document in named.entry.current)
        return (named.entry.place_path, *here)
    if named.record is None:
        return ()
    return (place(named.record), named.record.path, f"{named.record.path}:{named.record.line}")


def _called(named: NamedThing) -> tuple[str, ...]:
    """The other names of a person."""
    if named.record is None:
        return ()
    said = (named.record.text("name"), named.record.text("email"))
    return tuple(text.casefold() for text in said if text)


def _several(typed: str, matching: list[NamedThing]) -> IsodocsError:
    choices = [named.choice for named in matching]
    if len({*choices}) < len(choices):
        choices = [place(n.record) if n.record else n.choice for n in matching]
    example = choices[0]
    kind = matching[0].sort
    also = say(", or list them: `isodocs records {kind}`", kind=kind) if kind in kinds() else ""
    records = [named.record for named in matching if named.record]
    what = counted(len(matching), "record" if len(records) == len(matching) else "thing")
    listing = listed(choices, most=_MOST)
    return IsodocsError(
        say("{typed!r} holds {what}: {listing}", typed=typed, what=what, listing=listing)
        if all(record.path == typed for record in records)
        else say("{typed!r} names {what}: {listing}", typed=typed, what=what, listing=listing),
        hint=say(
            "Name one of them, such as `isodocs show {example}`{also}.", example=example, also=also
        ),
    )
