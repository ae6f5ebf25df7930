"""Values of the model as plain ones, and back: only what is named here is made of what is read.

A value is a list of nodes, each with its kind and what it is made of: plain values, or `[n]` for
the node `n`, which comes before it. Equal values are one node, so equal values are equal bytes.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any

from isodocs.dataclass import fields, is_dataclass
from isodocs.model.approval import (
    ApprovalRecord,
    ApprovalStatement,
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
    Sealed,
)
from isodocs.model.authority import ApprovalRule
from isodocs.model.controlled_copy import ControlledCopy, CopyApproval, CopyClause, CopyRevision
from isodocs.model.document import ClauseClaim, Document, Reference, State, Status
from isodocs.model.history import (
    DayEntry,
    DocumentHistory,
    Form,
    LostRow,
    RecordAlteration,
    RecordLeft,
    Revision,
    Stamp,
    Transition,
    ValueChange,
    WeightSaid,
)
from isodocs.model.inventory import Unreadable
from isodocs.model.judgement import Assurance, Ground, Judgement, Refusal
from isodocs.model.outline import Link, LinkKind, Lookup
from isodocs.model.period import Period
from isodocs.model.problem import Problem
from isodocs.model.record import Record
from isodocs.model.register import JudgedForm
from isodocs.model.shown import ShownFile, ShownFiles, ShownFlaw
from isodocs.model.validity import Answer, Validity
from isodocs.words import Phrase, as_parts, from_parts

_NOUNS: tuple[type, ...] = (
    Stamp,
    Document,
    Form,
    Revision,
    Transition,
    DocumentHistory,
    JudgedForm,
    Judgement,
    ApprovalRecord,
    ApprovalStatement,
    Sealed,
    AuthorityReference,
    Part,
    Previous,
    Assurance,
    Refusal,
    ApprovalRule,
    ClauseClaim,
    Reference,
    Period,
    Problem,
    Unreadable,
    ShownFiles,
    ShownFile,
    ShownFlaw,
    Link,
    Record,
    RecordAlteration,
    LostRow,
    DayEntry,
    RecordLeft,
    WeightSaid,
    ValueChange,
    ControlledCopy,
    CopyApproval,
    CopyClause,
    CopyRevision,
    Validity,
)
_WORDS: tuple[type[Enum], ...] = (
    Status,
    Decision,
    Meaning,
    Ground,
    LinkKind,
    Lookup,
    State,
    Answer,
)
_APART = (Judgement,)
"""Of these, equal ones stay two: some ask which of them it is."""
_PLAIN = frozenset((str, int, bool, type(None)))
_DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""
_TUPLE, _MAPPING, _DATE, _TIME, _BYTES, _PHRASE = range(6)


def encode(value: Any) -> bytes:
    """The value as `decode` reads it; raises TypeError for what is not named here."""
    return marshal.dumps(nodes_of(value), _DETERMINATE)


def decode(data: bytes) -> Any:
    """What `encode` wrote, which only this may be given: that it is ours, the store makes sure."""
    return value_of(marshal.loads(data))  # noqa: S302


def nodes_of(value: Any) -> list[list[Any]]:
    """The nodes of a value, of plain values and lists alone; raises TypeError as `encode` does."""
    return _NodeWriter().written(value)


def value_of(nodes: Iterable[list[Any]]) -> Any:
    """The value that has these nodes; raises as `decode` does."""
    made: list[Any] = []
    add, makers = made.append, _MAKERS
    for node in nodes:
        kind = node[0]
        parts = [made[part[0]] if type(part) is list else part for part in node[1:]]
        add(makers[kind](*parts) if kind else tuple(parts))  # most are tuples
    return made[-1]


class _NodeWriter:
    def __init__(self) -> None:
        self._nodes: list[list[Any]] = []
        self._places: dict[tuple[Any, ...], int] = {}
        self._known: dict[int, tuple[int, Any]] = {}

    def written(self, value: Any) -> list[list[Any]]:
        self._node(value)
        return self._nodes

    def _node(self, value: Any) -> int:
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = self._added(value), value  # held, so that its id is
        return known[0]

    def _added(self, value: Any) -> int:
        kind, parts = _taken_apart(value)
        node: list[Any] = [kind]
        alike: list[Any] = [kind]  # by which it is found: a node by its number, a value by its type
        for part in parts:
            of = type(part)
            if of in _PLAIN:
                node.append(part)
                alike += of, part  # 1 is True
            else:
                at = self._node(part)
                node.append([at])
                alike.append(at)
        key = tuple(alike)
        if key in self._places and type(value) not in _APART:
            return self._places[key]
        self._places[key] = len(self._nodes)
        self._nodes.append(node)
        return self._places[key]


def _taken_apart(value: Any) -> tuple[int, Sequence[Any]]:
    kind = type(value)
    if kind is tuple:
        return _TUPLE, value
    if kind is Phrase:
        return _PHRASE, (json.dumps(as_parts(value)),)
    if kind in _KINDS:
        return _KINDS[kind], _FIELDS[kind](value)
    if kind is date:
        return _DATE, (value.isoformat(),)
    if kind is datetime:
        return _TIME, (value.isoformat(),)
    if kind is bytes:
        return _BYTES, (value.decode("latin-1"),)
    if isinstance(value, Mapping):
        return _MAPPING, [each for pair in value.items() for each in pair]
    raise TypeError(f"a value of {kind} cannot be kept")


def _fields_of(noun: type) -> Callable[[Any], Sequence[Any]]:
    if not is_dataclass(noun):
        return tuple
    names = [each.name for each in fields(noun) if each.init]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: [getattr(value, name) for name in names]


def _maker_of(noun: type) -> Callable[..., Any]:
    named = [each.name for each in fields(noun) if each.kw_only] if is_dataclass(noun) else []
    return (lambda *values: noun(**dict(zip(named, values, strict=True)))) if named else noun


def _tuple(*values: Any) -> tuple[Any, ...]:
    return values


def _mapping(*values: Any) -> dict[Any, Any]:
    each = iter(values)
    return dict(zip(each, each, strict=True))


def _phrase(parts: str) -> str:
    return from_parts(json.loads(parts))


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


_MAKERS: tuple[Callable[..., Any], ...] = (
    _tuple,
    _mapping,
    date.fromisoformat,
    datetime.fromisoformat,
    _bytes,
    _phrase,
    *map(_maker_of, _NOUNS),
    *_WORDS,
)
_KINDS: dict[type, int] = {each: 6 + at for at, each in enumerate((*_NOUNS, *_WORDS))}
_FIELDS: dict[type, Callable[[Any], Sequence[Any]]] = {
    **{noun: _fields_of(noun) for noun in _NOUNS},
    **{word: lambda value: (value.value,) for word in _WORDS},
}
