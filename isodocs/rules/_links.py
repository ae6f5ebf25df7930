"""Which file of the repository a link leads to."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from isodocs.parsing import globs

if TYPE_CHECKING:
    from isodocs.model.outline import Link
    from isodocs.model.register import Register

_SITE_SUFFIXES = (".md", "/index.md", ".markdown", ".html.md", ".html.md.erb", ".md.erb")


def file_of(register: Register, link: Link, path: str) -> str:
    """The file a path stands for; sites leave out endings and write `.html`. Empty: none.

    A path that begins with '/' counts from the repository's top, or from a controlled folder,
    which is then the top of a site.
    """
    paths = register.inventory.paths
    plain = path.rstrip("/").removesuffix(".html")
    candidates = [path, *(plain + suffix for suffix in _SITE_SUFFIXES)]
    if link.target.startswith("/"):
        tops = map(globs.fixed_folder, register.config.include)
        candidates += [posixpath.join(top, found) for top in tops for found in tuple(candidates)]
    return next((candidate for candidate in candidates if candidate in paths), "")
