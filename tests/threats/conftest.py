"""The company that is attacked here: its register has owners and keys, and approvals are signed."""

from __future__ import annotations

import pytest

from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approved, base
from tests.threats.attack import START


@pytest.fixture
def company(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A repository with a signed authority register and one approved document."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    return repo
