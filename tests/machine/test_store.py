"""What is remembered comes back as it was put, or not at all; whatever is wrong only costs time."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.machine import store
from isodocs.machine.store import Store

ROWS = {b"%d" % number: b"value %d" % number for number in range(40)}


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, with folders of its user beside it, not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "repository").mkdir()
    return tmp_path / "repository"


def opened(top: Path) -> Store:
    """The store as one run after another opens it."""
    found = store.of(str(top / ".git"), str(top))
    assert found is not None
    return found


def file_of(top: Path) -> Path:
    (file,) = (top.parent / "cache" / "isodocs").glob("*.sqlite")
    return file


def secret_of(top: Path) -> Path:
    return top.parent / "state" / "isodocs" / "store.key"


def write(file: Path, *commands: str) -> None:
    with sqlite3.connect(file) as connection:
        for command in commands:
            connection.execute(command)


@given(st.dictionaries(st.binary(max_size=40), st.binary(max_size=200)), st.binary(max_size=40))
def test_a_seal_is_of_one_place(rows: dict[bytes, bytes], other: bytes) -> None:
    one, another = Store("", "/a", b"s" * 32), Store("", "/b", b"s" * 32)
    for key, value in rows.items():
        seal = one._seal("t", key, value)
        assert seal == one._seal("t", key, value)
        assert seal not in (one._seal("u", key, value), another._seal("t", key, value))
        assert other == key or seal != one._seal("t", other, value)
        assert other == value or seal != one._seal("t", key, other)


def test_what_was_put_comes_back(top: Path) -> None:
    opened(top).put("a", ROWS)
    opened(top).put("b", {b"1": b"other"})
    kept = opened(top)
    assert kept.get_all("a", [*ROWS, b"none"]) == ROWS
    assert kept.get("b", b"1") == b"other"
    assert kept.get("c", b"1") is None
    kept.put("a", {b"1": b"new"})
    assert kept.get("a", b"1") == b"new"


def test_more_keys_than_one_question_takes(top: Path) -> None:
    many = {b"%d" % number: b"" for number in range(2500)}
    opened(top).put("a", many)
    assert opened(top).get_all("a", many) == many


def test_the_oldest_go_first(top: Path) -> None:
    for number in range(9):
        opened(top).put("a", {b"%d" % number: b""}, most=3)
    assert sorted(opened(top).get_all("a", ROWS)) == [b"6", b"7", b"8"]


def test_a_store_that_is_too_large_loses_its_older_half(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(top).put("a", ROWS)
    monkeypatch.setattr(store, "LIMIT", 100)
    opened(top).put("a", {b"new": b""})
    left = opened(top).get_all("a", [*ROWS, b"new"])
    assert b"new" in left
    assert b"39" in left
    assert len(left) <= len(ROWS) / 2 + 2


def test_only_its_user_can_read_it(top: Path) -> None:
    before = os.umask(0)
    try:
        opened(top).put("a", ROWS)
    finally:
        os.umask(before)
    for path in (file_of(top), secret_of(top)):
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE a SET sealed = (SELECT sealed FROM a WHERE key = x'32') WHERE key = x'31'",
        "UPDATE a SET sealed = (SELECT sealed FROM b WHERE key = x'31') WHERE key = x'31'",
        "UPDATE a SET sealed = substr(sealed, 1, length(sealed) - 1) WHERE key = x'31'",
        "UPDATE a SET sealed = x'' WHERE key = x'31'",
        "UPDATE a SET sealed = NULL WHERE key = x'31'",
        "UPDATE a SET sealed = 7 WHERE key = x'31'",
        "UPDATE a SET sealed = 'value' WHERE key = x'31'",
    ],
)
def test_a_row_that_we_did_not_put_there_is_not_read(top: Path, change: str) -> None:
    opened(top).put("a", ROWS)
    opened(top).put("b", {b"1": b"other"})
    write(file_of(top), change)
    assert opened(top).get_all("a", ROWS) == {k: v for k, v in ROWS.items() if k != b"1"}


def test_the_store_of_another_repository_says_nothing(top: Path) -> None:
    other = top.parent / "other"
    other.mkdir()
    opened(top).put("a", ROWS)
    file = file_of(top)
    opened(other).put("a", {b"x": b"y"})
    (theirs,) = {*file.parent.glob("*.sqlite")} - {file}
    theirs.write_bytes(file.read_bytes())
    assert opened(other).get_all("a", [*ROWS, b"x"]) == {}


def test_whoever_does_not_know_the_secret_cannot_write(top: Path) -> None:
    opened(top).put("a", ROWS)
    secret_of(top).write_bytes(os.urandom(32))
    assert opened(top).get_all("a", ROWS) == {}
    opened(top).put("a", {b"1": b"new"})
    assert opened(top).get_all("a", ROWS) == {b"1": b"new"}


@pytest.mark.parametrize("content", [b"", b"short", b"s" * 33])
def test_a_damaged_secret_is_none(top: Path, content: bytes) -> None:
    opened(top)
    secret_of(top).write_bytes(content)
    assert store.of(str(top), str(top)) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_secret_that_others_can_read_is_none(top: Path, mode: int) -> None:
    opened(top)
    secret_of(top).chmod(mode)
    assert store.of(str(top), str(top)) is None


def test_a_secret_behind_a_link_is_none(top: Path) -> None:
    opened(top)
    secret_of(top).rename(secret_of(top).with_name("moved"))
    secret_of(top).symlink_to("moved")
    assert store.of(str(top), str(top)) is None


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
@pytest.mark.parametrize("room", ["cache", "state"])
def test_a_folder_that_others_can_write_to_is_not_used(top: Path, room: str, mode: int) -> None:
    opened(top).put("a", ROWS)
    (top.parent / room / "isodocs").chmod(mode)
    found = store.of(str(top / ".git"), str(top))
    assert found is None or found.get_all("a", ROWS) == {}
    if found:
        found.put("a", {b"new": b""})
    (top.parent / room / "isodocs").chmod(0o700)
    assert opened(top).get("a", b"new") is None


def test_a_file_that_others_can_write_to_is_not_used(top: Path) -> None:
    opened(top).put("a", ROWS)
    file_of(top).chmod(0o666)
    assert opened(top).get_all("a", ROWS) == {}


def as_link(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


@pytest.mark.parametrize("which", [file_of, lambda top: file_of(top).parent])
def test_a_link_is_not_followed(top: Path, which: Callable[[Path], Path]) -> None:
    opened(top).put("a", ROWS)
    as_link(which(top))
    assert opened(top).get_all("a", ROWS) == {}
    opened(top).put("a", ROWS)
    assert opened(top).get_all("a", ROWS) == {}


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "XDG_STATE_HOME"])
@pytest.mark.parametrize("inside", ["", "below", ".git"])
def test_what_lies_in_the_repository_is_not_used(
    top: Path, monkeypatch: pytest.MonkeyPatch, variable: str, inside: str
) -> None:
    monkeypatch.setenv(variable, str(top / inside))
    assert store.of(str(top / ".git"), str(top)) is None
    link = top.parent / "link"
    link.symlink_to(top)
    monkeypatch.setenv(variable, str(link / inside))
    assert store.of(str(top / ".git"), str(top)) is None


def test_a_relative_folder_is_not_taken(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "planted")
    assert store.folder() == f"{os.environ['HOME']}/.cache/isodocs"
    monkeypatch.setenv("HOME", "planted")
    assert store.folder() is None
    assert store.of(str(top), str(top)) is None


def test_it_can_be_done_without(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISODOCS_NO_CACHE", "1")
    assert store.of(str(top), str(top)) is None
    assert [*top.parent.iterdir()] == [top]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_replaced(top: Path, content: bytes) -> None:
    opened(top).put("a", ROWS)
    file_of(top).write_bytes(content)
    assert opened(top).get_all("a", ROWS) == {}
    opened(top).put("a", ROWS)
    opened(top).put("a", ROWS)  # the first may find the damage
    assert opened(top).get_all("a", ROWS) == ROWS


def test_whatever_bits_flip_nothing_else_is_read(top: Path) -> None:
    """Up to ten bits, or the file cut off anywhere."""
    opened(top).put("a", ROWS)
    file, dice = file_of(top), random.Random(11)
    sound = file.read_bytes()
    for attempt in range(400):
        bad = bytearray(sound)
        for _ in range(dice.choice((1, 1, 2, 10))):
            bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        if attempt % 10 == 0:
            bad = bad[: dice.randrange(len(bad))]
        file.write_bytes(bad)
        assert opened(top).get_all("a", ROWS).items() <= ROWS.items()
        if attempt % 10 == 1:
            opened(top).put("a", {b"new": b"row"})
            assert opened(top).get("a", b"new") in (b"row", None)


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET sealed = x'00'; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE other (key)",
    ],
)
def test_a_file_with_programs_of_others_is_replaced(top: Path, planted: str) -> None:
    opened(top).put("a", ROWS)
    write(file_of(top), planted)
    assert opened(top).get_all("a", ROWS) == {}
    opened(top).put("a", {b"1": b"new"})
    assert opened(top).get_all("a", ROWS) == {b"1": b"new"}


def test_while_another_writes_nobody_waits_for_it(top: Path) -> None:
    opened(top).put("a", ROWS)
    other = sqlite3.connect(file_of(top))
    other.execute("BEGIN EXCLUSIVE")
    assert opened(top).get("a", b"1") is None
    opened(top).put("a", {b"1": b"new"})
    other.close()
    assert opened(top).get_all("a", ROWS) == ROWS


KILLED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE a SET sealed = zeroblob(5000)")
os._exit(1)
"""


