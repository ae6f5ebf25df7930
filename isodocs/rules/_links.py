"""Which file of the repository a link leads to."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.parsing import globs

if TYPE_CHECKING:
    from isodocs.model.outline import Link
    from isodocs.model.paths import Paths
    from isodocs.model.register import Register

_SITE_SUFFIXES = (".md", "/index.md", ".markdown", ".html.md", ".html.md.erb", ".md.erb")
_TEMPLATES = (".tmpl", ".tpl", ".erb", ".j2", ".jinja", ".jinja2", ".liquid", ".mustache", ".hbs")
"""Endings of what a page is made from; the page is called as the rest of the name."""
_SETTINGS_OF_MIDDLEMAN = "config.rb"
_BOOK = expression(r"_(?:quarto|bookdown)\.ya?ml|(?:[\w-]+\.)?pandoc(?:\.[\w-]+)?\.ya?ml")
"""The settings of Quarto and bookdown, and the defaults that Pandoc is called with."""


def file_of(register: Register, link: Link, path: str) -> str:
    """The file a path stands for; sites leave out endings and write `.html`. Empty: none.

    A path that begins with '/' counts from the repository's top, or from a controlled folder,
    which is then the top of a site, or from what a site copies as it is (`static` of Docusaurus and
    Hugo, `public` of Astro and VitePress). A text that is a part of one page has paths from there.
    """
    paths = register.inventory.paths
    plain = path.rstrip("/").removesuffix(".html")
    candidates = [path, *(plain + suffix for suffix in _SITE_SUFFIXES)]
    candidates += (path + suffix for suffix in _TEMPLATES)
    if link.target.startswith("/"):
        tops = [*map(globs.fixed_folder, register.config.include), *_copied_as_they_are(paths)]
        candidates += [posixpath.join(top, found) for top in tops for found in tuple(candidates)]
    return next((candidate for candidate in candidates if candidate in paths), "")


def page_of_parts(paths: Paths, path: str) -> str:
    """The folder of the one page that a text is a part of; empty for a text with its own page.

    Middleman makes a page of `name.html.md` alone: what lies below its `source` as `name.md` is
    shown within `source/index.html`, as in sites that are made with Slate.
    """
    top, source, _ = path.partition("source/")
    is_part = source and (not top or top.endswith("/")) and ".html." not in path
    if not is_part or f"{top}{_SETTINGS_OF_MIDDLEMAN}" not in paths:
        return ""
    pages = (f"{top}source/index.html{ending}" for ending in ("", ".erb", ".md", ".slim", ".haml"))
    return f"{top}source" if any(page in paths for page in pages) else ""


def book_of(paths: Paths, path: str) -> str | None:
    """The folder of the book that a text is a chapter of; None for a text of no book.

    Quarto, bookdown and Pandoc put the chapters of a book together before links are made, so that
    `#own` leads to a section of any chapter. Which folder is a book is known by their settings.
    """
    books = _books(paths)
    folder = posixpath.dirname(path)
    while books:
        if folder in books:
            return folder
        if not folder:
            return None
        folder = posixpath.dirname(folder)
    return None


@lru_cache(maxsize=2)
def _books(paths: Paths) -> frozenset[str]:
    names = ((path, posixpath.basename(path)) for path in paths)
    return frozenset(posixpath.dirname(path) for path, name in names if _BOOK.fullmatch(name))


@lru_cache(maxsize=2)
def _copied_as_they_are(paths: Paths) -> tuple[str, ...]:
    from isodocs.parsing import link_places

    return tuple(link_places.copied_as_they_are(paths))


def made_from(path: str) -> str:
    """The name of the page that is made from a template; empty where a path is none."""
    name, ending = posixpath.splitext(posixpath.basename(path))
    return name if ending in _TEMPLATES else ""
