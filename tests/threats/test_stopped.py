"""A check stopped at any moment, by Ctrl-C or by a kill: it says so, and nothing is damaged."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from isodocs.machine import store
from tests.helpers import rich_company
from tests.helpers.calls import Answer, afresh, begin, call, noon
from tests.helpers.repository import RepositoryBuilder

DAY = noon(2025, 6, 25)
CHECK = ("check", "--format", "json")
MOMENTS = [number / 60 for number in range(1, 10)]
"""Seconds; the last is longer than a check takes that has everything loaded."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return rich_company.build(tmp_path_factory.mktemp("company") / "repo")


@pytest.fixture(scope="module")
def right(company: RepositoryBuilder) -> Answer:
    return afresh(*CHECK, at=company.path, day=DAY)


def everything(company: RepositoryBuilder) -> dict[str, bytes]:
    files = (file for file in sorted(company.path.rglob("*")) if file.is_file())
    return {str(file): file.read_bytes() for file in files}


@pytest.fixture
def nothing_is_damaged(company: RepositoryBuilder, right: Answer) -> Iterator[None]:
    """What is asked next is answered rightly, by what was learnt or without; and remembered."""
    before = everything(company)
    yield
    assert everything(company) == before
    again = [call(*CHECK, at=company.path, day=DAY) for _ in range(2)]
    assert [each[:3] for each in again] == [right[:3]] * 2
    assert again[-1].remembered
    folder = store.folder()
    assert folder
    assert [file.suffix for file in Path(folder).iterdir()] == [".sqlite"]


def after(seconds: float) -> None:
    """Let Ctrl-C be pressed after so much time of the processor, however busy the machine is."""
    signal.signal(signal.SIGVTALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


@pytest.mark.usefixtures("nothing_is_damaged")
@pytest.mark.parametrize("moment", MOMENTS)
def test_interrupted(company: RepositoryBuilder, right: Answer, moment: float) -> None:
    found = call(*CHECK, at=company.path, day=DAY, prepare=lambda: after(moment))
    if found.code == 130:
        assert found.out in (b"", right.out)
        assert found.err.strip() == b"interrupted; no change is half done"
    else:
        assert found[:2] == right[:2]


@pytest.mark.usefixtures("nothing_is_damaged")
@pytest.mark.parametrize("moment", MOMENTS[::2])
def test_killed(company: RepositoryBuilder, moment: float) -> None:
    running = begin(*CHECK, at=company.path, day=DAY)
    time.sleep(2 * moment)
    running.kill()


def test_interrupted_while_it_loads(
    company: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door says it, too, before there is a command line."""

    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for name in ("isodocs.machine.answers.call", "isodocs.cli.main"):
        with monkeypatch.context() as patch:
            patch.setattr(name, pressed)
            found = call(*CHECK, at=company.path, day=DAY)
        assert found[:3] == (130, b"", b"interrupted\n")
