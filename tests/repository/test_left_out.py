"""Files that a sparse checkout leaves out, and files that are there and cannot be read."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

import pytest

from isodocs.repository import work_tree
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.git import Git
from isodocs.repository.snapshot import CommitSnapshot, WorkTreeSnapshot
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.snapshots import changes

FILES = {
    "in/a.md": "a\n",
    "in/b.md": "b\n",
    "out/c.md": "c\n",
    "out/deep/d.md": "d\n",
    "e.md": "e\n",
}


def contents(repo: RepositoryBuilder) -> dict[str, bytes]:
    tree = WorkTreeSnapshot(Git.discover(repo.path))
    return {path: file.data for path, file in tree.read(sorted(tree.entries))}


WHOLE = {path: text.encode() for path, text in FILES.items()}
WAYS = {
    "cone": ("set", "--cone", "in"),
    "sparse index": ("set", "--cone", "--sparse-index", "in"),
    "patterns": ("set", "--no-cone", "/in/", "!/in/b.md"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_sparse_checkout_leaves_out_stands_as_in_the_index(
    repo: RepositoryBuilder, way: str
) -> None:
    repo.commit("All", FILES)
    repo.git("sparse-checkout", *WAYS[way])
    assert not (repo.path / "out").exists()
    assert contents(repo) == WHOLE
    tree = WorkTreeSnapshot(Git.discover(repo.path))
    assert changes(CommitSnapshot(tree.git), tree) == []
    (repo.path / "in/a.md").unlink()
    repo.write("out/c.md", "mine\n")
    assert contents(repo) == {
        **{p: d for p, d in WHOLE.items() if p != "in/a.md"},
        "out/c.md": b"mine\n",
    }


def test_many_of_them_are_read_by_one_process(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("All", {f"out/{n}.md": f"{n}\n" for n in range(20)} | {"in/a.md": "a\n"})
    repo.git("sparse-checkout", "set", "--no-cone", "/in/", "/out/7.md")
    repo.write("out/untracked.md", "u\n")
    git = Git.discover(repo.path)
    tree = WorkTreeSnapshot(git)
    paths = sorted(tree.entries, reverse=True)
    started: list[str] = []
    stream = Git.stream
    monkeypatch.setattr(
        Git,
        "stream",
        lambda self, *args, **rest: started.append(args[0]) or stream(self, *args, **rest),
    )
    assert [path for path, _ in tree.read(paths)] == paths
    assert started == ["cat-file"]


def test_one_too_large_or_of_another_kind_is_refused(repo: RepositoryBuilder) -> None:
    repo.write("a.md", "a\n")
    (repo.path / "link.md").symlink_to("a.md")
    repo.git("add", "--all")
    repo.commit("All", {"big.md": "x" * 100})
    repo.git("sparse-checkout", "set", "--no-cone", "/none/")
    tree = WorkTreeSnapshot(Git.discover(repo.path))
    refused: dict[str, str] = {}
    found = [p for p, _ in tree.read(["big.md", "a.md", "link.md"], limit=50, refused=refused)]
    assert found == ["a.md"]
    assert "symbolic link" in refused["link.md"]
    assert "at most 50" in refused["big.md"]


def test_attributes_that_are_left_out_hold(repo: RepositoryBuilder) -> None:
    repo.commit("All", {"in/a.md": "$Id$\n", ".gitattributes": "*.md ident\n"})
    repo.git("sparse-checkout", "set", "--no-cone", "/in/")
    repo.write("in/a.md", "$Id: x $\n")
    assert contents(repo)["in/a.md"] == b"$Id$\n"


def test_a_file_that_cannot_be_read_is_there(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the right to read it. (Whoever runs the tests may have every right.)"""
    repo.commit("All", FILES)
    for path in ("in/a.md", "in/new.md"):
        repo.write(path, "changed\n")
    really = WorkTreeFiles.open

    def denied(self: WorkTreeFiles, path: str) -> tuple[BinaryIO, int]:
        if path in ("in/a.md", "in/new.md"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return really(self, path)

    monkeypatch.setattr(work_tree.WorkTreeFiles, "open", denied)
    tree = WorkTreeSnapshot(Git.discover(repo.path))
    refused: dict[str, str] = {}
    assert {"in/a.md", "in/new.md"} <= tree.entries.keys()
    assert [p for p, _ in tree.read(["in/a.md", "in/b.md", "in/new.md"], refused=refused)] == [
        "in/b.md"
    ]
    assert refused == dict.fromkeys(("in/a.md", "in/new.md"), "cannot be read: Permission denied")


def test_a_folder_that_cannot_be_entered_is_not_gone(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("All", FILES)
    monkeypatch.setattr(
        work_tree.WorkTreeFiles,
        "stat",
        lambda *_: (_ for _ in ()).throw(PermissionError(errno.EACCES, "Permission denied")),
    )
    assert WorkTreeSnapshot(Git.discover(repo.path)).entries.keys() == FILES.keys()


def test_a_folder_that_is_a_link_now_is_gone(repo: RepositoryBuilder, tmp_path: Path) -> None:
    repo.commit("All", FILES)
    (repo.path / "in").rename(tmp_path / "moved")
    (repo.path / "in").symlink_to(tmp_path / "moved")
    assert not [path for path in contents_known(repo) if path.startswith("in/")]


def contents_known(repo: RepositoryBuilder) -> list[str]:
    return list(WorkTreeSnapshot(Git.discover(repo.path)).entries)
