"""Calls of the whole command line, each in a process of its own that has everything loaded."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from isodocs import __main__ as door
from isodocs import cli
from isodocs.commands import _clock
from isodocs.repository import footprint

TICK = 0.012
"""Longer than the clock of a file system takes to tick here: tests do not wait two seconds."""


class Answer(NamedTuple):
    """What a call printed and how it ended; `remembered` where no command was run for it."""

    code: int
    out: bytes
    err: bytes
    remembered: bool


def call(
    *words: str,
    at: Path,
    day: datetime | None = None,
    variables: Mapping[str, str] | None = None,
    wait: float = 2 * TICK,
    margin: float = TICK,
) -> Answer:
    """Run `isodocs WORDS` in the folder `at` on that day, once every change is a little old.

    What was changed in the `margin` of seconds before counts as recent.
    """
    time.sleep(wait)
    with TemporaryFile() as out, TemporaryFile() as err, TemporaryFile() as ran:
        process = os.fork()
        if not process:
            code = 99
            try:
                os.chdir(at)
                os.environ.update(variables or {})
                os.dup2(out.fileno(), 1)
                os.dup2(err.fileno(), 2)
                sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), encoding="utf-8")
                sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb"), encoding="utf-8")
                footprint.MARGIN = int(margin * 1e9)
                _run(list(words), ran.fileno(), day)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(process, 0)
        said = [file.seek(0) or file.read() for file in (out, err, ran)]
    return Answer(os.waitstatus_to_exitcode(status), said[0], said[1], not said[2])


def _run(words: list[str], ran: int, day: datetime | None) -> None:
    if day:
        _clock.now = lambda: day.astimezone()
        time.localtime = lambda seconds=None: day.astimezone().timetuple()
    run = cli.main

    def noted(*args: object) -> None:
        os.write(ran, b"x")
        run(*args)

    cli.main = noted
    sys.argv = ["isodocs", *words]
    door.main()


def afresh(*words: str, at: Path, day: datetime | None = None) -> Answer:
    """The same, made from scratch."""
    return call(*words, at=at, day=day, variables={"ISODOCS_NO_CACHE": "1"}, wait=0)


def noon(year: int, month: int, day: int) -> datetime:
    """A moment of that day."""
    return datetime(year, month, day, 12, tzinfo=UTC)
