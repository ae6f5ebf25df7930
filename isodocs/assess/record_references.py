"""What records refer to: people, roles, documents, clauses, files, other records.

One pass over all records. The same wrong value in many rows of a table is found once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

from isodocs.assess.alternatives import editions_rested_on
from isodocs.assess.record_index import RecordIndex, cited, record_index, standards_of
from isodocs.model.record import FOLDER, Record, RecordField
from isodocs.named_tuple import NamedTuple
from isodocs.records import attachments
from isodocs.records.record_kinds import kinds
from isodocs.standards.clause import UnknownClause
from isodocs.standards.edition_words import did_you_mean_edition
from isodocs.standards.editions import other_editions
from isodocs.words import article, did_you_mean, noun, say

if TYPE_CHECKING:
    from isodocs.model.register import Register

_COMPARISONS = 100_000
"""At most this many words are compared for `Did you mean` in one register."""


class Broken(NamedTuple):
    """A value that refers to nothing: in `field` of `record`, and in `times` - 1 further rows."""

    record: Record
    field: str
    value: str
    message: str
    hint: str
    times: int = 1


class _Fault(NamedTuple):
    message: str
    hint: str


_Check = Callable[[Record, RecordField], Iterator[tuple[str, _Fault]]]


def broken(register: Register) -> tuple[Broken, ...]:
    """Every reference to nothing, in the order of the records, the same one of a file once."""
    checks = _Checks(register)
    found: dict[tuple[str, str, str], tuple[Record, _Fault, int]] = {}
    for record in register.inventory.records:
        for field in _referring(record.kind):
            if field.name not in record.values:
                continue
            for value, fault in checks.check(record, field):
                key = (record.path, field.name, value)
                first = found.get(key)
                found[key] = (first[0], first[1], first[2] + 1) if first else (record, fault, 1)
    return tuple(
        Broken(record, field, value, fault.message, fault.hint, times)
        for (_, field, value), (record, fault, times) in found.items()
    )


def broken_in(register: Register, record: Record) -> tuple[Broken, ...]:
    """What one record, which need not be kept yet, refers to that is not there."""
    checks = _Checks(register)
    return tuple(
        Broken(record, field.name, value, fault.message, fault.hint)
        for field in _referring(record.kind)
        if field.name in record.values
        for value, fault in checks.check(record, field)
    )


@cache
def _referring(kind: str) -> tuple[RecordField, ...]:
    """The fields of a kind that refer to something."""
    return tuple(f for f in kinds()[kind].fields.values() if f.refers) if kind in kinds() else ()


class _Checks:
    """What each sort of reference may name, worked out once."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.index: RecordIndex = record_index(register)
        standards = {*register.config.named_standards, *register.known_maps}
        standards = {*standards, *other_editions(standards), *editions_rested_on(register)}
        self.near: dict[tuple[str, str], str] = {}
        self.comparisons = _COMPARISONS
        people, roles = self.index.people, self.index.roles
        self.known: dict[str, tuple[str, Collection[str], str]] = {
            "person": (
                say("a person"),
                people,
                say("People are in {folder}people.csv.", folder=FOLDER),
            ),
            "role": (
                say("a role"),
                roles,
                say("Roles are in {folder}people.csv and the authority register.", folder=FOLDER),
            ),
            "owner": (
                say("a role or person"),
                {**roles, **people},
                say("Write a role or person by id."),
            ),
            "standard": (
                say("a standard in use"),
                standards,
                say(
                    "In use are {standards} (isodocs.yaml).", standards=", ".join(sorted(standards))
                ),
            ),
            "document": (
                say("a document"),
                register.entries,
                say("Correct the identifier; `isodocs register` lists all."),
            ),
        }
        self.ids: dict[str, str] = {}  # of people, by name; filled when one is looked for
        self.special: dict[str, _Check] = {
            "clause": self._clauses,
            "revision": self._revision,
            "file": self._files,
            "file-or-number": self._files,
            "record": self._anywhere,
        }

    def check(self, record: Record, field: RecordField) -> Iterator[tuple[str, _Fault]]:
        """The values of a field that refer to nothing, each with what is wrong with it."""
        if special := self.special.get(field.refers):
            yield from special(record, field)
            return
        if field.refers in self.known:
            what, known, hint = self.known[field.refers]
            if not known:
                return  # no one keeps such a list here
        else:
            kind = kinds()[field.refers]
            known = self.index.kinds.get(kind.name, {})
            what = article(noun(kind.title))
            hint = say(
                "Correct it, or record it first: `isodocs new {refers}`.", refers=field.refers
            )
        for value in record.lists.get(field.name) or (record.values[field.name],):
            if value not in known:
                near = self._near(field.refers, value, known) or self._by_name(field, value)
                message = say(
                    "'{name}' names {value!r}, which is not {what} known here.{near}",
                    name=field.name,
                    value=value,
                    what=what,
                    near=near,
                )
                yield value, _Fault(message, hint)

    def _near(self, refers: str, value: str, known: Collection[str]) -> str:
        if (refers, value) not in self.near:
            self.comparisons -= len(known)
            if self.comparisons < 0:
                self.near[refers, value] = ""
            elif refers == "standard":
                self.near[refers, value] = did_you_mean_edition(value, known, self.register.on)
            else:
                self.near[refers, value] = did_you_mean(value, known)
        return self.near[refers, value]

    def _by_name(self, field: RecordField, value: str) -> str:
        """The id of a person who was named by name."""
        if field.refers not in ("person", "owner"):
            return ""
        if not self.ids:
            for id, name in self.index.people.items():
                self.ids.setdefault(name.casefold(), id)
        id = self.ids.get(value.casefold(), "")
        return say(" The id of {value} is {id!r}.", value=value, id=id) if id else ""

    def _clauses(self, record: Record, field: RecordField) -> Iterator[tuple[str, _Fault]]:
        maps = self.register.known_maps
        if not maps or not all(standard in maps for standard in standards_of(record)):
            return  # the standard itself is what is wrong
        for found in cited(self.register, record, field.name):
            if isinstance(found, UnknownClause):
                hint = say(
                    "`isodocs standards` lists every clause; write the standard where needed."
                )
                yield (
                    found.text,
                    _Fault(
                        say("'{name}': {message}", name=field.name, message=found.message), hint
                    ),
                )

    def _revision(self, record: Record, field: RecordField) -> Iterator[tuple[str, _Fault]]:
        id, number = record.text("document"), record.values[field.name]
        entry = self.register.entries.get(id)
        if entry is None or entry.status(number) is not None:
            return
        known = ", ".join(status.number for status in entry.revisions)
        message = say("{id} never had a revision {number!r}", id=id, number=number)
        yield (
            say("{id} {number}", id=id, number=number),
            _Fault(message, say("Its revisions are {known}.", known=known)),
        )

    def _files(self, record: Record, field: RecordField) -> Iterator[tuple[str, _Fault]]:
        for item in attachments.attachments(record, self.register.inventory.paths):
            if item.field == field.name and not item.path:
                message = say(
                    "'{name}' names {written!r}, which is not in the repository",
                    name=field.name,
                    written=item.written,
                )
                hint = say(
                    "Correct the path, from the root or from the record's own folder, or add it."
                )
                yield item.written, _Fault(message, hint)

    def _anywhere(self, record: Record, field: RecordField) -> Iterator[tuple[str, _Fault]]:
        for value in record.lists.get(field.name) or (record.values[field.name],):
            if self.index.anywhere(value) is None:
                known = [id for ids in self.index.kinds.values() for id in ids]
                near = self._near(field.refers, value, known)
                message = say(
                    "'{name}' names {value!r}, which is not a record.{near}",
                    name=field.name,
                    value=value,
                    near=near,
                )
                yield value, _Fault(message, say("Write the id of the record it came from."))
