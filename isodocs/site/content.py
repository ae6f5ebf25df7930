"""What a reading site shows: put together from the register, drawn by `pages`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.copies.publish import WantedCopies
    from isodocs.model.controlled_copy import ControlledCopy


class Happened(StrEnum):
    """What became of a document."""

    NEW = "new"
    REVISED = "revised"
    ENDED = "ended"


class LatelyChanged(NamedTuple):
    """A change that readers must know of, on the day from which it holds.

    `number` is the revision that came into force, `before` the one that it superseded; of a
    document that went out of use neither is there, nor title nor `change`, which are words of what
    is not in force: `by` is the document that took its place, where it names one.
    """

    day: date
    what: Happened
    document: str
    title: str = ""
    number: str = ""
    before: str = ""
    change: str = ""
    by: str = ""


class MustRead(NamedTuple):
    """Who must read a document, by one requirement: the roles that it names, `everyone` for all.

    Of people it is known how many are asked by their names, and not who.
    """

    title: str
    everyone: bool
    roles: tuple[str, ...]
    by_name: int


class SiteDocument(NamedTuple):
    """A document in force, and what belongs to it on its page.

    `former` is the revision that it superseded, None for a first one and where it may not be shown.
    `to_come` is the number and the day of a revision that is approved for later. `names` and
    `named_by` are identifiers of documents of the site. `confirmed` of `asked` people have
    confirmed that they read the revision in force. `languages` are the same document in others, the
    original first.
    """

    copy: ControlledCopy
    former: ControlledCopy | None
    to_come: tuple[str, date] | None
    names: tuple[str, ...]
    named_by: tuple[str, ...]
    must_read: tuple[MustRead, ...]
    asked: int
    confirmed: int
    languages: tuple[str, ...] = ()

    @property
    def is_translation(self) -> bool:
        """Whether the original is on the site too, and lists name that."""
        return self.copy.translates is not None and bool(self.languages)


class WayGroup(NamedTuple):
    """Documents that belong together: of a process, a type, a clause or an owner.

    `note` says more about it; `part` is what several groups belong to, such as a standard.
    """

    title: str
    documents: tuple[str, ...]
    note: str = ""
    part: str = ""


class SiteWay(NamedTuple):
    """One way to find documents; `name` is that of its page."""

    name: str
    groups: tuple[WayGroup, ...]


class KnownCopy(NamedTuple):
    """What is known of one text: the answer to its code, in numbers and days, and no word of it."""

    document: str
    revision: str
    sha256: str
    answer: str
    day: date | None
    by: str


class WantedSite(NamedTuple):
    """All of a site. `copies` are those of its documents, in the same order.

    `closed` documents are classified above `up_to`, and left out.
    """

    copies: WantedCopies
    documents: Sequence[SiteDocument]
    lately: Sequence[LatelyChanged]
    ways: Sequence[SiteWay]
    known: Sequence[KnownCopy]
    up_to: str
    closed: int
