"""The trail of one document is what the trail of everything has of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.history import known_history
from isodocs.history.known_history import DocumentSteps
from isodocs.model.register import Register
from isodocs.model.trail import Event, EventKind
from isodocs.repository import history
from isodocs.trail.assemble import paths_of, trail, trail_of
from isodocs.trail.choose import choose
from isodocs.workspace import View, Workspace
from tests.helpers.any_story import STEPS, told, written
from tests.helpers.company import approval_list, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_story import DAY

ON = date(2024, 6, 1)


def learn(workspace: Workspace, tip: str) -> None:
    """Remember the history up to a commit, as a check does."""
    register = workspace.register(View(ON, rev=tip))
    archive = known_history.archive(workspace.git, tip)
    assert archive is not None
    known_history.learn(workspace.git, archive, tip, register.config, register.ledger)


def compared(workspace: Workspace, view: View) -> dict[str, tuple[Event, ...]]:
    """The trail of each document, which is the same both ways."""
    register: Register = workspace.register(view)
    commits, pending = workspace.commits(view)
    whole = trail(register, commits, pending, workspace.contents)
    steps = DocumentSteps(workspace.git, whole.tip)
    found = {}
    for entry in register:
        mine = steps.commits([*paths_of(entry)], entry.id)
        assert mine is not None
        made = trail_of(register, entry, mine, pending, workspace.contents, whole.tip)
        found[entry.id] = choose(whole, register, document=entry.id).events
        assert [*map(bare, made.events)] == [*map(bare, found[entry.id])]
        assert (made.tip, made.shallow) == (whole.tip, whole.shallow)
    return found


def bare(event: Event) -> tuple[object, ...]:
    """An event without what else its commit changed."""
    commit = event.commit and (event.commit.id, *event.committers)
    values = [getattr(event, each) for each in Event.__slots__ if each != "commit"]
    return (commit, *values)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=14), st.integers(0, 10), st.booleans())
def test_whatever_became_of_it(
    story_repo: RepositoryBuilder, steps: list[tuple[str, object]], known: int, signed: bool
) -> None:
    """Whatever was learnt first, and whatever of it was a branch then."""
    written(told(steps, signed=signed), story_repo)
    story_repo.git("symbolic-ref", "HEAD", "refs/heads/main")
    story_repo.git("reset", "--hard", "--quiet")
    workspace = Workspace.open(story_repo.path)
    line = story_repo.git("rev-list", "--first-parent", "--reverse", "main").split()
    for tip in (line[min(known, len(line) - 1)], line[-1]):
        learn(workspace, tip)
    compared(workspace, View(ON, latest=True))


@pytest.fixture(scope="module")
def story_repo(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return RepositoryBuilder(tmp_path_factory.mktemp("stories") / "repo")


def test_with_deputies_reviews_and_what_was_forged(signed_story: Path) -> None:
    workspace = Workspace.open(signed_story)
    learn(workspace, RepositoryBuilder(signed_story, object_format=None).head())
    found = compared(workspace, View(date.fromisoformat(DAY)))
    kinds = {event.kind for events in found.values() for event in events}
    assert kinds > {EventKind.APPROVED, EventKind.REVIEWED, EventKind.WAIVER, EventKind.WITHDRAWN}


def test_what_no_one_can_read_lists_and_what_was_said(repo: RepositoryBuilder) -> None:
    texts = {id: document(id) for id in ("SOP-002", "SOP-003")}
    listed = approval_list(texts)
    unread = ".isodocs/approvals/SOP-001/1/quality-manager.0123456789abcdef.json"
    said = ".isodocs/comments/SOP-001/0123456789abcdef.json"
    repo.commit("Start", {**base(), **approved("SOP-001")})
    repo.commit("Many", {**{path(id): text for id, text in texts.items()}, **listed})
    repo.commit("Not read", {unread: "{}", said: "{}"})
    workspace = Workspace.open(repo.path)
    learn(workspace, repo.head())
    repo.commit("Not there", {unread: None, said: None})
    repo.write("documents/SOP-003.md", texts["SOP-003"] + "More.\n")
    found = compared(workspace, View(ON, latest=True))
    kinds = [event.kind for event in found["SOP-001"]]
    assert kinds.count(EventKind.UNREADABLE) == 2
    assert kinds.count(EventKind.STATEMENT_REMOVED) == 2
    assert [event.kind for event in found["SOP-003"]].count(EventKind.APPROVED) == 1


@pytest.mark.parametrize("first", ["main", "side"])
def test_what_was_learnt_in_another_order_is_in_that_of_the_walk(
    repo: RepositoryBuilder, first: str
) -> None:
    """One of the branches is known before the other was merged."""
    repo.commit("Start", {**base(), **approved("SOP-001")})
    repo.git("branch", "side")
    repo.commit("Main", {path(): document(revision=2, status="draft")})
    repo.git("checkout", "--quiet", "side")
    waiver = "rule: DOC003\ndocument: SOP-001\nreason: A while.\nuntil: 2024-12-31\n"
    repo.commit("Side", {".isodocs/waivers/one.yaml": waiver})
    workspace = Workspace.open(repo.path)
    learn(workspace, repo.git("rev-parse", first).strip())
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-edit", "side")
    learn(workspace, repo.head())
    order = [id for id, _ in history.listed(workspace.git, repo.head())]
    events = compared(workspace, View(ON, latest=True))["SOP-001"]
    places = [order.index(event.commit.id) for event in events if event.commit]
    assert places == sorted(places)
