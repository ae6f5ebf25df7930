"""A draft is discarded: nothing of what was approved is lost, and nothing that no commit holds."""

from __future__ import annotations

import pytest

from isodocs.errors import LifecycleError
from isodocs.model.approval import Decision
from tests.helpers.command import invoke, run
from tests.helpers.company import ANN, approval, base, document, path
from tests.helpers.markdown_texts import PICTURE, png
from tests.helpers.repository import RepositoryBuilder

MAP = "documents/map.png"
FIRST = document(body="# Purchasing\n\nBuy.\n\n![Map](map.png)\n")
DRAFT = document(revision=2, status="draft", effective="", body="# P\n\nBuy!\n\n![Map](map.png)\n")
NEW = document("SOP-002", status="draft", effective="", body="# Welding\n\n![A]({})\n")
PUT = "sop-002-0123456789ab.png"


@pytest.fixture
def drafts(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Revision 2 of SOP-001 is a draft, with another picture, and SOP-002 is new."""
    given = approval("SOP-001", 1, FIRST, shown={MAP: PICTURE})
    start = {**base(), path(): FIRST, MAP: PICTURE, **given}
    repo.commit("Start", start, author=ANN, date="2024-01-02T09:00:00+00:00")
    new = {path("SOP-002"): NEW.format(PUT), f"documents/{PUT}": png(3, 3)}
    files = {path(): DRAFT, MAP: png(40, 30), **new}
    repo.commit("Drafts", files, author=ANN, date="2024-05-02T09:00:00+00:00")
    repo.configure("user", name="Ann Author", email="ann@example.com")
    return repo


def test_what_was_approved_is_in_its_place_again(drafts: RepositoryBuilder) -> None:
    assert "Nothing was written" in run("discard", "SOP-001", "-n", at=drafts.path)
    assert "pass --yes" in invoke("discard", "SOP-001", at=drafts.path).output
    assert (drafts.path / path()).read_text() == DRAFT
    run("discard", "SOP-001", "--yes", "--commit", at=drafts.path)
    assert (drafts.path / path()).read_text() == FIRST
    assert (drafts.path / MAP).read_bytes() == PICTURE
    assert drafts.git("log", "-1", "--format=%an: %s") == (
        "Ann Author: SOP-001 rev 2: draft discarded"
    )
    gaps = invoke("check", "--on", "2024-06-01", "--format", "csv", at=drafts.path).stdout
    assert "REV0" not in gaps
    assert "APR0" not in gaps
    assert "revision 2 begins" in run("revise", "SOP-001", "-n", at=drafts.path)


def test_a_document_that_was_never_in_force_goes(drafts: RepositoryBuilder) -> None:
    run("discard", "SOP-002", "--yes", "--commit", at=drafts.path)
    assert not (drafts.path / path("SOP-002")).exists()
    assert not (drafts.path / "documents" / PUT).exists()
    assert (drafts.path / MAP).exists()
    assert drafts.git("status", "--porcelain") == ""
    assert "SOP-003 X" in run("new", "procedure", "X", "-n", at=drafts.path), "a number stays taken"
    assert (
        "DOC022"
        not in invoke("check", "--rev", "HEAD", "--on", "2024-06-01", at=drafts.path).output
    )


def test_what_is_not_discarded(drafts: RepositoryBuilder) -> None:
    def refused(id: str) -> str:
        result = invoke("discard", id, "--yes", at=drafts.path, catch=True)
        assert isinstance(result.exception, LifecycleError)
        return f"{result.exception}"

    drafts.write(path(), DRAFT + "More.\n")
    assert "no commit holds" in refused("SOP-001")
    assert (drafts.path / path()).read_text() == DRAFT + "More.\n"
    for id, picture in (("SOP-001", MAP), ("SOP-002", f"documents/{PUT}")):
        drafts.write(path(), DRAFT)
        drafts.write(picture, png(5, 5))
        assert "no commit holds" in refused(id)
        assert (drafts.path / picture).read_bytes() == png(5, 5)
        drafts.git("checkout", "-q", "--", picture)
    other = document("SOP-003", status="draft", effective="", body="# C\n\n![Map](map.png)\n")
    drafts.commit("Another", {path(): DRAFT, path("SOP-003"): other}, author=ANN)
    assert "SOP-003 rev 1 shows documents/map.png as it is now" in refused("SOP-001")
    drafts.commit("Final", {path("SOP-002"): document("SOP-002", body="# W\n")}, author=ANN)
    assert "waits for approval" in refused("SOP-002")
    drafts.commit("Back", {path("SOP-002"): NEW.format(PUT)}, author=ANN)
    assert "people may have worked by it" in refused("SOP-002")
    drafts.git("rm", "-q", path("SOP-002"))
    drafts.git("commit", "-qm", "Gone", "--no-verify")
    gone = invoke("check", "--rev", "HEAD", "--on", "2024-06-01", at=drafts.path).output
    assert "DOC022" in gone
    drafts.git("reset", "-q", "--hard", "HEAD~1")
    drafts.git("checkout", "-q", "-b", "review/SOP-001")
    drafts.commit("Wait", {path(): document(revision=2, effective="2024-07-01")}, author=ANN)
    drafts.git("checkout", "-q", "-")
    assert "waits for approval on review/SOP-001" in refused("SOP-001")
    drafts.commit("As it was", {path(): FIRST, MAP: PICTURE}, author=ANN)
    assert "is not a draft" in refused("SOP-001")


def test_what_every_approver_was_asked_about_and_one_rejected_goes(
    drafts: RepositoryBuilder,
) -> None:
    final, again = (document("SOP-002", body=f"# {word}\n") for word in ("Weld", "Welding"))
    no = {"decision": Decision.REJECT, "at": "2024-05-10T10:00:00+00:00", "reason": "Unsafe."}
    drafts.commit("Final", {path("SOP-002"): final}, author=ANN)
    drafts.commit("No", approval("SOP-002", 1, final, **no))
    drafts.commit("Back", {path("SOP-002"): NEW.format(PUT)}, author=ANN)
    run("discard", "SOP-002", "-n", at=drafts.path)
    drafts.commit("Final again", {path("SOP-002"): again}, author=ANN)
    drafts.commit("Back again", {path("SOP-002"): NEW.format(PUT)}, author=ANN)
    open = invoke("discard", "SOP-002", "-n", at=drafts.path, catch=True)
    assert "people may have worked by it" in f"{open.exception}"
    drafts.commit("No again", approval("SOP-002", 1, again, **no))
    run("discard", "SOP-002", "--yes", "--commit", at=drafts.path)
    assert not (drafts.path / path("SOP-002")).exists()
    found = invoke("check", "--rev", "HEAD", "--on", "2024-06-01", at=drafts.path).output
    assert "SOP-002" not in found
    assert "SOP-003 X" in run("new", "procedure", "X", "-n", at=drafts.path), "a number stays taken"


def test_who_may_not_approve_cannot_make_it_go(drafts: RepositoryBuilder) -> None:
    final = document("SOP-002", body="# Weld\n")
    at = "2024-05-10T10:00:00+00:00"
    no = approval("SOP-002", 1, final, decision=Decision.REJECT, person="ann", at=at, reason="No.")
    drafts.commit("Final", {path("SOP-002"): final}, author=ANN)
    drafts.commit("No", no)
    drafts.commit("Back", {path("SOP-002"): NEW.format(PUT)}, author=ANN)
    refused = invoke("discard", "SOP-002", "-n", at=drafts.path, catch=True)
    assert "people may have worked by it" in f"{refused.exception}"
