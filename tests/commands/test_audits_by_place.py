"""`isodocs audits` for one site or one process, and when each was audited."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.command import refused, run_json
from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder
from tests.rules.test_aud_auditors import lena_owns_purchasing
from tests.rules.test_aud_programme import AT_QUERN_STREET, CERTIFICATE, held, line

ON = ("--on", "2024-11-20")


@pytest.fixture
def two_sites(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Mill Lane was audited in June; an audit of Quern Street is planned and late."""
    files = {**base(), **lena_owns_purchasing(), **held(), **line(AT_QUERN_STREET)}
    repo.commit("Start", {**files, "records/certification/cert-1.md": CERTIFICATE})
    return repo


def as_data(repo: RepositoryBuilder, *words: str) -> dict[str, Any]:
    return run_json("audits", "audits", *words, *ON, at=repo.path)


def test_a_site_has_its_own_audits_and_clauses(two_sites: RepositoryBuilder) -> None:
    mill, quern = (as_data(two_sites, "--site", name) for name in ("mill lane", "Quern Street"))
    assert [audit["id"] for audit in mill["audits"]] == ["AUD-1"]
    assert [audit["id"] for audit in quern["audits"]] == ["AP-1"]
    for data, last in ((mill, "2024-06-05"), (quern, None)):
        clauses = {c["clause"]: c["last_audited"] for c in data["standards"][0]["clauses"]}
        assert clauses["8.5.1"] == last


def test_each_place_says_when_it_was_audited(two_sites: RepositoryBuilder) -> None:
    places = {p["site"] or p["process"]: p for p in as_data(two_sites)["places"]}
    assert set(places) == {"Mill Lane", "Quern Street", "production"}
    assert (places["Mill Lane"]["last_audited"], places["Mill Lane"]["overdue"]) == (
        "2024-06-05",
        False,
    )
    assert (places["Quern Street"]["overdue"], places["Quern Street"]["planned"]) == (
        True,
        "2024-06-28",
    )


def test_a_place_that_no_one_names_is_a_slip(two_sites: RepositoryBuilder) -> None:
    said = refused("audits", "--site", "Mill Lan", *ON, at=two_sites.path)
    assert "names the site 'Mill Lan'. Did you mean 'Mill Lane'?" in said
