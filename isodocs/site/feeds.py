"""Changes -> a feed to follow (Atom, RFC 4287), and days -> a calendar to subscribe to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.formats import Calendar, CalendarDay, WithCalendar
from isodocs.site.content import Happened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.copies.wording import Wording
    from isodocs.site.content import LatelyChanged, SiteDocument

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 100
_NOT_XML = expression("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What no document of XML 1.0 may hold."""


def in_words(change: LatelyChanged, wording: Wording) -> str:
    """What happened, in a line."""
    word = wording.word
    if change.what is Happened.ENDED:
        said = word("Out of use; replaced by {document}.") if change.by else word("Out of use.")
        return said.format(document=change.by)
    if change.what is Happened.NEW:
        return word("New: revision {number} is in force.").format(number=change.number)
    said = word("Revision {number} is in force and supersedes revision {before}.")
    return said.format(number=change.number, before=change.before)


def atom(
    changes: Sequence[LatelyChanged],
    addresses: Mapping[str, str],
    organisation: str,
    on: date,
    wording: Wording,
    lang: str,
) -> str:
    """The feed; `addresses` are those of the pages of documents, by identifier."""
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": lang})
    title = f"{organisation} – {wording.word('Changed lately')}".removeprefix(" – ")
    _add(feed, "title", title)
    _add(feed, "id", _urn(organisation, "changes"))
    shown = changes[:_MOST]
    _add(feed, "updated", _moment(shown[0].day if shown else on))
    _add(SubElement(feed, "author"), "name", organisation or "isodocs")
    _add(feed, "generator", "isodocs")
    SubElement(feed, "link", {"rel": "self", "href": "changes.atom"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": "index.html"})
    for change in shown:
        entry = SubElement(feed, "entry")
        _add(entry, "title", f"{change.document} {change.title}".strip())
        parts = (change.what, change.document, change.number, change.day.isoformat())
        _add(entry, "id", _urn(organisation, *parts))
        _add(entry, "updated", _moment(change.day))
        address = addresses.get(change.document, "lately.html")
        link = {"rel": "alternate", "type": "text/html", "href": quote(address)}
        SubElement(entry, "link", link)
        said = " ".join(filter(None, (in_words(change, wording), change.change)))
        _add(entry, "summary", said)
    indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, "unicode")}\n'


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("\ufffd", text)


def _urn(*parts: str) -> str:
    """The same for the same thing, wherever and whenever the feed is made."""
    whole = "\n".join(("isodocs", *parts)).encode("utf-8", "backslashreplace").decode()
    return uuid5(NAMESPACE_URL, whole).urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


@immutable(frozen=True)
class DaysAhead(WithCalendar):
    """What is due of the documents of a site, and which revisions are to come.

    It names no person who has still to read or to learn anything.
    """

    documents: Sequence[SiteDocument]
    organisation: str
    on: date
    wording: Wording

    def calendar(self) -> Calendar:
        """The days; what is overdue is on the day of the site, so that no one overlooks it."""
        return Calendar(self.organisation or "isodocs", self.on, self._days())

    def _days(self) -> Iterator[CalendarDay]:
        word = self.wording.word
        for document in self.documents:
            copy = document.copy
            name = f"{copy.id} {copy.title}".strip()
            if due := copy.next_review:
                said = word("Review {document}").format(document=name)
                if due < self.on:
                    late = word("overdue since {day}").format(day=self.wording.day(due))
                    said = f"{said} ({late})"
                kind = word("Next review")
                yield self._day(max(due, self.on), said, copy.owner, kind, f"review {copy.id}")
            if document.to_come:
                number, day = document.to_come
                said = word("Revision {number} of {document} takes effect").format(
                    number=number, document=name
                )
                kind = word("Effective from")
                yield self._day(day, said, copy.owner, kind, f"effect {copy.id} {number}")

    def _day(self, day: date, said: str, owner: str, kind: str, identity: str) -> CalendarDay:
        return CalendarDay(day, said, owner, kind, f"{self.organisation}\0site\0{identity}")
