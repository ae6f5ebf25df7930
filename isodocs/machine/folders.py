"""The user's own folders on this machine: where pins and remembered outlines lie.

Sources: XDG Base Directory Specification (a relative path in a variable is ignored), and the same
for a relative `$HOME`: either could lead into the repository that is checked, which anyone fills.
"""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path | None:
    """The user's home; None where there is none, or the environment names a relative one."""
    try:
        found = Path.home()
    except RuntimeError:
        return None
    return found if found.is_absolute() else None


def cache() -> Path | None:
    """`$XDG_CACHE_HOME`, or `~/.cache`; None for a user without a home."""
    return _folder("XDG_CACHE_HOME", ".cache")


def config() -> Path | None:
    """`$XDG_CONFIG_HOME`, or `~/.config`; None for a user without a home."""
    return _folder("XDG_CONFIG_HOME", ".config")


def lies_within(place: Path, top: Path) -> bool:
    """Whether `place` is below `top`, all links followed."""
    return place.resolve().is_relative_to(top.resolve())


def _folder(variable: str, usual: str) -> Path | None:
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():
        return named
    here = home()
    return here / usual if here else None
