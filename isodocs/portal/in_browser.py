"""Commands that sentences name, as what one does in a browser.

What is missing, and why something is refused, is said with the command that helps. The people whom
the portal shows it to type none: they read which button of which page does the same, or that it is
for the person who keeps the repository.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds
from isodocs.words import capital, name_in_words, say, translated

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording


class PortalStep(NamedTuple):
    """Where the portal does, or shows, what a command does.

    `step` is the button or tab on the page of what the command names; `own` is that page itself.
    `page` is the one that shows it, or leads there, where nothing is named.
    """

    page: str
    step: str = ""
    own: bool = False


WAYS = {
    "approve": PortalStep("My day", "Approve"),
    "audit": PortalStep("Records", own=True),
    "audits": PortalStep("Records"),
    "authority enrol": PortalStep("My keys"),
    "authority propose": PortalStep("My keys"),
    "authority show": PortalStep("My keys"),
    "authority sign": PortalStep("My keys"),
    "certification": PortalStep("Certification"),
    "check": PortalStep("Overview", own=True),
    "comment": PortalStep("My day", "Comment"),
    "comments": PortalStep("My day", "Comment"),
    "competence": PortalStep("Training"),
    "confirm": PortalStep("My day", "I have read and understood it"),
    "coverage": PortalStep("Clauses", own=True),
    "diff": PortalStep("Documents", "Changes"),
    "discard": PortalStep("Documents", "Discard the draft"),
    "due": PortalStep("My day"),
    "history": PortalStep("Documents", "History"),
    "merge": PortalStep("My day", "Release it"),
    "nonconformities": PortalStep("Records"),
    "readiness": PortalStep("Overview"),
    "records": PortalStep("Records"),
    "register": PortalStep("Documents"),
    "retire": PortalStep("Documents", "Retire"),
    "review": PortalStep("Documents", "Record a review"),
    "revise": PortalStep("Documents", "Start a revision"),
    "set": PortalStep("Records", "Continue it"),
    "show": PortalStep("Search", own=True),
    "soa": PortalStep("Clauses"),
    "standards": PortalStep("Clauses"),
    "submit": PortalStep("Documents", "Submit for approval"),
}
"""What the portal does of what commands do; of the others it has no page."""
DOCUMENT, RECORD = PortalStep("Documents", "New document"), PortalStep("Records", "New record")
_NO_WAY = (
    "adopt authority completion delegate demo doctor explain hook import init new pack plan "
    "publish renumber report serve site timestamp translate verify-copy verify waive watch"
).split()
_GROUPS = ("authority", "hook", "pack", "standards", "timestamp")
_VERBS = "|".join(sorted({*_NO_WAY, *(name for name in WAYS if " " not in name)}, reverse=True))
_TWO = "|".join((*_GROUPS, "new", "records"))
_ARGUMENT = (
    r"--?[a-z][a-z-]*|[a-z-]+=(?:'[^']*'|[^\s`;,)]*)|'[^']*'|\"[^\"]*\""
    r"|(?=[^\s`;,)]*[A-Z0-9@/_])[^\s`;,()]*[^\s`;,:.()]"
)
_COMMAND = expression(
    rf"(?:\b[Rr]un )?`(?P<typed>(?:isodocs|git|pip|ssh-[a-z]+) [^`]+)`"
    rf"|\b(?P<bare>isodocs (?:(?:{_TWO}) [a-z-]+|{_VERBS})(?![\w-])(?: (?:{_ARGUMENT}))*)"
)


def in_browser(wording: Wording) -> Callable[[str], str]:
    """What makes of a sentence the one that people in a browser read, in their language."""
    return partial(_COMMAND.sub, partial(_instead, wording))


def _instead(wording: Wording, found: re.Match[str]) -> str:
    program, verb, *rest = _words(found["typed"] or found["bare"])
    if program == "isodocs" and (way := _way(verb, rest)):
        return _said(wording, way, rest)
    by = wording.word("{command}, by the person who keeps the repository")
    return by.format(command=found[0])


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # a sentence that was cut within quotes
        return command.split()


def _way(verb: str, rest: Sequence[str]) -> PortalStep | None:
    """None where it is done at the repository alone."""
    if verb == "new":
        return RECORD if not rest or rest[0] in ("KIND", *kinds()) else DOCUMENT
    if verb in _GROUPS and rest and rest[0].isalpha():
        return WAYS.get(f"{verb} {rest[0]}")
    return WAYS.get(verb)


def _said(wording: Wording, way: PortalStep, rest: Sequence[str]) -> str:
    word, fields = wording.word, list(_fields(rest))
    about = rest[1:] if rest and rest[0] == "--explain" else rest
    named = about[0] if about and _is_name(about[0]) else ""
    step, page = word(way.step), word(way.page)
    if way.page == RECORD.page and (kind := kinds().get(named)):
        named, page = "", translated(say(kind.title))
    if named and way.step and way is not DOCUMENT:
        said = word("“{step}” on the page of {name}").format(step=step, name=named)
    elif named and way.own:
        said = word("the page of {name}").format(name=named)
    elif way.step:
        said = word("“{step}” under “{page}”").format(step=step, page=page)
    else:
        said = word("“{page}”").format(page=page)
    return f"{said} ({'; '.join(fields)})" if fields else said


def _is_name(text: str) -> bool:
    """Whether it names a document or record: not `--all`, and not `ID`, which holds a place."""
    return not (text.startswith("-") or "=" in text or (text.isalpha() and text.isupper()))


def _fields(rest: Sequence[str]) -> Iterator[str]:
    """What must be entered, by the names that forms have for fields: `Reopened: 2026-12-01`."""
    for text in rest:
        name, given, value = text.partition("=")
        if given and not name.startswith("-"):
            yield f"{translated(capital(name_in_words(name)))}: {value or '—'}"
