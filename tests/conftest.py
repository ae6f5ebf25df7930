"""Keeps every test apart from this machine's Git settings, and gives it a repository."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from isodocs.machine import second_core
from isodocs.repository import footprint
from tests.helpers.calls import TICK
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder, environment

# Else all tests are compiled again by every worker, and isodocs each of a thousand times it starts.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
gc.disable()  # what is collected stays: to look through it for garbage takes a fifth of the time

# The same examples each time, so that a change is judged by itself, and no limit in seconds on a
# machine that is busy. HYPOTHESIS=explore looks for new ones, and for more of them.
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, max_examples=50, **_PATIENT)
settings.register_profile("explore", **_PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Each worker gets one half of the tests in order, so that what a module shares is made once.

    One that is done takes over a part of what another still has.
    """
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with many examples come first: one takes as long as hundreds, and none is left over."""
    items.sort(key=lambda item: not item.path.name.startswith("test_any_"))


def pytest_collection_finish() -> None:
    """Ten thousand tests stay till the end: looking through them for garbage takes a tenth.

    So does much that a test makes, until its end: to look for garbage seldom takes 5 % less.
    """
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


_NUMBERS = count()


def _folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder with the next number; to find that, pytest would list all those there are."""
    return factory.mktemp(f"{name}{next(_NUMBERS)}", numbered=False)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own."""
    return _folder(tmp_path_factory, re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a module or the session shares is made before any test has its own home.

    Repositories have always just changed here: calls wait for one tick of the clock, and no longer.
    Each worker has one core: to start processes for another takes longer than what these do.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(footprint, "TICK", TICK)
        patch.setattr(os, "cpu_count", lambda: 1)
        patch.setattr(second_core, "_cores", lambda: 1)
        _move(patch, _folder(tmp_path_factory, "home-of-"))
        yield


@pytest.fixture(autouse=True)
def _git_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    _move(monkeypatch, _folder(tmp_path_factory, "home-of-"))


_OF_THE_CALLER = (
    "GIT_", "GITHUB_", "GITLAB_", "EMAIL", "SSH_", "XDG_", "ISODOCS_", "LANG",
)  # fmt: skip


def _move(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Let this be the home, and forget all that the caller's environment says of Git and us."""
    for name in tuple(os.environ):
        if name.startswith(_OF_THE_CALLER):
            patch.delenv(name)
    for name, value in environment(home).items():
        patch.setenv(name, value)


@pytest.fixture
def repo(tmp_path: Path) -> RepositoryBuilder:
    """An empty repository on branch main, without a commit."""
    return RepositoryBuilder(tmp_path / "repo")


@pytest.fixture
def company(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A repository with people, their roles and one approved document."""
    repo.commit("Start", {**base(), **approved()}, date="2024-01-02T09:00:00+00:00")
    return repo
