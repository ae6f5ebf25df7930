"""Calls of the whole command line, each in a process of its own that has everything loaded."""

from __future__ import annotations

import gc
import importlib
import io
import os
import pkgutil
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

import isodocs
from isodocs import __main__ as door
from isodocs import cli
from isodocs.commands import _before_commit, _clock
from isodocs.records import record_kinds
from isodocs.repository import footprint
from isodocs.repository.next_changes import NextChanges

TICK = 0.012
"""Longer than the clock of a file system takes to tick here: so tests wait less."""


class Answer(NamedTuple):
    """What a call printed and how it ended; `remembered` where no command was run for it."""

    code: int
    out: bytes
    err: bytes
    remembered: bool


class Running(NamedTuple):
    """A call that has been started."""

    process: int
    files: tuple[IO[bytes], ...]

    def kill(self) -> None:
        """End it where it is, and wait until it is gone."""
        os.kill(self.process, signal.SIGKILL)
        self.answer()

    def answer(self) -> Answer:
        """Wait for its end."""
        _, status = os.waitpid(self.process, 0)
        out, err, ran = [file.seek(0) or file.read() for file in self.files]
        for file in self.files:
            file.close()
        return Answer(os.waitstatus_to_exitcode(status), out, err, not ran)


def call(
    *words: str,
    at: Path,
    day: datetime | None = None,
    variables: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    prepare: Callable[[], object] = int,
) -> Answer:
    """Run `isodocs WORDS` in the folder `at` on that day.

    `prepare` is called in the new process before anything else is.
    """
    return begin(*words, at=at, day=day, variables=variables, stdin=stdin, prepare=prepare).answer()


def begin(
    *words: str,
    at: Path,
    day: datetime | None = None,
    variables: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    prepare: Callable[[], object] = int,
) -> Running:
    """Start such a call, and do not wait for it."""
    load_everything()
    out, err, ran = files = tuple(TemporaryFile() for _ in range(3))  # noqa: SIM115
    process = os.fork()
    if not process:
        code = 99
        gc.freeze()  # to look through all that was loaded would copy it
        try:
            os.chdir(at)
            os.environ.update(variables or {})
            time.tzset()
            with TemporaryFile() as said:
                said.write(stdin)
                said.seek(0)
                os.dup2(said.fileno(), 0)
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb"), encoding="utf-8")
            sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), encoding="utf-8")
            sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb"), encoding="utf-8")
            footprint.MARGIN, footprint.TICK = int(TICK * 1e9), TICK
            prepare()
            _run(list(words), ran.fileno(), day)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return Running(process, files)


def _run(words: list[str], ran: int, day: datetime | None) -> None:
    if day:
        _clock.now = lambda: day.astimezone()
        time.localtime = lambda seconds=None: day.astimezone().timetuple()
    run = cli.main

    def noted(*args: object) -> None:
        os.write(ran, b"x")
        run(*args)

    carry_out = _before_commit.carry_out

    def noted_hook(words: Sequence[str], asked: NextChanges) -> int:
        os.write(ran, b"x")
        return carry_out(words, asked)

    cli.main, _before_commit.carry_out = noted, noted_hook
    sys.argv = ["isodocs", *words]
    door.main()


@cache
def load_everything() -> None:
    """Load all of isodocs, so that no call has to: most of what it would do is to load.

    Modules and kinds of records are part of the program, the same for every call.
    """
    for module in pkgutil.walk_packages(isodocs.__path__, "isodocs."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    record_kinds.kinds()


def afresh(*words: str, at: Path, day: datetime | None = None) -> Answer:
    """The same, made from scratch."""
    return call(*words, at=at, day=day, variables={"ISODOCS_NO_CACHE": "1"})


def noon(year: int, month: int, day: int) -> datetime:
    """A moment of that day."""
    return datetime(year, month, day, 12, tzinfo=UTC)
