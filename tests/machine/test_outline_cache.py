"""What Markdown was parsed to is remembered, changes nothing, and never stands in the way."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.lifecycle.sample import materialise
from isodocs.machine import outline_cache
from isodocs.machine.outline_cache import Remembered, decode, encode
from isodocs.model.config import Config
from isodocs.model.outline import Outline
from isodocs.parsing import document as document_parsing
from isodocs.parsing import document_outline, markdown
from isodocs.repository.git import Git
from isodocs.repository.objects import read_blobs
from isodocs.workspace import View, Workspace
from tests.helpers.company import approved, base, document
from tests.helpers.repository import RepositoryBuilder

DAY = date(2024, 6, 20)
TEXT = b"---\nid: SOP-001\n---\n# One\n\n![Map](map.svg)\n\n|a|b|\n|-|-|\n|1|2|\n\nTBD\n"
MARKDOWN = st.text(
    st.sampled_from('ab \n\n#*_[]()!|-`<>{}="\\1.é\u4e00') | st.characters(codec="utf-8"),
    max_size=200,
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file, not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "isodocs" / "outlines.sqlite"


def read(data: bytes = TEXT) -> Outline:
    """An outline as one run after another reads it: nothing is left in memory."""
    document_outline._outline.cache_clear()
    remembered = Remembered()
    found = remembered(document_parsing.parse("documents/a.md", "", data, Config()), data)
    remembered.keep()
    return found


def parsed(data: bytes = TEXT) -> Outline:
    return document_outline.outline_of(
        document_parsing.parse("documents/a.md", "", data, Config()), data
    )


def rows(cache: Path) -> int:
    with sqlite3.connect(cache) as connection:
        (count,) = connection.execute("SELECT count(*) FROM outline").fetchone()
    return int(count)


def forbid_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(body: str, *, first_line: int = 1) -> Outline:
        raise AssertionError(f"parsed again: {body!r}")

    monkeypatch.setattr(markdown, "outline", fail)


@given(MARKDOWN, st.integers(1, 9))
def test_what_comes_back_is_what_was_kept(body: str, line: int) -> None:
    outline = markdown.outline(body, first_line=line)
    assert decode(encode(outline)) == outline


def test_every_text_that_the_sample_ever_held_comes_back(tmp_path: Path, cache: Path) -> None:
    materialise(tmp_path / "sample")
    git = Git.discover(tmp_path / "sample")
    ids = git.run("rev-list", "--objects", "--all", "--filter=object:type=blob").decode()
    paths = dict(line.split(" ", 1) for line in ids.splitlines() if line.endswith(".md"))
    texts = dict(read_blobs(git, paths))
    assert len(texts) > 50
    first, second = Remembered(), Remembered()
    documents = {id: document_parsing.parse(paths[id], id, texts[id], Config()) for id in texts}
    before = {id: first(documents[id], data) for id, data in texts.items()}
    first.keep()
    document_outline._outline.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        forbid_parsing(patch)
        assert {id: second(documents[id], data) for id, data in texts.items()} == before


def test_a_second_register_is_the_same_and_parses_nothing(
    repo: RepositoryBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Start", {**base(), **approved()})
    before = Workspace.open(repo.path).register(View(DAY, latest=True))
    assert cache.stat().st_mode & 0o777 == 0o600
    document_outline._outline.cache_clear()
    forbid_parsing(monkeypatch)
    after = Workspace.open(repo.path).register(View(DAY, latest=True))
    assert after.inventory == before.inventory
    assert before.inventory.outlines


def test_two_registers_of_one_run_parse_nothing(
    repo: RepositoryBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a hook takes them, of what is proposed and of what was there before."""
    repo.commit("Start", {**base(), **approved()})
    before = Workspace.open(repo.path).register(View(DAY, latest=True))
    document_outline._outline.cache_clear()
    forbid_parsing(monkeypatch)
    workspace = Workspace.open(repo.path)
    for _ in range(2):
        after = workspace.register(View(DAY, latest=True))
        assert after.inventory.outlines == before.inventory.outlines


def test_a_changed_text_is_parsed(cache: Path) -> None:
    read()
    changed = TEXT.replace(b"One", b"Two")
    assert [section.title for section in read(changed).sections] == ["Two"]
    assert rows(cache) == 2


