"""Who may still approve: every list names exactly those whose approval would count."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.assess.approvers import approvers, in_words, wanted
from isodocs.authority import authority_register
from isodocs.checking.check import check
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approve import plan_approval
from isodocs.lifecycle.approvers import awaited, person
from isodocs.lifecycle.decision import Act
from isodocs.model.audit import AuditKind
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from isodocs.readiness.readiness import readiness
from isodocs.workspace import View, Workspace
from tests.helpers import signed_company
from tests.helpers.company import AUTHORITY, CONFIG, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import ON, register, told

FINAL = document()
NOON = datetime.fromisoformat("2024-06-01T12:00:00+00:00")
IDS = ("ann", "quinn", "dora")
DAYS = {"start": "2024-05-01", "until": "2024-06-30", "at": "2024-05-01T10:00:00+00:00"}


def holding(holders: tuple[str, ...], *, persons: int = 1, author: bool = False) -> Authority:
    """One role approves everything, held by these people."""
    roles = {"quality-manager": Role("quality-manager", "Quality Manager", holders)}
    rule = ApprovalRule(("*",), ("quality-manager",), persons, author)
    draft = replace(AUTHORITY, roles=roles, rules=(rule,))
    return authority_register.parse(authority_register.write(draft))


def begin(repo: RepositoryBuilder, authority: Authority, author: str, **more: bytes) -> None:
    files = {
        "isodocs.yaml": CONFIG,
        authority_register.path_of(1): authority_register.write(authority),
        path(): FINAL,
        **more,
    }
    repo.commit("Write", files, author=f"{author} <{author}@example.com>")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    holders=st.sets(st.sampled_from(IDS), min_size=1).map(lambda ids: tuple(sorted(ids))),
    author=st.sampled_from((*IDS, "somebody")),
    own=st.booleans(),
    absence=st.sampled_from((None, *((a, b) for a in IDS for b in IDS if a != b))),
)
def test_a_list_names_exactly_those_who_can(
    tmp_path_factory: pytest.TempPathFactory,
    holders: tuple[str, ...],
    author: str,
    own: bool,
    absence: tuple[str, str] | None,
) -> None:
    """APR001, `approve` without a document and `approve SOP-001` are asked about everyone."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("law") / "repo")
    authority = holding(holders, author=own)
    given_ = (
        signed_company.deputy(
            *absence, by=authority, project=authority.sha256, signed=False, **DAYS
        )
        if absence
        else {}
    )
    begin(repo, authority, author, **given_)
    workspace = Workspace.open(repo.path)
    found = workspace.register(View(ON, latest=True))
    entry = found.entries["SOP-001"]
    status = entry.newest
    (rule,) = authority.rules
    named = {a.person.id for a in approvers(found, rule, "quality-manager", status.authors)}
    can = set()
    for id in IDS:
        who = person(found, "", id)
        try:
            # The role is named, so that the judge alone decides.
            act = Act(who, NOON, role="quality-manager")
            plan_approval(workspace, found, entry, act)
            can.add(id)
        except LifecycleError:
            pass
        assert bool(awaited(found, who)) is (id in named)
    assert named == can
    text = in_words(found, wanted(found, rule, status.authors, status.judgement))
    invited = re.sub(r" for \w+ \w+ until [0-9-]+", "", text.partition("only")[0])
    for id in IDS:
        assert (AUTHORITY.people[id].name in invited) is (id in named), text


def test_a_deputy_is_named_beside_whom_they_stand_for(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**signed_company.base(), **signed_company.deputy(**DAYS)})
    repo.commit("Write", {path(): FINAL})
    assert (
        "Quality Manager (Quinn Quality or Dora Director for Quinn Quality until 2024-06-30)"
        in told(repo, "APR001")
    )


def test_who_has_no_key_is_named_as_such(repo: RepositoryBuilder) -> None:
    first, ben = signed_company.AUTHORITY, Person("ben", "Ben Brown", ("ben@example.com",))
    bare = signed_company.following(
        people=signed_company.with_people(first, ben),
        roles=signed_company.holding(first, "quality-manager", "quinn", "ben"),
    )
    repo.commit("Start", {**signed_company.base(), **signed_company.version_files(bare)})
    repo.commit("Write", {path(): FINAL})
    assert "(Quinn Quality or Ben Brown, who has no key yet)" in told(repo, "APR001")


def test_where_only_the_author_may_approve_that_is_said(repo: RepositoryBuilder) -> None:
    begin(repo, holding(("ann",)), "ann")
    message = told(repo, "APR001")
    assert "Quality Manager (only Ann Author, who wrote it)" in message
    needs = wanted(
        register(repo), AUTHORITY.rules[1], register(repo).entries["SOP-001"].newest.authors
    )
    assert not needs.possible


def test_two_people_are_needed_and_the_author_is_none_of_them(repo: RepositoryBuilder) -> None:
    begin(repo, holding(("ann", "quinn", "dora"), persons=2), "ann")
    assert (
        "Quality Manager (Quinn Quality or Dora Director), 1 more person (Quinn Quality or Dora "
        "Director)" in told(repo, "APR001")
    )


def test_readiness_names_whose_turn_it_is_and_not_the_documents_owner(
    repo: RepositoryBuilder,
) -> None:
    begin(repo, holding(("quinn", "ann")), "ann")
    found = check(register(repo)).gaps
    (gap,) = (g for g in found if g.code == "APR001")
    assert (gap.finding.owner, gap.finding.closer) == ("quality-manager", "quinn")
    points = readiness(register(repo), found, AuditKind.SURVEILLANCE, ["iso-9001-2015"]).points
    assert [p.owner for p in points if p.codes == ("APR001",)] == ["quinn"]


def test_a_co_author_is_not_named(repo: RepositoryBuilder) -> None:
    begin(repo, holding(("quinn", "dora")), "ann")
    text = FINAL + "\nMore.\n"
    trailer = "More\n\nCo-authored-by: Quinn Quality <quinn@example.com>"
    repo.commit(trailer, {path(): text}, author="Ann <ann@example.com>")
    assert "Quality Manager (Dora Director)" in told(repo, "APR001")
