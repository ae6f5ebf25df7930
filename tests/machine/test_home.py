"""The tests write nothing into the folders of the person who runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.machine import folders


@pytest.fixture(scope="module")
def shared() -> tuple[str | None, ...]:
    """Where isodocs keeps what it keeps, asked before any test has its own home."""
    return folders.cache(), folders.config(), folders.state()


def test_what_a_module_shares_is_not_made_in_the_users_home(
    shared: tuple[str | None, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for folder in shared:
        assert folder
        assert Path(folder).is_relative_to(tmp_path_factory.getbasetemp())
