"""What an approval rests on is only ever added to: removing or changing any of it is a gap.

It also refuses a push, whoever sends it and however well the rest is signed.
"""

from __future__ import annotations

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import TOKEN
from tests.helpers.company import document
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    approval,
    approved,
    base,
    deputy,
    following,
    holding,
    proof,
    version_files,
)
from tests.threats.attack import START, later, push, refused_for, told

RECORD, SIGNATURE = approval("SOP-001", 1, document())
DELEGATION, DELEGATION_SIGNATURE = deputy()
TWO = version_files(following(roles=holding(AUTHORITY, "author", "ann", "dora")))
OWNERS = [path for path in TWO if path.endswith(".sig")]
PROOF, PROOF_SIGNATURE = proof("ann", KEYS["ann"])
STAMP, DELEGATION_STAMP = SIGNATURE + TOKEN, DELEGATION_SIGNATURE + TOKEN

PARTS = {
    RECORD: ("APR009", "the record of an approval"),
    SIGNATURE: ("APR009", "the signature of an approval"),
    STAMP: ("APR009", "the time stamp of an approval"),
    DELEGATION: ("APR009", "the record of a delegation"),
    DELEGATION_SIGNATURE: ("APR009", "the signature of a delegation"),
    DELEGATION_STAMP: ("APR009", "the time stamp of a delegation"),
    authority_register.path_of(2): ("CFG004", "a version of the authority register"),
    OWNERS[0]: ("CFG004", "an owner's signature on the authority register"),
    OWNERS[1]: ("CFG004", "an owner's signature on the authority register"),
    PROOF: ("CFG004", "the proof of a key in the authority register"),
    PROOF_SIGNATURE: ("CFG004", "the proof of a key in the authority register"),
}


@pytest.fixture
def every_statement(repo: RepositoryBuilder) -> RepositoryBuilder:
    stamps = {STAMP: b"token", DELEGATION_STAMP: b"token"}
    repo.commit("Start", {**base(), **approved(), **deputy(), **TWO, **stamps}, date=START)
    return repo


@pytest.mark.parametrize("path", PARTS, ids=str)
@pytest.mark.parametrize("done", ["removed", "changed"])
def test_removing_or_changing_it_is_a_gap_and_refuses_the_push(
    every_statement: RepositoryBuilder, path: str, done: str
) -> None:
    old = every_statement.head()
    before = (every_statement.path / path).read_bytes()
    later(every_statement, {path: None if done == "removed" else before.replace(b"e", b"f", 1)})
    code, what = PARTS[path]
    gap = told(every_statement, code)
    assert path in gap
    assert f"{what} was {done} by Ann Author on 2024-03-01" in gap or "cannot be read" in gap
    assert code in refused_for(push(every_statement, old))


def test_adding_is_welcome(every_statement: RepositoryBuilder) -> None:
    old = every_statement.head()
    text = document("SOP-002")
    files = {"documents/SOP-002.md": text, **approval("SOP-002", 1, text), **deputy("dora", "ann")}
    later(every_statement, files)
    assert not push(every_statement, old).refused


def test_a_version_that_was_changed_is_not_taken_for_one_that_awaits_signatures(
    every_statement: RepositoryBuilder,
) -> None:
    """In another form of its own it is whole, and only the owners' signatures do not fit it."""
    place = authority_register.path_of(2)
    other = following(roles=holding(AUTHORITY, "author", "dora"))
    later(every_statement, {place: authority_register.write(other)})
    assert "a version of the authority register was changed" in told(every_statement, "CFG004")
