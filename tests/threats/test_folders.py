"""Threats to a management system that lies in a folder of a larger repository.

A push is judged as the hook judges it, over all systems of the repository (`checking.gate`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from isodocs.checking.gate import Judged, judge_commit, judge_push
from isodocs.checking.touched import next_commit
from isodocs.errors import RepositoryError
from isodocs.repository.git import Git
from isodocs.repository.updates import Update
from isodocs.workspace import View, Workspace
from tests.helpers.company import document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.signed_company import approval, approved, base
from tests.threats.attack import ON, START

BAD = document(body="# Purchasing\n\nBuy anywhere.\n")
LAX = "protected-branches: [none]\ndocuments:\n  include: [none/*.md]\n"
SOFTWARE = {"README.md": "# App\n", "docs/adr-1.md": "---\nid: ADR-1\ntitle: SQLite\n---\n# S\n"}


def below(folder: str, files: Mapping[str, Content]) -> dict[str, Content]:
    return {f"{folder}/{name}": data for name, data in files.items()}


@pytest.fixture
def mono(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Software, with a company's system of documents in `quality`."""
    repo.commit("App", SOFTWARE, date=START)
    repo.commit("Start", below("quality", {**base(), **approved()}), date=START)
    return repo


def push(repo: RepositoryBuilder, old: str, new: str = "HEAD") -> tuple[Judged, ...]:
    git = Git.discover(repo.path)
    update = Update("refs/heads/main", old, repo.git("rev-parse", new))
    return tuple(j for j in judge_push(git, [update], ON, receiving=True) if j.verdict.refused)


def judge_next(repo: RepositoryBuilder) -> tuple[Judged, ...]:
    git = Git.discover(repo.path)
    return judge_commit(git, next_commit(git), ON)


def said(judged: tuple[Judged, ...]) -> str:
    """Every reason and code for which something is refused, with the folder."""
    return "\n".join(
        f"{each.folder}: {reason}"
        for each in judged
        for reason in (*each.verdict.reasons, *(gap.code for gap in each.verdict.gaps))
    )


def change(repo: RepositoryBuilder, files: Mapping[str, Content]) -> tuple[Judged, ...]:
    old = repo.head()
    repo.commit("A change", files, date="2024-03-01T10:00:00+00:00")
    return push(repo, old)


def test_13_a_document_in_the_folder_altered(mono: RepositoryBuilder) -> None:
    assert "quality: REV005" in said(change(mono, below("quality", {path(): BAD})))


def test_13_the_other_files_of_the_repository_are_nobodys_business(mono: RepositoryBuilder) -> None:
    adr = {
        "docs/adr-1.md": "---\nid: ADR-1\nstatus: approved\nrevision: x\n---\n",
        "src/a.md": "# a\n",
    }
    assert not change(mono, adr)
    mono.stage({"docs/adr-2.md": "---\nid: ADR-1\nstatus: approved\n---\n"})
    assert not any(each.verdict.refused for each in judge_next(mono))


def test_13_an_approved_change_in_the_folder_goes_through(mono: RepositoryBuilder) -> None:
    two = document(revision=2, body="# Purchasing\n\nBuy better.\n")
    assert not change(mono, below("quality", {path(): two, **approval("SOP-001", 2, two)}))


@pytest.mark.parametrize(
    "switch",
    [
        {"isodocs.yaml": LAX},
        {"isodocs.yaml": LAX, ".isodocs/authority/0001.json": "{}\n"},
        {"quality/isodocs.yaml": LAX},
        {"quality/isodocs.yaml": None},
        {"quality/documents/isodocs.yaml": LAX},
        {
            "quality/documents/isodocs.yaml": LAX,
            "quality/documents/.isodocs/authority/0001.json": "{}",
        },
        {"other/isodocs.yaml": LAX},
        {"Quality/isodocs.yaml": LAX},
    ],
    ids=lambda files: " ".join(files),
)
@pytest.mark.parametrize("first", [False, True], ids=["together", "first"])
def test_13_a_system_switched_off_by_another_configuration(
    mono: RepositoryBuilder, switch: Mapping[str, Content], first: bool
) -> None:
    """The altered text is refused, whether the switch comes with it or in a push before it."""
    bad = below("quality", {path(): BAD})
    if not first:
        assert "quality" in said(change(mono, {**switch, **bad}))
        return
    if not change(mono, switch):  # harmless by itself, so it may go through
        rest = {name: data for name, data in bad.items() if name not in switch}
        found = said(change(mono, rest))
        config = switch.get("quality/isodocs.yaml", "")
        assert "quality: REV005" in found or config == LAX  # as at the top: owners can bind it


