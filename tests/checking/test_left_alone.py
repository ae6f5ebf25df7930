"""What passes a hook before anything is loaded: never what a closer look would stop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, Self

import markdown_it
import pytest

from isodocs.checking.left_alone import leaves_all_alone, next_changes
from isodocs.checking.touched import next_commit
from isodocs.lifecycle import hooks
from isodocs.repository.git import Git
from tests.helpers.company import approved, base, document, path
from tests.helpers.counting import ROOT
from tests.helpers.repository import Content, RepositoryBuilder

NOTES, SHOWN = "src/main.c", "documents/map.png"
CHANGED = document(body="# Purchasing\n\nBuy from any supplier.\n")
PICTURED = document("SOP-002", 1, "draft", body="# Two\n\n![Map](map.png)\n")
FILES: Mapping[str, Content] = {
    **base(),
    **approved(),
    path("SOP-002"): PICTURED,
    SHOWN: b"1",
    NOTES: "int x;\n",
}


def commit(
    repo: RepositoryBuilder, *args: str, at: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """`git commit`, with its hooks."""
    return subprocess.run(
        ["git", *args, "commit", "--quiet", "-m", "x"],
        cwd=at or repo.path,
        env={**repo.env, "HOME": os.environ["HOME"], **env},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def alone(repo: RepositoryBuilder) -> bool:
    """Whether what is staged passes unread; then it must also touch nothing, looked at closely."""
    asked = next_changes(str(repo.path))
    found = asked is not None and leaves_all_alone(asked)
    if found:
        assert next_commit(Git.discover(repo.path, hook=True)).folders == ()
    return found


class Kept(NamedTuple):
    """A repository and the home of its user, each with a copy of it as it was."""

    repo: RepositoryBuilder
    home: Path

    def copied(self, place: Path) -> Path:
        return place.with_name(f"{place.name}-as-it-was")

    def keep(self) -> Self:
        for place in (self.repo.path, self.home):
            shutil.copytree(place, self.copied(place), symlinks=True)
        return self

    def restore(self) -> None:
        for place in (self.repo.path, self.home):
            shutil.rmtree(place)
            shutil.copytree(self.copied(place), place, symlinks=True)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A repository with hooks, and what one of them has learnt by a commit."""
    place = tmp_path_factory.mktemp("learnt")
    repo = RepositoryBuilder(place / "repo")
    repo.commit("Start", FILES, date="2024-01-02T09:00:00+00:00")
    hooks.install(repo.path / ".git/hooks", hooks.LOCAL, sys.executable)
    repo.stage({NOTES: "int y;\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(place / "home"))
        made = commit(repo)
        assert made.returncode == 0, made.stderr
        repo.stage({NOTES: "int z;\n"})
        next_commit(Git.discover(repo.path, hook=True))
    repo.git("reset", "--quiet", "--hard")
    return Kept(repo, place / "home").keep()


@pytest.fixture
def known(learnt: Kept, monkeypatch: pytest.MonkeyPatch) -> RepositoryBuilder:
    """That repository, for one test to change."""
    learnt.restore()
    monkeypatch.setenv("HOME", str(learnt.home))
    repo = learnt.repo
    repo.stage({NOTES: "int z;\n"})
    assert alone(repo)
    repo.git("reset", "--quiet", "--hard")
    return repo


@pytest.mark.parametrize("new", ["src/new.c", "notes.txt", "data/x.bin"])
def test_other_files_pass(known: RepositoryBuilder, new: str) -> None:
    known.stage({new: "x\n", NOTES: None})
    assert alone(known)


def test_what_passes_loads_no_library_that_takes_long(known: RepositoryBuilder) -> None:
    """Each of these takes longer to load than such a commit may take."""
    code = (
        f"import sys; sys.path += {[os.path.dirname(markdown_it.__path__[0]), str(ROOT)]}; "
        "from isodocs.checking.left_alone import leaves_all_alone, next_changes; "
        "print(leaves_all_alone(next_changes('.')), *sys.modules)"
    )
    known.stage({NOTES: "int z;\n"})
    passed, *modules = subprocess.run(
        (sys.executable, "-I", "-S", "-c", code),
        cwd=known.path,
        env={**known.env, "HOME": os.environ["HOME"]},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split()
    assert {"isodocs.checking.tree_memory", "_sqlite3"} <= {*modules}
    slow = {"re", "enum", "typing", "hashlib", "datetime", "json", "subprocess"}
    assert (passed, slow & {*modules}) == ("True", set())


def test_nothing_staged_passes(known: RepositoryBuilder) -> None:
    known.write(path(), CHANGED)
    assert alone(known)


@pytest.mark.parametrize(
    "files",
    [
        {path(): CHANGED},
        {path(): None},
        {"notes.md": "x\n"},
        {SHOWN: b"2"},
        {"other/MAP.png": b"2"},
        {"documents/sop-001.md/x.c": "x"},
        {"isodocs.yaml": "x: y\n"},
        {"sub/isodocs.yaml": "x: y\n"},
        {"sub/.isodocs/authority/0001.json": "{}"},
        {".isodocs/approvals/x": "x"},
        {".ISODOCS/approvals/x": "x"},
        {"records/x.csv": "x\n"},
        {".gitattributes": "* text\n"},
        {"mkdocs.yml": "x: y\n"},
    ],
    ids=lambda files: next(iter(files)),
)
@pytest.mark.parametrize("beside", [{}, {NOTES: "int a;\n"}], ids=["by itself", "with others"])
def test_what_a_system_may_read_does_not(
    known: RepositoryBuilder, files: dict[str, Content], beside: dict[str, Content]
) -> None:
    known.stage({**files, **beside})
    assert not alone(known)


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_a_link_or_another_repository_does_not(known: RepositoryBuilder, mode: str) -> None:
    known.git("update-index", "--add", "--cacheinfo", f"{mode},{known.head()},any")
    assert not alone(known)


def test_a_commit_past_the_hook_is_looked_at(known: RepositoryBuilder) -> None:
    """It may name the next file; one that changes no document does not."""
    text = document("SOP-003", 1, "draft", body="# Three\n\n![Plan](plan.png)\n")
    known.commit("Past the hook", {path("SOP-003"): text})
    known.stage({"src/plan.png": b"1"})
    assert not alone(known)


def test_a_merge_does_not_pass(known: RepositoryBuilder) -> None:
    known.branch("side")
    known.commit("Side", {NOTES: "int s;\n"})
    known.checkout("main")
    known.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    assert not alone(known)


def test_a_first_commit_does_not_pass(repo: RepositoryBuilder) -> None:
    repo.stage({NOTES: "int x;\n"})
    assert not alone(repo)


def test_another_history_is_not_known(known: RepositoryBuilder) -> None:
    known.git("checkout", "--quiet", "--orphan", "other")
    known.git("rm", "-rq", "--cached", ".")
    known.commit("Other", {"documents/x.md": document("SOP-009", 1, "draft")})
    known.stage({NOTES: "int q;\n"})
    assert not alone(known)


def test_what_was_learnt_by_other_code_is_not_known(
    known: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.stage({NOTES: "int q;\n"})
    assert alone(known)
    monkeypatch.setattr(sys, "version", "another")
    assert not alone(known)


def test_nothing_is_known_without_a_store(
    known: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.stage({NOTES: "int q;\n"})
    monkeypatch.setenv("ISODOCS_NO_CACHE", "1")
    assert not alone(known)


class Way(NamedTuple):
    """A way to commit what is in the work tree, with the options it takes."""

    prepare: Callable[[RepositoryBuilder], object]
    options: tuple[str, ...] = ()


def _stage_all(repo: RepositoryBuilder) -> object:
    return repo.git("add", "--all")


def _stage_notes(repo: RepositoryBuilder) -> object:
    return repo.git("add", NOTES)


def _amend(repo: RepositoryBuilder) -> object:
    return repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "To be amended")


WAYS = {
    "staged": Way(_stage_all),
    "all": Way(_stage_notes, ("-a",)),
    "paths": Way(_stage_notes, (".",)),
    "amended": Way(lambda repo: (_amend(repo), _stage_all(repo)), ("--amend",)),
    "assumed": Way(
        lambda repo: (_stage_all(repo), repo.git("update-index", "--assume-unchanged", path()))
    ),
    "split": Way(lambda repo: (repo.git("update-index", "--split-index"), _stage_all(repo))),
    "fourth": Way(lambda repo: (_stage_all(repo), repo.git("update-index", "--index-version=4"))),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_to_commit_brings_a_document_past_it(known: RepositoryBuilder, way: str) -> None:
    known.write(NOTES, "int q;\n")
    known.write(path(), CHANGED)
    WAYS[way].prepare(known)
    head = known.head()
    made = subprocess.run(
        ["git", "commit", "--quiet", "-m", "x", *WAYS[way].options],
        cwd=known.path,
        env={**known.env, "HOME": os.environ["HOME"]},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert made.returncode == 1
    assert "SOP-001" in made.stderr
    assert known.head() == head


def test_the_index_that_is_committed_is_the_one_looked_at(known: RepositoryBuilder) -> None:
    other = known.path.parent / "other"
    shutil.copyfile(known.path / ".git/index", other)
    known.write(path(), CHANGED)
    known.git("add", path(), env={"GIT_INDEX_FILE": str(other)})
    known.stage({NOTES: "int q;\n"})
    assert commit(known, GIT_INDEX_FILE=str(other)).returncode == 1
    assert commit(known).returncode == 0


def test_a_linked_work_tree_and_hooks_elsewhere(known: RepositoryBuilder) -> None:
    linked = known.path.parent / "linked"
    known.git("worktree", "add", "--quiet", "-b", "work", str(linked))
    shutil.move(known.path / ".git/hooks", known.path / ".git/moved")
    known.git("config", "core.hooksPath", str(known.path / ".git/moved"))
    (linked / NOTES).write_text("int q;\n")
    known.git("-C", str(linked), "add", NOTES)
    assert commit(known, at=linked).returncode == 0
    (linked / path()).write_text(document(revision=1, body="# Purchasing\n\nAny.\n"))
    known.git("-C", str(linked), "add", path())
    made = commit(known, at=linked)
    assert made.returncode == 1, made.stderr


def test_a_system_in_a_folder(repo: RepositoryBuilder) -> None:
    below = {f"quality/{name}": data for name, data in FILES.items()}
    repo.commit("Start", {**below, "src/x.c": "1\n"}, date="2024-01-02T09:00:00+00:00")
    hooks.install(repo.path / ".git/hooks", hooks.LOCAL, sys.executable)
    for number in (2, 3):
        repo.stage({"src/x.c": f"{number}\n", f"quality/{NOTES}": f"int {number};\n"})
        assert alone(repo) is (number == 3)
        assert commit(repo).returncode == 0
    repo.stage({"src/x.c": "4\n", "any.md": "x\n", "records/x.csv": "x\n"})
    assert alone(repo)
    for staged in (f"quality/{path()}", "isodocs.yaml", f"quality/{SHOWN}"):
        repo.git("reset", "--quiet", "--hard")
        repo.stage({staged: "x\n", "src/x.c": "5\n"})
        assert not alone(repo)
