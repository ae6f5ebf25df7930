"""Threats to the record of who read what: invented, copied, taken for something else, taken away.

Everybody must know SOP-001. Whether Ann has read it is what the auditor asks.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from isodocs.assess.competence import competence
from isodocs.model.approval import FOLDER as APPROVALS
from isodocs.model.approval import SIGNATURE
from isodocs.model.competence import ReadConfirmation
from isodocs.model.confirmation import FOLDER
from isodocs.model.document import State
from isodocs.statements.seal import SignaturePurpose
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    approval,
    approved,
    base,
    confirmed,
    following,
    version_files,
    without_key,
)
from tests.threats.attack import START, gaps, later, push, refused_for, register, state, told

FINAL = document()
READ = confirmed("SOP-001", 1, FINAL)
(STATEMENT,) = (place for place in READ if place.endswith(".json"))
TABLE = "records/confirmation.csv"
MUST_KNOW = {
    "records/competence.yaml": "- {id: AWARE, title: Aware, kind: awareness, everybody: yes, "
    "documents: [SOP-001]}\n",
    "records/training.csv": "person,competence,date\n"
    "ann,AWARE,2024-01-02\nquinn,AWARE,2024-01-02\ndora,AWARE,2024-01-02\n",
}


@pytest.fixture
def must_know(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **MUST_KNOW}, date=START)
    repo.commit("Approve", approved(), author="Eve <eve@example.com>", date=START)
    return repo


def reading(repo: RepositoryBuilder, person: str = "ann") -> ReadConfirmation:
    (found,) = (r for r in competence(register(repo)).readings if r.person.id == person)
    return found


def replaced(files: Mapping[str, bytes], old: bytes, new: bytes) -> dict[str, bytes]:
    return {place: data.replace(old, new) for place, data in files.items()}


def test_33_what_the_reader_signed_counts(must_know: RepositoryBuilder) -> None:
    """Without this the refusals below would prove nothing."""
    later(must_know, READ)
    assert (str(reading(must_know).confirmed), reading(must_know).assurance) == (
        "2024-02-01",
        "signed",
    )
    assert not {"TRN008", "TRN009"} & gaps(must_know).keys()


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        (confirmed("SOP-001", 1, FINAL, signed=False), "its signature"),
        (confirmed("SOP-001", 1, FINAL, key=KEYS["eve"]), "is not a key of ann"),
        (confirmed("SOP-001", 1, FINAL, key=KEYS["quinn"]), "is not a key of ann"),
        (
            confirmed("SOP-001", 1, FINAL, key=KEYS["eve"], names=KEYS["ann"]),
            "the signature is by the key",
        ),
        (confirmed("SOP-001", 1, FINAL, name="Quinn Quality"), "calls ann Ann Author"),
        (confirmed("SOP-001", 1, FINAL + "Not approved.\n"), "read a different version"),
        (confirmed("SOP-001", 1, FINAL, shown={"x.png": b"x"}), "read a different version"),
        (confirmed("SOP-001", 1, FINAL, project="0" * 64), "in another repository"),
        (confirmed("SOP-001", 2, FINAL), "SOP-001 revision 2, which is not in this repository"),
        (
            confirmed("SOP-001", 1, FINAL, by=following(owners=("quinn",), threshold=1)),
            "which this repository does not hold",
        ),
    ],
    ids=[
        "unsigned",
        "by a stranger",
        "by a colleague",
        "by a stranger in her name",
        "under another name",
        "of other bytes",
        "of an image that nobody approved",
        "from another repository",
        "of a revision that is not there",
        "by a register unknown here",
    ],
)
def test_33_confirmation_forged(
    must_know: RepositoryBuilder, forged: Mapping[str, bytes], says: str
) -> None:
    later(must_know, forged)
    assert says in told(must_know, "TRN008")
    assert reading(must_know).confirmed is None
    assert "TRN007" in gaps(must_know)


@pytest.mark.parametrize(
    "purpose", [SignaturePurpose.APPROVAL, SignaturePurpose.DELEGATION, SignaturePurpose.ENROLMENT]
)
def test_33_signed_for_another_purpose(
    must_know: RepositoryBuilder, purpose: SignaturePurpose
) -> None:
    """The key is Ann's and the signature good; it was made for something else."""
    later(must_know, confirmed("SOP-001", 1, FINAL, purpose=purpose))
    assert f"made for '{purpose}@example.com', not for" in told(must_know, "TRN008")
    assert reading(must_know).confirmed is None


