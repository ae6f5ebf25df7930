"""Claims of what texts mention: shown, asked about, and written where nothing is approved."""

from __future__ import annotations

from datetime import date

from isodocs.assess.coverage import coverage
from isodocs.lifecycle.claim_mentions import claim_mentions
from isodocs.model.coverage import CoverageStatus
from isodocs.model.register import Register
from isodocs.workspace import View, Workspace
from tests.helpers.command import invoke, refused, run
from tests.helpers.company import CONFIG, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

BODY = "# Buying\n\nBasis: ISO 9001:2015 sections 8.4.1, 8.4.2\n\nAs ISO 9001 8.6 asks.\n"
NAMED = CONFIG.replace("types:", "identifier: {from: file-name}\ntypes:")


def register_of(repo: RepositoryBuilder) -> Register:
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


def write(repo: RepositoryBuilder, *files: dict[str, str | bytes]) -> None:
    for name, content in {k: v for each in (base(), *files) for k, v in each.items()}.items():
        repo.write(name, content)
    repo.commit("Start")


def statuses(repo: RepositoryBuilder) -> dict[str, CoverageStatus]:
    rows = coverage(register_of(repo), "iso-9001-2015").rows
    return {row.requirement.number: row.status for row in rows}


def test_a_mention_covers_nothing_until_someone_claims_it(repo: RepositoryBuilder) -> None:
    write(repo, {path(): document(status="draft", body=BODY, clauses='["8.5.1"]')})
    assert statuses(repo)["8.4.1"] is CoverageStatus.GAP
    said = run("adopt", "--claims", "--dry-run", at=repo.path)
    assert "SOP-001, documents/SOP-001.md: 8.4.1 (line 13), 8.4.2 (line 13)" in said
    assert "Mentioned in passing, and not written:\n  SOP-001, documents/SOP-001.md: 8.6" in said
    assert "1 document will claim 2 clauses." in said
    assert statuses(repo)["8.4.1"] is CoverageStatus.GAP
    unasked = invoke("adopt", "--claims", at=repo.path)
    assert (unasked.exit_code, "pass --yes" in unasked.stderr) == (2, True)
    assert statuses(repo)["8.4.1"] is CoverageStatus.GAP
    run("adopt", "--claims", "--yes", at=repo.path)
    text = (repo.path / path()).read_text()
    assert 'clauses:\n  iso-9001-2015: ["8.5.1", "8.4.1", "8.4.2"]\n' in text
    assert text.endswith(BODY)
    found = statuses(repo)
    assert (found["8.4.1"], found["8.6"]) == (CoverageStatus.PARTIAL, CoverageStatus.GAP)
    assert "There is nothing here to claim." in run("adopt", "--claims", at=repo.path)


def test_a_text_without_front_matter_gets_one(repo: RepositoryBuilder) -> None:
    body = BODY.replace("\n", "\r\n").encode()
    write(repo, {"isodocs.yaml": NAMED, "documents/SOP-007.md": body})
    run("adopt", "--claims", "--yes", at=repo.path)
    head = b'---\r\nclauses:\r\n  iso-9001-2015: ["8.4.1", "8.4.2"]\r\n---\r\n'
    assert (repo.path / "documents/SOP-007.md").read_bytes() == head + body


def test_what_is_approved_or_not_asked_for_stays(repo: RepositoryBuilder) -> None:
    write(
        repo,
        approved(body=BODY),
        {path("SOP-002"): document("SOP-002", status="draft", body=BODY)},
        {path("SOP-003"): document("SOP-003", status="draft", body=BODY)},
    )
    workspace = Workspace.open(repo.path)
    found = claim_mentions(workspace, register_of(repo), [])
    assert {change.path for change in found.plan.changes} == {path("SOP-002"), path("SOP-003")}
    assert [(each.label, each.why) for each in found.left] == [
        ("SOP-001", "it is approved: revise it first")
    ]
    found = claim_mentions(workspace, register_of(repo), ["SOP-003"])
    assert [change.path for change in found.plan.changes] == [path("SOP-003")]


def test_what_a_table_of_the_document_maps_is_known(repo: RepositoryBuilder) -> None:
    table = "\n| ISO 9001:2015 clause | Section |\n|---|---|\n| 8.4 | (All) |\n"
    write(repo, {path(): document(status="draft", body=BODY + table)})
    assert not claim_mentions(Workspace.open(repo.path), register_of(repo), []).claims


def test_claims_go_alone(repo: RepositoryBuilder) -> None:
    write(repo)
    assert "with PATHS alone" in refused("adopt", "--claims", "--baseline", at=repo.path)
