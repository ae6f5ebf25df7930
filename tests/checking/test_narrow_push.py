"""A push of simple commits is let through by what is remembered; the verdict is the one in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.checking import enforcement, narrow
from isodocs.checking.verdict import HookVerdict
from isodocs.repository.git import Git
from isodocs.repository.updates import Update
from tests.checking.test_narrow import (
    CITES,
    DRAFT,
    FINAL,
    FIRST,
    ON,
    ONE,
    PATHS,
    PICTURE,
    PROGRAM,
    RECORD,
    SECOND,
    Step,
    change,
    told,
)
from tests.helpers.company import ANN, CONFIG, QUINN, approval, approved, base, document, path
from tests.helpers.repository import DATE, Content, RepositoryBuilder

MAIN = "refs/heads/main"


class Server:
    """Judges each push twice: by what is remembered where that can be, and in full."""

    def __init__(self, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.repo = repo
        self.patch = monkeypatch
        self.quick = Counter[bool]()

    def __call__(self, old: str, new: str = "", *, moves: bool = True) -> HookVerdict:
        update = Update(MAIN, old, new or self.repo.head())
        if moves:
            self.repo.git("update-ref", MAIN, old)
        verdict, quick = self._judged(update)
        self.quick[quick] += 1
        with self.patch.context() as forgetful:
            forgetful.setenv("ISODOCS_NO_CACHE", "1")
            full, never = self._judged(update)
        assert not never
        self.repo.git("update-ref", MAIN, update.new)
        assert told(verdict) == told(full), f"{told(verdict)}\n{told(full)}"
        return verdict

    def _judged(self, update: Update) -> tuple[HookVerdict, bool]:
        """The verdict, and whether it is by what is remembered."""
        found: list[object] = []

        def let_through(*args: object, **more: object) -> object:
            found.append(by_memory(*args, **more))  # type: ignore[arg-type]
            return found[-1]

        by_memory = narrow.OnTop.let_through
        with self.patch.context() as watched:
            watched.setattr(narrow.OnTop, "let_through", let_through)
            git = Git.discover(self.repo.path)
            (verdict,) = enforcement.judge_push(git, [update], ON, receiving=True)
        return verdict, found != [] and found[0] is not None


def start(repo: RepositoryBuilder, cites: Mapping[str, str] = CITES) -> str:
    """Two approved documents, of which the first shows a picture, and a draft of the second."""
    files = {
        **base(),
        FIRST: ONE,
        PICTURE: b"1",
        **approval("SOP-001", 1, ONE, shown={PICTURE: b"1"}),
        **approved("SOP-002"),
        PROGRAM: "int x;",
        RECORD: "person,competence,date\n",
        **cites,
        "README.md": "# Read\n",
    }
    repo.commit("Start", files)
    return repo.commit("A draft", {SECOND: DRAFT})


@pytest.fixture
def server(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that has judged one push, so that it remembers what came before the next."""
    begin = start(repo)
    found = Server(repo, monkeypatch)
    repo.commit("Known", {PROGRAM: "int y;"})
    assert not found(begin).refused
    assert found.quick == {False: 1}
    return found


def commits(repo: RepositoryBuilder, *steps: Mapping[str, Content], author: str = ANN) -> str:
    """Commit these files, one after another; returns what was the tip before."""
    before = repo.head()
    for number, files in enumerate(steps):
        repo.commit(f"Step {number}", files, author=author)
    return before


AGAIN = DRAFT.replace("before", "ever")
LAST = FINAL.replace("before", "ever")
THIRD = document("SOP-003", 1, "draft")


