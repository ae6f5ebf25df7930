"""Threats to what people say and decide: a comment evaded, another text signed, lines put in.

The author wants the text sent round without an answer, changes it while someone decides on it, or
has a commit say more than was done.
"""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.errors import LifecycleError
from isodocs.lifecycle.approve import plan_approval, plan_rejection
from isodocs.lifecycle.approve_together import approve_together
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.comment import Said, commented, plan_comment
from isodocs.lifecycle.create_record import create_record
from isodocs.lifecycle.decision import Act
from isodocs.lifecycle.reader import reader
from isodocs.lifecycle.revise import revise
from isodocs.lifecycle.submit import submit
from isodocs.records.record_kinds import kinds
from tests.helpers.company import approved, base, document, path
from tests.helpers.markdown_texts import png
from tests.helpers.repository import RepositoryBuilder
from tests.lifecycle.conftest import Office
from tests.threats.attack import START

SOP, OTHER = path(), path("SOP-009")
DAY = date(2024, 6, 10)


def asked(repo: RepositoryBuilder) -> tuple[Office, str]:
    """Quinn asks about the draft of the second revision."""
    repo.commit("Start", {**base(), **approved()}, date=START)
    office = Office(repo)
    office.do(revise, "SOP-001", "Better.")
    office.commit("Draft")
    return office, ask(office)


def ask(office: Office) -> str:
    """Quinn's comment on the text as a whole; gives its path."""
    workspace, register = office.workspace, office.register
    said = Said(reader(workspace, register, "quinn"), office.now, "Which ones?")
    entry = register.entries["SOP-001"]
    text = commented(workspace, register, entry)
    plan = plan_comment(text, entry, said)
    carry_out(workspace.git, plan)
    office.commit(plan.message)
    return plan.changes[0].path


def numbered_higher(office: Office, comment: str) -> str:
    office.repo.write(SOP, office.text(SOP).replace("revision: 2", "revision: 3"))
    return "SOP-001"


def renumbered_and_reworded(office: Office, comment: str) -> str:
    text = office.text(SOP).replace("SOP-001", "SOP-009").replace("approved suppliers", "anyone")
    office.repo.git("rm", "-q", SOP)
    office.repo.write(OTHER, text)
    return "SOP-009"


def renumbered_in_place(office: Office, comment: str) -> str:
    text = office.text(SOP).replace("SOP-001", "SOP-009").replace("approved suppliers", "anyone")
    office.repo.write(SOP, text.replace("title: Purchasing", "title: Buying"))
    return "SOP-009"


def removed(office: Office, comment: str) -> str:
    office.repo.git("rm", "-q", comment)
    return "SOP-001"


def moved_away(office: Office, comment: str) -> str:
    (office.repo.path / ".isodocs/comments/SOP-777").mkdir()
    office.repo.git("mv", comment, comment.replace("SOP-001", "SOP-777"))
    return "SOP-001"


def made_unreadable(office: Office, comment: str) -> str:
    office.repo.write(comment, "{}")
    return "SOP-001"


def renumbered_and_removed(office: Office, comment: str) -> str:
    office.repo.git("rm", "-q", comment)
    return renumbered_and_reworded(office, comment)


EVASIONS = (
    numbered_higher,
    renumbered_and_reworded,
    renumbered_in_place,
    removed,
    moved_away,
    made_unreadable,
    renumbered_and_removed,
)


def test_47_comment_evaded(repo: RepositoryBuilder) -> None:
    """The author changes number, name or words of the draft, or does away with the comment."""
    office, comment = asked(repo)
    start = repo.head()
    for evade in EVASIONS:
        id = evade(office, comment)
        for _ in range(2):  # before the commit, and after it
            with pytest.raises(LifecycleError, match=r"without an answer|is lost"):
                office.plan(submit, id, DAY)
            repo.git("add", "-A")
            repo.git("commit", "-q", "--allow-empty", "-m", "Evade")
        repo.git("reset", "-q", "--hard", start)


def test_47_comments_that_stop_no_one(repo: RepositoryBuilder) -> None:
    """What was said about a revision in force, also if it is gone, and what never was a comment."""
    repo.commit("Start", {**base(), SOP: document()}, date=START)
    office = Office(repo)
    comment = ask(office)
    junk = ".isodocs/comments/SOP-001/notes.json"
    repo.commit("Approve", {**approved(), junk: "{}"}, date="2024-01-03T09:00:00+00:00")
    office.do(revise, "SOP-001", "Better.")
    repo.git("rm", "-q", junk)
    office.commit("Draft")
    office.plan(submit, "SOP-001", DAY)
    repo.git("rm", "-q", comment)
    office.commit("Gone")
    office.plan(submit, "SOP-001", DAY)


def test_48_text_changed_while_someone_decides(repo: RepositoryBuilder) -> None:
    """What is signed is what the register held, from which people were shown it; pictures too."""
    text = document(body="# Purchasing\n\nBuy from approved suppliers.\n\n![Map](map.png)\n")
    start = {**base(), SOP: text, "documents/map.png": png(40, 30)}
    repo.commit("Start", start, date=START)
    office = Office(repo)
    workspace, register = office.workspace, office.register
    entry, act = register.entries["SOP-001"], Act(office.who("quinn"), office.now, "Read.")
    for name, other in ((SOP, text.replace("approved", "any")), ("documents/map.png", png(30, 40))):
        repo.write(name, other)
        for decided in (plan_approval, plan_rejection):
            with pytest.raises(LifecycleError, match="changed meanwhile"):
                decided(workspace, register, entry, act)
        (left,) = approve_together(workspace, register, [entry], act).left
        assert "changed meanwhile" in left.why
        repo.git("checkout", "-q", "--", name)
    assert plan_approval(workspace, register, entry, act).changes
    assert not approve_together(workspace, register, [entry], act).left


def test_48_text_that_nobody_committed(repo: RepositoryBuilder) -> None:
    """Who decides on it commits it, too, and would decide on what they wrote themselves."""
    repo.commit("Start", {**base(), SOP: document(body="# Purchasing\n\nBuy.\n")}, date=START)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    repo.write(SOP, document())
    office = Office(repo)
    act = Act(office.who("quinn"), office.now)
    with pytest.raises(LifecycleError, match="wrote"):
        office.plan(plan_approval, "SOP-001", act)


def test_48_lines_below_the_subject_of_a_commit(repo: RepositoryBuilder) -> None:
    """What someone types as a title would make somebody else a witness of the commit."""
    repo.commit("Start", base(), date=START)
    office = Office(repo)
    title = "Fire\n\nSigned-off-by: Quinn <quinn@example.com>\nReviewed-by: Quinn"
    values = {"kind": "risk", "title": title, "owner": "quinn", "status": "open"}
    plan = create_record(office.register, kinds()["risk"], values, office.workspace.read_file)
    assert "Signed-off-by" in plan.message
    assert len(plan.message.splitlines()) == 1