def test_33_confirmation_used_as_an_approval(repo: RepositoryBuilder) -> None:
    """Quinn says that he read it. Somebody moves that among the approvals, or rewrites it there."""
    repo.commit("Start", {**base(), path(): FINAL}, author="Eve <eve@example.com>", date=START)
    mine = confirmed("SOP-001", 1, FINAL, person="quinn")
    (name,) = (place for place in mine if place.endswith(".json"))
    moved = {place.replace(FOLDER, APPROVALS): data for place, data in mine.items()}
    later(repo, moved)
    assert "the approval cannot be read" in told(repo, "APR008")
    given = approval("SOP-001", 1, FINAL)
    (place,) = (place for place in given if place.endswith(".json"))
    ((made, _),) = confirmed("SOP-001", 1, FINAL, person="quinn", signed=False).items()
    assert made == name  # the same statement: what differs is what it was signed for
    later(repo, {place: given[place], place + SIGNATURE: mine[name + SIGNATURE]}, "2024-03-02")
    assert "signature" in told(repo, "APR013")
    assert state(repo) is State.AWAITING


def test_33_approval_used_as_a_confirmation(must_know: RepositoryBuilder) -> None:
    """Quinn approved it, so he must have read it? What he signed says that he approved."""
    given = approval("SOP-001", 1, FINAL, at="2024-02-02T10:00:00+00:00")
    moved = {place.replace(APPROVALS, FOLDER): data for place, data in given.items()}
    later(must_know, moved)
    assert "the confirmation cannot be read" in told(must_know, "TRN008")
    mine = confirmed("SOP-001", 1, FINAL, person="quinn", signed=False)
    ((place, data),) = mine.items()
    (seal,) = (given[name] for name in given if name.endswith(SIGNATURE))
    later(must_know, {place: data, place + SIGNATURE: seal}, "2024-03-02")
    assert reading(must_know, "quinn").confirmed is None


def test_33_confirmation_replayed_to_the_next_revision(must_know: RepositoryBuilder) -> None:
    later(must_know, READ, "2024-02-02")
    later(must_know, approved("SOP-001", 2), author="Eve <eve@example.com>")
    assert reading(must_know).revision == "2"
    assert reading(must_know).confirmed is None
    copied = {p.replace("/SOP-001/1/", "/SOP-001/2/"): data for p, data in READ.items()}
    later(must_know, copied, "2024-03-02")
    assert "its content belongs at" in told(must_know, "TRN008")
    rewritten = replaced(copied, b'"rev":"1"', b'"rev":"2"')
    later(must_know, rewritten, "2024-03-03")
    assert reading(must_know).confirmed is None


def test_33_key_revoked_and_a_confirmation_dated_back(must_know: RepositoryBuilder) -> None:
    """What she signed before is on the list that the owners signed; what came later is not."""
    later(must_know, READ, "2024-02-02")
    (honoured,) = (r.sha256 for r in register(must_know).inventory.confirmations)
    later(must_know, version_files(following(**without_key(AUTHORITY, "ann", honoured))))
    assert reading(must_know).assurance == "signed"
    again = confirmed("SOP-001", 1, FINAL, at="2024-01-30T10:00:00+00:00")
    later(must_know, again, "2024-04-01")
    assert "is revoked" in told(must_know, "TRN008")
    assert str(reading(must_know).confirmed) == "2024-02-01"


def test_33_row_in_the_name_of_somebody_who_signs(must_know: RepositoryBuilder) -> None:
    """Anybody who may commit can write a row; where people sign it is a claim."""
    rows = "person,document,revision,date\nann,SOP-001,1,2024-02-05\n"
    later(must_know, {TABLE: rows})
    assert reading(must_know).confirmed is None
    assert str(reading(must_know).claimed) == "2024-02-05"
    assert "the row of 2024-02-05 is only a claim" in told(must_know, "TRN007")
    assert "TRN008" not in gaps(must_know)


def test_33_row_for_somebody_without_a_key(must_know: RepositoryBuilder) -> None:
    """Nothing else can be had of them; it is told as what it is."""
    people = "id,name\nann,Ann Author\nben,Ben Operator\n"
    rows = "person,document,revision,date\nben,SOP-001,1,2024-02-05\n"
    later(must_know, {TABLE: rows, "records/people.csv": people})
    assert (str(reading(must_know, "ben").confirmed), reading(must_know, "ben").assurance) == (
        "2024-02-05",
        "recorded",
    )


def test_33_confirmation_removed_or_altered(must_know: RepositoryBuilder) -> None:
    later(must_know, READ, "2024-02-02")
    before = must_know.head()
    later(must_know, dict.fromkeys(READ))
    assert f"{STATEMENT} the record of a confirmation was removed" in told(must_know, "TRN009")
    assert "TRN009" in refused_for(push(must_know, before))
    later(must_know, {STATEMENT: READ[STATEMENT]}, "2024-03-02")
    assert "the signature of a confirmation was removed" in told(must_know, "TRN009")
    assert "its signature" in told(must_know, "TRN008")


def test_33_confirmation_before_the_text_existed(repo: RepositoryBuilder) -> None:
    """The statement is committed on Monday, what it says was read on Tuesday."""
    repo.commit("Start", {**base(), **MUST_KNOW}, date=START)
    later(repo, READ, "2024-01-10")
    later(repo, approved(), "2024-01-11", author="Eve <eve@example.com>")
    assert "before this revision existed" in told(repo, "TRN008")
