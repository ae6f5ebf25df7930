"""What Git keeps of a file that it converts: Git LFS, `ident`, and other filters."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.errors import RepositoryError
from isodocs.repository import conversion, objects
from isodocs.repository.attributes import Attributes
from isodocs.repository.git import Git
from isodocs.repository.snapshot import (
    CommitSnapshot,
    IndexSnapshot,
    OverlaySnapshot,
    Snapshot,
    SnapshotFile,
    WorkTreeSnapshot,
)
from isodocs.repository.tree import Pointer
from tests.helpers.large_files import ATTRIBUTES, pointer, with_filter
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.snapshots import changes

PICTURE = b"\x89PNG" + bytes(range(256)) * 8
DIGEST = hashlib.sha256(PICTURE).hexdigest()
GOOD = pointer(PICTURE)


def at(repo: RepositoryBuilder) -> list[Snapshot]:
    git = Git.discover(repo.path)
    below = CommitSnapshot(git)
    return [
        below,
        IndexSnapshot(git),
        WorkTreeSnapshot(git),
        OverlaySnapshot(below, {"x.md": b"x\n"}, git.object_format),
    ]


def file(snapshot: Snapshot, path: str = "a.png") -> SnapshotFile:
    [(_, found)] = snapshot.read([path])
    return found


@pytest.fixture
def large(repo: RepositoryBuilder) -> RepositoryBuilder:
    """A picture in LFS, in a clone that knows of no filter: the pointer is on disk as well."""
    repo.commit("Large", {".gitattributes": ATTRIBUTES, "a.png": GOOD})
    return repo


def test_a_pointer_stands_for_its_content_in_every_view(large: RepositoryBuilder) -> None:
    for snapshot in at(large):
        found = file(snapshot)
        assert (found.sha256, found.size, found.data) == (DIGEST, len(PICTURE), GOOD)


def test_the_content_on_disk_is_the_same_file(large: RepositoryBuilder, tmp_path: Path) -> None:
    with_filter(large, tmp_path / "store")
    large.write("a.png", PICTURE)
    large.git("add", "a.png")
    assert large.git("status", "--porcelain") == ""
    os.utime(large.path / "a.png", (1, 1))  # so that the index cannot vouch for it
    tree = WorkTreeSnapshot(Git.discover(large.path))
    assert (file(tree).sha256, file(tree).size) == (DIGEST, len(PICTURE))
    assert changes(CommitSnapshot(tree.git), tree) == []
    large.write("a.png", PICTURE + b"!")
    tree = WorkTreeSnapshot(tree.git)
    assert file(tree).sha256 == hashlib.sha256(PICTURE + b"!").hexdigest()
    assert tree.entries["a.png"].blob == large.git("hash-object", "a.png")
    assert changes(CommitSnapshot(tree.git), tree) == ["a.png"]


def test_a_large_one_is_not_read_into_memory(
    large: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isodocs.repository.work_tree.LIMIT", 100)
    large.write("a.png", PICTURE)
    tree = WorkTreeSnapshot(Git.discover(large.path))
    [(_, found)] = tree.read(["a.png"], limit=100)
    assert (found.sha256, found.data) == (DIGEST, GOOD)
    assert changes(CommitSnapshot(tree.git), tree) == []


def test_an_empty_file_has_no_pointer(large: RepositoryBuilder) -> None:
    large.commit("Empty", {"b.png": b""})
    for snapshot in at(large):
        assert file(snapshot, "b.png").sha256 == hashlib.sha256(b"").hexdigest()
        assert snapshot.entries["b.png"].blob == objects.blob_id(b"")


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        "*.jpg filter=lfs\n",
        "*.png filter=lfs\na.png -filter\n",
        "*.png filter=lfs\na.png !filter\n",
        "*.png filter=other\n",
        "*.png filter\n",
        "*.png lfs\n",
        "sub/*.png filter=lfs\n",
        "*.PNG filter=lfs\n",
    ],
)
def test_where_the_path_is_not_in_lfs_a_pointer_is_its_own_text(
    repo: RepositoryBuilder, attributes: str
) -> None:
    repo.commit("Plain", {".gitattributes": attributes, "a.png": GOOD})
    for snapshot in at(repo):
        found = file(snapshot)
        assert (found.pointer, found.sha256) == (None, hashlib.sha256(GOOD).hexdigest())


@pytest.mark.parametrize(
    "attributes",
    [
        {".gitattributes": "[attr]big filter=lfs -text\n*.png big\n"},
        {"sub/.gitattributes": "a.png filter=lfs\n", ".gitattributes": "*.png -filter\n"},
        {"sub/.gitattributes": "*.png filter=lfs\r\n"},
    ],
)
def test_attributes_in_any_way_of_writing(
    repo: RepositoryBuilder, attributes: dict[str, str]
) -> None:
    repo.commit("Large", {**attributes, "sub/a.png": GOOD})
    for snapshot in at(repo):
        assert file(snapshot, "sub/a.png").sha256 == DIGEST


@pytest.mark.parametrize("place", [".gitattributes", "quality/.gitattributes"])
def test_a_system_in_a_folder_is_under_the_attributes_above(
    repo: RepositoryBuilder, place: str
) -> None:
    rules = "*.png filter=lfs\n" if place == ".gitattributes" else "docs/*.png filter=lfs\n"
    files = {place: rules, "quality/docs/a.png": GOOD, "quality/docs/b.md": "b\n"}
    repo.commit("Large", {**files, "other/.gitattributes": "* -filter\n"})
    git = Git.discover(repo.path).at("quality")
    below = CommitSnapshot(git)
    overlay = OverlaySnapshot(below, {"x.md": b"x\n"}, git.object_format)
    for snapshot in (below, IndexSnapshot(git), WorkTreeSnapshot(git), overlay):
        assert file(snapshot, "docs/a.png").sha256 == DIGEST
    plain = OverlaySnapshot(below, {"docs/.gitattributes": b"*.png -filter\n"}, git.object_format)
    assert file(plain, "docs/a.png").pointer is None


def test_attributes_behind_a_link_do_not_count(repo: RepositoryBuilder) -> None:
    """Git reads no `.gitattributes` through a link."""
    repo.write("rules", ATTRIBUTES)
    (repo.path / ".gitattributes").symlink_to("rules")
    repo.commit("Link", {"a.png": GOOD})
    repo.git("add", "--all")
    repo.commit("Link", {})
    for snapshot in at(repo):
        assert file(snapshot).pointer is None


def test_each_state_is_read_by_its_own_attributes(large: RepositoryBuilder) -> None:
    large.write(".gitattributes", "")
    commit, index, tree, overlay = at(large)
    assert [file(s).pointer is None for s in (commit, index, tree)] == [False, False, True]
    plain = OverlaySnapshot(overlay, {".gitattributes": b""}, "sha1")
    assert file(plain).pointer is None
    large.git("add", ".gitattributes")
    assert file(IndexSnapshot(Git.discover(large.path))).pointer is None


def test_attributes_that_are_a_pointer_themselves(repo: RepositoryBuilder) -> None:
    repo.commit("Odd", {".gitattributes": GOOD, "sub/.gitattributes": "* filter=lfs\n"})
    for snapshot in at(repo):
        assert file(snapshot, ".gitattributes").pointer is None


NOT_POINTERS = {
    "no line feed": GOOD[:-1],
    "a second one": GOOD + b"\n",
    "more": GOOD + b"x y\n",
    "CRLF": GOOD.replace(b"\n", b"\r\n"),
    "capitals": GOOD.replace(DIGEST.encode(), DIGEST.upper().encode()),
    "short digest": GOOD.replace(DIGEST.encode(), DIGEST[:-1].encode()),
    "another hash": GOOD.replace(b"sha256:", b"sha512:"),
    "zero in front": re.sub(rb"size ", b"size 0", GOOD),
    "below zero": re.sub(rb"size ", b"size -", GOOD),
    "endless size": re.sub(rb"size \d+", b"size " + b"9" * 400, GOOD),
    "an extension": GOOD.replace(b"oid", b"ext-0-x sha256:" + b"0" * 64 + b"\noid"),
    "another version": GOOD.replace(b"v1", b"v2"),
    "another order": b"".join(GOOD.splitlines(keepends=True)[i] for i in (0, 2, 1)),
    "a mark before": b"\xef\xbb\xbf" + GOOD,
    "no digits": re.sub(rb"\d+\n$", "٣\n".encode(), GOOD),
}


@pytest.mark.parametrize("name", NOT_POINTERS)
def test_what_is_not_written_as_git_lfs_does_is_its_own_text(name: str) -> None:
    assert NOT_POINTERS[name] != GOOD
    assert conversion.pointer(NOT_POINTERS[name]) is None


@given(st.binary(max_size=300), st.integers(0, 2**62))
def test_a_pointer_is_read_as_it_is_written(content: bytes, size: int) -> None:
    stands_for = Pointer(hashlib.sha256(content).hexdigest(), size)
    assert conversion.pointer(conversion.written(stands_for)) == stands_for
    assert conversion.pointer(content) is None


def test_what_a_filter_makes_is_committed_only_as_git_staged_it(
    large: RepositoryBuilder, tmp_path: Path
) -> None:
    """isodocs runs no filter: without this it would commit the whole picture, or plain text."""
    with_filter(large, tmp_path / "store")
    large.write("a.png", PICTURE)
    git = Git.discover(large.path)
    assert WorkTreeSnapshot(git).to_commit("a.png") == GOOD
    large.write("a.png", b"another")
    with pytest.raises(RepositoryError, match="the filter 'lfs'") as caught:
        WorkTreeSnapshot(git).to_commit("a.png")
    assert "git add a.png" in caught.value.hint
    large.git("add", "a.png")
    assert WorkTreeSnapshot(git).to_commit("a.png") == pointer(b"another")
    assert WorkTreeSnapshot(git).to_commit("gone.png") is None
    large.write("secret.txt", "plain\n")
    large.write(".git/info/attributes", "secret.txt filter=crypt\n")
    with pytest.raises(RepositoryError, match="the filter 'crypt'"):
        WorkTreeSnapshot(git).to_commit("secret.txt")


IDENTS = st.lists(
    st.sampled_from(
        [b"$", b"Id", b":", b"$Id$", b"$Id: x $", b"$Id:$", b"\n", b"\r\n", b" a", b"$Id: b"]
    ),
    max_size=12,
).map(b"".join)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("ident") / "repo")
    repo.commit("Mark", {".gitattributes": "*.md ident -text\n*.txt -text\n", "a.md": "$Id$\n"})
    return repo


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(IDENTS)
def test_ident_is_undone_as_git_does(marked: RepositoryBuilder, data: bytes) -> None:
    """`git hash-object` with a path converts as `git add` does: it is the oracle."""
    wanted = marked.git("hash-object", "--stdin", "--path=a.md", stdin=data)
    attributes = Attributes({".gitattributes": b"*.md ident -text\n"})
    assert objects.blob_id(conversion.without_ident(attributes, "a.md", data)) == wanted
    assert conversion.without_ident(attributes, "a.txt", data) == data


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_keyword_that_git_filled_in_is_no_change(repo: RepositoryBuilder, ends: str) -> None:
    repo.commit("Mark", {".gitattributes": "*.md ident text\n", "a.md": "One\n$Id$\n"})
    filled = f"One{ends}$Id: {repo.git('rev-parse', 'HEAD:a.md')} ${ends}"
    repo.write("a.md", filled)
    tree = WorkTreeSnapshot(Git.discover(repo.path))
    assert changes(CommitSnapshot(tree.git), tree) == []
    assert file(tree, "a.md").data == b"One\n$Id$\n"
    repo.write("a.md", "Two\n$Id: x $\n")
    tree = WorkTreeSnapshot(tree.git)
    assert tree.entries["a.md"].blob == repo.git("hash-object", "a.md")
    assert file(tree, "a.md").data == b"Two\n$Id$\n"


def test_a_keyword_without_the_attribute_is_text(repo: RepositoryBuilder) -> None:
    repo.commit("Plain", {"a.md": "$Id$\n"})
    repo.write("a.md", "$Id: anything goes here $\n")
    tree = WorkTreeSnapshot(Git.discover(repo.path))
    assert changes(CommitSnapshot(tree.git), tree) == ["a.md"]
    assert file(tree, "a.md").data == b"$Id: anything goes here $\n"
