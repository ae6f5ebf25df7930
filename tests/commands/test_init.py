"""`isodocs init` says which edition it begins with, and how to work to the other one."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.commands import _clock
from tests.helpers.command import run
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
