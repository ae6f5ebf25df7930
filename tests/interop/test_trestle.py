"""compliance-trestle, the OSCAL tool of the OSCAL Compass project, accepts what isodocs writes."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from isodocs.standards import load
from tests.helpers.command import run
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

pytest.importorskip("trestle", reason="compliance-trestle is not installed: `make interop`")

CATALOGUES = Path(__file__).parents[1] / "standards" / "catalogues"
MAP = CATALOGUES / "catalog.json"


def accepted(text: str, folder: Path, module: str, name: str) -> Any:
    """The document as trestle reads it, once all of its validators are content."""
    from importlib import import_module

    from trestle.common import const
    from trestle.core.validator_factory import validator_factory

    file = folder / "document.json"
    file.write_text(text, encoding="utf-8")
    model = getattr(import_module(f"trestle.oscal.{module}"), name).oscal_read(file)
    assert model is not None
    validator = validator_factory.get(Namespace(mode=const.VAL_MODE_ALL))
    assert validator.model_is_valid(model, True, folder)
    return model


def written_again(model: Any) -> Any:
    """What trestle writes of a document that it has read."""
    return json.loads(model.oscal_serialize_json())


@pytest.mark.parametrize("id", load.available())
def test_a_map_is_a_catalogue(tmp_path: Path, id: str) -> None:
    text = run("standards", "export", id, "--format", "oscal", at=tmp_path)
    model = accepted(text, tmp_path, "catalog", "Catalog")
    assert written_again(model)["catalog"].keys() == json.loads(text)["catalog"].keys()
    assert model.metadata.parties[0].name == load.load(id).publisher


def test_the_catalogue_that_the_tests_import_is_one(tmp_path: Path) -> None:
    accepted(MAP.read_text("utf-8"), tmp_path, "catalog", "Catalog")


def test_an_own_map_is_a_catalogue(tmp_path: Path, repo: RepositoryBuilder) -> None:
    repo.commit("Start", base())
    run("standards", "import", str(MAP), "--id", "workshops-2024", at=repo.path)
    text = run("standards", "export", "workshops-2024", "--format", "oscal", at=repo.path)
    model = accepted(text, tmp_path, "catalog", "Catalog")
    assert [group.id for group in model.groups] == ["AC", "GV"]


def test_coverage_is_assessment_results(tmp_path: Path, repo: RepositoryBuilder) -> None:
    files = {**base(), **approved(clauses='{iso-9001-2015: ["8.4.1", "8.4.2"]}')}
    config = str(files["isodocs.yaml"]).replace("iso-9001-2015", "iso-9001-2015, iso-27001-2022")
    left_out = 'not-applicable: {iso-9001-2015: {"8.3": {justification: No, document: SOP-001}}}\n'
    when = {"date": "2024-01-20T12:00:00+00:00"}
    repo.commit("Start", {**files, "isodocs.yaml": config + left_out}, **when)
    for more in ((), ("--gaps",), ("iso-9001-2015", "--explain", "8.3")):
        text = run("coverage", *more, "--on", "2024-06-01", "--format", "oscal", at=repo.path)
        model = accepted(text, tmp_path, "assessment_results", "AssessmentResults")
        assert str(model.results[0].start.date()) == "2024-06-01"
    both = run("coverage", "--on", "2024-06-01", "--format", "oscal", at=repo.path)
    model = accepted(both, tmp_path, "assessment_results", "AssessmentResults")
    states = [finding.target.status.state.value for finding in model.results[0].findings]
    assert states.count("satisfied") == 2
    assert len(model.results) == 2