def test_other_code_does_not_take_what_this_code_made(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read()
    monkeypatch.setattr(outline_cache, "_makers", lambda: "other code")
    read()
    assert rows(cache) == 2


def test_the_code_that_makes_outlines_is_known_whole() -> None:
    script = "import sys, isodocs.parsing.markdown; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    packages = {"isodocs", "isodocs.parsing", "isodocs.model"}
    ours = {name for name in modules if name.startswith("isodocs")} - packages
    assert ours <= set(outline_cache._MAKERS)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_made_anew(cache: Path, content: bytes) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_bytes(content)
    assert read() == parsed()
    assert rows(cache) == 1


def key_of(cache: Path) -> bytes:
    with sqlite3.connect(cache) as connection:
        (key,) = connection.execute("SELECT key FROM outline").fetchone()
    return bytes(key)


def foreign(key: bytes, text: str) -> bytes:
    """A row whose digest is right and whose content is none of ours."""
    return hashlib.sha256(key + text.encode()).digest() + text.encode()


LESS = replace(parsed(), links=())
"""The outline without its image, which would hide a change of that image."""


@pytest.mark.parametrize(
    "row",
    [
        lambda key: encode(LESS),
        lambda key: encode(LESS).encode(),
        lambda key: outline_cache.seal(b"another key", LESS),
        lambda key: outline_cache.seal(key, parsed())[:-1],
        lambda key: b"",
        lambda key: None,
        lambda key: 7,
        lambda key: 0.5,
        *(
            lambda key, text=text: foreign(key, text)
            for text in ("", "null", "[]", "[[1],[],[],[],[],[],0]", '{"a":1}', "[" * 9999)
        ),
    ],
)
def test_a_row_that_is_not_what_was_kept_is_parsed_anew(
    cache: Path, row: Callable[[bytes], object]
) -> None:
    read()
    key = key_of(cache)
    with sqlite3.connect(cache) as connection:
        connection.execute("UPDATE outline SET sealed = ?", (row(key),))
    assert read() == parsed()
    with sqlite3.connect(cache) as connection:
        kept = connection.execute("SELECT sealed FROM outline").fetchall()
    assert kept == [(outline_cache.seal(key, parsed()),)]


def test_whatever_bits_flip_nothing_else_is_read(cache: Path) -> None:
    """Up to ten bits, or the file cut off anywhere: at most it is parsed again."""
    for number in range(40):
        read(TEXT + b"%d\n" % number)
    sound, dice = cache.read_bytes(), random.Random(11)
    for attempt in range(300):
        bad = bytearray(sound)
        for _ in range(dice.choice((1, 1, 2, 10))):
            bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        if attempt % 10 == 0:
            bad = bad[: dice.randrange(len(bad))]
        cache.write_bytes(bad)
        text = TEXT + b"%d\n" % dice.randrange(40)
        assert read(text) == parsed(text)


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER t AFTER INSERT ON outline BEGIN UPDATE outline SET sealed = x'00'; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE other (a)",
    ],
)
def test_a_file_with_somebody_elses_programs_is_made_anew(cache: Path, planted: str) -> None:
    read()
    with sqlite3.connect(cache) as connection:
        connection.execute(planted)
    assert read(TEXT + b"More.\n") == parsed(TEXT + b"More.\n")
    assert rows(cache) == 1
    with sqlite3.connect(cache) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


def test_where_nothing_can_be_written_everything_is_parsed(cache: Path) -> None:
    cache.parent.parent.write_text("a file where the folder should be")
    assert read() == parsed()


def test_a_folder_in_its_place_is_left_alone(cache: Path) -> None:
    (cache / "mine").mkdir(parents=True)
    assert read() == parsed()
    assert (cache / "mine").is_dir()


def test_while_another_writes_nobody_waits_for_it(cache: Path) -> None:
    read()
    with sqlite3.connect(cache) as other:
        other.execute("BEGIN EXCLUSIVE")
        changed = TEXT + b"More.\n"
        assert read(changed) == parsed(changed)
    other.close()
    assert rows(cache) == 1


def test_it_does_not_grow_without_end(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read()
    monkeypatch.setattr(outline_cache, "LIMIT", 100)
    read(TEXT + b"More.\n")
    assert rows(cache) == 1


def test_a_folder_within_the_repository_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "planted")
    place = outline_cache.place()
    assert place
    assert place == Path(os.environ["HOME"], ".cache/isodocs/outlines.sqlite")


def test_a_relative_home_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "planted")
    assert outline_cache.place() is None
    assert read() == parsed()


@pytest.mark.parametrize("variable", ["HOME", "XDG_CACHE_HOME"])
def test_a_cache_that_the_repository_could_bring_along_is_not_used(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """Pipelines like to keep caches below the checkout, where a push can plant one."""
    repo.commit("Start", {**base(), **approved()})
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv(variable, str(repo.path / "ours"))
    Workspace.open(repo.path).register(View(DAY, latest=True))
    assert not (repo.path / "ours").exists()


def test_it_can_be_done_without(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISODOCS_NO_CACHE", "1")
    assert read() == parsed()
    assert not cache.exists()


def test_the_hook_of_a_server_knows_nothing_of_it(repo: RepositoryBuilder, cache: Path) -> None:
    repo.commit("Start", {**base(), **approved()})
    tip = repo.git("rev-parse", "HEAD").strip()
    line = f"{'0' * 40} {tip} refs/heads/main\n"
    run = [sys.executable, "-m", "isodocs", "-C", str(repo.path), "hook", "run"]
    subprocess.run([*run, "pre-receive"], input=line, text=True, check=True)
    assert not cache.exists()
    repo.stage({"documents/SOP-002.md": document("SOP-002", 1, "draft")})
    subprocess.run([*run, "pre-commit"], check=True)
    assert rows(cache) >= 1
