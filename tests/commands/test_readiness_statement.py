"""Readiness for the first audits asks for the Statement of Applicability, where there is one."""

from __future__ import annotations

import json

import pytest

from tests.helpers.command import invoke
from tests.helpers.company import base
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.statement import SECURE, STANDARD, statement, table

DAY = "2024-06-01"
FIRST = ("stage-1", "stage-2", "recertification")


def stops(repo: RepositoryBuilder, purpose: str) -> dict[str, str]:
    """What stops one, by the rule behind it."""
    answer = invoke("readiness", purpose, "--on", DAY, "--format", "json", at=repo.path)
    (found,) = json.loads(answer.stdout)["readiness"]
    points = found["points"]
    return {
        code: point["message"]
        for point in points
        if point["weight"] == "stops you"
        for code in point["codes"]
    }


def secure_with(repo: RepositoryBuilder, files: dict[str, Content], config: str = SECURE) -> None:
    repo.commit("Start", {**base(), "isodocs.yaml": config, **files})


@pytest.mark.parametrize("purpose", FIRST)
def test_no_statement_stops_it(repo: RepositoryBuilder, purpose: str) -> None:
    secure_with(repo, {})
    assert "there is none for its 93 controls" in stops(repo, purpose)["SOA001"]


@pytest.mark.parametrize("purpose", FIRST)
def test_one_that_nobody_approved_stops_it(repo: RepositoryBuilder, purpose: str) -> None:
    secure_with(repo, {**statement(table(), approved=False)})
    assert "is not approved" in stops(repo, purpose)["SOA007"]


@pytest.mark.parametrize("purpose", FIRST)
def test_one_that_leaves_a_control_out_stops_it(repo: RepositoryBuilder, purpose: str) -> None:
    secure_with(repo, {**statement(table({"A.8.12": None}))})
    assert "undecided controls of ISO/IEC 27001:2022: A.8.12" in stops(repo, purpose)["SOA002"]


@pytest.mark.parametrize("purpose", FIRST)
def test_one_that_is_whole_and_approved_does_not(repo: RepositoryBuilder, purpose: str) -> None:
    secure_with(repo, {**statement(table())})
    assert not [code for code in stops(repo, purpose) if code.startswith("SOA")]


def test_a_standard_without_controls_has_none(repo: RepositoryBuilder) -> None:
    secure_with(repo, {}, SECURE.replace(STANDARD, "iso-9001-2015"))
    assert not [code for code in stops(repo, "stage-1") if code.startswith("SOA")]


def test_a_surveillance_is_held_without_it(repo: RepositoryBuilder) -> None:
    """The gap is work then; the certificate stood before."""
    secure_with(repo, {})
    assert "SOA001" not in stops(repo, "surveillance")
