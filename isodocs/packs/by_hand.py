"""How to check a pack with the tools of any shell: a text, for people and for their clipboards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from markupsafe import Markup

from isodocs import __version__
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings
from isodocs.words import language

NAME = "verify-by-hand"
_TEMPLATES = Path(__file__).parent / "templates"
_MARK = "%%"


def text(*, judged: bool, signed: bool, absent: str) -> str:
    """The text; `absent` are the documents that lack something that was approved.

    Where no register of people is there (not `judged`), there is no approval to check.
    """
    chosen = {"absent" if absent else ""}
    chosen |= {"judged", "signed" if signed else "recorded"} if judged else {"unjudged"}
    lines = "\n".join(_chosen(_template(), chosen))
    return lines.replace("@absent@", absent).replace("@version@", __version__) + "\n"


def _template() -> str:
    """The text in the language of who makes the pack, or else in English."""
    theirs = _TEMPLATES / f"{NAME}.{language()}.md"
    return (theirs if theirs.is_file() else _TEMPLATES / f"{NAME}.md").read_text("utf-8")


def _chosen(template: str, chosen: Collection[str]) -> Iterator[str]:
    """The lines, without the parts that belong to another pack."""
    part = ""
    for line in template.splitlines():
        if line.startswith(_MARK):
            part = line.removeprefix(_MARK).strip()
        elif not part or part in chosen:
            yield line


def as_html(markdown: str) -> Markup:
    """The text for a page, without its title, which the page has."""
    _, _, below = markdown.partition("\n")
    made = body(below, Surroundings(f"{NAME}.md"))
    return Markup(html.write(made.nodes, lambda name: ""))
