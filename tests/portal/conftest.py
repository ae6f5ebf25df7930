"""One portal of a company that means no good, for all tests of this folder."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.helpers.planted_company import DAY, planted_company
from tests.helpers.portal import Portal, served


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Its clock goes on by a minute with each look, so that no limit is met."""
    repo = planted_company(tmp_path_factory.mktemp("planted"))
    seconds = itertools.count(step=60)
    found = Portal(served(repo.path, DAY), lambda: float(next(seconds)))
    found.next_version(found.current.start)
    yield found
    found.current.stop()
