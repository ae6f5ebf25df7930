"""The files that a piece of CSS shows: `url()`, `@import`, `image-set()` (CSS Syntax 3, 4.3)."""

from __future__ import annotations

import re

from isodocs.expressions import expression

_COMMENT = expression(r"/\*(?>(?:[^*]++|\*(?!/))*)(?:\*/)?")
_ESCAPE = expression(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\f\r]?|(.)|\Z)", re.DOTALL)
_URL = expression(
    r"""url\([ \t\n\f\r]*+(?:"([^"]*+)"|'([^']*+)'|([^"'()][^()]*+)?)""", re.IGNORECASE
)
_NAMED = expression(r"@import\b|image-set\(|\b(?:image|src|cross-fade)\(", re.IGNORECASE)
_APART = expression(r"[;{}]")
_TOLD = expression(
    r"""(?:\b(?:type|format|supports|layer)\([ \t\n\f\r]*+)?(?:"([^"]*+)"|'([^']*+)')""",
    re.IGNORECASE,
)
_SYNTAX = frozenset("\"'()\\;{}@,/* \t\n\f\r")


def targets(css: str) -> tuple[tuple[str, ...], bool]:
    """Every address in the CSS, each once; and whether escapes make it unsure which those are."""
    unsure = False

    def plain(match: re.Match[str]) -> str:
        nonlocal unsure
        if match[1]:
            code = int(match[1], 16)
            character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        else:
            character = match[2] or ""
        if character in _SYNTAX:
            unsure = True
        return character

    if "\\" in css:
        css = _ESCAPE.sub(plain, css)
    found: list[str] = []
    # an address may hold what looks like a comment, and a comment may be before an address
    for text in (css, _COMMENT.sub(" ", css)) if "/*" in css else (css,):
        for url in _URL.finditer(text):
            found.append((url[1] or url[2] or url[3] or "").strip())
        for declaration in _APART.split(text):
            named = _NAMED.search(declaration)
            if named is None:
                continue
            unsure = unsure or bool(declaration.count('"') % 2 or declaration.count("'") % 2)
            for quoted in _TOLD.finditer(declaration, named.end()):
                if quoted[0][:1] in "\"'":
                    found.append(quoted[1] or quoted[2] or "")
    return tuple(dict.fromkeys(item for item in found if item)), unsure
