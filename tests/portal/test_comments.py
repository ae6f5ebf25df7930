"""A draft is commented on in the portal, and its rounds are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from isodocs.model.approval import Decision
from tests.helpers.company import ANN, approval, approved, base, document, path
from tests.helpers.portal import OWN, Portal, post, served
from tests.helpers.portal import form as form_at
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
BODY = "# Purchasing\n\nBuy from approved suppliers only.\n\n## Records\n\nKeep the order{}.\n"
ROUND = document(revision=2, body=BODY.format(""), effective="2024-07-01")
AGAIN = document(revision=2, status="draft", body=BODY.format(" and the offer"))
AT = "2024-05-03T10:00:00+00:00"
REJECTED = approval("SOP-001", 2, ROUND, decision=Decision.REJECT, reason="What else?", at=AT)
PAGE = "/documents/SOP-001?revision=2"


@pytest.fixture
def portal(repo: RepositoryBuilder) -> Iterator[Portal]:
    """Ann's portal: her second revision was rejected, and is a draft again."""
    repo.commit("Start", {**base(), **approved()}, author=ANN, date="2024-01-02T09:00:00+00:00")
    repo.commit("Two", {path(): ROUND}, author=ANN, date="2024-05-02T09:00:00+00:00")
    repo.commit("No", REJECTED, date="2024-05-03T11:00:00+00:00")
    repo.commit("Again", {path(): AGAIN}, author=ANN, date="2024-05-04T09:00:00+00:00")
    repo.configure("user", name="Ann Author", email="ann@example.com")
    found = Portal(served(repo.path, DAY))
    found.next_version(found.current.start)
    yield found
    found.current.stop()


def page(browser: TestClient, address: str) -> str:
    return unescape(browser.get(address, headers=OWN).text)


def test_what_is_said_is_at_its_passage_and_on_the_day_of_who_answers(
    portal: Portal, repo: RepositoryBuilder
) -> None:
    browser = portal.browser()
    text = page(browser, PAGE)
    assert "<option>Records</option>" in text
    form = {"form": portal.door.form, "revision": "2", "act": "comment"}
    to = "/documents/SOP-001/comments"

    def say(**fields: str) -> int:
        sent = browser.post(to, data={**form, **fields}, headers=OWN, follow_redirects=False)
        if sent.status_code == 303:
            portal.next_version(portal.alarm.ring)
        return sent.status_code

    asked = {"passage": "Keep the order", "section": "Records", "text": "<b>Where?</b>"}
    assert say(**asked) == 303
    assert repo.git("status", "--porcelain") == ""
    text = browser.get(PAGE, headers=OWN).text
    assert "&lt;b&gt;Where?&lt;/b&gt;" in text
    assert re.search('<a href="#[a-z-]*records">“Keep the order”</a>', text)
    assert "1 without an answer" in text
    to_submit = "/edit/documents/SOP-001/submit"
    sent = form_at(portal, to_submit) | {"f.effective": "2024-07-01"}
    refused = post(portal, to_submit, sent, 422)
    assert "has no answer on “Keep the order”" in refused
    assert "isodocs comment" not in refused, "no one types that in a browser"
    (id,) = re.findall(r'id="comment-([0-9a-f]{8})"', text)
    # Ann wrote the draft, but she has the last word: nobody has answered her.
    assert f"{PAGE}#comments" in page(browser, "/my-day")
    assert "Comments to answer (1)" in page(browser, "/my-day?person=quinn"), "Quinn owns it"
    assert say(act="resolve", comment=id) == 303
    assert "resolved" in browser.get(PAGE, headers=OWN).text
    assert "Comments to answer" not in page(browser, "/my-day")
    before = repo.head()
    assert say(passage="Never said", text="x") == 409
    assert say(act="joke") == 404
    assert say(form="", text="x") == 403
    assert say(text=" ") == 409
    assert say(act="resolve", comment=id) == 409
    assert repo.head() == before
    assert "Comments (1)" in page(browser, "/documents/SOP-001?revision=2")
    assert 'class="talk"' not in page(browser, "/documents/SOP-001"), "that is in force"


def test_a_first_issue_is_decided_on_where_all_of_it_is_shown(repo: RepositoryBuilder) -> None:
    """What was rejected before is no text to compare with for someone who decides."""
    first = document(body=BODY.format(""), effective="2024-07-01")
    again = document(body=BODY.format(" and the offer"), effective="2024-07-01")
    no = approval("SOP-001", 1, first, decision=Decision.REJECT, reason="What else?", at=AT)
    repo.commit("Start", base(), author=ANN, date="2024-01-02T09:00:00+00:00")
    repo.commit("First", {path(): first}, author=ANN, date="2024-05-02T09:00:00+00:00")
    repo.commit("No", no, date="2024-05-03T11:00:00+00:00")
    repo.commit("Again", {path(): again}, author=ANN, date="2024-05-04T09:00:00+00:00")
    found = Portal(served(repo.path, DAY, "quinn"))
    found.next_version(found.current.start)
    try:
        browser = found.browser()
        assert "Your decision on revision 1" in page(browser, "/documents/SOP-001")
        text = page(browser, "/documents/SOP-001/changes")
        assert "revision 1, round 1 (rejected by Quinn Quality, 2024-05-03)" in text
        assert "and the offer</ins>" in text
        assert "Your decision" not in text, "the rest of the text is not shown"
    finally:
        found.current.stop()


def test_this_round_and_all_changes(portal: Portal) -> None:
    browser = portal.browser()
    text = page(browser, "/documents/SOP-001/changes")
    assert "revision 2, round 1 (rejected by Quinn Quality, 2024-05-03)" in text
    (round_at,) = re.findall(r'href="([^"]+)">This round<', text)
    assert re.search(r'aria-current="page">All changes<', text)
    section = r"<ins>(<span[^>]*>[^<]*</span>)?[^<]*Keep the order"
    assert re.search(section, text)
    text = page(browser, round_at)
    assert re.search(r'aria-current="page">This round<', text)
    assert "and the offer" in text
    assert not re.search(section, text), "that came in the round before"


def test_what_is_hidden_is_on_no_page(portal: Portal, repo: RepositoryBuilder) -> None:
    browser, secret = portal.browser(), "Ask Dr. Moreau, 555-0199."
    form = {"form": portal.door.form, "revision": "2"}
    to = "/documents/SOP-001/comments"

    def say(**fields: str) -> None:
        sent = browser.post(to, data={**form, **fields}, headers=OWN, follow_redirects=False)
        assert sent.status_code == 303
        portal.next_version(portal.alarm.ring)

    say(act="comment", text=secret)
    (id,) = re.findall(r'<li id="comment-(\w+)"', page(browser, PAGE))
    refused = browser.post(to, data={**form, "act": "hide", "comment": id, "text": ""}, headers=OWN)
    assert refused.status_code == 409
    say(act="hide", comment=id, text="A private number.")
    for address in (PAGE, "/documents/SOP-001/history", "/my-day", "/search?q=Moreau"):
        assert "555-0199" not in page(browser, address)
    shown = page(browser, PAGE)
    assert "What was said here is hidden." in shown
    assert "A private number." in shown
    assert 'value="hide"' not in shown
    assert "without an answer" in shown
