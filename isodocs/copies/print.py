"""A controlled copy -> PDF: what the Typst template `copy.typ` is given, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from isodocs.copies import said
from isodocs.copies.recipe import MARK
from isodocs.errors import PublicationError
from isodocs.expressions import expression
from isodocs.rendering.blocks import Block, blocks
from isodocs.rendering.body import body
from isodocs.rendering.elements import words
from isodocs.rendering.qr_code import svg
from isodocs.rendering.runs import breakable
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.copies.theme import Theme
    from isodocs.copies.wording import Wording
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.rendering.body import Body
    from isodocs.rendering.surroundings import Surroundings
    from isodocs.rendering.typst import Press, Printed

_LETTERS, _REGION = expression(r"[A-Za-z]{2,3}"), expression(r"[A-Za-z]{2}")
_MOST = 1_500_000
"""Characters of a text, some 700 pages: what is longer takes minutes to print."""
_LONG, _LONG_IN_TITLE = 60, 34
"""A word of more letters may break where it is printed small, and in the title."""
_SEVERAL_PAGES = 12_000
"""Characters of a text for which a list of contents is wanted: some five pages."""
_IN_CONTENTS, _FEWEST_IN_CONTENTS, _MOST_IN_CONTENTS = 3, 4, 70
"""The levels of headings in that list, and how many of them at least and at most."""
_LARGEST, _FITS = 96, 780
"""Points: the largest letters across a page, and the same for a word of one letter."""


def pdf(
    copy: ControlledCopy,
    around: Surroundings,
    wording: Wording,
    theme: Theme,
    made_of: str,
    press: Press,
) -> Printed:
    """The PDF of a copy; raises IsodocsError where it cannot be printed.

    It says that it was `made_of` that (`recipe.Recipe`).
    """
    made = body(copy.text, around)
    if len(words(made.everything)) > _MOST:
        raise PublicationError(
            say(
                "it has over {most} characters: divide it, or publish pages (--html)",
                most=f"{_MOST:,}",
            )
        )
    small = {name: p.is_small for name, p in made.pictures.items() if press.take(p)}
    unusable = made.pictures.keys() - small.keys()
    drawn = ((path, around.drawn(path).picture) for path in copy.files) if unusable else ()
    damaged = [path for path, found in drawn if found and found.name in unusable]
    made = made._replace(not_shown=(*made.not_shown, *damaged))
    data = _data(copy, made, small, wording, theme)
    printed = press.print({**data, "made": f"{MARK}:{made_of}"}, said.made_on(copy))
    return printed._replace(not_shown=made.not_shown)


def _tongue(language: str) -> tuple[str, str | None]:
    """The language and the region that Typst knows of a name such as `zh-Hant-TW` (BCP 47)."""
    first, *parts = language.split("-")
    known = _LETTERS.fullmatch(first)
    region = next((part.upper() for part in parts if _REGION.fullmatch(part)), None)
    return (first.lower(), region) if known else ("en", None)


def _data(
    copy: ControlledCopy, made: Body, small: Mapping[str, bool], wording: Wording, theme: Theme
) -> dict[str, Any]:
    word = wording.word
    nodes = said.without_title(made.nodes, copy.title)
    text = blocks(nodes, small)
    appended: list[dict[str, Any]] = [
        {
            "path": breakable(path, _LONG),
            "blocks": blocks(inner, small),
            "sha256": hashlib.sha256(copy.files[path]).hexdigest(),
        }
        for path, inner in made.appended
    ]
    across = said.across(copy, wording)
    lang, region = _tongue(copy.language)
    return {
        "id": copy.id,
        "title": breakable(copy.title or copy.id, _LONG_IN_TITLE),
        "label": f"{copy.id} {copy.title}".strip(),
        "revision": word("Revision {number}").format(number=copy.revision),
        "organisation": copy.organisation,
        "lang": lang,
        "frame-lang": wording.language,
        "region": region,
        "day": list(said.made_on(copy).timetuple()[:3]),
        "mark": said.mark(copy),
        "qr": svg(said.asked_at(copy)),
        "header": said.header(copy, wording),
        "footer": [breakable(line, _LONG) for line in said.footer(copy, wording)],
        "proof": said.proof(copy),
        "control": said.control(copy, wording),
        "holder": copy.holder.name if copy.holder else "",
        "across": across,
        "across-size": min(_LARGEST, _FITS // max(len(across), 1)),
        "notices": said.notices(copy, wording),
        "facts": said.facts(copy, wording),
        "approvals": said.approvals(copy, wording),
        "revisions": said.revisions(copy, wording),
        "clauses": said.clauses(copy),
        "contents": _contents(text, copy.text),
        "words": {
            "approvals": word("Approvals"),
            "revisions": word("Revision history"),
            "clauses": word("Clauses covered"),
            "contents": word("Contents"),
            "appended": word("Approved with this revision: {path}"),
            "not-shown": word("Named in the text and not shown in this copy"),
            "page": word("Page {page} of {pages}"),
            "code": word("Code of this copy: {code}").format(code=str(copy.code)),
        },
        "theme": {
            "colour": theme.colour,
            "fonts": [*theme.font_names, "Libertinus Serif"],
            "paper": theme.paper,
            "header": theme.header,
            "footer": theme.footer,
            "logo": theme.logo.kind if theme.logo else "",
        },
        "blocks": text,
        "names": sorted(_names((*text, *(block for f in appended for block in f["blocks"])))),
        "appended": appended,
        "not-shown": [breakable(target, _LONG) for target in made.not_shown],
    }


def _contents(found: Iterable[Block], text: str) -> list[dict[str, Any]]:
    """The headings of a long text, for a list with their pages; of very many, the first level."""
    if len(text) < _SEVERAL_PAGES:
        return []
    headings = [
        {"text": words, "name": block["name"], "level": block["level"]}
        for block in _all(found)
        if block["kind"] == "heading" and block["level"] <= _IN_CONTENTS and block["name"]
        if (words := "".join(run.get("text", "") for run in block["runs"]).strip())
    ]
    top = min((heading["level"] for heading in headings), default=0)
    if len(headings) > _MOST_IN_CONTENTS:
        headings = [heading for heading in headings if heading["level"] == top]
    shown = [{**heading, "level": heading["level"] - top} for heading in headings]
    return shown if len(shown) >= _FEWEST_IN_CONTENTS else []


def _names(found: Iterable[Block]) -> Iterator[str]:
    """Where links within the copy can lead."""
    for block in _all(found):
        if name := block.get("name"):
            yield name
        yield from (run["anchor"] for run in block.get("runs", ()) if "anchor" in run)


def _all(found: Iterable[Block]) -> Iterator[Block]:
    for block in found:
        yield block
        yield from _all(block.get("blocks", ()))
        for item in block.get("items", ()):
            yield from _all(item)
        for cell in block.get("cells", ()):
            yield from _all(cell["blocks"])
