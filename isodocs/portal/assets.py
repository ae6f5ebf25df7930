"""What pages load: the style sheet and the scripts, all of them part of the program.

Their addresses have a digest of what is in them, so a browser may keep them as long as it likes.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from isodocs.formats.html import shell
from isodocs.named_tuple import NamedTuple

FOLDER = "/assets/"
_STYLE = "portal.css"
_SCRIPTS = (
    *("htmx.js", "idiomorph.js", "portal.js", "writing.js", "text.js", "comments.js"),
    *("passkeys.js", "files.js"),
)
"""htmx 2.0.11 (0BSD) and idiomorph 0.8.0 (0BSD), unchanged, see their licences; and ours."""


class Asset(NamedTuple):
    """A file, and what it is."""

    data: bytes
    type: str

    @property
    def digest(self) -> str:
        """Enough of a digest to know another version by."""
        return hashlib.sha256(self.data).hexdigest()[:16]


@cache
def all_of_them() -> dict[str, Asset]:
    """Every file by its name; nothing else is ever served as a file."""
    folder = resources.files("isodocs.portal").joinpath("assets")
    style = shell.style_sheet("isodocs.portal", _STYLE)
    found = {_STYLE: Asset(style.encode(), "text/css; charset=utf-8")}
    for name in _SCRIPTS:
        script = folder.joinpath(name).read_bytes()
        found[name] = Asset(script, "text/javascript; charset=utf-8")
    return found


@cache
def address(name: str) -> str:
    """Where a page loads a file from."""
    return f"{FOLDER}{all_of_them()[name].digest}/{name}"
