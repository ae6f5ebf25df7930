"""Several texts are approved at once, and what waits on a branch is decided on there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from isodocs.lifecycle.decision import digest_of
from tests.helpers.company import ANN, approval, base, document, path
from tests.helpers.markdown_texts import PICTURE, png
from tests.helpers.portal import OWN, Portal, served
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
LATER = "2024-07-01"
SHOWN = "# Purchasing\n\nBuy from {} suppliers only.\n\n![Map](map.png)\n"
FIRST = document(body=SHOWN.format("approved"))
MAP = "documents/map.png"
NEXT = document(revision=2, body=SHOWN.format("assessed"), effective=LATER)
OTHER = document("SOP-002", effective=LATER, body="# Welding\n\nWeld.\n")
FORMER = document("SOP-004", body="# Forging\n\nForge.\n")
FORGED = document("SOP-004", 2, effective=LATER, body="# Forging\n\nForge it well.\n")
BRANCHED = document("SOP-003", effective=LATER, body="# Casting\n\nCast.\n")


@pytest.fixture
def portal(repo: RepositoryBuilder) -> Iterator[Portal]:
    """Quinn's portal: two texts wait here, one on a branch."""
    given = approval("SOP-001", 1, FIRST, shown={MAP: PICTURE})
    start = {**base(), path(): FIRST, MAP: PICTURE, **given}
    start |= {path("SOP-004"): FORMER, **approval("SOP-004", 1, FORMER)}
    repo.commit("Start", start, author=ANN, date="2024-01-02T09:00:00+00:00")
    repo.git("checkout", "-q", "-b", "casting")
    texts = {path("SOP-003"): BRANCHED, path("SOP-004"): FORGED}
    repo.commit("Cast", texts, author=ANN, date="2024-05-03T09:00:00+00:00")
    repo.git("checkout", "-q", "-")
    texts = {path(): NEXT, MAP: png(40, 30), path("SOP-002"): OTHER}
    repo.commit("Two", texts, author=ANN, date="2024-05-02T09:00:00+00:00")
    repo.git("checkout", "-q", "-b", "work")  # where a text may wait for its approvals
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    found = Portal(served(repo.path, DAY))
    found.next_version(found.current.start)
    yield found
    found.current.stop()


def page(browser: TestClient, address: str) -> str:
    return unescape(browser.get(address, headers=OWN).text)


def test_what_is_ticked_is_approved_in_one_statement(
    portal: Portal, repo: RepositoryBuilder
) -> None:
    browser = portal.browser()
    assert 'href="/approve"' in page(browser, "/my-day")
    text = page(browser, "/approve")
    seen = dict(re.findall(r'name="(seen\.[^"]+)" value="([0-9a-f]{64})"', text))
    assert seen.keys() == {"seen.SOP-001", "seen.SOP-002"}
    assert "assessed" in text
    assert "Weld." in text
    assert "section changed" in text, "in a sentence, too"
    assert text.count('src="data:image/png;base64,') == 2, "the picture before and after"
    form = {"form": portal.door.form, "reason": "Looked at both."}

    def approve(**fields: str) -> int:
        sent = {**form, **fields}
        answer = browser.post("/approve", data=sent, headers=OWN, follow_redirects=False)
        return answer.status_code

    before = repo.head()
    assert approve() == 409, "nothing is ticked"
    assert approve(**{**seen, "seen.SOP-001": "0" * 64}) == 409, "another text was shown"
    assert approve(**{**seen, "seen.SOP-009": "0" * 64}) == 409
    assert approve(**seen, form="") == 403
    assert repo.head() == before
    for change in (OTHER.replace("Weld.", "Weld twice."), OTHER):  # its author did not commit it
        repo.write(path("SOP-002"), change)
        repo.git("rm", "-q", "--cached", path("SOP-002")) if change == OTHER else None
        portal.next_version(portal.alarm.ring)
        text = page(browser, "/approve")
        now = dict(re.findall(r'name="(seen\.[^"]+)" value="([0-9a-f]{64})"', text))
        assert approve(**now) == 409
        one = {**form, "decision": "approve", "seen": now["seen.SOP-002"]}
        to = "/documents/SOP-002/decide"
        assert browser.post(to, data=one, headers=OWN).status_code == 409
        assert repo.head() == before
    repo.git("add", path("SOP-002"))
    portal.next_version(portal.alarm.ring)
    assert approve(**seen) == 303
    assert repo.git("log", "-1", "--format=%an: %s") == (
        "Quinn Quality: Approval of 2 texts by Quinn Quality"
    )
    assert repo.git("diff", "--name-only", "HEAD~1").count(".isodocs/approvals/quinn.") == 1
    assert repo.git("status", "--porcelain") == ""
    portal.next_version(portal.alarm.ring)
    assert "Nothing here awaits your approval." in page(browser, "/approve")
    assert 'href="/approve"' not in page(browser, "/my-day")
    text = page(browser, "/documents/SOP-001/changes")
    assert "You approved this on 1 June 2024." in text
    back = dict(re.findall(r'name="(form|seen)" value="([^"]*)"', text))

    def take_back(reason: str) -> int:
        to, sent = "/documents/SOP-001/withdraw", {**back, "reason": reason}
        return browser.post(to, data=sent, headers=OWN, follow_redirects=False).status_code

    assert take_back(" ") == 409
    assert take_back("I saw the old map.") == 303
    assert repo.git("log", "-1", "--format=%s") == "SOP-001 rev 2: withdrawal by Quinn Quality"
    assert take_back("Again.") == 409
    # A page of before the text came into force, or a form that someone made.
    snapshot = portal.current.snapshot
    assert snapshot is not None
    (here,) = snapshot.register.entries["SOP-004"].current
    sent = {**back, "seen": digest_of(snapshot.register, here), "reason": "I think again."}
    late = browser.post("/documents/SOP-004/withdraw", data=sent, headers=OWN)
    assert "taken back before its text is in force" in late.text


