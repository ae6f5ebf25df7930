"""What rules read of records, noted while they are asked, so that few must be asked again.

A rule finds the same as long as all that it read is the same. What it reads of a register in parts
(`records:audit`, `paths`) is noted by their names, and what others work out for it (`assess.once`)
by the questions. Of each part and of each answer a stamp is kept: equal stamps, equal values. So
where records were edited, the parts are compared first, then those answers for which a part is
another one; an answer that is as before hides from the rules why it was asked again.

Only what may depend on records is kept: documents are compared elsewhere (`outward`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

from isodocs.assess.document_people import OF_DOCUMENTS
from isodocs.assess.once import answer, give, question_of
from isodocs.checking.stamps import OF_KIND, OF_LEDGER, RECORDS, Stamps
from isodocs.dataclass import field, fields, mutable, replace
from isodocs.model.history import Ledger
from isodocs.model.inventory import Inventory
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.register import Register

_Value = TypeVar("_Value")
_EVERY = "every document"
_OF_INVENTORY = frozenset((RECORDS, "evidence", "paths", "files", "unreadable"))
_OF_MANY = frozenset(("documents", "shown_by", "shown", "approvals"))
"""Parts of an inventory that are about every document."""
_KEPT = tuple(map(question_of, OF_DOCUMENTS))
_WORKED_OUT = ("records_by_revision", "translations")
"""What a register that is recalled finds out in its own way."""
_COMPARED = "compared"
_MOST = 2_000
"""Of more answers than that none is compared."""


class Noted(NamedTuple):
    """What was read for one answer, or for the gaps of a rule; `stamp` is of the answer."""

    reads: frozenset[str]
    asks: frozenset[str]
    stamp: str = ""


@mutable(slots=True)
class _Open:
    reads: set[str] = field(default_factory=set)
    asks: set[str] = field(default_factory=set)


class Readings:
    """Notes what is read of one register; see `Watch`."""

    def __init__(self) -> None:
        self._nodes: dict[str, _Open] = {}
        self._working: list[_Open] = []
        self._over = False

    def end(self) -> None:
        """Note nothing from now on, since several threads are going to read the register."""
        self._over = True

    @property
    def notes(self) -> bool:
        """See `Watch`."""
        return bool(self._working)

    def asked(self, name: str) -> None:
        """See `Watch`."""
        self._working[-1].asks.add(name)

    def read(self, part: str) -> None:
        """Note that a part of the register is read."""
        if self._working:
            self._working[-1].reads.add(part)

    @contextmanager
    def working(self, name: str) -> Iterator[None]:
        """See `Watch`."""
        if self._over:
            yield
            return
        self._working.append(self._nodes.setdefault(name, _Open()))
        try:
            yield
        finally:
            self._working.pop()

    def of_records(self, register: Register, stamps: Stamps | None = None) -> KeptReadings:
        """What of it may depend on records, with the stamps of all that."""
        stamps = stamps or Stamps(register)
        reached = _Reached(self._nodes)
        mine = [n for n in self._nodes if n != _COMPARED and reached.by(n) - {_EVERY}]
        compared = [n for n in mine if " " in n and _EVERY not in reached.by(n)]
        stamped = frozenset(compared if len(compared) < _MOST else ())
        kept = {
            name: Noted(
                frozenset(self._nodes[name].reads - {_EVERY}),
                frozenset(each for each in self._nodes[name].asks if reached.by(each) - {_EVERY}),
                stamps.of_answer(name) if name in stamped else "",
            )
            for name in mine
        }
        parts = {part for node in kept.values() for part in node.reads}
        answers = {
            question: answer(register, question) for question in _KEPT if question in self._nodes
        }
        return KeptReadings(kept, {part: stamps.of_part(part) for part in parts}, answers)

    def know(self, question: str) -> None:
        """Note an answer that is known already, and rests on documents alone."""
        self._nodes[question] = _Open({_EVERY})


class _Reached:
    """The parts that were read for an answer, or for one that it asked for."""

    def __init__(self, nodes: Mapping[str, _Open]) -> None:
        self._nodes = nodes
        self._found: dict[str, set[str]] = {}

    def by(self, name: str) -> set[str]:
        """All of them; an answer that was not noted may rest on anything."""
        if name not in self._found:
            node = self._nodes.get(name, _Open({RECORDS, _EVERY}))
            found = self._found[name] = set(node.reads)
            for each in node.asks:
                found |= self.by(each)
        return self._found[name]


class KeptReadings(NamedTuple):
    """What rules read that may depend on records, by their codes, and the answers they asked for.

    `parts` are the stamps of the parts that were read, `answers` those that rest on no record.
    """

    nodes: Mapping[str, Noted] = {}
    parts: Mapping[str, str] = {}
    answers: Mapping[str, Any] = {}

    def affected(self, register: Register, stamps: Stamps) -> frozenset[str]:
        """The rules, and what else was noted, that may find something else in this register."""
        comparing = _Comparing(self, register, stamps)
        return frozenset(n for n in self.nodes if ":" not in n and comparing.is_another(n))

    def with_those(self, new: KeptReadings, stamps: Stamps) -> KeptReadings:
        """The same, once some were asked again on another register: what they read is added."""
        nodes = dict(self.nodes)
        for name, node in new.nodes.items():
            old = nodes.get(name, node)
            nodes[name] = Noted(old.reads | node.reads, old.asks | node.asks, node.stamp)
        parts = {part for node in nodes.values() for part in node.reads}
        return KeptReadings(
            nodes, {part: stamps.of_part(part) for part in parts}, {**self.answers, **new.answers}
        )

    @property
    def data(self) -> Any:
        """The same as JSON can hold it."""
        nodes = {n: [sorted(k.reads), sorted(k.asks), k.stamp] for n, k in self.nodes.items()}
        return [nodes, dict(self.parts), dict(self.answers)]


def from_data(data: Any) -> KeptReadings:
    """What `KeptReadings.data` gave."""
    nodes, parts, answers = data
    return KeptReadings(
        {
            n: Noted(frozenset(reads), frozenset(asks), stamp)
            for n, (reads, asks, stamp) in nodes.items()
        },
        parts,
        {question: _as_tuple(each) for question, each in answers.items()},
    )


def _as_tuple(value: Any) -> Any:
    return tuple(map(_as_tuple, value)) if isinstance(value, list) else value


class _Comparing:
    """Finds out which parts and answers are others than they were."""

    def __init__(self, kept: KeptReadings, register: Register, stamps: Stamps) -> None:
        self._kept, self._register, self._stamps = kept, register, stamps
        self._found: dict[str, bool] = {}

    def is_another(self, name: str) -> bool:
        """Whether a rule may find something else, or an answer is another one."""
        if name not in self._found:
            node = self._kept.nodes.get(name)
            self._found[name] = node is None or (
                self._may_be(node) and self._is_another(name, node)
            )
        return self._found[name]

    def _may_be(self, node: Noted) -> bool:
        return any(map(self._part_is_another, node.reads)) or any(map(self.is_another, node.asks))

    def _part_is_another(self, part: str) -> bool:
        return self._kept.parts.get(part) != self._stamps.of_part(part)

    def _is_another(self, name: str, node: Noted) -> bool:
        if not node.stamp:
            return True
        watch = self._register.watch
        with watch.working(_COMPARED) if watch else nullcontext():
            return self._stamps.of_answer(name) != node.stamp


def watched(register: Register, known: KeptReadings | None = None) -> Register:
    """The same register, which notes what is read of it (`Readings`).

    Of what is `known` of one with the same documents, those answers are taken that rest on these.
    """
    readings = Readings()
    inventory = object.__new__(_WatchedInventory)
    ledger = object.__new__(_WatchedLedger)
    for parts, inner in ((inventory, register.inventory), (ledger, register.ledger)):
        object.__setattr__(parts, "inner", inner)
        object.__setattr__(parts, "read", readings.read)
    entries = _WatchedMapping(lambda: register.entries, readings.read, "", _EVERY)
    copy = replace(register, inventory=inventory, ledger=ledger, entries=entries, watch=readings)
    for name in _WORKED_OUT:
        if name in register.__dict__:
            copy.__dict__[name] = register.__dict__[name]
    copy.__dict__[RECORDS] = _WatchedMapping(
        lambda: register.records, readings.read, OF_KIND, RECORDS
    )
    for question, each in known.answers.items() if known else ():
        readings.know(question)
        give(copy, question, each)
    return copy


def readings_of(register: Register, stamps: Stamps | None = None) -> KeptReadings | None:
    """What was noted of a register that is watched; None of another."""
    watch = register.watch
    return watch.of_records(register, stamps) if isinstance(watch, Readings) else None


def end_notes(register: Register) -> None:
    """Note nothing more of a register that was watched, nor of what is made of it."""
    if isinstance(register.watch, Readings):
        register.watch.end()


class _WatchedInventory(Inventory):
    """An inventory that notes which parts are read."""

    __slots__ = ("inner", "read")
    inner: Inventory
    read: Callable[[str], None]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in _OF_INVENTORY:
            self.read(name)
        elif name in _OF_MANY:
            self.read(_EVERY)
        return getattr(self.inner, name)


class _WatchedLedger(Ledger):
    """A ledger that notes which parts are read."""

    inner: Ledger
    read: Callable[[str], None]


def _watched_part(name: str) -> property:
    def get(ledger: _WatchedLedger) -> Any:
        if name in OF_LEDGER:
            ledger.read(name)
        return getattr(ledger.inner, name)

    return property(get)


for _part in fields(Ledger):
    setattr(_WatchedLedger, _part.name, _watched_part(_part.name))


class _WatchedMapping(Mapping[str, _Value]):
    """A mapping that notes which keys are asked for, after `one`, or that all are: `every`."""

    def __init__(
        self,
        find: Callable[[], Mapping[str, _Value]],
        read: Callable[[str], None],
        one: str,
        every: str,
    ) -> None:
        self._find, self._read, self._one, self._every = find, read, one, every

    @property
    def _all(self) -> Mapping[str, _Value]:
        self._read(self._every)
        return self._find()

    def __getitem__(self, key: str) -> _Value:
        if self._one:
            self._read(self._one + key)
        return self._find()[key]

    def __contains__(self, key: object) -> bool:
        if self._one:
            self._read(f"{self._one}{key}")
        return key in self._find()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
