"""Comments on a draft: each is answered or settled before the text is sent round for approval."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.assess.comments import comments, open_comments
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approve import plan_approval
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.comment import Said, commented, placed, plan_comment, plan_step, the_one
from isodocs.lifecycle.decision import Act
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.reader import reader
from isodocs.lifecycle.revise import revise
from isodocs.lifecycle.submit import submit
from isodocs.model.comment import (
    LAST_TURN,
    WHOLE,
    CommentAct,
    CommentState,
    Discussion,
    Passage,
    Remark,
)
from isodocs.statements.comment_files import file_of
from tests.helpers.company import path
from tests.lifecycle.conftest import Office

DAY = date(2024, 6, 10)
WORDS = Passage("approved suppliers")


@pytest.fixture
def drafted(office: Office) -> Office:
    """The second revision is a draft."""
    office.do(revise, "SOP-001", "Better.")
    office.commit("Draft")
    return office


def say(office: Office, who: str, text: str, passage: Passage = WORDS) -> Discussion:
    """Comment as someone, and commit it."""
    workspace, register = office.workspace, office.register
    entry = register.entries["SOP-001"]
    said = Said(reader(workspace, register, who), office.now, text)
    plan = plan_comment(commented(workspace, register, entry), entry, said, passage)
    carry_out(workspace.git, plan)
    office.commit(plan.message)
    (made,) = (c for c in comments(office.register).of["SOP-001"] if c.comment.text == text)
    return made


def go_on(office: Office, who: str, act: CommentAct, about: Discussion, text: str = "") -> None:
    workspace, register = office.workspace, office.register
    now = the_one(register, register.entries["SOP-001"], about.id)
    plan = plan_step(register, now, act, Said(reader(workspace, register, who), office.now, text))
    carry_out(workspace.git, plan)
    office.commit(plan.message)


def state(office: Office) -> CommentState:
    (found,) = comments(office.register).of["SOP-001"]
    return found.state


def test_a_round_goes_on_once_every_comment_has_an_answer(drafted: Office) -> None:
    before = drafted.entry("SOP-001").newest.document.sha256
    first = say(drafted, "quinn", "Which ones?")
    second = say(drafted, "dora", "Too short.", WHOLE)
    assert first.comment.passage == Passage("approved suppliers", "Purchasing")
    with pytest.raises(LifecycleError) as refused:
        drafted.plan(submit, "SOP-001", DAY)
    assert "SOP-001 rev 2 has 2 comments without an answer" in refused.value.message
    assert "Quinn Quality on “approved suppliers”: Which ones?" in refused.value.message
    assert "Answer each of them: isodocs comment SOP-001 '...' --answer" in refused.value.hint
    go_on(drafted, "ann", CommentAct.ANSWER, first, "Those of the list.")
    go_on(drafted, "quinn", CommentAct.RESOLVE, second)
    states = {each.id: each.state for each in comments(drafted.register).of["SOP-001"]}
    assert states == {first.id: CommentState.ANSWERED, second.id: CommentState.RESOLVED}
    assert drafted.entry("SOP-001").newest.document.sha256 == before
    assert drafted.gaps("APR020", "APR021") == []
    # Who commented has the last word, until someone else does.
    go_on(drafted, "quinn", CommentAct.ANSWER, first, "Which list?")
    assert len(open_comments(drafted.register, drafted.entry("SOP-001"))) == 1
    go_on(drafted, "dora", CommentAct.ANSWER, first, "FRM-022.")
    drafted.do(submit, "SOP-001", DAY)
    drafted.commit("Final")
    # Those who approve comment on what awaits their approval; the approval does not wait for it.
    third = say(drafted, "quinn", "And if there is none?")
    assert drafted.gaps("APR020") == ["comment-open"]
    sha256 = drafted.entry("SOP-001").newest.document.sha256
    drafted.do(plan_approval, "SOP-001", Act(drafted.who("quinn"), drafted.now))
    drafted.commit("Approved", author="Quinn <quinn@example.com>")
    entry = drafted.entry("SOP-001")
    assert entry.newest.approved_on == drafted.today
    assert entry.newest.document.sha256 == sha256
    assert drafted.gaps("APR020") == []
    assert third.id in [each.id for each in comments(drafted.register).of["SOP-001"]]
    drafted.today = DAY
    with pytest.raises(LifecycleError, match="no revision of SOP-001 is on its way"):
        say(drafted, "quinn", "Late.")


def test_who_may_settle_a_comment(drafted: Office) -> None:
    asked = say(drafted, "dora", "Why?")
    with pytest.raises(LifecycleError, match="Ann Author may not settle comment"):
        go_on(drafted, "ann", CommentAct.RESOLVE, asked)
    go_on(drafted, "quinn", CommentAct.RESOLVE, asked, "Said in the meeting.")
    assert state(drafted) is CommentState.RESOLVED
    with pytest.raises(LifecycleError, match="is resolved"):
        go_on(drafted, "ann", CommentAct.ANSWER, asked, "Because.")
    with pytest.raises(LifecycleError, match="say why"):
        go_on(drafted, "dora", CommentAct.REOPEN, asked)
    go_on(drafted, "dora", CommentAct.REOPEN, asked, "\tNot \u00adto\r\nme.\u200b")
    assert comments(drafted.register).of["SOP-001"][0].steps[-1].text == "Not to\nme."
    assert state(drafted) is CommentState.OPEN
    with pytest.raises(LifecycleError, match="is open"):
        go_on(drafted, "dora", CommentAct.REOPEN, asked, "Again.")
    with pytest.raises(LifecycleError, match="an answer says something"):
        go_on(drafted, "ann", CommentAct.ANSWER, asked, " ")
    with pytest.raises(LifecycleError, match="no comment begins with 'abc'"):
        the_one(drafted.register, drafted.entry("SOP-001"), "abc")
    with pytest.raises(LifecycleError, match="does not have the words “bad suppliers”"):
        say(drafted, "dora", "Which?", Passage("bad suppliers"))
    with pytest.raises(LifecycleError, match="does not have the heading “Purchase”"):
        say(drafted, "dora", "Which?", Passage(section="Purchase"))


def test_a_passage_is_followed_and_its_loss_is_said(drafted: Office) -> None:
    asked = say(drafted, "quinn", "Which ones?")
    file = drafted.repo.path / path()

    def found() -> object:
        return placed(drafted.workspace, drafted.register, [asked])[asked.sha256]

    text = file.read_text()
    file.write_text(text.replace("# Purchasing\n", "# Purchasing\n\nHow we buy.\n\n## Rules\n"))
    assert found() == ("Rules", text[: text.index("Buy")].count("\n") + 5, True)
    file.write_text(text.replace("approved suppliers", "sellers"))
    assert found() is None
    assert state(drafted) is CommentState.OPEN, "what was said stays"


def test_what_cannot_be_read_stops_the_round(drafted: Office) -> None:
    asked = say(drafted, "quinn", "Which ones?")
    file = drafted.repo.path / asked.path
    file.write_text(file.read_text().replace("Which", "No"))
    with pytest.raises(LifecycleError, match="what someone said about SOP-001 is lost"):
        drafted.plan(submit, "SOP-001", DAY)
    assert drafted.gaps("APR021") == ["comment-unreadable"]
    file.unlink()
    assert drafted.gaps("APR021") == ["comment-unreadable"], "it was removed"
    drafted.commit("Removed")
    assert drafted.gaps("APR021") == ["comment-unreadable"]


def test_a_comment_follows_its_document_to_another_number(drafted: Office) -> None:
    say(drafted, "quinn", "Which ones?")
    text = drafted.text(path()).replace("id: SOP-001", "id: SOP-009")
    drafted.repo.git("rm", "-q", path())
    drafted.repo.commit("Renumber", {path("SOP-009"): text}, date=drafted.now.isoformat())
    (said,) = comments(drafted.register).of["SOP-009"]
    assert said.document == "SOP-009"
    with pytest.raises(LifecycleError, match="SOP-009 rev 2 has 1 comment without an answer"):
        drafted.plan(submit, "SOP-009", DAY)


def test_a_file_that_ends_what_can_be_said_is_answered_by_another_comment(drafted: Office) -> None:
    asked = say(drafted, "quinn", "Which ones?")
    made = Remark(CommentAct.RESOLVE, "SOP-001", "", "quinn", "Quinn Quality", drafted.now)
    name, data = file_of(made._replace(comment=asked.sha256, turn=LAST_TURN))
    carry_out(drafted.workspace.git, Plan("", "Forged", (FileChange(name, None, data),)))
    drafted.commit("Forged")
    with pytest.raises(LifecycleError, match="the highest turn that there is"):
        go_on(drafted, "quinn", CommentAct.REOPEN, asked, "I did not resolve this.")
    say(drafted, "quinn", "Still: which ones?")
    with pytest.raises(LifecycleError, match="1 comment without an answer"):
        drafted.plan(submit, "SOP-001", DAY)
