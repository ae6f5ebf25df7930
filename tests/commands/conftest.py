"""One story for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.lifecycle.sample import materialise
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_story import tell as signed_tell
from tests.helpers.story import tell


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that nobody may change."""
    return tell(RepositoryBuilder(tmp_path_factory.mktemp("story") / "repo")).path


@pytest.fixture(scope="session")
def signed_story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose approvals are signed, and that nobody may change."""
    builder = RepositoryBuilder(tmp_path_factory.mktemp("signed-story") / "repo")
    return signed_tell(builder).path


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of the sample company, which nobody may change."""
    return materialise(tmp_path_factory.mktemp("sample") / "demo").directory
