"""One story for all tests that only read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from isodocs.lifecycle.sample import materialise
from isodocs.model.register import Register
from isodocs.workspace import View, Workspace
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_story import tell as signed_tell
from tests.helpers.story import tell

Read = Callable[..., Register]


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that nobody may change."""
    return tell(RepositoryBuilder(tmp_path_factory.mktemp("story") / "repo")).path


@pytest.fixture(scope="session")
def signed_story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose approvals are signed, and that nobody may change."""
    builder = RepositoryBuilder(tmp_path_factory.mktemp("signed-story") / "repo")
    return signed_tell(builder).path


@pytest.fixture
def sample(sample_read_once: tuple[Path, Read], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository of the sample company, which nobody may change."""
    place, read = sample_read_once
    monkeypatch.setattr(Workspace, "register", read)
    return place


@pytest.fixture(scope="session")
def sample_read_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Read]:
    """The same, and a way to read repositories that reads this one once for each view.

    Nothing changes a register, so every command may be given the same.
    """
    place = materialise(tmp_path_factory.mktemp("sample") / "demo").directory
    read, known = Workspace.register, dict[View, Register]()

    @wraps(read)
    def register(workspace: Workspace, view: View, *args: Any, **more: Any) -> Register:
        plain = not args and not more and not workspace._pins and not workspace._base
        if not plain or workspace.git.root != place:
            return read(workspace, view, *args, **more)
        if view not in known:
            known[view] = read(workspace, view)
        return known[view]

    return place, register
