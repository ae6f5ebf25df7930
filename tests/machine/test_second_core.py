"""Texts read on another core are read as here, whatever becomes of the process that reads them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from isodocs.machine import outline_cache, second_core
from isodocs.machine.outline_cache import Remembered, decode, encode
from isodocs.model.config import Config
from isodocs.model.document import Document
from isodocs.model.outline import Outline
from isodocs.parsing import document as document_parsing
from isodocs.parsing import document_outline, markdown
from isodocs.parsing.document_outline import Promise
from isodocs.words import in_language, translated
from isodocs.workspace import View, Workspace
from tests.helpers.company import base, document
from tests.helpers.repository import RepositoryBuilder

DAY = date(2024, 6, 20)
TEXTS = {
    f"documents/SOP-{number:03}.md": (
        f"---\nid: SOP-{number:03}\n---\n# Text {number}\n\n[a](b.md#{number}) TBD\n\n"
        + "A line of words, *and more*.\n" * number
    ).encode()
    for number in range(1, 61)
}
IN_DOUBT = "# One {clause=}\n"


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another process reads from the first text on, in small batches."""
    monkeypatch.setattr(outline_cache, "_WORTH", -1)
    monkeypatch.setattr(second_core, "_TOGETHER", 2_000)
    monkeypatch.setattr(second_core, "_cores", lambda: 2)
    document_outline._KNOWN.clear()
    yield
    document_outline._KNOWN.clear()


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[bytes | None]:
    """What came back of what was given to the other process."""
    found: list[bytes | None] = []
    answered = Remembered._answered

    def noted(self: Remembered, answer: bytes | None, read: Document, data: bytes) -> Outline:
        found.append(answer)
        return answered(self, answer, read, data)

    monkeypatch.setattr(Remembered, "_answered", noted)
    return found


def promises(remembered: Remembered) -> dict[str, Promise]:
    parsed = {path: document_parsing.parse(path, "", TEXTS[path], Config()) for path in TEXTS}
    return {path: remembered.promise(parsed[path], TEXTS[path]) for path in TEXTS}


def here() -> dict[str, Outline]:
    return {path: promise() for path, promise in promises(Here()).items()}


class Here(Remembered):
    """Reads all in this process."""

    def _asked(self, document: Document, data: bytes) -> None:
        return None


def test_what_another_core_reads_is_what_is_read_here(elsewhere: list[bytes | None]) -> None:
    remembered = Remembered()
    found = {path: promise() for path, promise in promises(remembered).items()}
    remembered.keep()
    assert list(found.items()) == list(here().items())
    assert any(elsewhere), "the other process has read nothing"


def test_a_process_that_is_killed_leaves_its_texts_to_this_one(
    elsewhere: list[bytes | None],
) -> None:
    remembered = Remembered()
    promised = promises(remembered)
    second = remembered._second
    assert isinstance(second, second_core._Process)
    second._process.kill()
    second._process.wait()
    promised |= promises(remembered)
    assert {path: promise() for path, promise in promised.items()} == here()
    remembered.keep()


@pytest.mark.parametrize("program", ["/is/not/there", "/bin/false", "/bin/cat", ""])
def test_without_a_process_all_is_read_here(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", program)
    remembered = Remembered()
    assert {path: promise() for path, promise in promises(remembered).items()} == here()
    remembered.keep()


def test_on_one_core_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_core, "_cores", lambda: 1)
    remembered = Remembered()
    assert {path: promise() for path, promise in promises(remembered).items()} == here()
    assert not isinstance(remembered._second, second_core._Process)


def test_the_process_ends_with_the_one_that_began_it() -> None:
    """Also where that is killed: a hook leaves nothing behind."""
    script = (
        "import os, signal; from isodocs.machine import second_core;"
        "found = second_core._Process(); print(found._process.pid, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    other = Path(f"/proc/{int(done.stdout)}/cmdline")
    while other.exists() and other.read_bytes():
        time.sleep(0.01)


def test_the_register_is_the_same_with_one_process_and_with_two(
    repo: RepositoryBuilder, elsewhere: list[bytes | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        f"documents/SOP-{n:03}.md": document(f"SOP-{n:03}", body="# T\n\nWords.\n" * n)
        for n in range(50)
    }
    repo.commit("Start", {**base(), **texts}, date="2024-01-02T09:00:00+00:00")
    monkeypatch.setenv("ISODOCS_NO_CACHE", "1")
    both = Workspace.open(repo.path).register(View(DAY)).inventory
    assert any(elsewhere)
    monkeypatch.setattr(second_core, "_cores", lambda: 1)
    document_outline._KNOWN.clear()
    alone = Workspace.open(repo.path).register(View(DAY)).inventory
    assert both == alone
    assert list(both.outlines) == list(alone.outlines)


def test_what_is_wrong_with_a_text_is_kept_in_every_language() -> None:
    """A check in German says the same whether its outlines were kept or read now."""
    found = markdown.outline(IN_DOUBT)
    kept = decode(encode(found))
    problems = (*found.problems, *found.unfollowed), (*kept.problems, *kept.unfollowed)
    with in_language("de"):
        now, then = ([translated(each.message) for each in some] for some in problems)
    assert now == then
    assert now != [str(each.message) for each in problems[0]]
