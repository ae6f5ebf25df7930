"""The log of the last internal error, for a report to those who maintain isodocs.

It says where in the program the error arose and nothing else: no message of an error, no value of
an option, no variable and no line of a document, any of which may be confidential.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import StackSummary, extract_tb

from isodocs import __version__
from isodocs.machine import folders

_NAME = "error.log"
_PROGRAMS = Path(__file__).parents[2]
"""Where isodocs and what it uses are installed; a path below it says nothing of the user."""


def write(error: BaseException, command: str) -> Path | None:
    """Write the log of `error`, which stopped `command`, and return where it is.

    The one before it is replaced. It is in the user's cache folder; None where that cannot be
    written to or lies in a repository, which would take it in, and where `$ISODOCS_NO_CACHE` is
    set.
    """
    base = folders.cache()
    if base is None or os.environ.get("ISODOCS_NO_CACHE"):
        return None
    place = Path(base, "isodocs", _NAME)
    try:
        if any(map(_is_repository, place.resolve().parents)):
            return None
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with open(os.open(place, flags, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in _lines(error, command))
    except OSError:
        return None
    return place


def _is_repository(folder: Path) -> bool:
    """Whether it looks like one, or like its Git directory: asked without Git, as it may be why."""
    return (folder / ".git").exists() or all((folder / n).exists() for n in ("HEAD", "objects"))


def _lines(error: BaseException, command: str) -> Iterator[str]:
    yield f"isodocs {__version__}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"Command: {command}"
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield ""
        yield f"{type(now).__module__}.{type(now).__qualname__}"
        yield from _frames(extract_tb(now.__traceback__))
        now = now.__cause__ or now.__context__


def _frames(stack: StackSummary) -> Iterator[str]:
    for frame in stack:
        path = Path(frame.filename)
        shown = path.relative_to(_PROGRAMS) if path.is_relative_to(_PROGRAMS) else Path(path.name)
        yield f"  {shown}:{frame.lineno} {frame.name}"