def test_a_writer_that_was_killed_leaves_what_was(top: Path) -> None:
    """Its journal is there, and half of what it wrote in the file."""
    opened(top).put("a", ROWS)
    subprocess.run([sys.executable, "-c", KILLED, str(file_of(top))], check=False)
    assert file_of(top).with_name(f"{file_of(top).name}-journal").exists()
    assert opened(top).get_all("a", ROWS).items() <= ROWS.items()
    opened(top).put("b", {b"x": b"y"})
    assert opened(top).get_all("a", ROWS) == ROWS


def test_where_nothing_can_be_written_nothing_is_kept(top: Path) -> None:
    (top.parent / "cache").write_text("a file where the folder should be")
    opened(top).put("a", ROWS)
    assert opened(top).get_all("a", ROWS) == {}


def test_two_processes_at_once_lose_nothing(top: Path) -> None:
    opened(top).put("a", {b"0": b"zero"})
    script = (
        "import sys; from isodocs.machine import store\n"
        "for n in range(30): store.of(sys.argv[1] + '/.git', sys.argv[1])"
        ".put('a', {b'%s %d' % (sys.argv[2].encode(), n): b'v'})"
    )
    run = [sys.executable, "-c", script, str(top)]
    processes = [subprocess.Popen([*run, name]) for name in ("x", "y")]
    assert [process.wait() for process in processes] == [0, 0]
    found = opened(top).get_all("a", [b"%s %d" % (n, i) for n in (b"x", b"y") for i in range(30)])
    assert set(found.values()) == {b"v"}
