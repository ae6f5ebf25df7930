"""A simple commit is let through by what is remembered; the verdict is the one found in full."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.checking import enforcement, gate, narrow
from isodocs.checking.left_alone import leaves_all_alone, next_changes
from isodocs.checking.next_documents import documents_changed
from isodocs.checking.touched import documents_known, next_commit
from isodocs.checking.verdict import HookVerdict
from isodocs.repository.git import Git
from isodocs.repository.next_changes import NextChanges
from isodocs.workspace import Workspace
from tests.helpers.checking_again import Checker
from tests.helpers.company import ANN, CONFIG, QUINN, approval, approved, base, document, path
from tests.helpers.repository import Content, RepositoryBuilder

ON = date(2024, 6, 1)
FIRST, SECOND = path("SOP-001"), path("SOP-002")
PICTURE, PROGRAM, RECORD = "documents/map.png", "src/main.c", "records/training.csv"
LIST = "records/distribution.csv"
CITES = {LIST: "document,revision,holder,issued\nSOP-009,7,ann,2024-01-05\n"}
"""A record of a document that is not there yet."""
TRAINED = "person,competence,date\nann,A,2024-01-01\n"
SEEN, OTHERS = "records/evidence.csv", "records/external-document.csv"
"""Records of which one names files, and one decides which cells of a table are documents."""


class Judge:
    """Judges what is staged twice: by what is remembered where that can be, and in full."""

    def __init__(self, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.repo = repo
        self.patch = monkeypatch
        self.quick = Counter[bool]()

    def __call__(self) -> HookVerdict:
        asked = next_changes(str(self.repo.path))
        unread = asked is not None and leaves_all_alone(asked)
        verdict, quick = self._judged(asked)
        self.quick[quick] += 1
        with self.patch.context() as forgetful:
            forgetful.setenv("ISODOCS_NO_CACHE", "1")
            full, never = self._judged()
            if verdict.documents is not None:
                workspace = Workspace.open(self.repo.path)
                changed = documents_changed(workspace, self.repo.head(), ON)
                assert verdict.documents == changed
        assert not never
        assert not unread or told(full) == NOTHING
        assert told(verdict) == told(full), f"{told(verdict)}\n{told(full)}"
        return verdict

    def _judged(self, asked: NextChanges | None = None) -> tuple[HookVerdict, bool]:
        """The verdict, and whether it is by what is remembered, and by what Git has said."""
        found: list[object] = []

        def let_through(*args: object, **more: object) -> object:
            found.append(by_memory(*args, **more))  # type: ignore[arg-type]
            return found[-1]

        by_memory = narrow.OnTop.let_through
        with self.patch.context() as watched:
            watched.setattr(narrow.OnTop, "let_through", let_through)
            workspace = Workspace.open(self.repo.path)
            if asked:
                workspace = workspace.beside(Git.of(asked).at(workspace.git.folder))
            verdict = enforcement.judge_commit(workspace, ON)
        return verdict, found != [] and found[0] is not None


def told(verdict: HookVerdict) -> tuple[object, ...]:
    gaps = [
        sorted((gap.code, str(gap.finding.place), gap.finding.message, gap.level) for gap in found)
        for found in (verdict.gaps, verdict.open)
    ]
    return verdict.refused, verdict.reasons, gaps


NOTHING = told(HookVerdict(""))
SHOWS = "# One\n\n![Map](map.png)\n"
ONE = document("SOP-001", body=SHOWS)
DRAFT = document("SOP-002", 2, "draft", body="# Two\n\nAs before.\n")
FINAL = document("SOP-002", 2, "approved", body="# Two\n\nAs before.\n")


@pytest.fixture
def started(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Two approved documents, of which the first shows a picture."""
    repo.commit(
        "Start",
        {
            **base(),
            FIRST: ONE,
            PICTURE: b"1",
            **approval("SOP-001", 1, ONE, shown={PICTURE: b"1"}),
            **approved("SOP-002"),
            PROGRAM: "int x;",
            RECORD: "person,competence,date\n",
            **CITES,
            "README.md": "# Read\n",
        },
    )
    return repo


