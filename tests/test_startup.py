"""What a command loads: a table that may only fall, and libraries that few commands need.

Each command is run to its end in a process of its own, which then says what it has loaded.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.company import approved, base
from tests.helpers.counting import Counts, counted
from tests.helpers.repository import RepositoryBuilder

MODULES = {
    "--version": 7,
    "--help": 7,
    "completion bash": 9,
    "explain REV005": 52,
    "explain": 112,
    "standards": 71,  # which edition is in force is read from a table
    "hook run pre-commit": 13,
    "hook run commit-msg MESSAGE": 13,
    "register": 192,
    "due": 221,  # which clauses apply decides what an audit of the programme left out
    "readiness surveillance": 216,  # text and page share their words; what is asked is on its own
    "check": 211,  # what the last check found, its rules read and hooks ask for is kept
}
"""How many modules of isodocs a command loads. A number may be lowered, and never raised.

One of them is the door, `isodocs.__main__`, and seven remember what a command prints. One more,
`model.layout`, is for what a hook asks before the nouns are loaded, and `repository.tree_names`
halves the time of a look at all files. Four take what commits changed
from memory, which saves more than they cost, and sixteen make a register of the one before. One of
a check notes what rules read, so that few are asked again. Two, `dataclass` and `named_tuple`, save
a third of the time of all others, and one, `expressions`, compiles what is asked alone. Four are
there so that hooks before a commit load no command line, and ask Git nothing twice. Three find the
files that are asked for in Git's list, without reading all of it.
"""
AN_ANSWER = 11
"""How many are loaded to print what is remembered; three of them are empty packages."""
EVERY_RULE = ("explain", "readiness surveillance", "check")
"""What runs or lists every rule, and so loads what grows with each: not counted here."""
GROWS = ("isodocs.rules.", "isodocs.assess.", "isodocs.standards.")
SLACK = 3
"""A command that loads fewer by more than this asks for its number to be lowered."""
READING = ("register", "due", "readiness surveillance", "check")
"""What reads documents, and so loads what reads them."""
LIBRARIES = ("yaml", "markdown_it", "_sqlite3")


def run(command: str, at: Path, home: Path) -> Counts:
    """What `isodocs COMMAND` does."""
    (home / "MESSAGE").write_text("Change\n")
    arguments = [str(home / word) if word == "MESSAGE" else word for word in command.split()]
    return counted(*arguments, at=at, home=home)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Each command has a home of its own, so that none finds what another has cached."""
    return tmp_path


@pytest.fixture(scope="module")
def nothing_staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A committed system of documents in which nothing is staged."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("company") / "repo")
    repo.commit("Start", {**base(), **approved()}, date="2024-01-02T09:00:00+00:00")
    return repo.path


def place(command: str, nothing_staged: Path, elsewhere: Path) -> Path:
    """Standards are listed outside any system: one of their own would have to be read."""
    return elsewhere if command == "standards" else nothing_staged


@pytest.mark.parametrize("command", MODULES)
def test_a_command_loads_only_what_it_needs(command: str, nothing_staged: Path, home: Path) -> None:
    did = run(command, place(command, nothing_staged, home), home)
    count = did.own_modules(*(GROWS if command in EVERY_RULE else ()))
    assert count <= MODULES[command], f"{command} loads more than it did: import what it needs"
    assert count >= MODULES[command] - SLACK, f"{command} loads fewer: lower its number to {count}"
    assert "git" not in did.modules, "GitPython is for commands that write"
    if command not in READING:
        assert [library for library in LIBRARIES if library in did.modules] == []


def test_an_answer_is_printed_by_what_remembers_it(nothing_staged: Path, home: Path) -> None:
    run("check", nothing_staged, home)
    did = run("check", nothing_staged, home)
    assert did.own_modules() <= AN_ANSWER
    assert not did.modules & {"click", "yaml", "markdown_it", "git", "subprocess"}


def test_libraries_are_seen_where_they_are_loaded(nothing_staged: Path, home: Path) -> None:
    assert {"markdown_it", "_sqlite3"} <= run("check", nothing_staged, home).modules


def test_yaml_is_loaded_where_something_is_not_plain(nothing_staged: Path, home: Path) -> None:
    assert "yaml" not in run("check", nothing_staged, home).modules
    config = nothing_staged / "isodocs.yaml"
    plain = config.read_text()
    config.write_text(f"{plain}owner: quality-manager # for now\n")
    try:
        assert "yaml" in run("check", nothing_staged, home).modules
    finally:
        config.write_text(plain)
