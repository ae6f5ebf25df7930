"""A document is begun in the portal, written, submitted and approved: the whole way."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest

from tests.helpers.company import ANN, QUINN, approval, base, document, path
from tests.helpers.forms import Fields
from tests.helpers.portal import OWN, Portal, form, of_ann, post
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
NEW = "/begin/documents"
IN_FORCE = document(body="# Purchasing\n\nBuy from approved suppliers.\n")


@pytest.fixture
def portal(repo: RepositoryBuilder) -> Iterator[Portal]:
    """Ann's portal of one document in force, on a branch that is not protected."""
    files = {**base(), path(): IN_FORCE, **approval("SOP-001", 1, IN_FORCE)}
    repo.commit("Start", files, author=ANN, date="2024-01-02T09:00:00Z")
    with of_ann(repo, DAY) as found:
        yield found


def test_a_document_goes_the_whole_way(portal: Portal, repo: RepositoryBuilder) -> None:
    page = portal.browser().get("/documents", headers=OWN).text
    assert f'href="{NEW}"' in page
    page = unescape(portal.browser().get(NEW, headers=OWN).text)
    assert ">procedure (SOP-002)</option>" in page
    assert 'href="/documents" aria-current="page"' in page
    sent = form(portal, NEW) | {"f.title": "Receiving  goods", "f.type": "procedure"}
    sent |= {"f.clauses": "8.4.1; iso-9001-2015:8.4.2", "f.owner": "quality-manager"}
    written = post(portal, NEW, sent)
    assert "SOP-002 was created and committed." in written
    file = repo.path / "documents/SOP-002-receiving-goods.md"
    assert b'iso-9001-2015: ["8.4.1", "8.4.2"]' in file.read_bytes()
    edit = "/edit/documents/SOP-002"
    draft = Fields(written, edit).sent
    wrong = draft | {"f.owner": "no-one", "text": "# Receiving\n\nSee [it](gone.md).\n"}
    post(portal, edit, wrong)
    again = unescape(portal.browser().get(edit, headers=OWN).text)
    at_owner = again.partition('id="f-owner-wrong"')[2].partition("</div>")[0]
    assert "unknown owner 'no-one'" in at_owner
    assert "Line 3 of the text: " in again
    draft = Fields(again, edit).sent | {"f.owner": "quality-manager", "text": draft["text"]}
    assert "[" in draft["text"]
    post(portal, edit, draft)
    draft = form(portal, edit)
    to = f"{edit}/submit"
    early = post(portal, to, form(portal, to) | {"f.effective": "2024-07-01"}, 422)
    assert "[" in early.partition('id="wrong"')[2].partition("</div>")[0]
    post(portal, edit, draft | {"text": "# Receiving goods\n\nCount what arrives.\n"})
    done = post(portal, to, form(portal, to) | {"f.effective": "2024-07-01"})
    assert "It is submitted and awaits approval." in done
    quinn = Portal(portal.served._replace(person="quinn"))
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    quinn.next_version(quinn.current.start)
    decide = "/documents/SOP-002/decide"
    page = quinn.browser().get("/documents/SOP-002", headers=OWN).text
    answer = quinn.browser().post(
        decide,
        data=Fields(page, decide).sent | {"decision": "approve"},
        headers=OWN,
        follow_redirects=False,
    )
    assert answer.headers.get("location") == "/documents/SOP-002?done=approve"
    quinn.current.stop()
    assert repo.git("log", "--format=%an: %s").splitlines()[-2] == (
        "Ann Author: SOP-002: begin Receiving goods"
    )
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("fields", "at", "said"),
    [
        ({"f.title": " "}, "title", "must be filled in"),
        ({"f.type": ""}, "type", "must be filled in"),
        ({"f.type": "poem"}, "type", "there is no document type 'poem'"),
        ({"f.id": "SOP-001"}, "id", "a number is never used twice"),
        ({"f.id": "../SOP"}, "id", "cannot be an identifier"),
        ({"f.id": "NUL.1"}, "id", "cannot be the name of a file on Windows"),
        ({"f.clauses": "8.4.1; 99.9"}, "clauses", "99.9"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    portal: Portal, repo: RepositoryBuilder, fields: dict[str, str], at: str, said: str
) -> None:
    head = repo.git("rev-parse", "HEAD")
    usual = {"form": portal.door.form, "f.title": "Goods", "f.type": "procedure"}
    page = post(portal, NEW, usual | {"f.owner": "quality-manager"} | fields, 422)
    wrong = page.partition(f'id="f-{at}-wrong"')[2].partition("</div>")[0]
    assert said in wrong
    assert Fields(page, NEW).sent["f.owner"] == "quality-manager"
    assert repo.git("rev-parse", "HEAD") == head


def test_what_has_every_approval_is_brought_in(portal: Portal, repo: RepositoryBuilder) -> None:
    new = document("SOP-002", effective="2024-07-01", body="# Welding\n\nWeld.\n")
    repo.git("switch", "-q", "-c", "review/SOP-002", "main")
    files = {path("SOP-002"): new, "notes.txt": "Weld."}
    repo.commit("Weld", files, author=ANN, date="2024-05-02T09:00:00+00:00")
    repo.git("switch", "-q", "main")
    portal.next_version(portal.alarm.ring)
    to, branch = "/documents/SOP-002/waiting", "review/SOP-002"
    sent = {"form": portal.door.form, "branch": branch}
    assert "Release it" not in portal.browser().get(to, headers=OWN).text
    into, head = "/documents/SOP-002/bring-in", repo.head()
    assert "not yet approved" in post(portal, into, sent, 409)
    given = approval("SOP-002", 1, new)
    repo.git("switch", "-q", branch)
    repo.commit("Approve", given, author=QUINN, date="2024-05-03T09:00:00+00:00")
    repo.git("switch", "-q", "main")
    portal.next_version(portal.alarm.ring)
    assert f'href="{to}' in portal.browser().get("/my-day?person=quinn", headers=OWN).text
    assert "in force from 1 July 2024" in portal.browser().get(to, headers=OWN).text
    asks = post(portal, into, sent, 422)
    assert "<li><code>notes.txt</code></li>" in asks
    assert post(portal, into, {**sent, "others": "0" * 64}, 422) == asks
    assert repo.head() == head
    # Changed after its approval, while the page is still open: neither the text nor more comes in.
    for slip in ({path("SOP-002"): new.replace("Weld.", "Glue.")}, {"notes.txt": "Glue."}):
        repo.git("switch", "-q", branch)
        approved = repo.head()
        repo.commit("Slip", slip, author=ANN, date="2024-05-04T09:00:00+00:00")
        repo.git("switch", "-q", "main")
        refused = portal.browser().post(into, data=Fields(asks, into).sent, headers=OWN)
        assert refused.status_code in (409, 422)
        assert repo.head() == head
        repo.git("branch", "-q", "-f", branch, approved)
    assert "It was released." in post(portal, into, Fields(asks, into).sent)
    assert (repo.path / "notes.txt").read_text() == "Weld."
    assert repo.git("log", "-1", "--format=%s") == f"Merge {branch}: SOP-002 rev 1"
    assert repo.git("branch", "--list", "review/*") == ""
    assert "does not wait on" in post(portal, into, sent, 409)


def test_a_draft_is_discarded(portal: Portal, repo: RepositoryBuilder) -> None:
    begun = {"form": portal.door.form, "f.title": "Goods", "f.type": "procedure", "f.owner": "ann"}
    post(portal, NEW, begun)
    page = portal.browser().get("/documents/SOP-002", headers=OWN).text
    to = "/edit/documents/SOP-002/discard"
    assert f'href="{to}"' in page
    assert "Its number is not used again." in portal.browser().get(to, headers=OWN).text
    assert "The draft is discarded, and the document with it." in post(portal, to, form(portal, to))
    assert "/documents/SOP-002" not in repo.git("ls-files")
    to = "/edit/documents/SOP-001/discard"
    assert "is not a draft" in post(portal, to, {"form": portal.door.form}, 422)
    revise = "/edit/documents/SOP-001/revise"
    post(portal, revise, form(portal, revise))
    assert "again as revision 1 was approved" in portal.browser().get(to, headers=OWN).text
    assert "What was approved is as it was." in post(portal, to, form(portal, to))
    assert (repo.path / path()).read_text() == IN_FORCE
