"""The streams of a command, before it runs and while it does; for it, no command line is loaded."""

from __future__ import annotations

import io
import os
import sys
from contextlib import AbstractContextManager, nullcontext


def open_standard_streams() -> None:
    """Give the streams that were closed before we started (`isodocs check >&-`) a place to go.

    Otherwise the next file that is opened would become standard output, and be written into.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def write_what_can_be_written() -> None:
    """Let a question mark stand for what a terminal's encoding lacks (Latin-1, code page 850)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def progress() -> AbstractContextManager[None]:
    """Show progress on a terminal; else nothing is loaded for it."""
    stream = sys.__stderr__
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return nullcontext()
    from isodocs.commands._progress import ProgressLine
    from isodocs.progress import watched_by

    return watched_by(ProgressLine(stream))
