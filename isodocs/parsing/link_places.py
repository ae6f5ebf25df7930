"""Where what a text shows may be found in the repository: the one answer for all who ask.

What is looked for is what browsers (WHATWG URL), Jekyll, MkDocs, mdBook, Hugo, Docfx and Obsidian
would look for. Which of them makes the page is not known, so every place at which a file is found
counts: no one can put a harmless file where we look and another where the reader's tool does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import unquote

from isodocs.expressions import expression
from isodocs.model.outline import Link, Lookup
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

_SCHEME = expression(r"([A-Za-z][A-Za-z0-9+.-]*+):(.*)", re.DOTALL)
_TEMPLATE = expression(r"\{\{|\{%|<%|\$\{|\A[ \t]*\{")
_SITE = expression(
    r"(?:\{\{-?\s*+(?:site\.(?:baseurl|base_url|url|github\.url)|page\.root|base_url"
    r"|config\.(?:base_url|site_url))\s*+-?\}\})+/?"
)
_FILTERED = expression(
    r"""\{\{-?\s*+["']([^"'{}]++)["']\s*+\|\s*+(?:(?:relative|absolute)_url|url)\s*+-?\}\}"""
)
_NOT_LOCAL = frozenset(
    "data blob about mailto tel javascript vbscript ftp ftps sftp ssh git".split()
)
_ENDINGS = (".md", ".html", ".hbs", ".mdx", ".markdown")
_OF_PARTIALS = (".html.erb", ".erb", ".md.erb", ".html.md.erb", ".html.haml", ".html.slim")
"""Middleman and Rails put a line before the name of a file that is only ever a part of others."""
_FOLDERS = ("_includes", "includes", "snippets", "_partials", "partials", "templates")
_FOLDERS_OF_HUGO = ("static", "assets", "content", "layouts/partials", "layouts/_partials")
_TOPS = ("docs", "static", "public", "src", "assets")
_SHORTCODES = ("shortcodes", "_shortcodes")
COPIED = ("/static/", "/public/")
"""What is in the paths of files that a site copies as they are."""


class Site(NamedTuple):
    """Where tools count paths from in this repository.

    `tops` are what '/' may mean, `bases` where includes are looked for first (`base_path` of
    MkDocs); `named` gives the paths of all files of a name.
    """

    tops: tuple[str, ...] = ("",)
    bases: tuple[str, ...] = ("",)
    named: Callable[[str], Sequence[str]] = lambda name: ()


class Places(NamedTuple):
    """Paths, the likeliest first; none for what is `outside` the repository or loads nothing.

    `doubt` says why the places cannot be found out.
    """

    paths: tuple[str, ...] = ()
    outside: bool = False
    doubt: str = ""


def site(include: Iterable[str], mkdocs: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The tops and bases of a repository: `include` are its controlled folders.

    `mkdocs` gives the path and the content of each configuration of MkDocs. These are not read as
    YAML: they may hold tags that only MkDocs knows.
    """
    tops, bases = ["", *include], []
    for path, text in mkdocs:
        folder = posixpath.dirname(path)
        tops += [_join(folder, name) for name in _values(text, "docs_dir") or ["docs"]]
        bases += [_join(folder, name) for name in _values(text, "base_path")]
        bases.append(folder)
    return [*dict.fromkeys((*tops, *_TOPS))], [*dict.fromkeys((*bases, ""))]


def copied_as_they_are(paths: Iterable[str]) -> list[str]:
    """The folders below others that a site copies as they are: `portal/static`, `web/public`."""
    found: set[str] = set()
    paths = [*paths]
    text = "\n".join(paths)
    for name in filter(text.__contains__, COPIED):  # hardly any repository has one
        for path in paths:
            if (at := path.find(name)) > 0:
                found.add(path[: at + len(name) - 1])
    return sorted(found)


def _values(text: str, key: str) -> list[str]:
    """The plain values of a key anywhere in a configuration: one, or a list of either form."""
    found: list[str] = []
    open_list = False
    for line in text.split("\n"):
        bare = line.strip()
        name, colon, rest = bare.lstrip("- ").partition(":")
        if colon and name.strip("\"'") == key:
            value = rest.split(" #")[0].strip()
            open_list = not value
            found += [part for part in value.strip("[]").split(",") if part.strip()]
        elif open_list and bare.startswith("- "):
            found.append(bare[2:].split(" #")[0])
        elif bare and not bare.startswith("#"):
            open_list = False
    names = (re.sub(r"^!relative\s*", "", item.strip()).strip("\"' ") for item in found)
    return [name.replace("$config_dir", ".").replace("$docs_dir", "docs") for name in names]


