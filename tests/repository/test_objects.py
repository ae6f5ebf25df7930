"""Blobs by id, many through one process."""

from __future__ import annotations

import pytest

from isodocs.errors import RepositoryError
from isodocs.repository.git import Git
from isodocs.repository.objects import blob_id, read_blobs
from tests.helpers.repository import RepositoryBuilder


def test_blobs_come_in_order_byte_for_byte(repo: RepositoryBuilder) -> None:
    contents = [b"", b"\n", b"no line feed", b"nul \0 and \xff\r\n", b"x" * 300_000]
    ids = [repo.git("hash-object", "-w", "--stdin", stdin=data) for data in contents]
    git = Git.discover(repo.path)

    order = [*reversed(ids), ids[1]]

    expected = [*zip(reversed(ids), reversed(contents), strict=True), (ids[1], b"\n")]
    assert list(read_blobs(git, order)) == expected


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_the_id_of_a_blob_is_the_one_git_gives(
    object_format: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("x") / "repo"
    repo = RepositoryBuilder(place, object_format=object_format)
    assert blob_id(b"data\n", object_format) == repo.git("hash-object", "--stdin", stdin=b"data\n")


def test_a_missing_object_is_named_with_a_remedy(repo: RepositoryBuilder) -> None:
    git = Git.discover(repo.path)
    with pytest.raises(RepositoryError, match=f"object {'1' * 40} is not in this") as caught:
        list(read_blobs(git, ["1" * 40]))
    assert "git fsck" in caught.value.hint


def test_a_missing_object_in_a_shallow_clone_is_explained(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    old = repo.git("rev-parse", "HEAD:a.md")
    repo.commit("Second", {"a.md": "two\n"})
    git = Git.discover(repo.clone(depth=1).path)
    with pytest.raises(RepositoryError) as caught:
        list(read_blobs(git, [old]))
    assert "git fetch --unshallow" in caught.value.hint


def test_what_cannot_be_read_is_collected_and_the_rest_is_read(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n", "big.md": "x" * 2_000_000})
    small, big = (repo.git("rev-parse", f"HEAD:{name}") for name in ("a.md", "big.md"))
    tree = repo.git("rev-parse", "HEAD^{tree}")
    refused: dict[str, str] = {}
    asked = ["1" * 40, big, tree, small]

    read = list(read_blobs(Git.discover(repo.path), asked, limit=1000, refused=refused))

    assert read == [(small, b"one\n")]
    assert "is not in this repository" in refused["1" * 40]
    assert "2,000,000 bytes" in refused[big]
    assert "is a tree" in refused[tree]


def test_only_ids_reach_git(repo: RepositoryBuilder) -> None:
    repo.commit("First", {"a.md": "one\n"})
    with pytest.raises(ValueError, match="not an object id"):
        list(read_blobs(Git.discover(repo.path), ["HEAD:a.md"]))
