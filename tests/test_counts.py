"""What a command does in everyday situations, counted, which no noise of a machine moves.

The repository is that of the benchmarks in its smallest size: 30 documents, 120 commits. A number
that falls must be lowered here, so that it cannot rise again unseen.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.generate import Generated, generate, git
from benchmarks.size import DAY, SIZES
from tests.helpers.counting import Counts, counted

CHECK = ("check", "--on", DAY)


class Made(NamedTuple):
    """A generated repository, and what the generator says of it."""

    path: Path
    generated: Generated


class Copy(NamedTuple):
    """A copy of it, and a user who has not run anything there yet."""

    path: Path
    home: Path
    sound: str

    def count(self, *arguments: str) -> Counts:
        """What one command does."""
        return counted(*arguments, at=self.path, home=self.home)

    def change(self, *replacements: tuple[str, str]) -> None:
        """Give a document one more paragraph, and other fields."""
        file = self.path / self.sound
        text = file.read_text("utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        file.write_text(f"{text}\nOne more paragraph.\n", encoding="utf-8")


class Numbers(NamedTuple):
    """How much of each a command does."""

    git: int
    """Processes of Git, but `cat-file`: how often that runs depends on how fast history comes."""
    front_matters: int
    outlines: int
    rules: int
    """How often it runs the rule that it runs most often; there are more rules every month."""
    kib: int
    """The most that Git prints, in KiB; paths of the machine are a part of it."""


Told = Iterator[tuple[str, Counts]]
"""Situations, one after the other, and what a command does in each."""


def checks(copy: Copy) -> Told:
    """Where nothing has changed it is answered from memory: Git is asked for its settings alone.

    Of one document that has changed only that is read again, as it was and as it is. A register
    asks Git which commits there are, and not what they changed.
    """
    yield "version", copy.count("--version")
    yield "cold check", copy.count(*CHECK)
    yield "check with nothing changed", copy.count(*CHECK)
    yield "another check with nothing changed", copy.count(*CHECK, "--full")
    yield "register after a check", copy.count("register", "--on", DAY)
    copy.change()
    yield "check with one document changed", copy.count(*CHECK)


def first_commit(copy: Copy) -> Told:
    """The first commit of a user is judged in full, and learns the history for those to come."""
    yield "commit of nothing controlled", _commit_of_nothing_controlled(copy)
    yield "message of nothing controlled", _message(copy)


def commits(copy: Copy) -> Told:
    """The history of a document is remembered, and where nothing names a file, nothing is read."""
    copy.count(*CHECK)
    copy.change(("status: approved", "status: draft"), ("revision: ", "revision: 1"))
    git(copy.path, "add", copy.sound)
    yield "commit of one document", copy.count("hook", "run", "pre-commit")
    yield "message of one document", _message(copy)
    git(copy.path, "commit", "--quiet", "--message", "A document")
    yield "next commit of nothing controlled", _commit_of_nothing_controlled(copy)
    git(copy.path, "reset", "--quiet")
    copy.change()
    git(copy.path, "add", copy.sound)
    yield "next commit of one document", copy.count("hook", "run", "pre-commit")
    yield "message of the next commit of one document", _message(copy)


def _commit_of_nothing_controlled(copy: Copy) -> Counts:
    (copy.path / "notes.txt").write_text("Not controlled.\n", encoding="utf-8")
    git(copy.path, "add", "notes.txt")
    return copy.count("hook", "run", "pre-commit")


def _message(copy: Copy) -> Counts:
    """The second hook of a commit, after pre-commit."""
    file = copy.home / "message"
    file.write_text("Change\n", encoding="utf-8")
    return copy.count("hook", "run", "commit-msg", str(file))


def first_push(copy: Copy) -> Told:
    yield "push of twenty commits", _push(copy, "HEAD~20", "HEAD")


def pushes(copy: Copy) -> Told:
    """The histories of these documents are remembered, and nothing else is read."""
    tip = git(copy.path, "rev-parse", "HEAD")
    _push(copy, f"{tip}~20", f"{tip}~10")
    yield "next push of ten documents", _push(copy, f"{tip}~10", tip)


def _push(copy: Copy, old: str, new: str) -> Counts:
    ids = [git(copy.path, "rev-parse", name) for name in (old, new)]
    git(copy.path, "update-ref", "refs/heads/main", ids[0])
    return counted(
        *("hook", "run", "pre-receive"),
        at=copy.path / ".git",
        home=copy.home,
        stdin=f"{' '.join(ids)} refs/heads/main\n",
        GIT_DIR=".",
    )


MODULES = {
    "version": 7,
    "cold check": 202,
    "check with nothing changed": 11,
    "register after a check": 168,
    "check with one document changed": 190,
    "commit of nothing controlled": 181,
    "message of nothing controlled": 163,
    "commit of one document": 176,
    "message of one document": 43,
    "next commit of nothing controlled": 24,
    "next commit of one document": 170,
    "message of the next commit of one document": 43,
    "push of twenty commits": 185,
    "next push of ten documents": 174,
}
"""How many modules of isodocs are loaded, but those that become more with each rule or record."""
GROWS = ("isodocs.rules.", "isodocs.assess.", "isodocs.standards.", "isodocs.records.")

COLD = Numbers(git=12, front_matters=136, outlines=37, rules=1, kib=760)
NUMBERS = {
    "version": Numbers(0, 0, 0, 0, 0),
    "cold check": COLD,
    "check with nothing changed": Numbers(1, 0, 0, 0, 10),
    "another check with nothing changed": Numbers(8, 0, 0, 0, 80),
    "register after a check": Numbers(8, 0, 0, 0, 30),
    "check with one document changed": Numbers(9, 10, 1, 2, 90),
    "commit of nothing controlled": Numbers(12, 136, 37, 1, 1010),
    "message of nothing controlled": Numbers(8, 0, 0, 0, 130),
    "commit of one document": Numbers(7, 10, 1, 2, 50),
    "message of one document": Numbers(3, 0, 0, 0, 10),
    "next commit of nothing controlled": Numbers(2, 0, 0, 0, 10),
    "next commit of one document": Numbers(9, 13, 1, 2, 40),
    "message of the next commit of one document": Numbers(3, 0, 0, 0, 10),
    "push of twenty commits": Numbers(17, 136, 37, 1, 1030),
    "next push of ten documents": Numbers(13, 59, 10, 1, 420),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("generated") / "repository"
    return Made(path, generate(path, SIZES["tiny"]))


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Copy:
    path = tmp_path / "copy"
    shutil.copytree(made.path, path)
    return Copy(path, tmp_path, made.generated.sound)


def numbers(did: Counts) -> Numbers:
    """The counts that are compared."""
    return Numbers(
        git=did.git.total() - did.git["cat-file"],
        front_matters=did.front_matters,
        outlines=did.outlines,
        rules=max(did.rules.values(), default=0),
        kib=-(-did.bytes_from_git // 1024),
    )


@pytest.mark.parametrize("story", [checks, first_commit, commits, first_push, pushes])
def test_a_command_does_no_more_than_it_did(story: Callable[[Copy], Told], copy: Copy) -> None:
    did = dict(story(copy))
    now = {name: numbers(counts) for name, counts in did.items()}
    before = {name: NUMBERS[name]._replace(kib=now[name].kib) for name in did}
    assert now == before, "lower what fell, and let nothing rise"
    assert [name for name in did if now[name].kib > NUMBERS[name].kib] == []
    modules = {name: counts.own_modules(*GROWS) for name, counts in did.items() if name in MODULES}
    before = {name: MODULES[name] for name in modules}
    assert modules == before, "lower them, or import what a command needs alone"


def test_a_cold_check_does_no_more_than_it_did_and_what_it_does_is_seen(copy: Copy) -> None:
    did = copy.count("check", "--on", DAY, "--ignore", "TRN")
    # What a check of some rules finds is not kept for the next one.
    assert numbers(did)[:-1] == COLD._replace(git=12)[:-1]
    assert 100 < numbers(did).kib <= COLD.kib
    assert did.git["cat-file"]
    assert {"DOC006", "REV005"} <= {*did.rules}
    assert "TRN" not in {code[:3] for code in did.rules}
    assert {"isodocs.rules.doc_fields", "markdown_it"} <= did.modules
