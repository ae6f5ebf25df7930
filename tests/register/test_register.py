"""The register: what is in force on a day, and which approvals count."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import Decision, Meaning
from isodocs.model.document import State
from isodocs.model.judgement import Ground
from isodocs.model.register import Entry, Register
from isodocs.workspace import View, Workspace
from tests.helpers.company import (
    ANN,
    AUTHORITY,
    approval,
    approved,
    authority,
    base,
    document,
    path,
)
from tests.helpers.repository import RepositoryBuilder


def register(repo: RepositoryBuilder, on: str = "2024-06-01", **view: object) -> Register:
    return Workspace.open(repo.path).register(View(date.fromisoformat(on), **view))  # type: ignore[arg-type]


def entry(repo: RepositoryBuilder, on: str = "2024-06-01", id: str = "SOP-001") -> Entry:
    return register(repo, on).entries[id]


@pytest.fixture
def only_people(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit(
        "Start", base(), author="Quinn Quality <quinn@example.com>", date="2024-01-02T09:00Z"
    )
    return repo


def test_an_approved_document_is_in_force_from_its_effective_date(
    only_people: RepositoryBuilder,
) -> None:
    only_people.commit("SOP-001", approved(), date="2024-01-20T12:00Z")
    before, after = entry(only_people, "2024-01-31"), entry(only_people, "2024-02-01")
    assert (before.state, before.in_force) == (State.APPROVED, None)
    assert after.state is State.EFFECTIVE
    assert after.in_force is not None
    assert after.in_force.number == "1"
    assert after.in_force.approved_on == date(2024, 1, 20)


def test_an_approval_in_a_later_commit_counts(only_people: RepositoryBuilder) -> None:
    text = document()
    only_people.commit("Final form", {path(): text}, date="2024-01-19T12:00Z")
    assert entry(only_people).state is State.AWAITING
    only_people.commit("Approve", approval("SOP-001", 1, text), date="2024-01-20T12:00Z")
    assert entry(only_people).state is State.EFFECTIVE


def test_the_older_revision_stays_in_force_while_the_next_is_a_draft(
    only_people: RepositoryBuilder,
) -> None:
    only_people.commit("One", approved())
    only_people.write(path(), document(revision=2, status="draft"))
    found = entry(only_people)
    assert found.state is State.EFFECTIVE
    assert found.in_force is not None
    assert found.in_force.number == "1"
    assert found.pending is not None
    assert (found.pending.number, found.pending.state) == ("2", State.DRAFT)


def test_the_outline_is_that_of_the_revision_in_force(only_people: RepositoryBuilder) -> None:
    only_people.commit("One", approved())
    only_people.write(path(), document(revision=2, status="draft", body="# Other title\n\nText.\n"))
    found = register(only_people)
    in_force = found.entries["SOP-001"].in_force
    assert in_force is not None
    outline = found.outline(in_force.document)
    assert outline is not None
    assert outline.sections[0].title == "Purchasing"


def test_the_next_revision_supersedes_on_its_own_day(only_people: RepositoryBuilder) -> None:
    only_people.commit("One", approved(), date="2024-01-20T12:00Z")
    two = document(revision=2, effective="2024-05-01")
    only_people.commit(
        "Two",
        {path(): two, **approval("SOP-001", 2, two, at="2024-04-20T10:00:00+00:00")},
        date="2024-04-20T12:00Z",
    )
    april, may = entry(only_people, "2024-04-30"), entry(only_people, "2024-05-01")
    assert [status.state for status in april.revisions] == [State.EFFECTIVE, State.APPROVED]
    assert [status.state for status in may.revisions] == [State.SUPERSEDED, State.EFFECTIVE]


def test_what_is_overtaken_before_its_day_never_takes_effect(
    only_people: RepositoryBuilder,
) -> None:
    """The first revision is approved for a day after that of the second."""
    only_people.commit("One", approved(effective="2024-09-01"), date="2024-01-20T12:00Z")
    only_people.commit("Two", approved(revision=2), date="2024-01-21T12:00Z")
    for on in ("2024-06-01", "2024-10-01"):
        found = entry(only_people, on)
        assert found.in_force is not None
        assert (found.in_force.number, found.to_come) == ("2", None)
        assert [status.state for status in found.revisions] == [State.SUPERSEDED, State.EFFECTIVE]


def test_a_past_day_shows_the_repository_as_it_stood(only_people: RepositoryBuilder) -> None:
    only_people.commit("One", approved(), date="2024-01-20T12:00Z")
    only_people.commit("Gone", {path(): None}, date="2024-08-01T12:00Z")
    assert "SOP-001" in register(only_people, "2024-06-01").entries
    assert entry(only_people, "2024-06-01").current
    assert not entry(only_people, "2024-08-01").current


def test_retiring_needs_its_own_approval(only_people: RepositoryBuilder) -> None:
    only_people.commit("One", approved())
    old = document(status="obsolete", effective="2024-04-01", change="Replaced.")
    only_people.commit("Retire", {path(): old})
    assert entry(only_people).state is State.EFFECTIVE
    late = approval("SOP-001", 1, old, at="2024-03-20T10:00:00+00:00")
    only_people.commit("Approve retirement", late)
    assert entry(only_people, "2024-03-31").state is State.EFFECTIVE
    assert entry(only_people, "2024-04-01").state is State.OBSOLETE
    assert entry(only_people, "2024-04-01").in_force is None


def refusal(repo: RepositoryBuilder, id: str = "SOP-001") -> Ground:
    found = entry(repo, id=id)
    assert found.in_force is None
    assert found.state is State.AWAITING
    judgement = found.newest.judgement
    assert judgement is not None
    assert not judgement.complete
    return judgement.refused[0].ground


@pytest.mark.parametrize(
    ("options", "ground"),
    [
        ({"project": "0" * 64}, Ground.OTHER_PROJECT),
        ({"role": "author", "person": "ann"}, Ground.WRONG_ROLE),
        ({"person": "dora"}, Ground.WRONG_ROLE),
        ({"by": authority(director="quinn")}, Ground.AUTHORITY),
    ],
)
def test_an_approval_that_does_not_count(
    only_people: RepositoryBuilder, options: dict[str, object], ground: Ground
) -> None:
    text = document()
    only_people.commit("Final", {path(): text, **approval("SOP-001", 1, text, **options)})  # type: ignore[arg-type]
    assert refusal(only_people) is ground


def test_one_changed_byte_undoes_an_approval(only_people: RepositoryBuilder) -> None:
    text = document()
    only_people.commit("Final", {path(): text + "!", **approval("SOP-001", 1, text)})
    assert refusal(only_people) is Ground.OTHER_BYTES


def test_the_author_cannot_approve(only_people: RepositoryBuilder) -> None:
    only_people.commit("Final", approved(), author="Quinn <QUINN@example.com>")
    assert refusal(only_people) is Ground.AUTHOR


def test_filling_in_the_front_matter_is_not_writing(only_people: RepositoryBuilder) -> None:
    only_people.commit("Draft", {path(): document(status="draft")}, author=ANN)
    only_people.commit("Submit", approved(), author="Quinn <quinn@example.com>")
    assert entry(only_people).state is State.EFFECTIVE


def test_an_approval_older_than_the_final_form(only_people: RepositoryBuilder) -> None:
    text = document()
    only_people.commit("Approved before it was there", approval("SOP-001", 1, text))
    only_people.commit("Final", {path(): text})
    assert refusal(only_people) is Ground.TOO_EARLY


def test_every_role_must_approve(only_people: RepositoryBuilder) -> None:
    text = document("POL-001")
    only_people.commit("Final", {path("POL-001"): text, **approval("POL-001", 1, text)})
    judgement = entry(only_people, id="POL-001").newest.judgement
    assert judgement is not None
    assert judgement.missing_roles == ("director",)
    only_people.commit("Second", approval("POL-001", 1, text, role="director", person="dora"))
    assert entry(only_people, id="POL-001").state is State.EFFECTIVE


def test_an_image_changed_after_approval(only_people: RepositoryBuilder) -> None:
    text = document(body="# Purchasing\n\n![flow](flow.svg)\n")
    shown = {"documents/flow.svg": b"<svg/>"}
    records = approval("SOP-001", 1, text, shown=shown)
    only_people.commit("Final", {path(): text, "documents/flow.svg": "<svg/>", **records})
    assert entry(only_people).state is State.EFFECTIVE
    only_people.commit("Swap", {"documents/flow.svg": "<svg>other</svg>"})
    assert refusal(only_people) is Ground.NOT_LISTED


def test_an_image_that_the_approver_was_not_shown(only_people: RepositoryBuilder) -> None:
    text = document(body="# Purchasing\n\n![flow](flow.svg)\n")
    records = approval("SOP-001", 1, text)
    only_people.commit("Final", {path(): text, "documents/flow.svg": "<svg/>", **records})
    assert refusal(only_people) is Ground.NOT_LISTED


def test_an_outdated_register_does_not_serve_after_a_role_changed_hands(
    only_people: RepositoryBuilder,
) -> None:
    newer = authority(version=2, previous=AUTHORITY.sha256, director="quinn")
    text = document("POL-001")
    only_people.commit(
        "Change of director", {authority_register.path_of(2): authority_register.write(newer)}
    )
    only_people.commit("Final", {path("POL-001"): text, **approval("POL-001", 1, text)})
    only_people.commit(
        "The old director", approval("POL-001", 1, text, role="director", person="dora")
    )
    judgement = entry(only_people, id="POL-001").newest.judgement
    assert judgement is not None
    assert [refused.ground for refused in judgement.refused] == [Ground.WRONG_ROLE]


def test_a_withdrawn_approval_no_longer_counts(only_people: RepositoryBuilder) -> None:
    only_people.commit("Final", approved())
    withdrawal = approval(
        "SOP-001",
        1,
        document(),
        decision=Decision.WITHDRAW,
        meaning=Meaning.WITHDRAWAL,
        at="2024-01-21T10:00:00+00:00",
    )
    only_people.commit("Withdraw", withdrawal)
    assert entry(only_people).state is State.AWAITING


def test_the_next_review_counts_from_the_last_approval_or_review(
    only_people: RepositoryBuilder,
) -> None:
    only_people.commit("Final", approved())
    assert entry(only_people).next_review == date(2026, 1, 20)
    assert not entry(only_people, "2026-01-20").review_overdue
    assert entry(only_people, "2026-01-21").review_overdue
    review = approval(
        "SOP-001", 1, document(), meaning=Meaning.PERIODIC_REVIEW, at="2026-01-10T10:00:00+00:00"
    )
    only_people.commit("Review", review)
    assert entry(only_people, "2026-01-21").next_review == date(2028, 1, 10)
    assert not entry(only_people, "2026-01-21").review_overdue


def test_a_day_that_a_document_gives_for_its_review_never_puts_it_off(
    only_people: RepositoryBuilder,
) -> None:
    """An interval of its own counts as well; where there is none, the day is one of many."""
    only_people.commit("Final", approved(next_review="2027-01-01"))
    assert entry(only_people).next_review == date(2027, 1, 1)
    both = approved("SOP-002", next_review="2099-01-01", review_every="24 months")
    only_people.commit("Both", both)
    assert entry(only_people, id="SOP-002").next_review == date(2026, 1, 20)
    fields = {"type": "leaflet", "next_review": "2025-01-20"}
    text = document("XYZ-001", **fields)
    only_people.commit("No interval", approved("XYZ-001", **fields))
    assert entry(only_people, id="XYZ-001").next_review == date(2025, 1, 20)
    review = approval(
        "XYZ-001", 1, text, meaning=Meaning.PERIODIC_REVIEW, at="2025-01-10T10:00:00+00:00"
    )
    only_people.commit("Review", review)
    found = entry(only_people, "2026-01-21", id="XYZ-001")
    assert (found.next_review, found.review_overdue) == (date(2026, 1, 11), True)


def test_an_approval_of_the_next_revision_is_a_review(
    only_people: RepositoryBuilder,
) -> None:
    only_people.commit("Final", approved())
    text = document(revision=2, effective="2026-03-01")
    only_people.commit("Next", {path(): text}, date="2026-01-12T12:00:00+00:00")
    assert entry(only_people, "2026-01-21").review_overdue
    said = approval("SOP-001", 2, text, at="2026-01-15T10:00:00+00:00")
    only_people.commit("Approve", said, date="2026-01-15T12:00:00+00:00")
    assert entry(only_people, "2026-01-14").next_review == date(2026, 1, 20)
    found = entry(only_people, "2026-01-21")
    assert found.in_force is not None
    assert found.in_force.number == "1"
    assert found.next_review == date(2028, 1, 15)


def test_no_review_is_due_on_what_is_not_approved_before_its_day_has_come(
    only_people: RepositoryBuilder,
) -> None:
    """Its interval counts from the approval, which no one knows yet."""
    only_people.commit("Final", {path(): document(effective="2024-06-01")})
    assert entry(only_people, "2024-05-31").state is State.AWAITING
    assert entry(only_people, "2024-05-31").next_review is None
    assert entry(only_people, "2024-06-01").next_review == date(2026, 6, 1)


def test_a_review_claimed_for_a_day_to_come_lets_no_review_be_put_off_for_good(
    only_people: RepositoryBuilder,
) -> None:
    only_people.commit("Final", approved(last_review="2098-01-01", next_review="2099-01-01"))
    assert entry(only_people).next_review == date(2034, 2, 1)
    assert entry(only_people, "2034-02-02").review_overdue
    honest = approved("SOP-002", next_review="2034-02-01")
    only_people.commit("Final", honest)
    assert entry(only_people, id="SOP-002").next_review == date(2034, 2, 1)


def test_without_an_authority_register_nothing_is_proven(repo: RepositoryBuilder) -> None:
    repo.commit("Final", {path(): document()})
    found = entry(repo)
    assert found.state is State.AWAITING
    assert found.newest.judgement is None


def test_a_file_without_status_that_says_when_it_was_reviewed_is_due_again(
    repo: RepositoryBuilder,
) -> None:
    """As in repositories adopted as they are: `last_reviewed_on` and `review_in`, no status."""
    fields = {"effective": "", "review_every": "6 months"}
    repo.commit("Adopted", {path(): document(status="", last_review="2024-01-05", **fields)})
    found = entry(repo, on="2024-08-01")
    assert (found.next_review, found.review_overdue) == (date(2024, 7, 5), True)
