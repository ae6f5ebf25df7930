"""Which file of the repository a link leads to."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from isodocs.parsing import globs

if TYPE_CHECKING:
    from isodocs.model.outline import Link
    from isodocs.model.register import Register

_SITE_SUFFIXES = (".md", "/index.md", ".markdown", ".html.md", ".html.md.erb", ".md.erb")
_TEMPLATES = (".tmpl", ".tpl", ".erb", ".j2", ".jinja", ".jinja2", ".liquid", ".mustache", ".hbs")
"""Endings of what a page is made from; the page is called as the rest of the name."""


def file_of(register: Register, link: Link, path: str) -> str:
    """The file a path stands for; sites leave out endings and write `.html`. Empty: none.

    A path that begins with '/' counts from the repository's top, or from a controlled folder,
    which is then the top of a site.
    """
    paths = register.inventory.paths
    plain = path.rstrip("/").removesuffix(".html")
    candidates = [path, *(plain + suffix for suffix in _SITE_SUFFIXES)]
    candidates += (path + suffix for suffix in _TEMPLATES)
    if link.target.startswith("/"):
        tops = map(globs.fixed_folder, register.config.include)
        candidates += [posixpath.join(top, found) for top in tops for found in tuple(candidates)]
    return next((candidate for candidate in candidates if candidate in paths), "")


def made_from(path: str) -> str:
    """The name of the page that is made from a template; empty where a path is none."""
    name, ending = posixpath.splitext(posixpath.basename(path))
    return name if ending in _TEMPLATES else ""
