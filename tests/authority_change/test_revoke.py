"""A key is taken out: what it signed and counts stays valid, and nothing it signs afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.authority_change import next_version as change
from isodocs.authority_change import register_files
from isodocs.authority_change.revoke import honoured, without_keys
from isodocs.errors import LifecycleError
from isodocs.model.approval import Decision, Meaning
from isodocs.model.authority import Authority
from isodocs.model.document import State
from isodocs.model.register import Register
from isodocs.repository.git import Git
from isodocs.workspace import View, Workspace
from tests.authority_change.authority_desk import HANDS
from tests.helpers import company, signed_company
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import AUTHORITY, KEYS, approval, approved, fingerprint

ON = date(2024, 6, 1)
QUINN = fingerprint(KEYS["quinn"])
POLICY = approved("POL-001")


@pytest.fixture
def works(repo: RepositoryBuilder) -> RepositoryBuilder:
    """The signed company with a procedure and a policy in force."""
    repo.commit("Start", signed_company.base(), date="2024-01-02T09:00:00+00:00")
    files = {**approved(), **POLICY}
    repo.commit("Documents", files, date="2024-01-21T09:00:00+00:00")
    return repo


def register(repo: RepositoryBuilder) -> Register:
    return Workspace.open(repo.path).register(View(ON))


def of_quinn(files: dict[str, str | bytes]) -> set[str]:
    """The digests of what Quinn signed among these files."""
    import hashlib

    return {
        hashlib.sha256(data).hexdigest()
        for path, data in files.items()
        if ".quinn." in path and path.endswith(".json") and isinstance(data, bytes)
    }


def without(repo: RepositoryBuilder, target: str, **options: bool) -> Authority:
    book = register_files.of_work_tree(Git.discover(repo.path))
    return without_keys(book, target, "lost", register(repo), **options)


def put_in_force(repo: RepositoryBuilder, authority: Authority, *names: str) -> None:
    """Propose it, and let these owners sign."""
    book = register_files.of_work_tree(Git.discover(repo.path))
    proposal = change.propose(book, authority)
    files = dict(proposal.plan.files)
    for name in names:
        plan = change.sign(proposal.pending, book.person("", name), HANDS[name])
        files.update(plan.files)
    repo.commit("Version 2", files, date="2024-05-01T09:00:00+00:00")


def test_what_counts_today_is_honoured(works: RepositoryBuilder) -> None:
    mine = of_quinn({**approved(), **POLICY})
    assert len(mine) == 2
    assert set(honoured(register(works), QUINN)) == mine


def test_a_rejection_and_a_withdrawal_are_honoured_too(works: RepositoryBuilder) -> None:
    """A withdrawal that no longer counted would bring the approval back."""
    text = company.document("SOP-002")
    withdrawn = {
        **approval("SOP-002", 1, text),
        **approval(
            "SOP-002",
            1,
            text,
            decision=Decision.WITHDRAW,
            meaning=Meaning.WITHDRAWAL,
            at="2024-01-21T10:00:00+00:00",
        ),
    }
    works.commit("Two", {company.path("SOP-002"): text, **withdrawn}, date="2024-02-02T09:00Z")
    found = set(honoured(register(works), QUINN))
    assert of_quinn(withdrawn) <= found  # type: ignore[arg-type]


def test_what_does_not_count_is_not_honoured(works: RepositoryBuilder) -> None:
    broken = approval("SOP-001", 1, "other bytes")
    foreign = approval("SOP-001", 1, company.document(), project="0" * 64)
    forged = approval("SOP-001", 1, company.document(), key=KEYS["eve"], names=KEYS["quinn"])
    files = {**broken, **foreign, **forged}
    works.commit("Worthless", files, date="2024-02-02T09:00:00+00:00")
    assert not of_quinn(files) & set(honoured(register(works), QUINN))  # type: ignore[arg-type]


def test_a_delegation_is_honoured(works: RepositoryBuilder) -> None:
    given = signed_company.deputy()
    works.commit("Deputy", given, date="2024-01-12T09:00:00+00:00")
    assert of_quinn(given) <= set(honoured(register(works), QUINN))  # type: ignore[arg-type]


def test_ann_s_key_is_lost_and_everything_stays_in_force(works: RepositoryBuilder) -> None:
    for name in ("SOP-001", "POL-001"):
        assert register(works).entries[name].state is State.EFFECTIVE
    put_in_force(works, without(works, "ann"), "quinn", "dora")
    found = register(works)
    assert found.inventory.authority is not None
    assert found.inventory.authority.current.people["ann"].keys == ()
    assert found.entries["SOP-001"].state is State.EFFECTIVE


def owners(repo: RepositoryBuilder) -> None:
    """Ann owns the register as well, so that Quinn's key can go."""
    more = signed_company.following(owners=("quinn", "dora", "ann"), threshold=2)
    repo.commit("Owners", signed_company.version_files(more), date="2024-02-01T09:00:00+00:00")


def third(repo: RepositoryBuilder, authority: Authority) -> None:
    put_in_force(repo, authority, "ann", "dora")


def test_the_approver_s_key_is_lost_and_the_past_stays(works: RepositoryBuilder) -> None:
    owners(works)
    third(works, without(works, QUINN[:20]))
    assert register(works).entries["SOP-001"].state is State.EFFECTIVE
    late = approval("SOP-002", 1, company.document("SOP-002"))  # dated back to January
    works.commit(
        "Back-dated",
        {company.path("SOP-002"): company.document("SOP-002"), **late},
        date="2024-05-02T09:00:00+00:00",
    )
    found = register(works)
    assert found.entries["SOP-002"].state is State.AWAITING
    assert found.entries["SOP-001"].state is State.EFFECTIVE


def test_a_stolen_key_s_approvals_must_be_given_anew(works: RepositoryBuilder) -> None:
    owners(works)
    third(works, without(works, "quinn", honour=False))
    assert register(works).entries["SOP-001"].state is State.AWAITING


def test_what_is_honoured_can_be_changed(works: RepositoryBuilder) -> None:
    owners(works)
    third(works, without(works, "quinn"))
    again = without(works, QUINN, honour=False)
    (revoked,) = again.revocations
    assert (revoked.person, revoked.honoured) == ("quinn", ())


def test_the_last_key_of_the_owners_cannot_go(works: RepositoryBuilder) -> None:
    book = register_files.of_work_tree(Git.discover(works.path))
    with pytest.raises(LifecycleError, match="no one could change the register any more"):
        change.propose(book, without(works, "quinn"))


@pytest.mark.parametrize("target", ["quin", "SHA256:", QUINN[:14], "SHA256:" + "A" * 43, ""])
def test_a_key_must_be_named_well(works: RepositoryBuilder, target: str) -> None:
    with pytest.raises(LifecycleError, match="is neither a person nor a key of the register"):
        without(works, target)


def test_who_has_no_key_has_none_to_lose(works: RepositoryBuilder) -> None:
    put_in_force(works, without(works, "ann"), "quinn", "dora")
    with pytest.raises(LifecycleError, match="Ann Author has no key in the register"):
        without(works, "ann")
    assert AUTHORITY.people["ann"].keys
