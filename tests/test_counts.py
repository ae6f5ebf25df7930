"""What a command does in everyday situations, counted, which no noise of a machine moves.

The repository is that of the benchmarks in its smallest size: 30 documents, 120 commits. A number
that falls must be lowered here, so that it cannot rise again unseen.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
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


def version(copy: Copy) -> Counts:
    return copy.count("--version")


def cold_check(copy: Copy) -> Counts:
    return copy.count(*CHECK)


def check_with_nothing_changed(copy: Copy) -> Counts:
    """Answered from memory: it asks Git for its settings, and does nothing else."""
    copy.count(*CHECK)
    return copy.count(*CHECK)


def another_check_with_nothing_changed(copy: Copy) -> Counts:
    copy.count(*CHECK)
    return copy.count(*CHECK, "--full")


def register_after_a_check(copy: Copy) -> Counts:
    copy.count(*CHECK)
    return copy.count("register", "--on", DAY)


def check_with_one_document_changed(copy: Copy) -> Counts:
    """Only that document is read again, as it was and as it is."""
    copy.count(*CHECK)
    copy.change()
    return copy.count(*CHECK)


def commit_of_nothing_controlled(copy: Copy) -> Counts:
    (copy.path / "notes.txt").write_text("Not controlled.\n", encoding="utf-8")
    git(copy.path, "add", "notes.txt")
    return copy.count("hook", "run", "pre-commit")


def commit_of_one_document(copy: Copy) -> Counts:
    copy.count(*CHECK)
    copy.change(("status: approved", "status: draft"), ("revision: ", "revision: 1"))
    git(copy.path, "add", copy.sound)
    return copy.count("hook", "run", "pre-commit")


def message_of_nothing_controlled(copy: Copy) -> Counts:
    commit_of_nothing_controlled(copy)
    return message(copy)


def message_of_one_document(copy: Copy) -> Counts:
    commit_of_one_document(copy)
    return message(copy)


def message(copy: Copy) -> Counts:
    """The second hook of a commit, after pre-commit."""
    file = copy.home / "message"
    file.write_text("Change\n", encoding="utf-8")
    return copy.count("hook", "run", "commit-msg", str(file))


def next_commit_of_nothing_controlled(copy: Copy) -> Counts:
    """It is remembered that nothing names such a file: nothing is read."""
    commit_of_one_document(copy)
    git(copy.path, "commit", "--quiet", "--message", "A document")
    return commit_of_nothing_controlled(copy)


def next_commit_of_one_document(copy: Copy) -> Counts:
    """The history of that document is remembered, and nothing else is read."""
    commit_of_one_document(copy)
    git(copy.path, "commit", "--quiet", "--message", "A document")
    copy.change()
    git(copy.path, "add", copy.sound)
    return copy.count("hook", "run", "pre-commit")


def push(copy: Copy, old: str, new: str) -> Counts:
    ids = [git(copy.path, "rev-parse", name) for name in (old, new)]
    git(copy.path, "update-ref", "refs/heads/main", ids[0])
    return counted(
        *("hook", "run", "pre-receive"),
        at=copy.path / ".git",
        home=copy.home,
        stdin=f"{' '.join(ids)} refs/heads/main\n",
        GIT_DIR=".",
    )


def push_of_twenty_commits(copy: Copy) -> Counts:
    return push(copy, "HEAD~20", "HEAD")


def next_push_of_ten_documents(copy: Copy) -> Counts:
    """The histories of these documents are remembered, and nothing else is read."""
    tip = git(copy.path, "rev-parse", "HEAD")
    push(copy, f"{tip}~20", f"{tip}~10")
    return push(copy, f"{tip}~10", tip)


MODULES: dict[Callable[[Copy], Counts], int] = {
    version: 4,
    cold_check: 175,
    check_with_nothing_changed: 10,
    check_with_one_document_changed: 169,
    register_after_a_check: 142,
    commit_of_nothing_controlled: 168,
    commit_of_one_document: 171,
    next_commit_of_nothing_controlled: 22,
    next_commit_of_one_document: 157,
    message_of_nothing_controlled: 150,
    message_of_one_document: 150,
    push_of_twenty_commits: 167,
    next_push_of_ten_documents: 156,
}
"""How many modules of isodocs are loaded, but those that become more with each rule or record."""
GROWS = ("isodocs.rules.", "isodocs.assess.", "isodocs.standards.", "isodocs.records.")

# The first commit of a user is judged in full, and learns the history for those that follow.
COLD = Numbers(git=12, front_matters=136, outlines=37, rules=1, kib=760)
SITUATIONS: dict[Callable[[Copy], Counts], Numbers] = {
    version: Numbers(0, 0, 0, 0, 0),
    cold_check: COLD,
    register_after_a_check: Numbers(10, 136, 6, 0, 600),
    message_of_nothing_controlled: Numbers(13, 0, 0, 0, 160),
    message_of_one_document: Numbers(11, 6, 0, 0, 160),
    check_with_nothing_changed: Numbers(1, 0, 0, 0, 10),
    another_check_with_nothing_changed: Numbers(8, 0, 0, 2, 80),
    check_with_one_document_changed: Numbers(8, 10, 1, 2, 90),
    commit_of_nothing_controlled: Numbers(19, 136, 37, 1, 1010),
    commit_of_one_document: Numbers(20, 273, 13, 2, 1800),
    next_commit_of_nothing_controlled: Numbers(4, 0, 0, 0, 10),
    next_commit_of_one_document: Numbers(20, 13, 1, 2, 110),
    push_of_twenty_commits: Numbers(17, 136, 37, 1, 1030),
    next_push_of_ten_documents: Numbers(13, 59, 10, 1, 420),
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


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.__name__)
def test_a_command_does_no_more_than_it_did(
    situation: Callable[[Copy], Counts], copy: Copy
) -> None:
    did = situation(copy)
    now, before = numbers(did), SITUATIONS[situation]
    assert now[:-1] == before[:-1], f"lower what fell, and let nothing rise: {now}, {did.git}"
    assert now.kib <= before.kib
    modules = did.own_modules(*GROWS)
    assert modules == MODULES.get(situation, modules), "lower it, or import what it needs alone"


def test_a_cold_check_does_no_more_than_it_did_and_what_it_does_is_seen(copy: Copy) -> None:
    did = copy.count("check", "--on", DAY, "--ignore", "TRN")
    # What a check of some rules finds is not kept for the next one.
    assert numbers(did)[:-1] == COLD._replace(git=10)[:-1]
    assert 100 < numbers(did).kib <= COLD.kib
    assert did.git["cat-file"]
    assert {"DOC006", "REV005"} <= {*did.rules}
    assert "TRN" not in {code[:3] for code in did.rules}
    assert {"isodocs.rules.doc_fields", "markdown_it"} <= did.modules
