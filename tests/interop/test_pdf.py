"""PDF copies of the sample company and of hard texts, judged by checkers of PDF/A and PDF/UA.

veraPDF (https://verapdf.org) is the checker of the PDF Association; where it is installed it is
found on the PATH, or by the variable VERAPDF. outloud checks PDF/UA-1 (ISO 14289-1) in Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.command import run
from tests.helpers.company import approval, base, document, path
from tests.helpers.hard_texts import HARD, LANGUAGES
from tests.helpers.markdown_texts import PICTURE, png
from tests.helpers.repository import RepositoryBuilder

VERAPDF = os.environ.get("VERAPDF") or shutil.which("verapdf")
OUTLOUD = Path(sys.executable).with_name("outloud")
DAY = "2026-11-20"
SHOWN = {"documents/map.png": PICTURE, "documents/small.png": png(8, 8)}


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The copies of both, some for a holder, and one of a draft."""
    folder = tmp_path_factory.mktemp("judged")
    run("demo", str(folder / "demo"), at=folder)
    repo = RepositoryBuilder(folder / "hard")
    files: dict[str, str | bytes] = {**base(), **SHOWN}
    for at, (name, body) in enumerate(HARD.items(), start=1):
        id = f"SOP-{at:03}"
        text = document(id, title=name.capitalize(), body=body)
        if language := LANGUAGES.get(name):
            text = text.replace("id: ", f"language: {language}\nid: ", 1)
        shown = SHOWN if "map.png" in body else {}
        files |= {path(id): text, **approval(id, 1, text, shown=shown)}
    files[path("SOP-099")] = document("SOP-099", status="draft")
    files["records/distribution.csv"] = (
        "document,revision,copy,holder,issued\nSOP-001,1,7,Hall 2,2024-02-02\n"
    )
    repo.commit("Start", files, date="2024-02-01T11:00:00+00:00")
    for at, out, more in (
        (folder / "demo", "sample", ()),
        (repo.path, "copies", ()),
        (repo.path, "holders", ("--for-holders",)),
        (repo.path, "drafts", ("--current-file", "SOP-099")),
    ):
        run("publish", str(folder / out), "--pdf", "--on", DAY, *more, at=at)
    return sorted(folder.glob("*/*.pdf"))


@pytest.mark.parametrize("flavour", ["2a", "ua1"])
@pytest.mark.skipif(not VERAPDF, reason="veraPDF is not installed, nor named by VERAPDF")
def test_verapdf_accepts_every_copy(copies: list[Path], flavour: str) -> None:
    """For archives (ISO 19005-2, level A), and for those who do not see the page."""
    command = [str(VERAPDF), "--flavour", flavour, "--format", "text", *map(str, copies)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("FAIL")] == []
    assert sum(line.startswith("PASS") for line in lines) == len(copies), done.stderr


@pytest.mark.skipif(not OUTLOUD.exists(), reason="outloud is not installed: `make interop`")
def test_outloud_finds_no_error(copies: list[Path]) -> None:
    command = [str(OUTLOUD), "--layer", "conformance", "--json", "-", "--quiet"]
    done = subprocess.run(
        [*command, *map(str, copies)], capture_output=True, encoding="utf-8", check=False
    )
    assert len(copies) > 70
    assert errors(json.loads(done.stdout)) == [], done.stderr


def errors(found: object) -> list[object]:
    """Every finding that is an error, wherever the report has it."""
    if isinstance(found, dict):
        own = [found] if found.get("severity") == "error" else []
        return own + [each for value in found.values() for each in errors(value)]
    if isinstance(found, list):
        return [each for value in found for each in errors(value)]
    return []
