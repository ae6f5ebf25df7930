"""Threats by what isodocs.yaml says of types: who approves a policy may not be decided there.

A text that says no type itself is of the one whose `files` it is among. Whoever moves a pattern
must not have the next revision approved by fewer people: the types of a text are also those that it
had where it was approved, by the settings of that day.
"""

from __future__ import annotations

import pytest

from isodocs.model.document import State
from tests.helpers.company import CONFIG, document
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.signed_company import approval, base
from tests.threats.attack import START, gaps, later, push, refused_for, state, told

PLACE, FORM, SCRATCH = "policies/safety.md", "forms/safety.md", "scratch/safety.md"
BARE = CONFIG.replace('["documents/**/*.md"]', '["**/*.md"]')
BY_FOLDER = BARE.replace("{prefix: POL,", "{prefix: POL, files: ['policies/*'],").replace(
    "{prefix: FRM,", "{prefix: FRM, files: ['forms/*'],"
)
A_FORM = BARE.replace("{prefix: FRM,", "{prefix: FRM, files: ['policies/*', 'forms/*'],")
OTHER_NAME = BY_FOLDER.replace("  policy:", "  leaflet:")
QUINN, DORA = "quality-manager", "director"


def text(revision: int, said: str = "") -> str:
    effective = {"effective": f"2024-0{revision + 1}-01"} if revision > 1 else {}
    made = document("POL-001", revision, **effective)
    return made.replace("type: policy\n", said)


def issued(
    revision: int, *roles: str, place: str = PLACE, said: str = "", file: str = ""
) -> dict[str, Content]:
    """A revision in `file`, approved at `place` in these roles."""
    written = text(revision, said)
    found: dict[str, Content] = {file or place: written}
    persons = {QUINN: "quinn", DORA: "dora"}
    for role in roles:
        person, at = persons[role], f"2024-0{revision}-20T10:00:00+00:00"
        options = {"person": person, "role": role, "at": at, "place": place}
        found.update(approval("POL-001", revision, written, **options))  # type: ignore[arg-type]
    return found


def in_force(repo: RepositoryBuilder, config: str = BY_FOLDER, said: str = "") -> str:
    files = {**base(), "isodocs.yaml": config, **issued(1, QUINN, DORA, said=said)}
    repo.commit("Start", files, date=START)
    assert state(repo, "POL-001") is State.EFFECTIVE
    return repo.head()


WEAKER: dict[str, Content] = {
    "another type": A_FORM,
    "no pattern": BARE,
    "the type under another name": OTHER_NAME,
    "no settings": None,
    "a pattern that it fits no longer": BY_FOLDER.replace("policies/*", "policies/x*"),
}


@pytest.mark.parametrize("config", WEAKER.values(), ids=WEAKER)
def test_41_pattern_of_a_type_moved_before_the_next_revision(
    repo: RepositoryBuilder, config: Content
) -> None:
    in_force(repo)
    later(repo, {"isodocs.yaml": config}, "2024-02-10")
    before = repo.head()
    later(repo, issued(2, QUINN))
    assert "Director (Dora Director); it was a policy before" in told(repo, "APR001")
    assert "APR001" in refused_for(push(repo, before))
    later(repo, {"README.md": "# Read\n"})
    assert "Director (Dora Director)" in told(repo.clone(), "APR001")
    later(repo, issued(2, QUINN, DORA))
    assert state(repo, "POL-001") is State.EFFECTIVE


def test_41_pattern_and_next_revision_in_one_commit(repo: RepositoryBuilder) -> None:
    before = in_force(repo)
    later(repo, {"isodocs.yaml": A_FORM, **issued(2, QUINN)})
    assert "Director (Dora Director)" in told(repo, "APR001")
    assert "APR001" in refused_for(push(repo, before))


def test_41_pattern_and_folder_moved_in_one_commit(repo: RepositoryBuilder) -> None:
    before = in_force(repo)
    config = BY_FOLDER.replace("'policies/*'", "'documents/*'")
    later(repo, {"isodocs.yaml": config, PLACE: None, **issued(2, QUINN, place=FORM)})
    assert "Director (Dora Director)" in told(repo, "APR001")
    assert "APR001" in refused_for(push(repo, before))


def test_41_type_that_it_had_only_where_it_was_approved(repo: RepositoryBuilder) -> None:
    """It came from one folder, was approved in another, and goes on in a third."""
    start = {SCRATCH: text(1), **base(), "isodocs.yaml": BY_FOLDER}
    repo.commit("Start", start, date=START)
    later(repo, {SCRATCH: None, **issued(1, QUINN, DORA)}, "2024-01-22")
    assert state(repo, "POL-001") is State.EFFECTIVE
    later(repo, {PLACE: None, FORM: text(1)}, "2024-02-10")
    later(repo, issued(2, QUINN, place=FORM))
    assert "Director (Dora Director)" in told(repo, "APR001")


