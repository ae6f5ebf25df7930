"""Bytes that Git keeps elsewhere (Git LFS) or leaves out of the work tree (sparse checkout).

A pointer counts by the digest it names, and must let nothing else pass; a file that is left out
must hide no change and no loss.
"""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path
from typing import BinaryIO

import pytest

from isodocs.model.document import State
from isodocs.repository import work_tree
from isodocs.repository.files import WorkTreeFiles
from tests.helpers.company import approval, approved, base, document, path
from tests.helpers.large_files import ATTRIBUTES, pointer, with_filter
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import START, gaps, later, push, refused_for, state, told

SOP, MAP = path("SOP-001"), "documents/map.png"
TEXT = document(body="# Purchasing\n\n![the map](map.png)\n")
PICTURE, OTHER = b"\x89PNG approved", b"\x89PNG another"
KEPT = pointer(PICTURE)
RULES = ".gitattributes"


def start(repo: RepositoryBuilder, attributes: str = ATTRIBUTES, shown: bytes = PICTURE) -> str:
    """Approved with the picture whose bytes are `shown`; Git keeps the pointer to PICTURE."""
    files = {SOP: TEXT, **approval("SOP-001", 1, TEXT, shown={MAP: shown})}
    return repo.commit("Start", {**base(), RULES: attributes, MAP: KEPT, **files}, date=START)