@pytest.mark.parametrize(
    "steps",
    [
        [{SECOND: AGAIN}],
        [{SECOND: AGAIN}, {SECOND: DRAFT}, {SECOND: FINAL, **approval("SOP-002", 2, FINAL)}],
        [{SECOND: FINAL, **approval("SOP-002", 2, FINAL)}, {PROGRAM: "int z;"}],
        [{SECOND: FINAL}, approval("SOP-002", 2, FINAL)],
        [{"src/new.c": "int z;"}, {"src/new.c": "int a;", "README.md": "# Read me\n"}],
        [{FIRST: ONE.replace("One", "Eins")}, {FIRST: ONE}],
        [{path("SOP-003"): THIRD}, {path("SOP-003"): f"{THIRD}More.\n"}],
        [{path("SOP-003"): THIRD}, approved("SOP-003"), {SECOND: AGAIN}],
    ],
    ids="draft drafts approved after programs restored new issued".split(),
)
def test_a_push_of_simple_commits(server: Server, steps: list[dict[str, Content]]) -> None:
    assert not server(commits(server.repo, *steps)).refused
    assert server.quick[True] == 1


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        ([{PICTURE: b"2"}, {PICTURE: b"1"}], False),
        ([{PICTURE: b"2"}], True),
        ([{FIRST: ONE.replace("One", "Eins")}, {SECOND: AGAIN}], True),
        ([{SECOND: FINAL}], True),
        ([{SECOND: FINAL, **approval("SOP-002", 2, LAST)}], True),
        ([approval("SOP-002", 2, FINAL), dict.fromkeys(approval("SOP-002", 2, FINAL))], True),
        ([{SECOND: None}, {SECOND: DRAFT}], False),
        ([{SECOND: DRAFT.replace("SOP-002", "SOP-001")}, {SECOND: DRAFT}], False),
        ([{SECOND: DRAFT.replace("SOP-002", "SOP-009")}, {SECOND: DRAFT}], True),
        (
            [{RECORD: "person,competence,date\nann,,\n"}, {RECORD: "person,competence,date\n"}],
            True,
        ),
        ([{path("SOP-009"): document("SOP-009", 1, "draft")}], True),
        ([{path("SOP-003"): document("SOP-002", 1, "draft")}, {path("SOP-003"): THIRD}], False),
        ([{"isodocs.yaml": CONFIG + "rules: {ignore: [DOC]}\n"}, {"isodocs.yaml": CONFIG}], False),
    ],
)
def test_whatever_else_is_judged_in_full(
    server: Server, steps: list[dict[str, Content]], refused: bool
) -> None:
    assert server(commits(server.repo, *steps)).refused is refused
    assert server.quick[True] == 0


def test_a_merge_of_simple_commits(server: Server) -> None:
    repo, old = server.repo, server.repo.head()
    repo.branch("side", f"{old}~1").commit("On the side", {SECOND: AGAIN})
    repo.checkout("main").commit("On main", {"README.md": "# Read me\n"})
    repo.merge("side")
    assert not server(old).refused
    assert server.quick[True] == 1


WHO = {
    f"GIT_{who}_{key}": value
    for who in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Ann Author"), ("EMAIL", "ann@example.com"), ("DATE", DATE))
}


def make(repo: RepositoryBuilder, step: Step, number: int, begun: str) -> None:
    """One commit, or one on a branch that is merged at once with all that one side has."""
    author = (ANN, QUINN)[step.how % 2]
    if step.what == "restore":
        there = repo.git("ls-tree", "--name-only", begun, f"{PATHS[step.where % 2]}")
        files = {place: repo.git("show", f"{begun}:{place}") + "\n" for place in there.split()}
        repo.commit(f"Step {number}", files, author=author)
    elif step.what in ("ours", "theirs"):
        here = repo.head()
        known = int(repo.git("rev-list", "--count", "--first-parent", "HEAD"))
        repo.git("checkout", "--quiet", "--detach", f"HEAD~{min(step.where % 3, known - 1)}")
        what = Step(("edit", "approve", "submit")[step.how], step.where % 2, step.how)
        side = repo.commit(f"Side {number}", change(repo, what), author=author)
        tree = (here, side)[step.where % 2] + "^{tree}"
        parents = (here, side) if step.what == "ours" else (side, here)
        command = ("commit-tree", tree, "-p", parents[0], "-p", parents[1], "-m", "Merge")
        repo.git("reset", "--quiet", "--hard", repo.git(*command, env=WHO))
        repo.git("checkout", "--quiet", "-B", "main")
    else:
        repo.commit(f"Step {number}", change(repo, step), author=author)


PUSHES = st.lists(
    st.lists(
        st.builds(
            Step,
            st.sampled_from(
                "edit edit edit edit submit submit approve approve approve next name program "
                "restore restore ours theirs picture record move copy".split()
            ),
            st.integers(0, len(PATHS) - 1),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=3,
    ),
    min_size=3,
    max_size=6,
)


@settings(max_examples=4)
@given(PUSHES, st.booleans())
def test_the_verdict_is_the_one_found_in_full(pushes: list[list[Step]], cited: bool) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", f"{folder}/cache")
        repo = RepositoryBuilder(Path(folder) / "repo")
        third = CITES["records/distribution.csv"].replace("009,7", "003,2")
        begun = start(repo, {"records/distribution.csv": third} if cited else CITES)
        server = Server(repo, patch)
        commits(repo, {PROGRAM: "int y;"})
        server(begun)
        for steps in pushes:
            old = repo.head()
            for number, step in enumerate(steps):
                make(repo, step, number, begun)
            if repo.head() != old and server(old).refused and steps[0].how:
                repo.git("reset", "--hard", "--quiet", old)
