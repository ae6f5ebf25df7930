"""A register that is made of the last one is the one that is made whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.machine import store
from tests.checking.test_again import (
    DRAFT,
    FIRST,
    NONCONFORMITY,
    PICTURE,
    POLICY,
    PROGRAM,
    SECOND,
    company,
    edited,
    staged,
    then,
)
from tests.helpers.company import ANN, DORA, QUINN, approval, approved, document, path
from tests.helpers.registers import Registers
from tests.helpers.repository import RepositoryBuilder

ON = date(2024, 6, 1)
Change = Callable[[RepositoryBuilder], object]


@pytest.fixture
def registers(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> Registers:
    """A company whose register was made once."""
    repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
    found = Registers(repo.path, ON, monkeypatch)
    found()
    assert found.recalled == 0
    return found


def written(files: dict[str, str | bytes]) -> Change:
    def write(repo: RepositoryBuilder) -> None:
        for name, content in files.items():
            repo.write(name, content)

    return write


def committed(repo: RepositoryBuilder, author: str = ANN) -> None:
    repo.git("add", "--all")
    repo.commit("A change", {}, author=author, date="2024-05-02T09:00:00+00:00")


def merged(repo: RepositoryBuilder) -> None:
    repo.branch("other").checkout("other")
    edited("only", "alone")(repo)
    committed(repo)
    repo.checkout("main")
    edited("To be written", "Send it back", DRAFT)(repo)
    committed(repo)
    repo.merge("other")


REVISED = document("SOP-001", 2, body="# Purchasing\n\nBuy from nobody.\n")
APPROVED = approval("SOP-001", 2, REVISED, at="2024-05-01T10:00:00+00:00")
RECALLED: dict[str, Change] = {
    "a word": edited("only", "alone"),
    "a word of a draft, staged": then(edited("To be written", "Send it", DRAFT), staged),
    "a word, committed": then(edited("only", "alone"), committed),
    "a heading that is a claim": edited("8.4.1", "8.4.3"),
    "a field": edited("title: Purchasing", "title: Buying"),
    "a revision that awaits approval": written({FIRST: REVISED}),
    "a revision with its approval": written({FIRST: REVISED, **APPROVED}),
    "a revision with its approval, committed": then(
        written({FIRST: REVISED, **APPROVED}), committed
    ),
    "approvals of what is not here": written(
        {**approval("SOP-077", 1, document("SOP-077")), **approval("SOP-001@de", 1, REVISED)}
    ),
    "the same, committed one by one": then(
        written({FIRST: REVISED}), committed, written(APPROVED), committed
    ),
    "another identifier": edited("id: SOP-003", "id: SOP-009", DRAFT),
    "an identifier that another has": edited("id: SOP-003", "id: SOP-001", DRAFT),
    "a document that has none": edited("id: SOP-003\n", "", DRAFT),
    "a new document": written({path("SOP-009"): document("SOP-009")}),
    "a new document in a new folder, approved": then(
        written({f"documents/new/{name}": text for name, text in [("X.md", document("SOP-9"))]}),
        written(approval("SOP-9", 1, document("SOP-9"))),
        committed,
    ),
    "a record": edited("grade: minor", "grade: major", NONCONFORMITY),
    "a new record": written({NONCONFORMITY.replace("001", "002"): "---\nrecord: complaint\n---\n"}),
    "a program": edited("int x;", "int y;", PROGRAM),
    "a text that is no document": edited("Me.", "Me, please.", "README.md"),
    "a branch that was merged": merged,
    "nothing": lambda repo: os.utime(repo.path / FIRST),
}
WHOLE: dict[str, Change] = {
    "a picture": lambda repo: repo.write(PICTURE, b"2"),
    "the configuration": edited("12 months", "6 months", "isodocs.yaml"),
    "attributes": lambda repo: repo.write(".gitattributes", "*.md text eol=crlf\n"),
    "a record that went": lambda repo: (repo.path / NONCONFORMITY).unlink(),
    "a document that went": lambda repo: (repo.path / DRAFT).unlink(),
    "an approval that went": lambda repo: [
        file.unlink() for file in (repo.path / ".isodocs/approvals/SOP-001").rglob("*.json")
    ],
    "an approval that was altered": lambda repo: [
        file.write_text(file.read_text().replace("Quinn", "Queen"))
        for file in (repo.path / ".isodocs/approvals/SOP-001").rglob("*.json")
    ],
    "a branch that takes the place of the first": lambda repo: (
        repo.git("checkout", "-q", "-b", "side", "HEAD"),
        edited("only", "alone")(repo),
        committed(repo),
        repo.git("checkout", "-q", "-b", "old", "HEAD~1"),
        edited("To be written", "Send it", DRAFT)(repo),
        committed(repo),
        repo.git("merge", "-q", "--no-edit", "main"),
        repo.git("merge", "-q", "--no-edit", "side"),
    ),
    "a document that no one may read": lambda repo: (repo.path / FIRST).chmod(0),
    "another branch": lambda repo: repo.git("checkout", "-q", "--orphan", "other"),
}


@pytest.mark.parametrize("change", RECALLED.values(), ids=RECALLED)
def test_what_did_not_change_is_not_made_again(
    registers: Registers, repo: RepositoryBuilder, change: Change
) -> None:
    change(repo)
    registers()
    assert registers.recalled == 1
    repo.git("checkout", "-q", "--", ".")
    registers()


@pytest.mark.parametrize("change", WHOLE.values(), ids=WHOLE)
def test_all_else_is_made_whole(
    registers: Registers, repo: RepositoryBuilder, change: Change
) -> None:
    change(repo)
    registers()


def test_what_went_and_is_not_committed_is_a_step_of_its_own_document(
    registers: Registers, repo: RepositoryBuilder
) -> None:
    (repo.path / DRAFT).rename(repo.path / path("SOP-005"))
    registers()
    edited("only", "alone")(repo)
    registers()
    edited("Dry.", "Dry and dark.", SECOND)(repo)
    registers()
    assert registers.recalled == 2


def test_it_holds_on_another_day(registers: Registers, repo: RepositoryBuilder) -> None:
    """The states of documents, what is due, and what is in force and in no file, are of a day."""
    later = document("SOP-001", 2, effective="2024-08-01", body="# Purchasing\n\nLater.\n")
    written({FIRST: later, **approval("SOP-001", 2, later)})(repo)
    for on in (ON, date(2024, 9, 1), date(2026, 9, 1), ON):
        registers.on = on
        registers()
        edited("Later", "Later on", FIRST)(repo)
    assert registers.recalled == 4


STEPS = st.tuples(
    st.sampled_from(
        "add,drop,revise,approve,commit,stage,branch,switch,merge,rebase,amend,reset,record,day,"
        "rename,take back".split(",")
    ),
    st.sampled_from((FIRST, SECOND, DRAFT, POLICY)),
    st.integers(0, 30),
    st.sampled_from(("Some words.", "", "TBD", "## Shelves", "[x](SOP-001.md)", "![](new.png)")),
)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=10))
def test_whatever_happens_it_is_what_is_made_whole(
    monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, str, int, str]]
) -> None:
    with TemporaryDirectory() as folder:
        repo = RepositoryBuilder(Path(folder, "repo"))
        repo.commit("Start", company(), author=ANN, date="2024-02-01T09:00:00+00:00")
        registers = Registers(repo.path, ON, monkeypatch)
        registers()
        for what, name, line, words in steps:
            _step(repo, registers, what, name, line, words)
            registers()


def _step(
    repo: RepositoryBuilder, registers: Registers, what: str, name: str, line: int, words: str
) -> None:
    if what == "day":
        registers.on = date(2024 + line % 3, 6, 1)
    elif what in ("add", "drop", "revise", "approve", "record", "rename"):
        _edit(repo, what, name, line, words)
    else:
        _with_git(repo, what, line)


def _edit(repo: RepositoryBuilder, what: str, name: str, line: int, words: str) -> None:
    file, record = repo.path / name, repo.path / NONCONFORMITY
    text = file.read_text("utf-8") if file.exists() else document("SOP-004")
    id, number = (
        text.partition(f"\n{field}: ")[2].partition("\n")[0] or other
        for field, other in (("id", "SOP-001"), ("revision", "1"))
    )
    lines = text.split("\n")
    if what == "add":
        repo.write(name, "\n".join([*lines[:line], words, *lines[line:]]))
    elif what == "drop":
        repo.write(name, "\n".join([*lines[:line], *lines[line + 1 :]]))
    elif what == "revise":
        repo.write(name, text.replace(f"\nrevision: {number}\n", f"\nrevision: {line}\n"))
    elif what == "approve":
        written(approval(id, number, text, at="2024-05-20T10:00:00+00:00"))(repo)
    elif what == "record" and record.exists():
        repo.write(NONCONFORMITY, f"{record.read_text('utf-8')}\n{words}\n")
    elif what == "rename" and file.exists():
        file.rename(file.with_name(f"other-{line % 4}.md"))


def _with_git(repo: RepositoryBuilder, what: str, line: int) -> None:
    other = f"b{line % 3}" if line % 2 else "main"
    commands = {
        "stage": ("add", "--all"),
        "branch": ("checkout", "-q", "-B", f"b{line % 3}"),
        "switch": ("checkout", "-q", other),
        "merge": ("merge", "-q", "--no-edit", other),
        "rebase": ("rebase", "-q", other),
        "amend": ("commit", "-q", "--amend", "--no-edit", "--allow-empty"),
        "reset": ("reset", "-q", "--hard", "HEAD~1"),
        "take back": ("checkout", "-q", "--", "."),
    }
    if what == "commit":
        committed(repo, (ANN, QUINN, DORA)[line % 3])
        return
    with suppress(AssertionError):
        repo.git(*commands[what])
    for undo, left in (("merge", "MERGE_HEAD"), ("rebase", "rebase-merge")):
        if (repo.path / ".git" / left).exists():
            repo.git(undo, "--abort")


def test_a_store_that_lost_pieces_loses_nothing(
    registers: Registers, repo: RepositoryBuilder
) -> None:
    """All are looked for at once where many are asked for, else one by one."""
    (file,) = Path(store.folder() or "").glob("*.sqlite")
    for query in (
        "DELETE FROM facts WHERE number % 2",
        "UPDATE facts SET sealed = zeroblob(90)",
        "DROP TABLE facts",
    ):
        with sqlite3.connect(file) as connection:
            connection.execute(query)
        edited("o", "oo")(repo)
        registers()


def test_another_repository_in_its_place_is_read(
    registers: Registers, repo: RepositoryBuilder
) -> None:
    shutil.rmtree(repo.path)
    files = company() | approved("SOP-001", body="# Others\n\nBuy.\n")
    RepositoryBuilder(repo.path).commit("Begin", files, date="2024-03-01T09:00:00+00:00")
    registers()
    assert registers.recalled == 0
