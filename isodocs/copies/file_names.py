"""Names of files that every file system takes, made of what people call things."""

from __future__ import annotations

from isodocs.expressions import expression
from isodocs.model.characters import DEVICES

LONGEST = 60
_NOT_IN_NAMES = expression(r"""[\x00-\x1f/\\:*?"<>|#%]|\A\.+""")
"""What some file system does not take, and what would lead a link elsewhere."""


def free_name(text: str, taken: set[str], ending: str = "", longest: int = LONGEST) -> str:
    """A name made of a text that is none of `taken`, to which it is added in lower case.

    Some file systems take `SOP-1` and `sop-1` for the same.
    """
    name = plain = _plain(text, longest - len(ending))
    number = 1
    while f"{name}{ending}".casefold() in taken:
        number += 1
        name = f"{plain}~{number}"
    taken.add(f"{name}{ending}".casefold())
    return f"{name}{ending}"


def _plain(text: str, longest: int) -> str:
    name = _NOT_IN_NAMES.sub("_", text)[:longest].rstrip(". ")
    return f"_{name}" if not name or DEVICES.match(name) else name