KEY = "fields: {type: kind}\nextra-fields: [type]\n"


def test_41_key_of_the_type_changed_before_the_next_revision(repo: RepositoryBuilder) -> None:
    before = in_force(repo, BARE + "extra-fields: [kind]\n", "type: policy\nkind: form\n")
    later(repo, {"isodocs.yaml": BARE + KEY}, "2024-02-10")
    later(repo, issued(2, QUINN, said="kind: form\n"))
    assert "Director (Dora Director)" in told(repo, "APR001")
    assert "APR001" in refused_for(push(repo, before))


@pytest.mark.parametrize(
    ("config", "said"), [(A_FORM, ""), (BARE + KEY, "type: policy\n")], ids=["pattern", "key"]
)
def test_41_settings_changed_while_an_approval_is_awaited(
    repo: RepositoryBuilder, config: str, said: str
) -> None:
    """The director is still asked: who has approved has approved a policy."""
    files = {**base(), "isodocs.yaml": BY_FOLDER, **issued(1, QUINN, said=said)}
    repo.commit("Start", files, date=START)
    assert state(repo, "POL-001") is State.AWAITING
    later(repo, {"isodocs.yaml": config})
    assert state(repo, "POL-001") is State.AWAITING
    assert "Director (Dora Director)" in told(repo, "APR001")


def test_41_approvals_brought_again_by_a_line_with_other_settings(repo: RepositoryBuilder) -> None:
    """The line began before there was the pattern, so its copies of them seem to be older."""
    repo.commit("Start", {**base(), "isodocs.yaml": A_FORM}, date=START)
    repo.branch("old")
    later(repo, {"isodocs.yaml": BY_FOLDER}, "2024-01-10")
    later(repo, issued(1, QUINN, DORA), "2024-01-21")
    repo.checkout("old")
    later(repo, issued(1, QUINN, DORA), "2024-01-09")
    repo.checkout("main")
    repo.git("merge", "--quiet", "-s", "ours", "--no-edit", "old")
    later(repo, {"isodocs.yaml": A_FORM}, "2024-02-10")
    later(repo, issued(2, QUINN))
    assert "Director (Dora Director)" in told(repo, "APR001")


def test_41_approved_on_a_line_that_did_not_know_the_pattern_yet(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), "isodocs.yaml": A_FORM}, date=START)
    repo.branch("old")
    later(repo, {"isodocs.yaml": BY_FOLDER}, "2024-01-10")
    repo.checkout("old")
    later(repo, issued(1, QUINN, DORA), "2024-01-21")
    repo.checkout("main")
    repo.git("merge", "--quiet", "--no-edit", "old")
    assert state(repo, "POL-001") is State.EFFECTIVE
    later(repo, {"isodocs.yaml": A_FORM}, "2024-02-10")
    later(repo, issued(2, QUINN))
    assert "Director (Dora Director)" in told(repo, "APR001")


# --- honest, and not to be refused ----------------------------------------------------------------


def test_document_that_becomes_another_type(repo: RepositoryBuilder) -> None:
    """Once the approvers of both types have agreed, those of the new type are enough."""
    in_force(repo)
    later(repo, {"isodocs.yaml": A_FORM}, "2024-02-10")
    later(repo, issued(2, QUINN, DORA))
    assert state(repo, "POL-001") is State.EFFECTIVE
    before = repo.head()
    later(repo, issued(3, QUINN), "2024-03-21")
    assert state(repo, "POL-001") is State.EFFECTIVE
    assert not push(repo, before).refused
    assert "APR001" not in gaps(repo)


def test_pattern_that_was_wrong_for_some_days(repo: RepositoryBuilder) -> None:
    """No one approved anything by it, so nothing of it is left once it is put right."""
    files = {**base(), "isodocs.yaml": A_FORM, **issued(1, QUINN)}
    repo.commit("Start", files, date=START)
    later(repo, {"isodocs.yaml": BY_FOLDER}, "2024-02-01")
    assert state(repo, "POL-001") is State.AWAITING
    later(repo, {"isodocs.yaml": A_FORM}, "2024-02-03")
    later(repo, issued(2, QUINN))
    assert state(repo, "POL-001") is State.EFFECTIVE


def test_settings_changed_that_say_nothing_of_types(repo: RepositoryBuilder) -> None:
    in_force(repo)
    later(repo, {"isodocs.yaml": BY_FOLDER + "review-due-within: 60 days\n"}, "2024-02-10")
    later(repo, issued(2, QUINN, DORA))
    assert state(repo, "POL-001") is State.EFFECTIVE
    assert "APR001" not in gaps(repo)
