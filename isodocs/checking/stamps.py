"""What parts and answers of a register are compared by: equal stamps, equal values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date
from enum import Enum
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from isodocs.assess.once import answer
from isodocs.dataclass import fields, is_dataclass
from isodocs.model.history import RecordHistory, Stamp
from isodocs.model.record import Record
from isodocs.words import Phrase, as_parts

if TYPE_CHECKING:
    from isodocs.model.register import Register

RECORDS, OF_KIND = "records", "records:"
"""The part of all records, and how that of one kind begins."""
OF_LEDGER = frozenset(RecordHistory._fields)
"""The parts of a ledger."""
_PLAIN = (str, int, float, bool, bytes, date, Enum, type(None))
_EXACTLY_PLAIN = frozenset((str, int, bool, date, type(None)))


class Stamps:
    """The stamps of the parts and answers of a register, each made once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._made: dict[str, str] = {}

    def of_part(self, part: str) -> str:
        """The stamp of a part."""
        if part not in self._made:
            self._made[part] = _stamp(self._part(part))
        return self._made[part]

    def _part(self, part: str) -> object:
        register = self._register
        if part.startswith(OF_KIND):
            return _by_file(register.records.get(part.removeprefix(OF_KIND), ()))
        if part == RECORDS:
            return _by_file(register.inventory.records)
        return getattr(register.ledger if part in OF_LEDGER else register.inventory, part)

    def of_answer(self, question: str) -> str:
        """The stamp of an answer; empty where it cannot be compared."""
        if question not in self._made:
            try:
                self._made[question] = _stamp(answer(self._register, question))
            except (LookupError, TypeError, ValueError):
                self._made[question] = ""
        return self._made[question]


def _by_file(records: Iterable[Record]) -> tuple[Any, ...]:
    """The files that records are in, which say all of them; those that no file says as they are."""
    return tuple(
        dict.fromkeys((each.path, each.blob) if each.blob else _written(each) for each in records)
    )


def _stamp(value: object) -> str:
    return blake2b(_written(value).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _written(value: object) -> str:
    """A value in words that only equal ones have; raises TypeError for one that has none.

    The order of mappings counts, since what is reported may follow it.
    """
    exact: Any = type(value)
    if exact in _EXACTLY_PLAIN:  # as most are
        return repr(value)
    if isinstance(value, Phrase):
        return repr(as_parts(value))
    if isinstance(value, _PLAIN):
        return repr(value)
    kind = exact.__qualname__
    if isinstance(value, tuple | list):
        return f"{kind}({','.join([_written(each) for each in value])})"
    if isinstance(value, Record) and value.blob:  # its file says all of it
        said = (value.path, value.blob, value.line, value.kind, value.id, dict(value.days))
        return f"{kind}{said!r}"
    if isinstance(value, Stamp) and value.committed:  # its commit says the rest
        return f"{kind}({value.order},{value.commit})"
    if isinstance(value, Set):  # all of them are alike
        return f"set({','.join(sorted(map(_written, value)))})"
    if isinstance(value, Mapping):
        return f"{kind}({','.join([f'{_written(k)}:{_written(v)}' for k, v in value.items()])})"
    if is_dataclass(value) and not isinstance(value, type):
        names = _names_of(exact)
        return f"{kind}({','.join([_written(getattr(value, name)) for name in names])})"
    raise TypeError(f"a value of {kind} cannot be compared")


@cache
def _names_of(noun: Any) -> tuple[str, ...]:
    """The names of the fields of a class."""
    return tuple(each.name for each in fields(noun))
