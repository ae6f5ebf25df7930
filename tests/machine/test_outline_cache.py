"""What Markdown was parsed to is remembered, changes nothing, and never stands in the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.lifecycle.sample import materialise
from isodocs.machine import outline_cache, store
from isodocs.machine.outline_cache import Remembered, decode, encode
from isodocs.machine.store import Store
from isodocs.model.config import Config
from isodocs.model.document import Document
from isodocs.model.outline import Outline
from isodocs.parsing import document as document_parsing
from isodocs.parsing import document_outline, markdown
from isodocs.parsing.document_outline import Promise
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
    """The folder of stores, not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "isodocs"


def kept(cache: Path) -> Store | None:
    return store.of(str(cache / "../../repository"), str(cache / "../../repository"))


def read(cache: Path, data: bytes = TEXT) -> Outline:
    """An outline as one run after another reads it: nothing is left in memory."""
    document_outline._KNOWN.clear()
    remembered = Remembered(kept(cache))
    found = remembered.read(document_parsing.parse("documents/a.md", "", data, Config()), data)
    remembered.keep()
    return found


def parsed(data: bytes = TEXT) -> Outline:
    return document_outline.outline_of(
        document_parsing.parse("documents/a.md", "", data, Config()), data
    )


def rows(cache: Path) -> int:
    (file,) = cache.glob("*.sqlite")
    with sqlite3.connect(file) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outlines'").fetchone():
            return 0
        (count,) = connection.execute("SELECT count(*) FROM outlines").fetchone()
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
    first, second = Remembered(kept(cache)), Remembered(kept(cache))
    documents = {id: document_parsing.parse(paths[id], id, texts[id], Config()) for id in texts}
    before = {id: first.read(documents[id], data) for id, data in texts.items()}
    first.keep()
    document_outline._KNOWN.clear()
    with pytest.MonkeyPatch.context() as patch:
        forbid_parsing(patch)
        assert {id: second.read(documents[id], data) for id, data in texts.items()} == before


def test_a_second_register_is_the_same_and_parses_nothing(
    repo: RepositoryBuilder, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Start", {**base(), **approved()})
    before = Workspace.open(repo.path).register(View(DAY, latest=True))
    document_outline._KNOWN.clear()
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
    document_outline._KNOWN.clear()
    forbid_parsing(monkeypatch)
    workspace = Workspace.open(repo.path)
    for _ in range(2):
        after = workspace.register(View(DAY, latest=True))
        assert after.inventory.outlines == before.inventory.outlines


def test_a_changed_text_is_parsed(cache: Path) -> None:
    read(cache)
    changed = TEXT.replace(b"One", b"Two")
    assert [section.title for section in read(cache, changed).sections] == ["Two"]
    assert rows(cache) == 2


def test_other_code_does_not_take_what_this_code_made(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(cache)
    monkeypatch.setattr(outline_cache, "_makers", lambda: "other code")
    read(cache)
    assert rows(cache) == 2


def test_the_code_that_makes_outlines_is_known_whole() -> None:
    script = "import sys, isodocs.parsing.markdown; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    packages = {"isodocs", "isodocs.parsing", "isodocs.model"}
    ours = {name for name in modules if name.startswith("isodocs")} - packages
    assert ours <= set(outline_cache._MAKERS)


NOT_OURS = (b"", b"null", b"[]", b"[[1],[],[],[],[],[],0]", b'{"a":1}', b"[" * 9999, b"\xff")


@pytest.mark.parametrize("value", NOT_OURS)
def test_what_is_not_an_outline_is_parsed_again(
    cache: Path, monkeypatch: pytest.MonkeyPatch, value: bytes
) -> None:
    """As another version of isodocs may have put it there."""
    with monkeypatch.context() as patch:
        patch.setattr(outline_cache, "encode", lambda outline: value)
        read(cache)
    assert read(cache) == parsed()
    assert rows(cache) == 1


def test_without_a_store_everything_is_parsed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISODOCS_NO_CACHE", "1")
    assert read(cache) == parsed()
    assert not cache.exists()


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


def test_the_hook_of_a_server_keeps_them_too(repo: RepositoryBuilder, cache: Path) -> None:
    """In the folder of its own user, who owns the repository, and sealed as everything there."""
    repo.commit("Start", {**base(), **approved()})
    tip = repo.git("rev-parse", "HEAD").strip()
    line = f"{'0' * 40} {tip} refs/heads/main\n"
    run = [sys.executable, "-m", "isodocs", "-C", str(repo.path), "hook", "run"]
    subprocess.run([*run, "pre-receive"], input=line, encoding="utf-8", check=True)
    assert rows(cache) == 1
    repo.stage({"documents/SOP-002.md": document("SOP-002", 1, "draft")})
    subprocess.run([*run, "pre-commit"], check=True)
    assert rows(cache) == 2


def test_what_was_parsed_until_someone_stops_it_is_kept(
    cache: Path, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"documents/SOP-00{n}.md": document(f"SOP-00{n}") for n in range(1, 6)}
    repo.commit("Start", {**base(), **texts}, date="2024-01-02T09:00:00+00:00")
    outline, asked = outline_cache.Remembered.promise, list[str]()

    def stopped(self: Remembered, parsed: Document, data: bytes) -> Promise:
        asked.append(parsed.path)
        if len(asked) == 4:
            raise KeyboardInterrupt
        return outline(self, parsed, data)

    monkeypatch.setattr(outline_cache.Remembered, "promise", stopped)
    with pytest.raises(KeyboardInterrupt):
        Workspace.open(repo.path).register(View(DAY))
    (file,) = cache.glob("*.sqlite")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM outlines").fetchone() == (3,)
