"""What keeps a text from being submitted: gaps that its author can close by writing."""

from __future__ import annotations

from datetime import date

from isodocs.checking.check import check
from isodocs.lifecycle.foresee import author_gaps
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

STRICT = f"{CONFIG}rules:\n  levels: {{TRN007: error, DOC021: error}}\n"
READERS = {
    "records/people.csv": "id,name,roles,joined\nann,Ann Author,operator,2020-01-01\n",
    "records/competence.yaml": (
        "- {id: MEAS, title: Measuring, kind: process, roles: [operator], documents: [SOP-001]}\n"
    ),
}


def test_a_reading_that_is_late_is_not_for_the_author(repo: RepositoryBuilder) -> None:
    files = {**base(), **approved(), **READERS, "isodocs.yaml": STRICT}
    repo.commit("Start", files, date="2024-01-20T12:00Z")
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    about = {gap.code for gap in check(register).gaps if gap.finding.document == "SOP-001"}
    assert "TRN007" in about
    assert author_gaps(register, "SOP-001") == ()


def test_an_unfinished_text_is(repo: RepositoryBuilder) -> None:
    files = {**base(), **approved(body="# Buying\n\nTBD\n"), "isodocs.yaml": STRICT}
    repo.commit("Start", files, date="2024-01-20T12:00Z")
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    assert "DOC021" in {gap.code for gap in author_gaps(register, "SOP-001")}


def test_what_no_one_could_approve_is_not_submitted(repo: RepositoryBuilder) -> None:
    """Nothing is approved unseen: the author hears so before the approver is refused."""
    unknown = document(body="# Purchasing\n\n<script>show()</script>\n")
    repo.commit("Start", {**base(), path(): unknown}, date="2024-01-20T12:00Z")
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    assert "APR016" in {gap.code for gap in author_gaps(register, "SOP-001")}
