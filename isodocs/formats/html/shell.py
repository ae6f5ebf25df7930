"""Data and a template of ours -> a page of HTML that opens by double click and loads nothing.

Values are escaped by Jinja; only `rendering.html` and a few others of ours hand in `Markup`.
The content security policy lets the page load nothing but what is written into it. Where a page has
a script, it is written into the page and named by its digest, and it alone may load others
(`strict-dynamic`): that holds for pages that are opened from files, too, in every browser, which
`self` does not.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from isodocs.named_tuple import NamedTuple
from isodocs.words import Phrase, in_language, translated

_OURS = "isodocs.formats.html"


class Dress(NamedTuple):
    """What a page of a site has beyond one that is complete in itself.

    `packages` are further ones whose templates it may use, `style` a style sheet of its own, and
    `script` the file whose script it has; that one may load others, and no one else may.
    """

    packages: tuple[str, ...] = ()
    style: str = ""
    script: str = ""


_PLAIN = Dress()


def render(
    package: str,
    template: str,
    lang: str,
    title: str,
    word: Callable[[str], str],
    *,
    dress: Dress = _PLAIN,
    **data: Any,
) -> str:
    """The page that a template of a package makes of data, in the language `lang` (BCP 47).

    `word` gives our words in that language, and sentences among the data are translated. Bytes of a
    file's name that are not UTF-8 are shown by their numbers, so that every page can be written.
    """
    packages = (package, *dress.packages)
    style = _style(packages, dress.style)
    policy = f"default-src 'none'; style-src {_digest(style)}; img-src data:; "
    if dress.script:
        policy += f"script-src {_digest(_source(packages, dress.script))} 'strict-dynamic'; "
    policy += "base-uri 'none'; form-action 'none'"
    page = _environment(packages).get_template(template)
    with in_language(lang):
        text = page.render(
            lang=lang,
            title=title,
            word=word,
            style=Markup(_style(packages, dress.style)),
            policy=policy,
            **data,
        )
    return text.encode("utf-8", "backslashreplace").decode()


def style_sheet(package: str, own: str) -> str:
    """The style sheet of pages that load theirs from a server, as `render` writes it into others.

    `own` is the file of a package that comes after that of all pages.
    """
    return _style((package,), own)


def _digest(source: str) -> str:
    """How a policy names what is written into the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _style(packages: tuple[str, ...], own: str) -> str:
    names = ("style.css", own) if own else ("style.css",)
    return "\n".join(_source(packages, name) for name in names)


@cache
def _source(packages: tuple[str, ...], name: str) -> str:
    """A file as a page includes it."""
    return _environment(packages).get_template(name).render()


def _read(value: object) -> object:
    """What a page shows for a value: a sentence in the language of the page."""
    return translated(value) if isinstance(value, Phrase) else value


@cache
def _environment(packages: tuple[str, ...]) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, _OURS)]),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # else each page looks whether a file of ours has changed
        finalize=_read,
        trim_blocks=True,
        lstrip_blocks=True,
    )