def test_13_a_system_moved_to_another_folder(mono: RepositoryBuilder) -> None:
    old = mono.head()
    mono.git("mv", "quality", "qms")
    mono.write(f"qms/{path()}", BAD)
    mono.git("add", "-A")
    mono.commit("Move")
    assert "the management system in quality/ would be gone" in said(push(mono, old))


@pytest.mark.parametrize("what", ["file", "link"])
def test_13_a_system_replaced(mono: RepositoryBuilder, what: str) -> None:
    old = mono.head()
    mono.git("mv", "quality", "qms")
    if what == "link":
        os.symlink("qms", mono.path / "quality")
    else:
        mono.write("quality", "gone\n")
    mono.git("add", "-A")
    mono.commit("Replace")
    assert "the management system in quality/ would be gone" in said(push(mono, old))


def test_13_a_system_removed_by_a_commit(mono: RepositoryBuilder) -> None:
    mono.git("rm", "-rq", "quality")
    judged = judge_next(mono)
    assert "the management system in quality/ would be gone" in said(judged)


def test_13_a_system_altered_and_put_back_on_a_side_line(mono: RepositoryBuilder) -> None:
    """The tree is the same before and after; what lies between is looked at all the same."""
    old = mono.head()
    register = "quality/.isodocs/authority/0001.json"
    kept = (mono.path / register).read_bytes()
    mono.commit("Away", {register: None})
    mono.commit("Back", {register: kept})
    assert mono.git("rev-parse", "HEAD:quality") == mono.git("rev-parse", f"{old}:quality")
    looked = judge_push(Git.discover(mono.path), [Update("refs/heads/main", old, mono.head())], ON)
    assert [each.folder for each in looked] == ["quality"]


def test_13_history_of_the_branch_rewritten_beside_the_folder(mono: RepositoryBuilder) -> None:
    old = mono.commit("More", {"src/a.md": "a\n"})
    mono.git(
        "commit", "-q", "--amend", "-m", "Other", env={"GIT_COMMITTER_DATE": "@1800000000 +0000"}
    )
    assert "rewrites the history" in said(push(mono, old))


def test_13_two_systems_are_judged_each_by_its_own_register(mono: RepositoryBuilder) -> None:
    mono.commit("Second", below("safety", {**base(), **approved()}), date=START)
    assert said(change(mono, below("safety", {path(): BAD}))) == "safety: REV005"
    # An approval given in one of them is no approval in the other.
    two = document(revision=2, body="# Purchasing\n\nBuy better.\n")
    mixed = {f"quality/{path()}": two, **below("safety", approval("SOP-001", 2, two))}
    assert "quality: APR001" in said(change(mono, mixed))


def test_13_more_systems_than_anybody_looks_at(mono: RepositoryBuilder) -> None:
    many = {f"x/{number}/isodocs.yaml": "" for number in range(101)}
    assert "102 management systems" in said(change(mono, many))


def test_13_another_system_around_or_inside_is_told_by_every_command(
    mono: RepositoryBuilder,
) -> None:
    """Without a server nothing refuses the push; then nobody is led to the wrong register."""
    quality = mono.path / "quality"
    assert "SOP-001" in Workspace.open(quality).register(View(ON)).entries
    mono.commit("Around", {"isodocs.yaml": LAX}, date=START)
    for place in (quality, quality / "documents"):
        with pytest.raises(RepositoryError, match="one inside the other"):
            Workspace.open(place)
    mono.commit("Inside", {"isodocs.yaml": None, "quality/documents/isodocs.yaml": LAX})
    assert "SOP-001" in Workspace.open(quality / "documents").register(View(ON)).entries
