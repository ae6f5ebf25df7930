"""Documents are revised, written, submitted, taken back, reviewed and retired in the portal."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest

from isodocs.lifecycle.edit_document import can_be_edited
from isodocs.model.config import FIELDS, Config
from tests.helpers.company import ANN, approval, base, document, path
from tests.helpers.forms import Fields
from tests.helpers.markdown_texts import png
from tests.helpers.portal import OWN, Portal, form, of_ann, post
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
BODY = "# Purchasing\r\n\r\nBuy from approved suppliers only.\r\n\r\n| Who | When |\n|---|---|\n"
BODY += "| a | b |\n"
IN_FORCE = document(body=BODY, clauses="{iso-9001-2015: ['8.4.1']}", references="[SOP-002]")
OTHER = document("SOP-002", title="Welding", body="# Welding\n\nWeld.\n")
EDIT = "/edit/documents/SOP-001"


@pytest.fixture
def portal(repo: RepositoryBuilder) -> Iterator[Portal]:
    """Ann's portal of two documents in force, on a branch that is not protected."""
    texts = {path(): IN_FORCE, path("SOP-002"): OTHER}
    approvals = {**approval("SOP-001", 1, IN_FORCE), **approval("SOP-002", 1, OTHER)}
    repo.commit("Start", {**base(), **texts, **approvals}, author=ANN, date="2024-01-02T09:00:00Z")
    with of_ann(repo, DAY) as found:
        yield found


def revise(portal: Portal) -> None:
    sent = form(portal, f"{EDIT}/revise") | {"f.change": "Twice a year."}
    assert "In Markdown" in post(portal, f"{EDIT}/revise", sent)


def log(repo: RepositoryBuilder) -> list[str]:
    return repo.git("log", "--format=%an: %s").splitlines()


def test_a_revision_is_started_written_and_submitted(
    portal: Portal, repo: RepositoryBuilder
) -> None:
    page = portal.browser().get("/documents/SOP-001", headers=OWN).text
    for step in ("revise", "review", "retire"):
        assert f'href="{EDIT}/{step}"' in page
    revise(portal)
    file = repo.path / path()
    before = file.read_bytes()
    found = Fields(portal.browser().get(EDIT, headers=OWN).text, EDIT)
    set_by_steps = {"effective", "superseded-by", "approved-by", "translates"}  # empty so far
    assert {f"f.{name}" for name in FIELDS if name not in set_by_steps} <= found.names
    same = portal.browser().post(EDIT, data=found.sent, headers=OWN, follow_redirects=False)
    assert (same.status_code, file.read_bytes()) == (303, before)
    sent = found.sent | {"f.owner": "director", "f.review-every": "every so often"}
    said = post(portal, EDIT, sent, 422)
    assert "'review-every'" in said
    assert Fields(said, EDIT).sent["f.owner"] == "director"
    sent |= {"f.review-every": "6 months", "f.references": "SOP-002; SOP-003"}
    sent["f.clauses"] = "iso-9001-2015: 8.4.1; 8.4.2"
    sent["text"] = sent["text"].replace("suppliers only", "suppliers alone")
    assert "Your change was committed." in post(portal, EDIT, sent)
    after = file.read_bytes()
    assert after.endswith(BODY.replace("only", "alone").encode())
    for line in (
        b"owner: director",
        b"review-every: 6 months",
        b'references: ["SOP-002", "SOP-003"]',
    ):
        assert line in after
    assert b'clauses:\n  iso-9001-2015: ["8.4.1", "8.4.2"]\n' in after
    to = f"{EDIT}/submit"
    gaps = post(portal, to, form(portal, to) | {"f.effective": "2024-07-01"}, 422)
    assert "SOP-003" in gaps
    assert Fields(gaps, to).sent["f.effective"] == "2024-07-01"
    post(portal, EDIT, form(portal, EDIT) | {"f.references": "SOP-002"})
    assert "is past" in post(portal, to, form(portal, to) | {"f.effective": "2024-05-01"}, 422)
    done = post(portal, to, form(portal, to) | {"f.effective": "2024-07-01"})
    assert "It is submitted and awaits approval." in done
    assert log(repo)[0] == "Ann Author: SOP-001 rev 2: final form, effective 2024-07-01"
    assert log(repo)[2].startswith("Ann Author: SOP-001 rev 2: owner, review-every, clauses,")
    post(portal, f"{EDIT}/withdraw", form(portal, f"{EDIT}/withdraw"))
    assert b"status: draft" in file.read_bytes()
    assert repo.git("status", "--porcelain") == ""


def test_on_a_protected_branch_a_final_form_waits_beside_it(
    portal: Portal, repo: RepositoryBuilder
) -> None:
    repo.git("switch", "-q", "main")
    portal.next_version(portal.alarm.ring)
    revise(portal)
    to, head = f"{EDIT}/submit", repo.git("rev-parse", "HEAD")
    post(portal, to, form(portal, to) | {"f.effective": "2024-07-01"})
    assert repo.git("rev-parse", "HEAD") == head
    assert "status: draft" in (repo.path / path()).read_text()
    assert "status: approved" in repo.git("show", f"review/SOP-001:{path()}")
    portal.next_version(portal.alarm.ring)
    here = portal.browser().get("/documents/SOP-001?revision=2", headers=OWN).text
    assert "Revision 2 awaits approval on the branch review/SOP-001." in here
    assert 'href="/documents/SOP-001/waiting?branch=review%2FSOP-001"' in here


