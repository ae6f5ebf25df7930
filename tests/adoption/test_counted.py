"""What `adopt` counts is what `check` counts, whatever the files are called and say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.adoption.look import look
from isodocs.commands._clock import today
from isodocs.lifecycle.first_config import first_config
from isodocs.parsing import config as config_parsing
from tests.helpers.command import invoke, run, run_json
from tests.helpers.repository import RepositoryBuilder

FOLDERS = (
    "policies/",
    "",
    "isms/",
    "handbooks/de/isms/",
    "handbooks/en/isms/",
    "handbooks/en/bcm/",
)
NAMES = (
    "0010_Scope",
    "0010_Zweck",
    "SOP-1_Scope",
    "SOP-1",
    "Scope",
    "Scope.de",
    "index",
    "POL-2 A",
)
TOPS = (
    "",
    "---\nid: POL-1\nstatus: draft\n---\n",
    "---\nid: '0010'\nrevision: 2\n---\n",
    "---\nid: POL-2\nlang: de\n---\n",
    "---\nid: POL-2-DE\ntranslation_of: POL-2\n---\n",
    "---\nowner: Ann\nrevision: 1\n---\n",
)
HEADS = ("# SOP-7: Scope\n", "# Scope\n\n**Document-ID:** 0010\n**Owner:** Ann\n", "Text.\n")


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    """A few files, of which several may say the same identifier or have the same name."""
    places = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map("".join)
    texts = st.tuples(st.sampled_from(TOPS), st.sampled_from(HEADS)).map("".join)
    files = draw(st.dictionaries(places, texts, min_size=1, max_size=9))
    return {f"{path}.md": text for path, text in files.items()}


@given(files=trees())
@settings(max_examples=25)
def test_adopt_and_check_count_the_same(
    files: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("adopted") / "repo")
    repo.commit("As it was", files)
    seen = run_json("adoption", "adopt", at=repo.path)
    run("init", "--person", "Ann <ann@example.com>", at=repo.path)
    repo.git("add", "--all")
    listed = run_json("register", "register", at=repo.path)["documents"]
    checked = json.loads(invoke("check", "--format", "json", at=repo.path).stdout)
    assert seen["counted"] == sum(checked["documents"].values()) == len(listed)
    several = {each["id"] for each in listed if each["translations"]}
    assert set(seen["in_several_languages"]) == several
    said = run("adopt", at=repo.path).split("\n")[0]
    assert f"{seen['counted']} document" in said


@given(files=trees())
def test_what_is_looked_at_is_read_as_the_written_configuration_says(
    files: dict[str, str],
) -> None:
    existing = look({path: text.encode() for path, text in files.items()}, today())
    written = config_parsing.parse(first_config("", existing.standards, existing))
    assert written.controlled == existing.config.controlled
    assert (written.language, written.standards) == (
        existing.config.language,
        existing.config.standards,
    )


def test_a_check_counts_what_the_master_list_has(tmp_path: Path) -> None:
    """Also a translation whose original is gone."""
    repo = RepositoryBuilder(tmp_path / "repo")
    text = "---\nid: POL-1\nlang: {}\n---\n# Scope\n"
    files = {f"p/{language}.md": text.format(language) for language in ("en", "de")}
    config = "documents: {include: [p/*.md]}\nlanguage: en\n"
    repo.commit("Two languages", {**files, "isodocs.yaml": config})
    repo.commit("One is left", {"p/en.md": None})
    (listed,) = run_json("register", "register", at=repo.path)["documents"]
    assert listed["translations"]
    assert "1 document: 1 draft" in invoke("check", at=repo.path).stdout
