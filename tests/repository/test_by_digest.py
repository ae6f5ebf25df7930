"""Contents by their SHA-256, wherever they are: here, in a commit of the past, in Git LFS."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from isodocs.repository.by_digest import contents
from isodocs.repository.git import Git
from isodocs.repository.snapshot import WorkTreeSnapshot
from tests.helpers.large_files import ATTRIBUTES, pointer
from tests.helpers.repository import RepositoryBuilder

OLD, NEW, LARGE, LOST = b"old", b"new", b"\x89PNG large", b"\x89PNG lost"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(params=["sha1", "sha256"])
def repo(tmp_path: Path, request: pytest.FixtureRequest) -> RepositoryBuilder:
    return RepositoryBuilder(tmp_path / "repo", object_format=request.param)


def test_it_is_found_by_nothing_but_its_digest(repo: RepositoryBuilder) -> None:
    """In a system in a folder, with names that Git would quote, and a pointer of Git LFS."""
    name, large, lost = "quality/Übersicht 1.png", "quality/large.png", "quality/lost.png"
    files = {name: OLD, large: pointer(LARGE), lost: pointer(LOST), ".gitattributes": ATTRIBUTES}
    first = repo.commit("First", files)
    repo.commit("Second", {name: NEW, large: None, lost: None})
    git = Git.discover(repo.path).at("quality")
    inside = {path: path.removeprefix("quality/") for path in (name, large, lost)}
    wanted = {digest(data): [(first, inside[name])] for data in (OLD, NEW, b"never there")}
    wanted |= {digest(LARGE): [(first, inside[large])], digest(LOST): [(first, inside[lost])]}
    wanted[digest(b"elsewhere")] = [(first, "../x"), (first, "a\nb"), ("0" * len(first), "x")]
    here = {digest(NEW): inside[name], digest(b"never there"): inside[name]}

    def found() -> set[bytes]:
        known = contents(git, WorkTreeSnapshot(git), here, wanted)
        assert all(digest(data) == key for key, data in known.items())
        return {*known.values()}

    assert found() == {OLD, NEW}
    store = repo.path / ".git/lfs/objects" / digest(LARGE)[:2] / digest(LARGE)[2:4]
    store.mkdir(parents=True)
    (store / digest(LARGE)).write_bytes(b"damaged")
    assert found() == {OLD, NEW}
    (store / digest(LARGE)).write_bytes(LARGE)
    assert found() == {OLD, NEW, LARGE}
    repo.write(lost, LOST)
    assert found() == {OLD, NEW, LARGE, LOST}
