"""What is remembered of a history says of a document what the whole history says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.checking.run import run
from isodocs.history.remembered import RememberedHistory
from isodocs.machine import store
from isodocs.machine.archive import Archive, LostError
from isodocs.model.history import DocumentHistory
from isodocs.repository import history
from isodocs.repository.git import Git
from isodocs.repository.objects import read_blobs
from isodocs.rules.registry import all_rules
from isodocs.workspace import View, Workspace
from tests.helpers.any_story import COPY, SCRATCH, SOP, STEPS, told, written
from tests.helpers.company import approval, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

ON = date(2024, 6, 1)


class Memory:
    """What is remembered of a repository, told of one tip after the other."""

    def __init__(self, repo: RepositoryBuilder, about: bytes = b"") -> None:
        self.workspace = Workspace.open(repo.path)
        self.git = self.workspace.git
        kept = store.of(str(self.git.common_directory), str(self.git.top))
        self.archive = Archive(kept, about)
        self.known = RememberedHistory(self.archive, self.workspace.register(View(ON)).config)

    def learn(self, tip: str) -> None:
        git = self.git
        self.known.catch_up(
            tip,
            lambda known: history.walk(git, tip, exclude=[known] if known else []),
            lambda ids: read_blobs(git, ids, refused={}),
        )

    def gaps(self, tip: str, paths: Iterable[str]) -> set[tuple[object, ...]]:
        """What the rules of documents say of documents at these paths, from memory."""
        threads = self.known.threads(paths)
        return said(self.workspace, View(ON, rev=tip), threads.paths, threads)


@cache
def rules() -> tuple[str, ...]:
    return tuple(rule.code for rule in all_rules().values() if rule.of_documents)


def said(workspace: Workspace, view: View, paths: Iterable[str], threads=None):  # type: ignore[no-untyped-def]
    register = workspace.register(view, threads=threads)
    wanted = set(paths)
    ids = {document.id for document in register.documents if document.path in wanted}
    ids |= {entry.id for entry in register if entry.place_path in wanted}
    return {
        (gap.code, gap.fingerprint, gap.level, gap.finding.message, gap.finding.hint)
        for gap in run(register, select=rules())
        if gap.finding.document in ids or gap.finding.place.path in wanted
    }


@pytest.fixture(scope="module")
def story_repo(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return RepositoryBuilder(tmp_path_factory.mktemp("stories") / "repo")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=12), st.integers(0, 10), st.booleans())
def test_threads_say_of_a_document_what_all_history_says(
    story_repo: RepositoryBuilder, steps: list[tuple[str, object]], known: int, signed: bool
) -> None:
    """Whatever was learnt first, and whatever of it was a branch then."""
    written(told(steps, signed=signed), story_repo)
    story_repo.git("symbolic-ref", "HEAD", "refs/heads/main")
    story_repo.git("reset", "--hard", "--quiet")
    memory = Memory(story_repo, about=repr((steps, signed)).encode())
    line = story_repo.git("rev-list", "--first-parent", "--reverse", "main").split()
    for tip in (line[min(known, len(line) - 1)], line[-1]):
        memory.learn(tip)
    for where in (SOP, COPY, SCRATCH):
        threads = memory.known.threads([where])
        expected = said(memory.workspace, View(ON, rev=line[-1]), threads.paths)
        assert memory.gaps(line[-1], [where]) == expected


def company(repo: RepositoryBuilder) -> str:
    """Two documents that share nothing, one of which was moved and got another identifier."""
    body = "# Two\n\nOf its own.\n"
    old = document("SOP-002", body=body)
    files = {path("SOP-002"): old, **approval("SOP-002", 1, old)}
    repo.commit("Start", {**base(), **approved("SOP-001"), **files})
    new = old.replace("id: SOP-002", "id: SOP-003")
    return repo.commit("Another number", {path("SOP-002"): None, path("SOP-003"): new})


def test_a_thread_is_what_shares_an_identifier_a_text_or_a_path(repo: RepositoryBuilder) -> None:
    tip = company(repo)
    memory = Memory(repo)
    memory.learn(tip)
    threads = memory.known.threads([path("SOP-003")])
    documents = {p for p in threads.paths if p.endswith(".md")}
    assert documents == {path("SOP-002"), path("SOP-003")}
    assert sum(p.endswith(".json") for p in threads.paths) == 1
    assert {p for p in memory.known.threads([path()]).paths if p.endswith(".md")} == {path()}
    assert memory.known.threads(["unheard/of.md"]).paths == {"unheard/of.md"}
    assert path() in memory.known.threads([], names=["i:SOP-001"]).paths


def test_what_is_remembered_is_found_again_and_goes_on(repo: RepositoryBuilder) -> None:
    first = company(repo)
    Memory(repo).learn(first)
    memory = Memory(repo)
    assert memory.known.tip == first
    tip = repo.commit("More", {path(): document(revision=2, status="draft")})
    memory.learn(tip)
    again = Memory(repo).workspace.register(
        View(ON, rev=tip), threads=Memory(repo).known.threads([path()])
    )
    full = memory.workspace.register(View(ON, rev=tip))
    mine, whole = (r.ledger.documents["SOP-001"] for r in (again, full))
    assert isinstance(mine, DocumentHistory)
    assert mine == whole


def test_what_is_about_something_else_is_not_found(repo: RepositoryBuilder) -> None:
    Memory(repo).learn(company(repo))
    assert Memory(repo, about=b"another configuration").known.tip is None


def test_a_piece_that_is_lost_is_found_out(repo: RepositoryBuilder, tmp_path: Path) -> None:
    """Whatever took it away: a full store, a damaged row, another process."""
    memory = Memory(repo)
    memory.learn(company(repo))
    git = Git.discover(repo.path)
    kept = store.of(str(git.common_directory), str(git.top))
    assert kept is not None
    Archive(kept, b"").keep({})
    kept.put("archive", {memory.archive._key("graph"): b"[]"})
    with pytest.raises(LostError):
        Memory(repo).known.threads([path()])