def test_what_waits_on_a_branch_is_decided_on_there(
    portal: Portal, repo: RepositoryBuilder
) -> None:
    browser = portal.browser()
    (to,) = re.findall(r'href="(/documents/SOP-003/waiting[^"]*)"', page(browser, "/my-day"))
    text = page(browser, to)
    assert "It awaits approval on the branch casting." in text
    assert "isodocs approve" not in text, "no one types that in a browser"
    assert "still to approve" in text
    assert "Cast." in text, "a first text is shown whole"
    fields = dict(re.findall(r'name="(form|branch|seen)" value="([^"]*)"', text))
    head, tip = repo.head(), repo.git("rev-parse", "casting")
    sent = {**fields, "decision": "approve"}

    def decide(**more: str) -> int:
        answer = browser.post(
            "/documents/SOP-003/waiting",
            data={**sent, **more},
            headers=OWN,
            follow_redirects=False,
        )
        return answer.status_code

    assert decide(decision="reject") == 409, "a rejection needs a reason"
    assert decide(seen="0" * 64) == 409
    assert decide(branch="other") == 409
    assert decide(decision="merge") == 404
    assert repo.git("rev-parse", "casting") == tip
    assert decide() == 303
    assert repo.git("log", "-1", "--format=%s", "casting") == (
        "SOP-003 rev 1: approval by Quinn Quality"
    )
    assert repo.head() == head
    portal.next_version(portal.alarm.ring)
    day = page(browser, "/my-day")
    assert "To approve on other branches (1)" in day, "SOP-004"
    assert "Approved, ready to release (1)" in day
    text = page(browser, to)
    assert "It has every approval on the branch casting." in text
    assert "Release it" in text
    assert browser.get("/documents/SOP-009/waiting", headers=OWN).status_code == 404


def test_what_waits_on_a_branch_is_commented_on_here(
    portal: Portal, repo: RepositoryBuilder
) -> None:
    browser = portal.browser()
    to, tip = "/documents/SOP-004/waiting", repo.git("rev-parse", "casting")
    text = page(browser, to)
    assert "<ins>" in text
    sent = {
        "form": portal.door.form,
        "revision": "2",
        "act": "comment",
        "passage": "Forge it well",
        "text": "How well?",
    }
    answer = browser.post(
        "/documents/SOP-004/comments", data=sent, headers=OWN, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{to}?said=comment")
    portal.next_version(portal.alarm.ring)
    text = page(browser, answer.headers["location"])
    assert "Your comment is recorded and committed." in text
    assert "How well?" in text
    assert "passage no longer there" not in text
    assert "1 without an answer" in text
    assert repo.git("rev-parse", "casting") == tip
    assert repo.git("log", "-1", "--format=%s") == "SOP-004 rev 2: comment by Quinn Quality"
    assert f'href="{to}?#comments"' in page(browser, "/my-day?person=*")
