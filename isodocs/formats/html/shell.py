"""Data and a template of ours -> a page of HTML that opens by double click and loads nothing.

Values are escaped by Jinja; only `rendering.html` and a few others of ours hand in `Markup`.
The content security policy lets the page load nothing but what is written into it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

_OURS = "isodocs.formats.html"


def render(
    package: str, template: str, lang: str, title: str, word: Callable[[str], str], **data: Any
) -> str:
    """The page that a template of a package makes of data, in the language `lang` (BCP 47).

    `word` gives our words in that language.
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _environment(package).get_template(template)
    return page.render(
        lang=lang, title=title, word=word, style=Markup(_style()), policy=policy, **data
    )


@cache
def _style() -> str:
    return PackageLoader(_OURS).get_source(_environment(_OURS), "style.css")[0]


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader(_OURS)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
