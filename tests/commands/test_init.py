"""`isodocs init` says which edition it begins with, and how to work to the other one."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.commands import _clock
from tests.helpers.command import refused, run
from tests.helpers.repository import RepositoryBuilder


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-11-29", "To work to ISO 9001:2026 instead, write 'standards: [iso-9001-2026]' in"),
        ("2029-09-30", "to work to that one, write 'standards: [iso-9001-2015]' in isodocs.yaml"),
        ("2029-10-01", ""),
    ],
)
def test_the_other_edition_is_named_with_what_to_write(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, on: str, said: str
) -> None:
    """Until the last day of certificates to the one before."""
    monkeypatch.setattr(_clock, "today", lambda: date.fromisoformat(on))
    person = ("--person", "Ann Author <ann@example.com>")
    asked = ("init", "--organisation", "Test Works Ltd", *person, "-n")
    printed = run(*asked, at=repo.path, width=300)
    assert "isodocs.yaml" in printed
    assert said in printed
    assert ("'standards: [" in printed) == bool(said)


def test_a_name_without_an_edition_is_not_of_one_that_is_withdrawn(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_clock, "today", lambda: date(2024, 1, 1))
    said = refused("standards", "iso27001", at=repo.path)
    assert "may be iso-27001-2013 or iso-27001-2022" in said
    monkeypatch.setattr(_clock, "today", lambda: date(2026, 1, 1))
    assert "ISO/IEC 27001:2022" in run("standards", "iso27001", at=repo.path).split("\n")[0]