def places(link: Link, bases: Sequence[str], known: Site) -> Places:
    """Where the file of a picture or include may be; `bases` are the folders it may count from."""
    target = link.target.strip(" \t\r\n\f\x00")
    if link.lookup is Lookup.SHORTCODE:
        return _of_shortcode(target, known)
    if _TEMPLATE.search(target):
        plain = _SITE.sub("/", _FILTERED.sub(r"/\1", target), count=1)
        target = plain if plain == target else "/" + plain.lstrip("/")
        if _TEMPLATE.search(target):
            return Places(doubt=say("a template decides which file that is"))
    if link.lookup in (Lookup.ADDRESS, Lookup.PAGE):
        return _of_address(target, bases, known, page=link.lookup is Lookup.PAGE)
    if re.match(r"(?:https?:)?//", target, re.IGNORECASE):
        return Places(outside=True)
    if re.search(r"[*?]", target):
        return Places(doubt=say("a pattern decides which files these are"))
    return Places(tuple(_of_file(target, bases, known, anywhere=link.lookup is Lookup.NAME)))


def likeliest(link: Link, found: Places, bases: Sequence[str]) -> str:
    """The path to name where nothing is found: beside the text, as most people write them."""
    beside = [path for path in found.paths if posixpath.dirname(path) == bases[0]]
    if link.lookup in (Lookup.ADDRESS, Lookup.PAGE) or link.target.startswith("/"):
        return found.paths[0]
    return beside[0] if beside else _join(bases[0], link.target)


def _of_address(target: str, bases: Sequence[str], known: Site, *, page: bool) -> Places:
    """As a browser takes an address, within whichever site is made of the repository."""
    target = re.sub(r"[\t\r\n]", "", target)
    if match := _SCHEME.match(target):
        scheme, rest = match[1].lower(), match[2].replace("\\", "/")
        if scheme in _NOT_LOCAL:
            return Places()
        if scheme not in ("http", "https", "file"):
            return Places(
                doubt=say(
                    "'{match}:' is not an address that every reader can follow", match=match[1][:20]
                )
            )
        if rest.startswith("//"):
            return Places(outside=scheme != "file")
        target = rest  # https:x.png is relative on a page that came by https
    if target.replace("\\", "/").startswith("//"):
        return Places(outside=True)
    name = target.partition("#")[0].partition("?")[0]
    if not name.strip():
        return Places()
    found: list[str] = []
    for written in dict.fromkeys((name, name.replace("\\", "/"))):
        path = unquote(written)
        if path.startswith("/"):
            found += [_join(top, path.lstrip("/")) for top in known.tops]
            continue
        found += [_join(base, path) for base in bases]
        if page or ".." in path:
            found += _on_the_site(path, bases, known)
    return Places(tuple(dict.fromkeys(found)))


def _on_the_site(path: str, bases: Sequence[str], known: Site) -> Iterator[str]:
    """What a browser makes of a path that climbs above the top of the site: it stays there."""
    for base in bases:
        for top in known.tops:
            if not top or base == top or base.startswith(f"{top}/"):
                inside = base[len(top) :].strip("/")
                yield _join(top, posixpath.normpath(f"/{inside}/{path}").lstrip("/"))


def _of_file(target: str, bases: Sequence[str], known: Site, *, anywhere: bool) -> Iterator[str]:
    """Where tools that include look: their own folders, the top, then beside the text."""
    bare = target.removeprefix("@/").removeprefix("~/").removeprefix("file:")
    names = [bare, *([unquote(bare)] if "%" in bare else [])]
    if not posixpath.splitext(posixpath.basename(bare))[1]:
        names += [bare + ending for ending in _ENDINGS]
        partial = posixpath.join(posixpath.dirname(bare), f"_{posixpath.basename(bare)}")
        names += [partial + ending for ending in _OF_PARTIALS]
    seen = set()
    for name in names:
        rooted = name.lstrip("/")
        for folder in (
            _FOLDERS[0],
            *known.bases,
            *bases,
            *known.tops,
            *_FOLDERS,
            *_FOLDERS_OF_HUGO,
        ):
            path = _join(folder, rooted)
            if path not in seen:
                seen.add(path)
                yield path
        if anywhere:
            wanted = "/" + rooted
            for path in known.named(posixpath.basename(rooted)):
                if path not in seen and f"/{path}".endswith(wanted):
                    seen.add(path)
                    yield path


def _of_shortcode(name: str, known: Site) -> Places:
    found = [
        path
        for ending in (".html", ".md")
        for path in known.named(f"{posixpath.basename(name)}{ending}")
        if posixpath.basename(posixpath.dirname(path)) in _SHORTCODES
    ]
    return Places(tuple(dict.fromkeys((*found, f"layouts/shortcodes/{name}.html"))))


def _join(folder: str, name: str) -> str:
    path = posixpath.normpath(posixpath.join(folder, name))
    return "" if path == "." else path
