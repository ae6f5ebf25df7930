"""`isodocs readiness` where little is there yet."""

from __future__ import annotations

from tests.helpers.command import invoke
from tests.helpers.repository import RepositoryBuilder


def test_without_a_standard_none_is_said_to_be_unlisted(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {"isodocs.yaml": "organisation: Example\n"})
    result = invoke("readiness", "stage-1", at=repo.path)
    assert result.exit_code == 1
    assert "no standard is in use" in result.stdout
    assert "does not list" not in result.stdout
