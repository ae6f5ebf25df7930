"""Threats to what history shows: an older text put back, records that vanish, rewritten branches.

Ordinary Git takes each of these without a word.
"""

from __future__ import annotations

import pytest

from isodocs.model.approval import Decision, Meaning
from isodocs.model.document import State
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    approval,
    deputy,
    following,
    holding,
    version_files,
)
from tests.threats.attack import gaps, later, push, refused_for, state, told

ONE = document()
TWO = document(revision=2, body="# Purchasing\n\nBuy better.\n", effective="2024-03-01")
RECORD, SIGNATURE = approval("SOP-001", 1, ONE)
SECOND = approval("SOP-001", 2, TWO, at="2024-02-28T10:00:00+00:00")
WITHDRAWAL = approval(
    "SOP-001",
    1,
    ONE,
    decision=Decision.WITHDRAW,
    meaning=Meaning.WITHDRAWAL,
    reason="A limit is wrong.",
    at="2024-02-01T10:00:00+00:00",
)


def forget(company: RepositoryBuilder) -> None:
    """Merge main into a line that left it earlier, and keep nothing of what main brought.

    Whoever pushes that sends a fast-forward. Git calls no file deleted: each is as it was in one
    of the two parents.
    """
    company.branch("side", "HEAD~1")
    company.commit("Unrelated", {"notes.txt": "x"}, date="2024-03-02T10:00:00+00:00")
    company.merge("main", files={}, date="2024-03-03T10:00:00+00:00")
    assert "D\t" not in company.git("log", "-c", "--raw", "--format=", "main..side")
    assert company.git("merge-base", "--is-ancestor", "main", "side") == ""


def test_11_put_back_to_an_older_approved_revision(company: RepositoryBuilder) -> None:
    """Both texts have good signatures, so each alone looks sound."""
    old = later(company, {path(): TWO, **SECOND})
    later(company, {path(): ONE}, "2024-03-05")
    assert "revision 2 was replaced by the older revision 1" in told(company, "REV002")
    assert "REV002" in refused_for(push(company, old))


def test_11_put_back_by_a_merge_that_also_loses_the_newer_approval(
    company: RepositoryBuilder,
) -> None:
    """Revision 2 and its approval are gone together: what is left is whole in itself."""
    old = later(company, {path(): TWO, **SECOND})
    forget(company)
    assert (company.path / path()).read_text() == ONE
    assert state(company) is State.EFFECTIVE  # revision 1, as far as the files tell
    assert "lost in a merge" in told(company, "APR009")
    assert "APR009" in refused_for(push(company, old))


@pytest.mark.parametrize("name", [RECORD, SIGNATURE])
def test_12_approval_or_signature_deleted(company: RepositoryBuilder, name: str) -> None:
    """`git rm` asks nobody."""
    old = company.head()
    later(company, {name: None})
    assert "was removed by Ann Author on 2024-03-01" in told(company, "APR009")
    assert state(company) is State.AWAITING
    assert "APR009" in refused_for(push(company, old))


@pytest.mark.parametrize("name", [RECORD, SIGNATURE])
def test_12_approval_or_signature_altered(company: RepositoryBuilder, name: str) -> None:
    old = company.head()
    later(company, {name: (company.path / name).read_bytes() + b"\n"})
    assert "was changed by Ann Author on 2024-03-01" in told(company, "APR009")
    assert state(company) is State.AWAITING
    assert "APR009" in refused_for(push(company, old))


def test_12_record_moved_away(company: RepositoryBuilder) -> None:
    """Moved, it is still in the repository, and `git log --follow` finds it."""
    old = company.head()
    later(company, {RECORD: None, "archive/old.json": (company.path / RECORD).read_bytes()})
    assert "was removed" in told(company, "APR009")
    assert "APR009" in refused_for(push(company, old))


def test_12_withdrawal_lost_in_a_merge(company: RepositoryBuilder) -> None:
    """The approval that was taken back counts again, and no commit ever deleted anything."""
    old = later(company, WITHDRAWAL)
    assert state(company) is State.AWAITING
    forget(company)
    assert state(company) is State.EFFECTIVE
    assert "was brought by Ann Author on 2024-03-01" in told(company, "APR009")
    assert "APR009" in refused_for(push(company, old))


def test_12_an_old_approval_put_back_after_its_withdrawal(company: RepositoryBuilder) -> None:
    """The record is genuine. Deleting and adding it again makes it the newest file, not a new word.

    Approvals in a front-matter field or a trailer could be replayed so.
    """
    record = {name: (company.path / name).read_bytes() for name in (RECORD, SIGNATURE)}
    later(company, WITHDRAWAL)
    later(company, dict.fromkeys(record), "2024-03-05")
    later(company, record, "2024-03-06")
    assert state(company) is State.AWAITING
    assert "APR001" in gaps(company)


def test_12_removal_of_a_delegation_that_approvals_rest_on(company: RepositoryBuilder) -> None:
    (place, _) = given = deputy()
    old = later(company, given)
    later(company, {place: None}, "2024-03-05")
    assert "the record of a delegation was removed" in told(company, "APR009")
    assert "APR009" in refused_for(push(company, old))


def test_12_a_file_that_a_merge_kept_is_not_called_removed(company: RepositoryBuilder) -> None:
    """The other side of it: one line deleted the record, the merge did not."""
    company.branch("side")
    later(company, {RECORD: None, SIGNATURE: None})
    company.checkout("main")
    later(company, {"notes.txt": "x"})
    company.merge("side", files={}, date="2024-03-03T10:00:00+00:00")
    assert "APR009" not in gaps(company)
    assert state(company) is State.EFFECTIVE


def test_10_register_version_lost_in_a_merge(company: RepositoryBuilder) -> None:
    """Dora's appointment is gone again, and Quinn's role is back."""
    two = following(roles=holding(AUTHORITY, "quality-manager", "dora"))
    old = later(company, version_files(two))
    forget(company)
    assert "a version of the authority register was brought" in told(company, "CFG004")
    verdict = push(company, old)
    assert "changes or removes version 2 of the authority register" in verdict.reasons[0]
    assert "CFG004" in refused_for(verdict)


def test_14_branch_rewritten_or_deleted(company: RepositoryBuilder) -> None:
    """A force push takes away the commit that withdrew an approval; a deletion takes all."""
    old = later(company, WITHDRAWAL)
    company.git("reset", "--quiet", "--hard", "HEAD~1")
    verdict = push(company, old)
    assert verdict.reasons == ("the push rewrites the history of the protected branch 'main'",)
    gone = push(company, old, "0" * 40)
    assert gone.reasons == ("the protected branch 'main' must not be deleted",)
