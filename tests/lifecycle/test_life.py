"""A document's life, step by step: what each step writes, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.errors import IsodocsError, LifecycleError
from isodocs.lifecycle.approve import plan_approval, plan_rejection, plan_review, plan_withdrawal
from isodocs.lifecycle.approvers import awaited, person
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.create import create
from isodocs.lifecycle.decision import Act
from isodocs.lifecycle.retire import retire
from isodocs.lifecycle.revise import revise
from isodocs.lifecycle.submit import submit
from isodocs.model.document import State
from tests.helpers.company import approved, document, path
from tests.lifecycle.conftest import Office

JULY = date(2024, 7, 1)


def awaiting(office: Office, id: str = "SOP-001") -> None:
    """Bring the next revision, written by Ann, into its final form."""
    office.do(revise, id, "Suppliers are reviewed twice a year.")
    file = office.repo.path / path(id)
    file.write_text(file.read_text() + "\nReview each supplier twice a year.\n")
    office.repo.git("add", path(id))
    office.do(submit, id, JULY)
    office.commit("Final form")


def test_revise_raises_the_number_and_changes_nothing_else(office: Office) -> None:
    before = office.text(path()).splitlines()
    plan = office.do(revise, "SOP-001", "Suppliers are reviewed twice a year.")
    after = office.text(path()).splitlines()
    assert "revision 1 stays in force" in plan.summary
    assert [line for line in before if line not in after] == [
        "revision: 1",
        "status: approved",
        "effective: 2024-02-01",
        "change: First issue.",
    ]
    assert [line for line in after if line not in before] == [
        "revision: 2",
        "status: draft",
        "change: Suppliers are reviewed twice a year.",
    ]
    entry = office.entry("SOP-001")
    assert entry.in_force is not None
    assert (entry.in_force.number, entry.newest.number, entry.state) == ("1", "2", State.EFFECTIVE)
    assert office.repo.git("diff", "--cached", "--name-only") == path()


def test_a_second_draft_is_not_begun(office: Office) -> None:
    office.do(revise, "SOP-001", "x")
    with pytest.raises(LifecycleError, match="revision 2 of SOP-001 is a draft already"):
        office.plan(revise, "SOP-001", "y")


def test_submit_writes_the_final_form(office: Office) -> None:
    office.do(revise, "SOP-001", "Better.")
    plan = office.do(submit, "SOP-001", JULY)
    assert "status: approved" in office.text(path())
    assert "effective: 2024-07-01" in office.text(path())
    assert "Quality Manager (Quinn Quality)" in plan.then[0]
    assert office.entry("SOP-001").newest.state is State.AWAITING


def test_submit_refuses_a_day_that_is_past(office: Office) -> None:
    office.do(revise, "SOP-001", "Better.")
    with pytest.raises(LifecycleError, match="2024-06-02 is past"):
        office.plan(submit, "SOP-001", date(2024, 6, 2))


def test_submit_needs_a_draft(office: Office) -> None:
    with pytest.raises(LifecycleError, match="is not a draft: it is effective") as refused:
        office.plan(submit, "SOP-001", JULY)
    assert "isodocs revise SOP-001" in refused.value.hint


def test_a_document_without_a_status_is_a_draft_to_every_step(office: Office) -> None:
    office.repo.commit("Draft", {path("SOP-009"): document("SOP-009", status="", effective="")})
    with pytest.raises(LifecycleError, match="is a draft already"):
        office.plan(revise, "SOP-009", "Better.")
    office.do(submit, "SOP-009", JULY)
    assert "status: approved" in office.text(path("SOP-009"))
    assert office.entry("SOP-009").newest.state is State.AWAITING


def test_a_file_that_cannot_be_edited_is_named(office: Office) -> None:
    config = office.text("isodocs.yaml") + "field-names: any\n"
    text = "# Purchasing\n\n**Document-ID:** SOP-009\n**Revision:** 1\n"
    office.repo.commit("Draft", {"isodocs.yaml": config, path("SOP-009"): text})
    with pytest.raises(IsodocsError, match="there is no front matter") as refused:
        office.plan(submit, "SOP-009", JULY)
    assert refused.value.place == f"{path('SOP-009')}:1:1"


def test_each_field_is_changed_under_the_name_that_the_file_has_for_it(office: Office) -> None:
    """Not written once more under another, so that a text would contradict itself."""
    config = office.text("isodocs.yaml") + "field-names: any\nfields: {status: Document Status}\n"
    text = document("SOP-009", status="").replace("revision:", "Version:")
    text = text.replace("effective:", "Effective Date:").replace("title:", "Status: Draft\ntitle:")
    text += "\n**Revision:** 1\n"
    office.repo.commit("Draft", {"isodocs.yaml": config, path("SOP-009"): text})
    plan = office.do(submit, "SOP-009", JULY)
    assert len(plan.then) == 1
    final = text.replace("Status: Draft", "Status: approved").replace("2024-02-01", "2024-07-01")
    assert office.text(path("SOP-009")) == final
    office.commit("Final form")
    office.do(plan_approval, "SOP-009", Act(office.who("quinn"), office.now))
    office.commit("Approval")
    plan = office.do(revise, "SOP-009", "Better.")
    assert "Version: 2\n" in office.text(path("SOP-009"))
    line = final.splitlines().index("**Revision:** 1") + 1  # one line went: the day
    assert plan.then[0] == (
        f"Line {line - 1} of the text says otherwise: revision 1. Change it, or take it out."
    )


def test_the_day_can_still_be_changed_while_approval_is_awaited(office: Office) -> None:
    awaiting(office)
    office.do(submit, "SOP-001", date(2024, 8, 1))
    assert "effective: 2024-08-01" in office.text(path())


def test_an_approval_brings_the_revision_into_force_on_its_day(office: Office) -> None:
    awaiting(office)
    plan = office.do(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))
    office.commit("Approval")
    entry = office.entry("SOP-001")
    assert plan.summary == "Quinn Quality approves SOP-001 rev 2, as Quality Manager."
    assert entry.newest.state is State.APPROVED
    assert entry.in_force is not None
    assert entry.in_force.number == "1"
    office.today = JULY
    assert office.entry("SOP-001").in_force == office.entry("SOP-001").newest
    assert office.gaps("APR", "REV", "DOC") == []


def test_an_approval_names_what_it_replaces_and_every_part_shown(office: Office) -> None:
    office.do(revise, "SOP-001", "With a map.")
    file = office.repo.path / path()
    file.write_text(file.read_text() + "\n![Map](map.svg)\n")
    office.repo.stage({"documents/map.svg": "<svg/>", path(): file.read_text()})
    office.do(submit, "SOP-001", JULY)
    office.do(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))
    (statement,) = (
        r.statement for r in office.register.records_by_revision["SOP-001", "2"] if r.statement
    )
    assert [part.path for part in statement.parts] == [path(), "documents/map.svg"]
    assert statement.prev is not None
    assert statement.prev.rev == "1"
    assert statement.effective_from == JULY


def test_an_image_that_is_not_there_cannot_be_approved(office: Office) -> None:
    office.do(revise, "SOP-001", "With a map.")
    file = office.repo.path / path()
    file.write_text(file.read_text() + "\n![Map](map.svg)\n")
    office.do(submit, "SOP-001", JULY)
    with pytest.raises(LifecycleError, match=r"it shows documents/map\.svg, which is not there"):
        office.plan(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))


def test_the_author_is_told_before_anything_is_written(office: Office) -> None:
    office.do(revise, "SOP-001", "x")
    file = office.repo.path / path()
    file.write_text(file.read_text() + "\nMine.\n")
    office.repo.git("add", path())
    office.commit("Draft", author="Quinn <quinn@example.com>")
    office.do(submit, "SOP-001", JULY)
    with pytest.raises(LifecycleError, match=r"this would not count: .* wrote this revision"):
        office.plan(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))


def test_who_holds_no_role_is_told_who_does(office: Office) -> None:
    awaiting(office)
    with pytest.raises(LifecycleError, match=r"needed are Quality Manager \(Quinn Quality\)"):
        office.plan(plan_approval, "SOP-001", Act(office.who("ann"), office.now))


def test_a_draft_and_an_approved_document_are_not_approved(office: Office) -> None:
    with pytest.raises(LifecycleError, match="is approved already"):
        office.plan(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))
    office.do(revise, "SOP-001", "x")
    with pytest.raises(LifecycleError, match="is a draft"):
        office.plan(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))


def test_a_text_without_a_revision_is_not_approved(office: Office) -> None:
    final = document(revision="").encode()
    office.repo.write(path(), final)
    office.repo.commit("No revision", {path(): final})
    with pytest.raises(LifecycleError, match="has no revision"):
        office.plan(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))


def test_two_people_approve_a_policy_and_each_is_asked(office: Office) -> None:
    office.repo.commit("Policy", {path("POL-001"): document("POL-001", effective="2024-09-01")})
    for id in ("quinn", "dora"):
        assert [item.document.id for item in awaited(office.register, office.who(id))] == [
            "POL-001"
        ]
        assert office.entry("POL-001").state is State.AWAITING
        office.do(plan_approval, "POL-001", Act(office.who(id), office.now))
        assert awaited(office.register, office.who(id)) == ()
    assert office.entry("POL-001").state is State.APPROVED


def test_a_rejection_reaches_the_author_and_the_text_goes_back_to_draft(office: Office) -> None:
    awaiting(office)
    act = Act(office.who("quinn"), office.now, reason="Step 2 is wrong.")
    office.do(plan_rejection, "SOP-001", act)
    office.commit("Rejection")
    assert "approval-rejected" in office.gaps("APR")
    plan = office.do(revise, "SOP-001", "")
    assert "goes back to draft" in plan.summary
    assert "revision: 2" in office.text(path())
    assert "change: Suppliers are reviewed twice a year." in office.text(path())
    file = office.repo.path / path()
    file.write_text(file.read_text() + "\nStep 2 is right now.\n")
    office.repo.git("add", path())
    office.do(submit, "SOP-001", JULY)
    office.commit("Mended")
    office.do(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))
    assert office.entry("SOP-001").newest.state is State.APPROVED
    assert office.gaps("APR") == []


def test_an_approval_is_withdrawn_by_whoever_gave_it(office: Office) -> None:
    with pytest.raises(LifecycleError, match="Ann Author has not approved"):
        office.plan(plan_withdrawal, "SOP-001", Act(office.who("ann"), office.now, reason="x"))
    other = Act(office.who("quinn"), office.now, reason="x", role="director")
    with pytest.raises(LifecycleError, match="Quinn Quality has not approved"):
        office.plan(plan_withdrawal, "SOP-001", other)
    office.do(
        plan_withdrawal,
        "SOP-001",
        Act(office.who("quinn"), office.now, reason="The supplier is banned."),
    )
    assert office.entry("SOP-001").state is State.AWAITING


def test_a_periodic_review_starts_the_interval_again(office: Office) -> None:
    office.today = date(2026, 1, 15)
    assert office.entry("SOP-001").next_review == date(2026, 1, 20)
    office.do(plan_review, "SOP-001", Act(office.who("quinn"), office.now, reason="Still right."))
    assert office.entry("SOP-001").next_review == date(2028, 1, 15)
    assert office.entry("SOP-001").in_force is not None


def test_the_owner_reviews_also_what_they_wrote(office: Office) -> None:
    office.repo.commit("Policy", approved("SOP-002", title="Storage", owner="author"))
    office.do(plan_review, "SOP-002", Act(office.who("ann"), office.now))
    assert office.entry("SOP-002").next_review == date(2026, 6, 3)


def test_only_what_is_in_force_is_reviewed_by_those_concerned(office: Office) -> None:
    with pytest.raises(LifecycleError, match="Dora Director does not review"):
        office.plan(plan_review, "SOP-001", Act(office.who("dora"), office.now))
    office.do(revise, "SOP-001", "x")
    with pytest.raises(LifecycleError, match="is not in force"):
        office.plan(plan_review, "SOP-001", Act(office.who("quinn"), office.now))


def test_a_document_is_retired_with_approval_and_replaced(office: Office) -> None:
    office.repo.commit("New one", approved("SOP-002", title="Buying"))
    office.do(retire, "SOP-001", reason="Merged.", effective=office.today, superseded_by="SOP-002")
    office.commit("Obsolete form")
    assert office.entry("SOP-001").state is State.EFFECTIVE
    plan = office.do(plan_approval, "SOP-001", Act(office.who("quinn"), office.now))
    office.commit("Its end")
    assert plan.summary.startswith("Quinn Quality approves the end of SOP-001 rev 1")
    assert office.entry("SOP-001").state is State.OBSOLETE
    assert office.gaps("DOC", "REV", "APR") == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"superseded_by": "SOP-01"}, "there is no document 'SOP-01'.*SOP-001"),
        ({"effective": date(2024, 1, 1)}, "is past"),
    ],
)
def test_retiring_needs_a_day_and_a_known_successor(
    office: Office, options: dict[str, object], says: str
) -> None:
    wanted = {"reason": "x", "effective": office.today, **options}
    with pytest.raises(LifecycleError, match=says):
        office.plan(retire, "SOP-001", **wanted)


def test_what_is_not_in_force_is_not_retired(office: Office) -> None:
    office.do(revise, "SOP-001", "x")
    with pytest.raises(LifecycleError, match="while revision 1 is in force"):
        office.plan(retire, "SOP-001", reason="x", effective=office.today)


def test_what_takes_effect_later_is_neither_retired_nor_reviewed_nor_to_be_deleted(
    office: Office,
) -> None:
    """It is approved: deleting the file, which is for drafts, would be refused."""
    office.repo.commit("Approved for July", approved("SOP-002", effective="2024-07-01"))
    act = Act(office.who("quinn"), office.now)
    for command, step, options in (
        ("retire", retire, {"reason": "x", "effective": office.today}),
        ("review", plan_review, {"act": act}),
    ):
        with pytest.raises(LifecycleError, match="is approved and takes effect on 2024-07-01") as e:
            office.plan(step, "SOP-002", **options)
        assert f"From 2024-07-01 on: isodocs {command} SOP-002" in e.value.hint
        assert "git rm" not in e.value.hint


def test_a_new_document_gets_the_next_number_for_ever(office: Office) -> None:
    office.repo.commit("More", approved("SOP-007", title="Storage"))
    office.repo.commit("Gone", {path("SOP-007"): None})
    plan = create(office.register, "procedure", "Control of documents", owner="quality-manager")
    (change,) = plan.changes
    assert change.path == "documents/SOP-008-control-of-documents.md"
    carry_out(office.workspace.git, plan)
    entry = office.entry("SOP-008")
    assert (entry.state, entry.document.title) == (State.DRAFT, "Control of documents")
    assert office.gaps("DOC", "REV") == ["document-vanished"]


def test_a_new_document_brings_its_clauses_and_an_outline(office: Office) -> None:
    clauses = {"iso-9001-2015": ["7.5.3.1", "8.10"]}
    plan = create(office.register, "policy", "Füße & Co", owner="director", clauses=clauses)
    (change,) = plan.changes
    assert change.path == "documents/POL-001-fuesse-co.md"
    text = (change.after or b"").decode()
    assert '  iso-9001-2015: ["7.5.3.1", "8.10"]' in text
    assert text.index("# Füße & Co") < text.index("What we commit ourselves to")
    assert "[insert" in text


@pytest.mark.parametrize(
    ("kind", "id", "says"),
    [
        ("proceedure", "", "Did you mean 'procedure'"),
        ("procedure", "SOP-001", "a number is never used twice"),
        ("procedure", "SOP 9", "cannot be an identifier"),
    ],
)
def test_a_new_document_is_refused_with_the_reason(
    office: Office, kind: str, id: str, says: str
) -> None:
    with pytest.raises(LifecycleError, match=says):
        create(office.register, kind, "Any", owner="quality-manager", id=id)


def test_people_are_known_by_address_or_id(office: Office) -> None:
    register = office.register
    assert person(register, "QUINN@example.com").id == "quinn"
    with pytest.raises(LifecycleError, match=r"no one .* has the address eve@example\.com"):
        person(register, "eve@example.com")
    with pytest.raises(LifecycleError, match="Did you mean 'quinn'"):
        person(register, "", "qinn")


def test_from_the_second_revision_on_the_change_is_said_before_anything_is_written(
    office: Office,
) -> None:
    office.do(revise, "SOP-001", "")
    office.commit("Draft")
    before = office.text(path())
    with pytest.raises(LifecycleError, match="does not say what it changes") as error:
        office.plan(submit, "SOP-001", JULY)
    assert "--change" in error.value.hint
    assert office.text(path()) == before
    office.plan(submit, "SOP-001", JULY, "Said now.")
    first = document("SOP-002", status="draft", change="")
    office.repo.stage({path("SOP-002"): first})
    office.commit("First", author="Ann <ann@example.com>")
    office.plan(submit, "SOP-002", JULY)


def test_submit_names_those_who_can_approve_and_not_the_author(office: Office) -> None:
    office.do(revise, "SOP-001", "x")
    file = office.repo.path / path()
    file.write_text(file.read_text() + "\nMine.\n")
    office.repo.git("add", path())
    office.commit("Draft", author="Quinn <quinn@example.com>")
    (then,) = office.plan(submit, "SOP-001", JULY).then
    assert "Quality Manager (only Quinn Quality, who wrote it)" in then
