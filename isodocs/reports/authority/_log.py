"""The authority register's versions, newest first: when each came, what it changed, who signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.authority import authority_register
from isodocs.authority_change.change_words import differences, still_missing
from isodocs.formats.text.layout import Text, wrapped
from isodocs.reports.revisions import commit_in_words
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.authority_change.register_book import Book
    from isodocs.model.authority import Authority, AuthorityHistory
    from isodocs.model.history import Stamp


def render(
    book: Book, arrivals: Mapping[str, Stamp], *, organisation: str = "", width: int = 80
) -> str:
    """Render every version; `arrivals` give the commit that first brought a path."""
    title = " · ".join(filter(None, ("Authority register", organisation)))
    lines = [*wrapped(Text(title, ("bold",)), width)]
    history, pending = book.reading.history, book.pending
    if pending:
        came = _came(pending.authority, arrivals)
        lines += _head(f"Version {pending.authority.version}", came, width, "yellow")
        lines += _changes(pending.before, pending.authority, width)
        people = {**(pending.before.people if pending.before else {}), **pending.authority.people}
        names = listed(people[id].name for id in sorted({*pending.old, *pending.new}))
        text = f"{f'Signed by {names}. ' if names else ''}{still_missing(pending)}"
        lines += wrapped(Text(f"It has no effect yet. {text}", ("yellow",)), width, "  ")
    elif book.reading.fault:
        lines += ["", *wrapped(Text(str(book.reading.fault), ("red",)), width)]
    for number in sorted(history.versions, reverse=True) if history else ():
        lines += _version(history, number, arrivals, width) if history else ()
    return "\n".join(lines) + "\n"


def _version(
    history: AuthorityHistory, number: int, arrivals: Mapping[str, Stamp], width: int
) -> Iterator[str]:
    version, before = history.versions[number], history.versions.get(number - 1)
    yield from _head(f"Version {number}", _came(version, arrivals), width)
    yield from _changes(before, version, width)
    people = {**(before.people if before else {}), **version.people}
    names = listed(people[id].name for id in history.signers.get(number, ()))
    text = f"Signed by {names}." if names else "Not signed: its owners had no keys."
    yield from wrapped(text, width, "  ")
    yield from wrapped(Text(f"sha256 {version.sha256}", ("dim",)), width, "  ")


def _came(version: Authority, arrivals: Mapping[str, Stamp]) -> str:
    stamp = arrivals.get(authority_register.path_of(version.version))
    return commit_in_words(stamp) if stamp else "not in the history that is here"


def _head(title: str, came: str, width: int, *looks: str) -> Iterator[str]:
    yield ""
    yield from wrapped((Text(title, ("bold", *looks)), f" {came}"), width)


def _changes(before: Authority | None, after: Authority, width: int) -> Iterator[str]:
    for change in differences(before, after):
        yield from wrapped(change, width, "    ", "  - ")
