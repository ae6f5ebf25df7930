"""One portal of a company that means no good, for all tests of this folder."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient

from tests.helpers.planted_company import DAY, planted_company
from tests.helpers.portal import Portal, served


@pytest.fixture(scope="session", autouse=True)
def _one_loop() -> Iterator[None]:
    """All requests run in one loop, as on a server: to begin one takes longer than most of them."""
    with start_blocking_portal() as loop, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", loop)
        yield


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Its clock goes on by a minute with each look, so that no limit is met."""
    repo = planted_company(tmp_path_factory.mktemp("planted"))
    seconds = itertools.count(step=60)
    found = Portal(served(repo.path, DAY), lambda: float(next(seconds)))
    found.next_version(found.current.start)
    yield found
    found.current.stop()