@pytest.fixture
def judge(started: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The same, and what is remembered of a commit."""
    found = Judge(started, monkeypatch)
    started.stage({SECOND: DRAFT})
    assert not found().refused
    started.commit("A draft", {})
    assert found.quick == {False: 1}
    return found


@pytest.mark.parametrize(
    "files",
    [
        {SECOND: DRAFT.replace("before", "ever")},
        {SECOND: FINAL, **approval("SOP-002", 2, FINAL)},
        {PROGRAM: "int y;", "src/new.c": "int z;"},
        {SECOND: DRAFT.replace("before", "ever"), PROGRAM: "int y;"},
        {"README.md": "# Read me\n"},
        {path("SOP-003"): document("SOP-003", 1, "draft")},
        approved("SOP-003"),
    ],
    ids=["draft", "approval", "programs", "both", "readme", "new", "new and approved"],
)
def test_a_simple_commit_is_let_through_by_what_is_remembered(
    judge: Judge, files: dict[str, Content]
) -> None:
    judge.repo.stage(files)
    assert not judge().refused
    assert judge.quick[True] == 1


def test_the_documents_that_were_found_are_known_for_the_message_of_that_commit_alone(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge.repo.stage({SECOND: FINAL, **approval("SOP-002", 2, FINAL)})
    git = Git.discover(judge.repo.path, hook=True)
    commit = next_commit(git)
    assert documents_known(git, commit) is None
    assert not any(each.verdict.refused for each in gate.judge_commit(git, commit, ON))
    assert documents_known(git, next_commit(git)) == ("SOP-002 rev 2 (approved)",)
    with monkeypatch.context() as forgetful:
        forgetful.setenv("ISODOCS_NO_CACHE", "1")
        assert gate.documents_changed(git, commit, ON) == ("SOP-002 rev 2 (approved)",)
        assert documents_known(git, commit) is None
    judge.repo.stage({PROGRAM: "int y;"})
    assert documents_known(git, next_commit(git)) is None
    judge.repo.stage({PROGRAM: "int x;"})
    assert documents_known(git, next_commit(git)) is not None
    judge.repo.git("commit", "--quiet", "--amend", "--only", "--no-edit")
    assert documents_known(git, next_commit(git)) is None


@pytest.mark.parametrize(
    ("files", "refused"),
    [
        ({PICTURE: b"2"}, True),
        ({PICTURE: None}, True),
        ({FIRST: ONE.replace("One", "Eins")}, True),
        ({SECOND: FINAL}, True),
        ({SECOND: DRAFT.replace("id: SOP-002", "id: SOP-001")}, True),
        ({SECOND: DRAFT.replace("revision: 2", "revision: two")}, True),
        ({SECOND: DRAFT + "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"}, True),
        ({SECOND: None}, True),
        ({".isodocs/approvals/SOP-002/x.json": b"{}"}, True),
        ({RECORD: "person,competence,date\nann,,\n"}, True),
        ({path("SOP-003"): document("SOP-002", 3, "draft")}, True),
        ({path("SOP-009"): document("SOP-009", 1, "draft")}, True),
        ({path("SOP-003"): document("SOP-003", 1, "draft"), SECOND: None}, True),
        ({"documents/map.PNG/SOP-003.md": document("SOP-003", 1, "draft")}, True),
        ({"Documents/SOP-003.md": document("SOP-003", 1, "draft")}, True),
        ({"notes/notes.md": "# Notes\n"}, False),
        ({"isodocs.yaml": CONFIG + "rules: {ignore: [CLS004]}\n"}, False),
        ({"documents/.gitattributes": "* text\n"}, False),
        ({"documents/SOP-002.MD": "x\n"}, True),
        ({"Records/training.csv": "person\n"}, False),
        ({"src/isodocs.yaml": "\n"}, False),
        ({"src/.isodocs/authority/0001.json": "{}"}, False),
    ],
)
def test_whatever_else_is_judged_in_full(
    judge: Judge, files: dict[str, Content], refused: bool
) -> None:
    judge.repo.stage(files)
    assert judge().refused is refused
    assert judge.quick[True] == 0


def test_the_verdict_in_full_is_remembered_for_the_next_commit(judge: Judge) -> None:
    """A picture that a new document shows is one that others rest on from then on."""
    repo = judge.repo
    third = document("SOP-009", 7, "draft", body="# Three\n\n![Plan](plan.png)\n")
    repo.stage({path("SOP-009"): third, "documents/plan.png": b"1"})
    judge()
    repo.commit("Another", {})
    repo.stage({"documents/other.png": b"1"})
    judge()
    assert judge.quick == {False: 2, True: 1}
    repo.commit("Not shown", {})
    repo.stage({"documents/plan.png": b"2"})
    judge()
    assert judge.quick == {False: 3, True: 1}


def test_what_a_new_document_shows_is_remembered_for_the_next_commit(judge: Judge) -> None:
    repo = judge.repo
    third = document("SOP-003", 1, "draft", body="# Three\n\n![Plan](plan.png)\n")
    repo.stage({path("SOP-003"): third, "documents/plan.png": b"1"})
    judge()
    assert judge.quick == {False: 1, True: 1}
    repo.commit("Another", {})
    repo.stage({"documents/plan.png": b"2"})
    judge()
    assert judge.quick == {False: 2, True: 1}


PULLED: dict[str, dict[str, Content]] = {
    "a draft": {SECOND: DRAFT.replace("before", "then")},
    "a final form with its approval": {SECOND: FINAL, **approval("SOP-002", 2, FINAL)},
    "a new document": {path("SOP-003"): document("SOP-003", 1, "draft")},
    "another file": {PROGRAM: "int y;"},
}
OF_RECORDS: dict[str, dict[str, Content]] = {
    "a record": {RECORD: TRAINED},
    "a record that goes": {RECORD: None},
    "a record and a draft": {RECORD: TRAINED, SECOND: DRAFT.replace("before", "then")},
    "a copy of a record": {"records/2024/lists/training.csv": TRAINED},
    "what no record can be read of": {RECORD: b"\xff\x00", "records/notes.txt": "Seen.\n"},
}
MORE: dict[str, dict[str, Content]] = {
    "an external document": {OTHERS: "id,title,edition,status\nISO-1,Bolts,1989,current\n"},
    "how records are kept": {"records/.gitattributes": "*.csv filter=lfs\n"},
    "where a site has its files": {"records/mkdocs.yml": "docs_dir: documents\n"},
    "records beside the folder": {"Records/training.csv": TRAINED},
    "the configuration": {"isodocs.yaml": f"{CONFIG}\n# changed\n"},
    "what a document shows": {PICTURE: b"2"},
    "a document that goes": {FIRST: None},
    "a document that a record names": {path("SOP-009"): document("SOP-009", 1, "draft")},
}


@pytest.mark.parametrize(
    "files", [*PULLED.values(), *OF_RECORDS.values()], ids=[*PULLED, *OF_RECORDS]
)
def test_commits_that_no_hook_saw_are_caught_up_with(
    judge: Judge, files: dict[str, Content]
) -> None:
    repo = judge.repo
    repo.commit("Past the hook", files)
    repo.commit("And more", {"README.md": "# Read it\n"})
    for edit in ("ever", "once"):
        text = document("SOP-004", 1, "draft", body=f"# Four\n\nAs {edit}.\n")
        repo.stage({path("SOP-004"): text})
        judge()
        repo.commit("Seen", {})
    assert judge.quick == {False: 1, True: 2}


@pytest.mark.parametrize("files", MORE.values(), ids=MORE)
def test_where_they_bring_more_the_next_one_is_judged_in_full(
    judge: Judge, files: dict[str, Content]
) -> None:
    judge.repo.commit("Past the hook", files)
    judge.repo.stage({SECOND: DRAFT.replace("before", "ever")})
    judge()
    assert judge.quick == {False: 2}


def test_merges_that_no_hook_saw_are_caught_up_with(judge: Judge) -> None:
    repo = judge.repo
    repo.branch("elsewhere")
    repo.commit("There", {path("SOP-003"): document("SOP-003", 1, "draft")})
    repo.checkout("main")
    repo.stage({SECOND: DRAFT.replace("before", "ever")})
    judge()
    repo.commit("Here", {})
    repo.merge("elsewhere")
    repo.stage({SECOND: DRAFT})
    judge()
    assert judge.quick == {False: 1, True: 2}


def test_what_a_merge_that_no_hook_saw_leaves_out_is_seen(judge: Judge) -> None:
    repo = judge.repo
    repo.branch("elsewhere")
    repo.commit("There", {PROGRAM: "int y;"})
    repo.checkout("main")
    repo.commit("Here", {SECOND: DRAFT.replace("before", "ever")})
    repo.merge("elsewhere", files={FIRST: None})
    repo.stage({SECOND: DRAFT})
    judge()
    assert judge.quick == {False: 2}


def test_what_they_name_is_known_from_then_on(judge: Judge) -> None:
    repo = judge.repo
    third = document("SOP-003", 1, "draft", body="# Three\n\n![Plan](plan.png)\n")
    repo.commit("Past the hook", {path("SOP-003"): third, "documents/plan.png": b"1"})
    repo.stage({SECOND: DRAFT.replace("before", "ever")})
    judge()
    assert judge.quick == {False: 1, True: 1}
    repo.commit("Seen", {})
    repo.stage({"documents/plan.png": b"2"})
    judge()
    assert judge.quick == {False: 2, True: 1}


NAMING = f"id,title,place,evidence\nEVI-001,Source,shelf,{PROGRAM}\n"


@pytest.mark.parametrize("now", [NAMING, "id,title,place,evidence\n"])
def test_what_pulled_records_name_is_known_from_then_on(judge: Judge, now: Content) -> None:
    """Also what one of them named in between."""
    repo = judge.repo
    repo.commit("Past the hook", {SEEN: NAMING})
    repo.commit("Nor this", {SEEN: now})
    repo.stage({SECOND: DRAFT.replace("before", "ever")})
    judge()
    assert judge.quick == {False: 1, True: 1}
    repo.commit("Seen", {})
    repo.stage({PROGRAM: "int y;"})
    judge()
    assert judge.quick == {False: 2, True: 1}


def test_a_document_that_pulled_records_name_is_judged_in_full(judge: Judge) -> None:
    repo = judge.repo
    repo.commit("Past the hook", {name: text.replace("009", "003") for name, text in CITES.items()})
    repo.stage({path("SOP-003"): document("SOP-003", 1, "draft")})
    judge()
    assert judge.quick == {False: 2}


def test_a_record_that_a_document_shows_is_not_passed_over(judge: Judge) -> None:
    repo = judge.repo
    shows = document("SOP-003", 1, "draft", body="# Three\n\n![Training](/records/training.csv)\n")
    repo.stage({path("SOP-003"): shows})
    judge()
    repo.commit("Seen", {})
    repo.commit("Past the hook", {RECORD: TRAINED})
    repo.stage({SECOND: DRAFT.replace("before", "ever")})
    judge()
    assert judge.quick == {False: 2, True: 1}


def test_merges_of_records_that_no_hook_saw_are_caught_up_with(judge: Judge) -> None:
    repo = judge.repo
    repo.branch("elsewhere")
    repo.commit("There", {SEEN: NAMING, RECORD: TRAINED})
    repo.checkout("main")
    repo.stage({SECOND: DRAFT.replace("before", "ever")})
    judge()
    repo.commit("Here", {})
    repo.merge("elsewhere")
    repo.stage({SECOND: DRAFT})
    judge()
    assert judge.quick == {False: 1, True: 2}
    repo.commit("Seen", {})
    repo.stage({PROGRAM: "int y;"})
    judge()
    assert judge.quick == {False: 2, True: 2}


@pytest.mark.parametrize("files", PULLED.values(), ids=PULLED)
def test_the_first_commit_rests_on_what_a_check_found(
    started: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, files: dict[str, Content]
) -> None:
    Checker(started.path, ON, monkeypatch)()
    judge = Judge(started, monkeypatch)
    started.stage(files)
    judge()
    assert judge.quick == {True: 1}


@pytest.mark.parametrize("files", MORE.values(), ids=MORE)
def test_a_first_commit_of_more_is_judged_in_full(
    started: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, files: dict[str, Content]
) -> None:
    Checker(started.path, ON, monkeypatch)()
    judge = Judge(started, monkeypatch)
    started.stage(files)
    judge()
    assert judge.quick == {False: 1}


def test_a_check_of_a_work_tree_that_differs_says_nothing_of_the_commit(
    started: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.write(FIRST, ONE.replace("map.png", "plan.png"))
    Checker(started.path, ON, monkeypatch)()
    judge = Judge(started, monkeypatch)
    started.stage({SECOND: DRAFT})
    judge()
    assert judge.quick == {False: 1}


def test_history_that_was_rewritten_is_learnt_again(judge: Judge) -> None:
    repo = judge.repo
    for times, message in enumerate(("Known up to here", "Another message"), 1):
        repo.stage({SECOND: DRAFT.replace("before", "ever" * times)})
        judge()
        repo.git("commit", "--quiet", "--no-verify", "-m", message)
    assert judge.quick == {False: 1, True: 2}
    repo.git("reset", "--soft", "--quiet", "HEAD~2")
    repo.git("commit", "--quiet", "--no-verify", "-m", "Both in one")
    repo.stage({SECOND: DRAFT})
    judge()
    assert judge.quick == {False: 2, True: 2}


IDS = ("SOP-001", "SOP-002", "SOP-003")
PATHS = (*map(path, IDS), "documents/other/copy.md", "notes/note.md")


class Step(NamedTuple):
    """What one commit does to a file; `how` says it more closely."""

    what: str
    where: int
    how: int


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            "edit edit edit submit approve approve next move copy drop name picture program "
            "record past record-past".split()
        ),
        st.integers(0, len(PATHS) - 1),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=10,
)


def texts(repo: RepositoryBuilder) -> dict[str, str]:
    return {name: (repo.path / name).read_text() for name in PATHS if (repo.path / name).exists()}


def change(repo: RepositoryBuilder, step: Step) -> dict[str, Content]:
    """The files of one step; nothing where there is no such file."""
    there = texts(repo)
    where = PATHS[step.where]
    text, id = there.get(where, ""), IDS[step.how]
    if step.what == "program":
        return {f"src/{step.how}.c": str(step.where)}
    if step.what == "picture":
        return {PICTURE: str(step.where)}
    if step.what == "record-past":
        return {
            SEEN: (NAMING, "id,title,place,evidence\nEVI-001,Source,shelf,", None)[step.how],
            LIST: f"document,revision,holder,issued\n{id},7,ann,2024-01-05\n",
        }
    if step.what == "record":
        return {RECORD: f"person,competence,date\nann,C-{step.where},2024-01-0{step.how + 1}\n"}
    if not text:
        new = document(id, 1, "draft", body=f"# {step.where}\n\n![Map](map.png)\n")
        return {where: new} if step.what in ("edit", "name") else {}
    number = text.partition("revision: ")[2][:1] or "1"
    mine = next((name for name in IDS if f"id: {name}\n" in text), "SOP-001")
    return {
        "edit": {where: f"{text}\nMore {step.how}.\n"},
        "submit": {where: text.replace("status: draft", "status: approved")},
        "approve": approval(mine, number, text, person=("quinn", "ann", "quinn")[step.how]),
        "next": {
            where: text.replace(f"revision: {number}", f"revision: {int(number) + 1}").replace(
                "status: approved", "status: draft"
            )
        },
        "move": {where: None, PATHS[(step.where + 1 + step.how) % len(PATHS)]: text},
        "copy": {PATHS[(step.where + 1 + step.how) % len(PATHS)]: text},
        "drop": {where: None},
        "name": {where: text.replace(f"id: {mine}\n", f"id: {id}\n" if step.where % 2 else "")},
    }.get(step.what, {where: f"{text}\nPast {step.how}.\n"})  # fmt: skip


@settings(max_examples=4)
@given(STEPS, st.booleans())
def test_the_verdict_is_the_one_found_in_full(steps: list[Step], protected: bool) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", f"{folder}/cache")
        repo = RepositoryBuilder(Path(folder) / "repo")
        config = CONFIG + ("" if protected else "protected-branches: [release]\n")
        start = {**base(), "isodocs.yaml": config, **approved("SOP-001"), PICTURE: b"1"}
        repo.commit("Start", start)
        judge = Judge(repo, patch)
        for number, step in enumerate(steps):
            repo.stage(change(repo, step))
            refused = not step.what.endswith("past") and judge().refused
            if refused and step.how:
                repo.git("reset", "--hard", "--quiet")
            else:
                repo.commit(f"Step {number}", {}, author=(ANN, QUINN)[step.how % 2])