def test_two_people_write_one_draft(portal: Portal, repo: RepositoryBuilder) -> None:
    revise(portal)
    mine, theirs = form(portal, EDIT), form(portal, EDIT)
    theirs["text"] = theirs["text"].replace("# Purchasing", "# Buying")
    post(portal, EDIT, theirs | {"f.title": "Buying"})
    clash = mine["text"].replace("# Purchasing", "# Orders")
    said = post(portal, EDIT, mine | {"text": clash, "f.owner": "director"}, 422)
    kept = Fields(said, EDIT).sent
    assert kept["text"].startswith("# Orders")
    assert (kept["f.title"], kept["f.owner"]) == ("Buying", "director")
    assert "# Buying" in said
    assert "same lines of the text" in said
    mine["text"] = mine["text"].replace("| a | b |", "| a | c |")
    post(portal, EDIT, mine)
    assert (
        (repo.path / path())
        .read_bytes()
        .endswith(BODY.replace("# Purchasing", "# Buying").replace("| b |", "| c |").encode())
    )
    ours = (repo.path / path()).read_bytes() + b"Not committed.\n"
    (repo.path / path()).write_bytes(ours)
    assert "changes that are not committed" in post(portal, EDIT, kept, 422)
    assert (repo.path / path()).read_bytes() == ours


def test_a_review_and_an_end(portal: Portal, repo: RepositoryBuilder) -> None:
    to = f"{EDIT}/review"
    assert "Ann Author does not review" in post(portal, to, form(portal, to), 422)
    quinn = Portal(portal.served._replace(person="quinn"))
    quinn.current.snapshot = portal.current.snapshot
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    answer = quinn.browser().post(
        to,
        data={"form": quinn.door.form, "f.note": "All of it"},
        headers=OWN,
        follow_redirects=False,
    )
    assert answer.headers["location"] == "/documents/SOP-001?done=review"
    assert "review by Quinn" in log(repo)[0]
    to = f"{EDIT}/retire"
    sent = {"form": portal.door.form, "f.effective": DAY}
    assert "nothing says why" in post(portal, to, sent, 422)
    unknown = {**sent, "f.reason": "Replaced", "f.superseded-by": "SOP-009"}
    assert "there is no document 'SOP-009'" in post(portal, to, unknown, 422)
    done = post(portal, to, {**unknown, "f.superseded-by": "SOP-002"})
    assert "Its withdrawal is submitted" in done
    assert "superseded-by: SOP-002" in (repo.path / path()).read_text()


def test_a_picture_is_known_by_what_it_holds(portal: Portal, repo: RepositoryBuilder) -> None:
    revise(portal)
    to, token = f"{EDIT}/picture", portal.door.form

    def send(data: bytes, status: int, **more: str) -> str:
        return post(portal, to, {"form": token, "data": b64encode(data).decode(), **more}, status)

    name = send(png(3, 3), 200, name="../../evil.html")
    assert (repo.path / "documents" / name).read_bytes() == png(3, 3)
    assert name.startswith("sop-001-")
    assert name.endswith(".png")
    head = repo.git("rev-parse", "HEAD")
    assert send(png(3, 3), 200) == name
    assert "not a picture" in send(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 422)
    assert "not a picture" in send(b"<html>", 422)
    assert "larger than" in send(png(3, 3) + b"x" * 700_000, 422)
    post(portal, to, {"form": token, "data": "!"}, 404)
    post(portal, to, {"form": "x", "data": "x"}, 403)
    post(portal, "/edit/documents/SOP-002/picture", {"form": token, "data": ""}, 422)
    shown = {"form": token, "text": f"![A]({name})", "of": "SOP-001"}
    assert "data:image/png;base64," in post(portal, "/preview", shown)
    assert repo.git("rev-parse", "HEAD") == head
    assert log(repo)[0] == "Ann Author: SOP-001: picture"


def test_what_is_no_step_and_what_is_forged_does_nothing(
    portal: Portal, repo: RepositoryBuilder
) -> None:
    browser, head, token = portal.browser(), repo.git("rev-parse", "HEAD"), portal.door.form
    for at in (EDIT, f"{EDIT}/approve", f"{EDIT}/none", "/edit/documents/SOP-9/revise"):
        assert browser.get(at, headers=OWN).status_code == 404
    for at in (f"{EDIT}/none", "/edit/documents/SOP-9/revise", "/edit/documents/..~1x/picture"):
        post(portal, at, {"form": token}, 404)
    digest = repo.git("rev-parse", f"HEAD:{path()}").strip()
    final = {"form": token, "digest": digest, "text": "x", "f.title": "y"}
    assert "is not a draft any more" in post(portal, EDIT, final, 422)
    for at in (EDIT, f"{EDIT}/revise", f"{EDIT}/retire", f"{EDIT}/picture"):
        sent = {"form": token, "f.reason": "x", "data": ""}
        assert browser.post(at, data=sent | {"form": "x"}, headers=OWN).status_code == 403
        evil = {**OWN, "origin": "https://evil.example"}
        assert browser.post(at, data=sent, headers=evil).status_code == 403
        assert browser.post(at, data=sent).status_code == 403
        assert portal.stranger().post(at, data=sent, headers=OWN).status_code == 401
    assert repo.git("rev-parse", "HEAD") == head


def test_what_could_not_come_back_the_same_is_not_entered() -> None:
    def fields(front: str) -> set[str]:
        data = f"---\n{front}\n---\nText.\n".encode()
        return {name for name in FIELDS if can_be_edited(data, Config(), name)}

    usual = fields("id: A")
    assert {"title", "owner", "clauses", "sites"} <= usual
    assert not usual & {"id", "revision", "status", "effective"}
    assert usual - fields('sites: ["Hall 3, North"]') == {"sites"}
    assert usual - fields("references: [{id: B}]") == {"references"}
    assert usual - fields("clauses: {iso-9001-2015: {a: b}}") == {"clauses"}
    assert usual == fields("clauses: {iso-9001-2015: [8.4.1], iso-14001-2015: 4.1}")
