"""What a command prints, heard while it is printed.

Whatever is not part of an answer, such as progress, goes to `sys.__stderr__`, which is not heard.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from typing_extensions import Buffer


class Heard:
    """Listens to standard output and standard error from when it is made."""

    def __init__(self, longest: int) -> None:
        """Only the beginning of an output of more than `longest` bytes is kept."""
        self._out, self._err = _Copy(sys.stdout, longest), _Copy(sys.stderr, longest)
        sys.stdout, sys.stderr = self._out.stream, self._err.stream

    def printed(self) -> bytes | None:
        """What was printed; None where standard error said something, too."""
        sys.stdout.flush()
        return None if self._err.heard else bytes(self._out.heard)


class _Copy(io.BufferedIOBase):
    """Passes on what is written to a stream, and keeps it; all else is as the stream has it."""

    def __init__(self, stream: object, longest: int) -> None:
        text = cast("io.TextIOWrapper", stream)
        self._below = text  # which would close what it writes to, if it were let go
        self._to = cast("BinaryIO", text.buffer)
        self._longest = longest
        self.heard = bytearray()
        self.stream = io.TextIOWrapper(
            cast("BinaryIO", self),
            text.encoding,
            text.errors,
            line_buffering=text.line_buffering,
            write_through=text.write_through,
        )

    def write(self, data: Buffer) -> int:
        done = self._to.write(data)
        if len(self.heard) <= self._longest:
            self.heard += data
        return done

    def flush(self) -> None:
        self._to.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._to.isatty()

    def fileno(self) -> int:
        return self._to.fileno()
