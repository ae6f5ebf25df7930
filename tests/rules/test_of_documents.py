"""Rules of documents find in a document, its history and its approvals alone what they find at all.

A hook asks only these of a commit that changes no more than texts, and reads nothing else for it.
"""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.checking.run import run
from isodocs.history.remembered import RememberedHistory
from isodocs.machine.archive import Archive
from isodocs.model.gap import Gap
from isodocs.model.register import Register
from isodocs.repository import history, refs
from isodocs.repository.objects import read_blobs
from isodocs.rules.registry import _OF_DOCUMENTS, all_rules, rules_of_documents
from isodocs.workspace import View, Workspace
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case
from tests.rules.test_reference import cases

OF_ALL = {
    "APR008": "a statement that cannot be read is of no document",
    "DOC012": "what shadows a path is another path",
    "DOC001": "a text that another document includes needs no identifier",
    "APR016": "a text that is included is reported where it is",
}
"""What is asked of a changed file, though a file that was not changed may have it too."""
RULES = [rule for rule in all_rules().values() if rule.of_documents and rule.code not in OF_ALL]
_CASES = [case for rule in RULES for case in cases(rule) if case.gaps and not case.depth]
FIRST = {case.code: case for case in reversed(_CASES)}


def said(register: Register, path: str) -> set[tuple[object, ...]]:
    """What rules of documents say of one file and the document that it is."""
    ids = {document.id for document in register.documents if document.path == path}
    ids |= {entry.id for entry in register if entry.place_path == path}

    def key(gap: Gap) -> tuple[object, ...]:
        found = gap.finding
        return gap.code, gap.fingerprint, gap.level, found.message, found.hint, str(found.place)

    return {
        key(gap)
        for gap in run(register, select=[rule.code for rule in RULES])
        if gap.finding.document in ids - {""} or gap.finding.place.path == path
    }


@pytest.mark.parametrize("case", FIRST.values(), ids=str)
def test_a_rule_of_documents_needs_no_other_document(case: Case, repo: RepositoryBuilder) -> None:
    case.build(repo)
    repo.git("add", "--all")
    repo.commit("The rest", {}, date="2024-01-21T12:00:00+00:00")
    workspace = Workspace.open(repo.path)
    git, tip = workspace.git, refs.head(workspace.git)
    assert tip
    view = View(date.fromisoformat(case.on), rev=tip)
    whole = workspace.register(view)
    known = RememberedHistory(Archive(None, b""), whole.config)
    known.catch_up(
        tip, lambda _: history.walk(git, tip), lambda ids: read_blobs(git, ids, refused={})
    )
    for path in {d.path for d in whole.documents} | {entry.place_path for entry in whole}:
        alone = workspace.register(view, threads=known.threads([path]))
        assert said(alone, path) == said(whole, path)


def test_the_files_of_these_rules_are_known() -> None:
    every = {code for code, rule in all_rules().items() if rule.of_documents}
    assert set(rules_of_documents()) == every
    files = {rule.function.__module__.rpartition(".")[2] for rule in rules_of_documents().values()}
    assert all(any(file.startswith(known) for file in files) for known in _OF_DOCUMENTS)


OF_OTHER_FILES = {
    "CFG001": "isodocs.yaml",
    "CFG002": "isodocs.yaml and maps of one's own",
    "CFG004": "the authority register",
    "CFG005": "waivers",
    "CFG011": "isodocs.yaml and the authority register",
    "CFG013": "the authority register and the pin",
    "CFG014": "the authority register and the pin",
    "CFG015": "maps of one's own",
    "CFG018": "the baseline",
    "DOC004": "documents that are new: `narrow` looks for another that looks like one",
    "REC001": "records",
    "REC002": "records",
    "REC003": "records",
    "REC006": "records, and whether the documents they name are there",
    "REC007": "records",
    "REC008": "records",
    "REC009": "records and the files they name",
    "REC015": "records",
    "SOA003": "records",
}
"""Rules that stop a commit and are of no one document, and the files that bring their gaps."""


def test_what_else_stops_a_commit_is_about_files_that_a_simple_one_leaves_alone() -> None:
    """Before a rule is added here: what touches its files must be judged in full (`narrow`)."""
    stopping = {rule.code for rule in all_rules().values() if rule.blocks and not rule.of_documents}
    assert stopping == set(OF_OTHER_FILES)
