"""Path patterns as `isodocs.yaml` writes them: `*` within a folder, `**` across folders."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence


def matcher(include: Sequence[str], exclude: Sequence[str] = ()) -> Callable[[str], bool]:
    """Return a test for paths (`/` between folders): any of `include` and none of `exclude`."""
    wanted, unwanted = _compile(include), _compile(exclude)
    if wanted is None:
        return lambda path: False
    if unwanted is None:
        return lambda path: wanted.fullmatch(path) is not None
    return lambda path: wanted.fullmatch(path) is not None and unwanted.fullmatch(path) is None


def fixed_folder(pattern: str) -> str:
    """The folders of a pattern up to its first wildcard: `docs/sop` of `docs/sop/**/*.md`."""
    return posixpath.dirname(re.split(r"[*?]", pattern.removeprefix("./"), maxsplit=1)[0])


def _compile(patterns: Sequence[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(f"(?:{_translate(pattern)})" for pattern in patterns), re.DOTALL)


def _translate(pattern: str) -> str:
    """One pattern as a regular expression; `docs/` and `docs` stand for everything below."""
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    pieces = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(pieces.get(part) or re.escape(part) for part in parts)
