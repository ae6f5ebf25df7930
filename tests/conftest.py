"""Keeps every test apart from this machine's Git settings, and gives it a repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder, environment

# The same examples each time, so that a change is judged by itself, and no limit in seconds on a
# machine that is busy. HYPOTHESIS=explore looks for new ones.
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **_PATIENT)
settings.register_profile("explore", **_PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))


@pytest.fixture(autouse=True)
def _git_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ:
        if name.startswith(("GIT_", "EMAIL", "SSH_", "XDG_", "ISODOCS_")):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repo(tmp_path: Path) -> RepositoryBuilder:
    """An empty repository on branch main, without a commit."""
    return RepositoryBuilder(tmp_path / "repo")


@pytest.fixture
def company(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A repository with people, their roles and one approved document."""
    repo.commit("Start", {**base(), **approved()}, date="2024-01-02T09:00:00+00:00")
    return repo
