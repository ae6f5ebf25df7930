"""Progress is shown on a terminal that waits, says how far things are, and leaves nothing there."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from isodocs.commands import _progress
from isodocs.progress import watched, watched_by
from tests.helpers.repository import RepositoryBuilder


class Clock:
    """It goes on by a fixed time whenever it is looked at."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def drawn(step: float, items: int, total: int) -> list[str]:
    """The lines that a terminal shows one after the other."""
    stream = io.StringIO()
    with watched_by(_progress.ProgressLine(stream, Clock(step))):
        assert list(watched("files read", range(items), lambda: total)) == list(range(items))
    return re.split(r"\r\x1b\[K", stream.getvalue())


def test_what_is_soon_done_shows_nothing() -> None:
    assert drawn(0.001, 500, 500) == [""]


def test_it_says_how_many_are_done_how_fast_and_how_long_it_will_take() -> None:
    shown = drawn(0.25, 8, 8)
    assert shown[1:3] == [
        "3 of 8 files read, 4 a second, 1 s left",
        "4 of 8 files read, 4 a second, 1 s left",
    ]
    assert shown[-2:] == ["8 of 8 files read, 4 a second", ""]


def test_what_is_left_is_as_slow_as_what_was_done_last() -> None:
    stream, clock = io.StringIO(), Clock(0.01)

    def slower() -> Iterator[int]:
        yield from range(900)
        clock.step = 0.5
        yield from range(900, 1000)

    with watched_by(_progress.ProgressLine(stream, clock)):
        list(watched("files read", slower(), lambda: 1000))
    assert "950 of 1,000 files read, 2 a second, 25 s left" in stream.getvalue()


def test_it_does_not_say_what_no_one_knows() -> None:
    assert drawn(0.25, 4, 0)[-2] == "4 files read, 4 a second"


def test_where_no_one_watches_nothing_is_counted() -> None:
    def no_one_asks() -> int:
        raise AssertionError

    items = [1, 2]
    assert watched("files", items, no_one_asks) is items


def test_the_line_is_gone_when_work_stops_early() -> None:
    stream = io.StringIO()

    def broken() -> Iterator[int]:
        yield from range(9)
        raise KeyboardInterrupt

    with watched_by(_progress.ProgressLine(stream, Clock(1.0))), pytest.raises(KeyboardInterrupt):
        list(watched("files read", broken()))
    assert stream.getvalue().endswith("\r\x1b[K")


def read(terminal: int) -> str:
    """All that is written to a terminal until no one has it open any more.

    A letter may come in two pieces, so they are put together first.
    """
    data = bytearray()
    with suppress(OSError):
        while piece := os.read(terminal, 1 << 16):
            data += piece
    return data.decode()


@pytest.mark.parametrize("terminal", [True, False])
def test_a_check_shows_progress_on_a_terminal_only(
    company: RepositoryBuilder, terminal: bool
) -> None:
    """And prints the same to standard output."""
    program = (
        "from isodocs.commands import _progress; _progress.PATIENCE = 0; _progress._BETWEEN = 0\n"
        "import sys; sys.argv = ['isodocs', 'check', '--on', '2024-06-01']\n"
        "from isodocs.__main__ import main; main()"
    )
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=company.path,
        stdout=subprocess.PIPE,
        stderr=theirs if terminal else subprocess.PIPE,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(theirs)
        said = read(ours) if terminal else ""
        out, err = process.communicate()
    os.close(ours)
    said += err.decode() if err else ""
    assert out.startswith(b"Test Works Ltd")
    assert ("rules asked" in said) is terminal
    assert said.endswith("\r\x1b[K" if terminal else "")
    for what in ("files read", "commits read", "documents judged") if terminal else ():
        assert re.search(rf"\d+ of \d+ {what}, [\d,]+ a second", said)
