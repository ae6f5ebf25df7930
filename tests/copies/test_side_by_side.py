"""Processes beside the first one: Ctrl-C is not theirs, and one that is ended ends them all."""

from __future__ import annotations

import os
import signal
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from isodocs.copies.side_by_side import _LIBRARIES, _versions, side_by_side
from isodocs.errors import PublicationError

MANY: Any = list(range(40))


class Signalled:
    """Sends its own process the signal that is ordered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, order: Any) -> int:
        """The order itself, for 0 and what is no signal of ours."""
        if order in (signal.SIGINT, signal.SIGKILL):
            os.kill(os.getpid(), order)
        return int(order)


def test_ctrl_c_is_not_for_them_and_one_that_is_ended_is_an_error() -> None:
    heard = [order for order in MANY if order != signal.SIGKILL]
    assert side_by_side("things made", heard, Signalled, processes=2) == heard
    with pytest.raises(PublicationError, match="was ended from outside"):
        side_by_side("things made", MANY, Signalled, processes=2)


def test_the_versions_of_libraries_are_those_of_their_records() -> None:
    found = _versions((*_LIBRARIES, "no-such-library"))
    assert found == {name: version(name) for name in _LIBRARIES}
