"""Branches that a forge squashes into one commit: who wrote the text, and who only approved it.

A forge names everybody with a commit on the branch as a co-author, also who brought nothing but an
approval. The message lists the subjects of the commits, and so says why they are named.
"""

from __future__ import annotations

import pytest

from isodocs.checking import check
from isodocs.model.document import State
from isodocs.model.gap import Level
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approval, approved, base
from tests.threats.attack import START, gaps, push, refused_for, register, state, told

SOP = path("SOP-001")
TWO = document(revision=2, body="# Purchasing\n\nSuppliers are reviewed.\n", effective="2024-03-01")
BROUGHT = {SOP: TWO, **approval("SOP-001", 2, TWO, at="2024-02-28T10:00:00+00:00")}
FORGE = """\
Review suppliers (#12)

* SOP-001 rev 2: final form

* {approval}

---------

Co-authored-by: Quinn Quality <quinn@example.com>
"""
GIVEN = "SOP-001 rev 2: approval by Quinn Quality"


def squashed(repo: RepositoryBuilder, message: str) -> str:
    """The start of a company and one commit with a revision and its approval."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    old = repo.head()
    repo.commit(message, BROUGHT, date="2024-03-01T10:00:00+00:00")
    return old


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_approver_named_by_the_forge(repo: RepositoryBuilder, end: str) -> None:
    old = squashed(repo, FORGE.format(approval=GIVEN).replace("\n", end))
    assert not push(repo, old).refused
    assert state(repo) is State.EFFECTIVE
    (note,) = (gap for gap in check(register(repo), ignore=["CLS"]).gaps)
    assert (note.code, note.level) == ("APR017", Level.NOTE)
    assert "a co-author of the squashed commit" in told(repo, "APR017")


@pytest.mark.parametrize(
    "listed",
    [
        "Improve the text",
        "SOP-001 rev 2: approval by Dora Director",
        "SOP-001 rev 2: rejection by Quinn Quality",
        "approval by Quinn Quality",
    ],
)
def test_7_co_author_of_a_squashed_commit(repo: RepositoryBuilder, listed: str) -> None:
    old = squashed(repo, FORGE.format(approval=listed))
    assert "APR004" in refused_for(push(repo, old))
    assert "wrote this revision" in told(repo, "APR004")


def test_7_author_of_a_squashed_commit(repo: RepositoryBuilder) -> None:
    """The list explains why somebody is a co-author, never why they are the author."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    quinn = "Quinn Quality <quinn@example.com>"
    day = "2024-03-01T10:00:00+00:00"
    repo.commit(FORGE.format(approval=GIVEN), BROUGHT, author=quinn, date=day)
    assert "APR004" in gaps(repo)
