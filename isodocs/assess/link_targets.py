"""What the target of a link is: a file of someone's machine, mail, a page of the forge, or wrong.

Nothing is fetched to find this out.
"""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import unquote

from isodocs.expressions import expression
from isodocs.model.outline import Link, LinkKind
from isodocs.words import say, suggest

_TEMPLATE = expression(r"\{\{|\{%|<%")
_IGNORED = expression(r"[\t\r\n]|\A[\x00-\x20]+")
_UNSAFE = expression(r"\s*(javascript|vbscript|data|file):", re.IGNORECASE)
_EXTERNAL = expression(r"(?:https?:)?//[^\s/?#]\S*", re.IGNORECASE)
_SCHEME = expression(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE | re.ASCII)
_WEB = expression(r"www\.", re.IGNORECASE)
_MAIL = expression(r"mailto:([^\s?]*+)(?:\?(\S*+))?", re.IGNORECASE)
_MAILBOX = expression(r"[^\s@?]++@[^\s@?]++")
_DRIVE = expression(r"\s*[a-z]:", re.IGNORECASE)
_FORGE = expression(
    r"(?:-/)?(?:issues|pull|pulls|merge_requests|wiki|wikis|releases|discussions)(?:/.*)?"
)
_PAGE = expression(
    r"(?:-/)?(?:(?:issues|pull|merge_requests|discussions)/[0-9]++|wikis?|releases)(?:/.*)?"
)


def is_template(target: str) -> bool:
    """Whether a target is filled in by a builder of sites only."""
    return _TEMPLATE.search(target) is not None


def malformed(link: Link) -> str:
    """What is wrong with a target however the repository looks; empty when nothing is."""
    # Browsers leave line ends, tabs and what is before the scheme out of an address.
    target = _IGNORED.sub("", link.target).strip()
    if is_template(target):
        return ""
    if not target:
        return say("a {kind} without a target", kind=link.kind)
    if _UNSAFE.match(target) and not target.casefold().startswith("data:image/"):
        return say(
            "the {kind} to {target} could run or reveal something on a reader's machine",
            kind=link.kind,
            target=target[:60],
        )
    scheme = _SCHEME.match(target)
    name = scheme[1].casefold() if scheme else ""
    if name in ("http", "https"):
        proper = _EXTERNAL.fullmatch(target) is not None
    elif name == "mailto":
        proper = _is_mail(target)
    else:
        proper = not (_WEB.match(target) or (name and suggest(name, ("http", "https", "mailto"))))
    return "" if proper else say("{target} is not a proper web or mail address", target=target[:80])


def is_of_a_machine(target: str) -> bool:
    """Whether a target names a drive, such as `O:/QM`: no scheme of an address is one letter."""
    return _DRIVE.match(target) is not None


def is_of_the_forge(link: Link, path: str, paths: Container[str]) -> bool:
    """Whether a relative address leaves the files for the issues, wiki ... of the same project.

    `path` is the one from the top of the repository that it stands for. Forges show files some
    levels below the project, so such an address begins with `../../`. What a text shows, an image,
    must be a file.
    """
    if link.kind is not LinkKind.LINK or not link.target.startswith("../../"):
        return False
    outside = path.startswith("../")
    while path.startswith("../"):
        path = path[3:]
    if outside:
        return _FORGE.fullmatch(path) is not None
    return _PAGE.fullmatch(path) is not None and path.split("/")[0] not in paths


def _is_mail(target: str) -> bool:
    """Whether a mailto address has someone to go to, or says what to write (RFC 6068)."""
    match = _MAIL.fullmatch(target)
    if match is None:
        return False
    to = [unquote(address).strip() for address in match[1].split(",")] if match[1] else []
    if not all(_MAILBOX.fullmatch(address) for address in to):
        return False
    return bool(to) or "=" in (match[2] or "")
