"""A management system in a folder of a larger repository, as people work with it."""

from __future__ import annotations

import pytest

from tests.helpers.command import refused, run
from tests.helpers.repository import RepositoryBuilder

ADR = "---\nid: ADR-1\ntitle: We use SQLite\n---\n# We use SQLite\n"
PEOPLE = ("--person", "Ann Author <ann@example.com>", "--person", "Quinn Q <quinn@example.com>")


@pytest.fixture(scope="module")
def mono(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """Software with decision records of its own; the system begins in `quality`, uncommitted."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("mono") / "repo")
    repo.commit("App", {"README.md": "# App\n", "docs/adr-1.md": ADR, "src/x.py": ""})
    (repo.path / "quality").mkdir()
    return repo


def test_everything_stays_in_the_folder(mono: RepositoryBuilder) -> None:
    quality = mono.path / "quality"
    assert "In quality/ of the repository" in run("init", *PEOPLE, at=quality)
    run("new", "procedure", "Purchasing", at=quality)
    staged = mono.git("diff", "--cached", "--name-only").split("\n")
    assert "quality/documents/procedures/SOP-001-purchasing.md" in staged
    assert all(path.startswith("quality/") for path in staged)
    assert "text: set" not in mono.git("check-attr", "text", "README.md", "src/x.md")

    listed = run("register", "--format", "csv", at=quality / "documents")
    assert "SOP-001" in listed
    assert "ADR-1" not in listed
    assert "is in quality/" in refused("register", at=mono.path / "src")
    assert "begun here already" in refused("init", *PEOPLE, at=quality)
    for place in (mono.path, quality / "documents"):
        assert "one cannot lie inside the other" in refused("init", *PEOPLE, at=place)


def test_at_the_top_it_is_said_that_the_whole_repository_is_meant(
    repo: RepositoryBuilder,
) -> None:
    repo.commit("App", {"README.md": "# App\n"})
    assert "In the root of the repository" in run("init", *PEOPLE, "-n", at=repo.path)


def test_what_lies_outside_is_a_gap_that_says_so(repo: RepositoryBuilder) -> None:
    repo.commit("App", {"docs/adr-1.md": ADR})
    quality = repo.path / "quality"
    quality.mkdir()
    run("init", *PEOPLE, at=quality)
    text = "---\nid: SOP-001\ntitle: x\ntype: procedure\n---\n[a](../../docs/adr-1.md)\n"
    repo.write("quality/documents/a.md", text)
    said = run("check", "--select", "REF002", "--exit-zero", at=quality)
    assert "outside the folder of this management system" in " ".join(said.split())
