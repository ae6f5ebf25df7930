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


def test_a_laboratory_is_accredited_by_its_own_rules(repo: RepositoryBuilder) -> None:
    """No certification body, no accreditation of the body, nothing of ISO/IEC 17021-1."""
    fields = (
        "id: ACC-1\ntitle: Testing\nstandard: iso-17025-2017\nbody: National Accreditation\n"
        "status: open\n"
    )
    path = "records/certification/acc-1.md"
    repo.commit("Ask", {**base(), path: f"---\n{fields}---\n# Testing\n"})
    asked = run("certification", "--on", ON, at=repo.path)
    assert "ACC-1: not yet accredited" in asked
    assert "initial assessment" in asked
    assert "stage" not in asked
    granted = f"---\n{fields}decided: 2025-03-01\nexpires: 2030-02-28\n---\n# Testing\n"
    repo.commit("Grant", {path: granted})
    text = " ".join(run("certification", "--on", ON, at=repo.path).split())
    assert "ACC-1: accredited until 2030-02-28 National Accreditation cycle" in text
    assert "ISO/IEC 17011:2017, 7.9" in text
    assert "17021" not in text
    page = run("certification", "--on", ON, "--format", "html", at=repo.path)
    assert "Accredited until 2030-02-28" in page
    (one,) = run_json("certification-cycle", "certification", "--on", ON, at=repo.path)[
        "certifications"
    ]
    assert one["accreditation"] is None