def test_2_picture_in_lfs_is_the_one_approved_in_every_view(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    """No attack: as the filter leaves it, in a clone without the filter, staged, and pushed."""
    first = repo.commit("Nothing", {"isodocs.yaml": base()["isodocs.yaml"]}, date=START)
    start(repo)
    assert not gaps(repo)
    assert not gaps(repo, staged=True)
    assert not gaps(repo, rev="HEAD")
    assert not refused_for(push(repo, first))
    with_filter(repo, tmp_path / "store")
    repo.write(MAP, PICTURE)
    assert not gaps(repo)


@pytest.mark.parametrize("kept", [pointer(OTHER), OTHER, KEPT + b"\n", b"", None])
def test_2_picture_in_lfs_swapped(repo: RepositoryBuilder, kept: bytes | None) -> None:
    old = start(repo)
    later(repo, {MAP: kept})
    for view in ({}, {"staged": True}, {"rev": "HEAD"}):
        assert "APR007" in gaps(repo, **view)
    assert "APR007" in refused_for(push(repo, old))


def test_2_picture_in_lfs_swapped_on_disk_alone(repo: RepositoryBuilder) -> None:
    start(repo)
    repo.write(MAP, OTHER)
    assert "APR007" in gaps(repo)
    assert not gaps(repo, staged=True)


@pytest.mark.parametrize("attributes", ["", "*.png filter=x\n", "*.jpg filter=lfs\n", None])
def test_2_pointer_in_the_place_of_a_picture_that_is_not_in_lfs(
    repo: RepositoryBuilder, attributes: str | None
) -> None:
    """People would see the pointer's text, not the picture that was approved."""
    old = repo.commit(
        "Start",
        {
            **base(),
            **({RULES: attributes} if attributes else {}),
            SOP: TEXT,
            MAP: PICTURE,
            **approval("SOP-001", 1, TEXT, shown={MAP: PICTURE}),
        },
        date=START,
    )
    assert not gaps(repo)
    later(repo, {MAP: KEPT})
    assert "APR007" in gaps(repo)
    assert "APR007" in refused_for(push(repo, old))


@pytest.mark.parametrize(
    "brought",
    [
        {RULES: "*.png -filter\n"},
        {RULES: ""},
        {RULES: ATTRIBUTES.replace("lfs", "mine")},
        {"documents/.gitattributes": "map.png !filter\n"},
    ],
)
def test_2_attributes_that_make_the_pointer_the_picture(
    repo: RepositoryBuilder, brought: dict[str, str]
) -> None:
    """Not a byte of the document or the picture changes; what a checkout shows does."""
    old = start(repo)
    later(repo, dict(brought))
    assert "APR007" in gaps(repo)
    assert "APR007" in refused_for(push(repo, old))


def test_2_attributes_brought_to_reinterpret_an_approved_text(repo: RepositoryBuilder) -> None:
    """Approved as the text it is, a file becomes another by the attribute that a push brings."""
    old = start(repo, attributes="*.md text\n", shown=KEPT)
    assert not gaps(repo)
    later(repo, {RULES: ATTRIBUTES})
    assert "APR007" in gaps(repo)
    assert "APR007" in refused_for(push(repo, old))


def test_2_attributes_of_this_clone_alone_make_no_pointer(repo: RepositoryBuilder) -> None:
    """`.git/info/attributes` is nobody's but this clone's: others see the pointer's text."""
    start(repo, attributes="")
    repo.write(".git/info/attributes", ATTRIBUTES)
    assert "APR007" in gaps(repo)


def test_12_evidence_in_lfs_swapped(repo: RepositoryBuilder) -> None:
    """What the record vouches for is the content, in LFS or not; the pointer is told by its oid."""
    digest = hashlib.sha256(PICTURE).hexdigest()
    rows = {
        "records/people.csv": "id,name\nann,Ann Author\n",
        "records/competence.csv": "id,title,kind,persons\nAW,Awareness,awareness,ann\n",
        "records/training.csv": "person,competence,date,certificate,certificate-sha256\n"
        f"ann,AW,2024-01-05,records/ann.pdf,{digest}\n",
    }
    repo.commit("Start", {**base(), **rows, RULES: ATTRIBUTES, "records/ann.pdf": KEPT}, date=START)
    for view in ({}, {"staged": True}, {"rev": "HEAD"}):
        assert "REC009" not in gaps(repo, **view)
    repo.write("records/ann.pdf", PICTURE)
    assert "REC009" not in gaps(repo)
    later(repo, {"records/ann.pdf": pointer(OTHER)})
    for view in ({}, {"staged": True}, {"rev": "HEAD"}):
        assert "REC009" in gaps(repo, **view)


def test_22_document_kept_in_lfs(repo: RepositoryBuilder) -> None:
    """Its text is in no commit, so nobody could compare or read it here."""
    files = {SOP: pointer(TEXT.encode()), RULES: "*.md filter=lfs\n"}
    repo.commit("Start", {**base(), **files}, date=START)
    assert "kept in Git LFS" in told(repo, "DOC009")


def test_15_left_out_of_the_work_tree_and_changed(repo: RepositoryBuilder) -> None:
    """What a sparse checkout leaves out stands as in the index: neither gone nor forgiven."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    repo.git("sparse-checkout", "set", "--no-cone", "/.isodocs/", "/isodocs.yaml")
    assert not (repo.path / SOP).exists()
    assert not gaps(repo)
    bad = repo.git("hash-object", "-w", "--stdin", stdin=document(title="Other").encode())
    repo.git("update-index", "--cacheinfo", f"100644,{bad},{SOP}")
    repo.git("update-index", "--skip-worktree", SOP)
    assert "REV005" in gaps(repo)
    repo.git("rm", "--quiet", "--cached", "--sparse", SOP)
    assert "DOC022" in gaps(repo)


@pytest.mark.parametrize("place", [SOP, "documents/moved.md"])
def test_also_a_document_that_may_not_be_read(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """It is told as unreadable, and not as removed by whoever touched it last."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    if place != SOP:
        repo.git("mv", SOP, place)
        later(repo, {})
    really = WorkTreeFiles.open

    def denied(self: WorkTreeFiles, path: str) -> tuple[BinaryIO, int]:
        if path == place:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return really(self, path)

    assert state(repo) is State.EFFECTIVE
    monkeypatch.setattr(work_tree.WorkTreeFiles, "open", denied)
    found = gaps(repo)
    assert "cannot be read: Permission denied" in found["DOC009"]
    assert "DOC022" not in found
