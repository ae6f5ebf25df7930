"""The user's own folders on this machine: where pins and what is remembered lie.

Sources: XDG Base Directory Specification (a relative path in a variable is ignored), and the same
for a relative `$HOME`: either could lead into the repository that is checked, which anyone fills.
Paths are plain texts here: what answers before anything is loaded must not load `pathlib`.
"""

from __future__ import annotations

import os


def home() -> str | None:
    """The user's home; None where there is none, or the environment names a relative one."""
    found = os.path.expanduser("~")
    return found if os.path.isabs(found) else None


def cache() -> str | None:
    """`$XDG_CACHE_HOME`, or `~/.cache`; None for a user without a home."""
    return _folder("XDG_CACHE_HOME", ".cache")


def config() -> str | None:
    """`$XDG_CONFIG_HOME`, or `~/.config`; None for a user without a home."""
    return _folder("XDG_CONFIG_HOME", ".config")


def state() -> str | None:
    """`$XDG_STATE_HOME`, or `~/.local/state`; None for a user without a home."""
    return _folder("XDG_STATE_HOME", ".local/state")


def pins() -> str | None:
    """The file of pins; None for a user without a home."""
    base = config()
    return os.path.join(base, "isodocs", "pins.json") if base else None


def lies_within(place: str, top: str) -> bool:
    """Whether `place` is `top` or below it, all links followed."""
    return f"{os.path.realpath(place)}/".startswith(f"{os.path.realpath(top).rstrip('/')}/")


def _folder(variable: str, usual: str) -> str | None:
    named = os.environ.get(variable, "")
    if os.path.isabs(named):
        return named
    here = home()
    return os.path.join(here, usual) if here else None
