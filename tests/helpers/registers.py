"""Registers of a work tree, one after the other, each made of the last one and made whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from isodocs.machine import answers
from isodocs.model.history import Ledger
from isodocs.model.inventory import Inventory
from isodocs.model.register import Register
from isodocs.repository import footprint
from isodocs.workspace import View, Workspace
from tests.helpers.calls import TICK


class Registers:
    """Makes registers as commands do; `recalled` counts those that were made of the last one."""

    def __init__(self, folder: Path, on: date, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.on, self.recalled = folder, on, 0
        monkeypatch.setattr(footprint, "MARGIN", int(TICK * 1e9))
        monkeypatch.setattr(footprint, "TICK", TICK)

    def __call__(self) -> Register:
        """The register; fails where one by what is kept is any different."""
        call = answers.call(str(self.folder), ("register",))
        assert call
        call.answer()
        workspace, view = Workspace.open(self.folder, call=call), View(self.on, latest=True)
        found = workspace.register(view)
        whole = Workspace.open(self.folder).register(view)
        if workspace.memory and workspace.memory.work_tree:
            self.recalled += 1
            compare(found, whole)
        call.keep(0, b"")
        return whole


def compare(found: Register, whole: Register) -> None:
    """Fail where two registers differ in anything."""
    for id, entry in whole.entries.items():
        assert found.entries[id] == entry
        for status, other in zip(entry.revisions, found.entries[id].revisions, strict=True):
            assert (status is entry.in_force) is (other is found.entries[id].in_force)
    assert list(found.entries) == list(whole.entries)
    for of in (Inventory, Ledger):
        mine, all = (
            register.inventory if of is Inventory else register.ledger
            for register in (found, whole)
        )
        for name in (each.name for each in fields(of)):
            _same(name, getattr(mine, name), getattr(all, name))
    for name in ("on", "maps", "in_force_outlines", "pinned", "records_as_approved"):
        _same(name, getattr(found, name), getattr(whole, name))
    _same("translations", found.translations, whole.translations)
    _same("approvals of one", dict(found.records_by_revision), dict(whole.records_by_revision))
    for key, records in whole.records_by_revision.items():
        assert found.records_by_revision[key] == records


def _same(name: str, found: object, whole: object) -> None:
    if isinstance(whole, Mapping) and isinstance(found, Mapping):
        assert dict(found.items()) == dict(whole), name
        assert len(found) == len(whole), name
    elif name == "graph":
        assert [getattr(found, of) for of in ("parents", "chains", "depths")] == [
            getattr(whole, of) for of in ("parents", "chains", "depths")
        ]
    else:
        assert found == whole, name
