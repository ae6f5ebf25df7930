"""`isodocs certification`: where in the three years, and what is next by when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import golden
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder

ON = "2026-11-20"


@pytest.mark.parametrize("day", [ON, "2027-04-01"])
def test_it_reads_well(sample: Path, day: str) -> None:
    text = run("certification", "--on", day, at=sample)
    assert max(map(len, text.splitlines())) <= 80
    golden.check(f"certification-{day}", text)


@pytest.mark.parametrize("name", ["cert-9001-2024", "iso-9001-2015"])
def test_one_is_chosen_by_its_name_or_standard(sample: Path, name: str) -> None:
    found = run_json("certification-cycle", "certification", name, "--on", ON, at=sample)
    (one,) = found["certifications"]
    assert one["id"] == "CERT-9001-2024"
    assert (one["next"]["step"], one["next"]["day"]) == ("surveillance", "2026-11-26")
    assert one["next"]["last_allowed"] == "2026-12-31"


def test_a_body_has_all_its_certificates(sample: Path) -> None:
    words = ("certification", "Northmoor Certification Ltd", "--on", ON)
    assert len(run_json("certification-cycle", *words, at=sample)["certifications"]) == 2


def test_an_unknown_one_is_refused(sample: Path) -> None:
    said = refused("certification", "CERT-9001-2025", at=sample)
    assert "Did you mean 'CERT-9001-2024'?" in said


def test_without_any_it_says_how_to_begin(repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    assert "`isodocs new certification` begins one" in run("certification", at=repo.path)
