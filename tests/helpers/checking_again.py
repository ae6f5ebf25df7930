"""Checks of a work tree, one after the other, each by what the last one found and in full."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from isodocs.checking.again import Again
from isodocs.checking.check import check
from isodocs.checking.readings import watched
from isodocs.machine import answers
from isodocs.model.checked import Checked
from isodocs.repository import footprint
from isodocs.workspace import View, Workspace
from tests.helpers.calls import TICK


class Checker:
    """Checks a folder as `isodocs check` does; `quick` counts the checks that were not in full."""

    def __init__(self, folder: Path, on: date, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.on, self.quick = folder, on, 0
        monkeypatch.setattr(footprint, "MARGIN", int(TICK * 1e9))
        monkeypatch.setattr(footprint, "TICK", TICK)

    def __call__(self) -> Checked:
        """What there is to find; fails where a check by what is remembered finds anything else."""
        found = self.remembered()
        full = check(Workspace.open(self.folder).register(View(self.on, latest=True)))
        _compare(found, full.checked)
        return full.checked

    def remembered(self) -> Checked:
        """What such a check finds, which is not compared; the first one is in full."""
        call = answers.call(str(self.folder), ("check",))
        assert call
        call.answer()
        workspace, view = Workspace.open(self.folder, call=call), View(self.on, latest=True)
        again = Again(call, workspace, view, pinned=False)
        found = again.checked()
        if found is None:
            result = check(watched(workspace.register(view, sight=again.sight)))
            again.keep(result)
            found = result.checked
        else:
            self.quick += 1
        call.keep(0, b"")
        return found


def _compare(found: Checked, full: Checked) -> None:
    told, expected = ([_told(gap) for gap in each.gaps] for each in (found, full))
    assert told == expected, "\n".join(map(str, set(told) ^ set(expected)))
    assert found._replace(gaps=()) == full._replace(gaps=())
    assert found.gaps == full.gaps


def _told(gap: object) -> str:
    return repr(gap)
