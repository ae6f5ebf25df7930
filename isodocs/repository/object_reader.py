"""One process that reads contents, a few at a time, for as long as something is judged.

Each further process would take as long as reading does.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BufferedWriter
from typing import TYPE_CHECKING, cast

from isodocs.dataclass import replace

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_COMMAND = ("git", "cat-file", "--batch")


class ObjectReader:
    """It begins when it is first asked."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self.is_busy = False
        """Whether what was asked has not been read whole, or cannot be: then it is not asked."""

    def asked(self, lines: Iterable[bytes]) -> BufferedReader:
        """Its output, once it was asked for so few that nothing need be read meanwhile."""
        self.is_busy = True
        self._process = process = self._process or self._begun()
        with suppress(BrokenPipeError):
            cast("BufferedWriter", process.stdin).write(b"".join(lines))
            cast("BufferedWriter", process.stdin).flush()
        return cast("BufferedReader", process.stdout)

    def _begun(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            _COMMAND,
            cwd=self._git.top,
            env=self._git.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()


@contextmanager
def reading(git: Git) -> Iterator[Git]:
    """The way to ask Git with such a process."""
    reader = ObjectReader(git)
    try:
        yield replace(git, reader=reader)
    finally:
        reader.close()
