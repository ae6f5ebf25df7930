"""A register as it would be with other files of records: all else of it is what it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import fields, replace
from isodocs.history.record_history import Before
from isodocs.inventory.paths_here import paths_of
from isodocs.inventory.take import take_retained
from isodocs.model.history import Ledger
from isodocs.model.inventory import Inventory
from isodocs.recall.kept_register import of_records
from isodocs.repository.objects import blob_id
from isodocs.repository.snapshot import Differing, KnownWorkTree
from isodocs.repository.tree import FILE, TreeEntry

if TYPE_CHECKING:
    from isodocs.inventory.take import Retained
    from isodocs.model.history import RecordHistory
    from isodocs.model.register import Register
    from isodocs.recall.maker import RegisterMaker
    from isodocs.repository.snapshot import CommitSnapshot
    from isodocs.repository.tree import Snapshot

_WORKED_OUT = ("records_by_revision", "translations")
"""What a register that is recalled finds out in its own way, and no record decides."""


class _OtherInventory(Inventory):
    """An inventory with some parts of its own; the others are found when they are asked for."""

    __slots__ = ("inner",)
    inner: Inventory

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.inner, name)


class _OtherLedger(Ledger):
    """A ledger with some parts of its own."""

    inner: Ledger
    own: Mapping[str, Any]


def _part(name: str) -> property:
    def get(ledger: _OtherLedger) -> Any:
        return ledger.own[name] if name in ledger.own else getattr(ledger.inner, name)

    return property(get)


for _field in fields(Ledger):
    setattr(_OtherLedger, _field.name, _part(_field.name))


def with_records(
    maker: RegisterMaker,
    register: Register,
    commit: CommitSnapshot,
    files: Mapping[str, bytes | None],
    put_back: Iterable[str] = (),
) -> Register | None:
    """The register of a commit once files of records are others; None where it is made whole.

    `register` is that of the commit as it is, but for the records at the paths `put_back`. Of
    `files`, None is one that goes.
    """
    form = commit.git.object_format
    differing = {
        path: None if data is None else Differing(TreeEntry(FILE, blob_id(data, form)), data)
        for path, data in files.items()
    }
    tree = KnownWorkTree(commit, differing)
    retained = take_retained(tree, register.config)
    if retained.unreadable or register.inventory.unreadable:
        return None
    before = Before(of_records(register.ledger), {*files, *put_back}, committed=False)
    history = maker.record_history(tree, register.config, retained.records, before)
    return _with(register, tree, retained, history)


def _with(
    register: Register, tree: Snapshot, retained: Retained, history: RecordHistory
) -> Register:
    paths, plain = paths_of(tree.entries)
    own = {"records": retained.records, "evidence": retained.evidence}
    inventory = object.__new__(_OtherInventory)
    object.__setattr__(inventory, "inner", register.inventory)
    for name, value in {**own, "paths": paths, "files": plain}.items():
        object.__setattr__(inventory, name, value)
    ledger = object.__new__(_OtherLedger)
    object.__setattr__(ledger, "inner", register.ledger)
    object.__setattr__(ledger, "own", history._asdict())
    copy = replace(register, inventory=inventory, ledger=ledger)
    for name in _WORKED_OUT:
        if name in register.__dict__:
            copy.__dict__[name] = register.__dict__[name]
    return copy
