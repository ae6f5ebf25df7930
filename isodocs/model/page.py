"""What a page shows: parts that any report can put together, and that one format draws.

All of it is text; nothing here is markup. An `anchor` is where a link on the page can lead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.model.dossier import Tone

if TYPE_CHECKING:
    from isodocs.model.redline import Redline


@immutable(frozen=True, slots=True)
class PageText:
    """A piece of text, and how it should strike the reader.

    `to` is where it leads: `#anchor` on this page, or another file beside it. `anchor` is where a
    link can lead to it. `language` is named where it is not that of the page.
    """

    text: str
    tone: Tone = Tone.PLAIN
    to: str = ""
    anchor: str = ""
    language: str = ""


Said = str | PageText


@immutable(frozen=True, slots=True)
class Verdict:
    """The answer of the page, before anything else; `notes` say what it rests on."""

    answer: str
    tone: Tone
    notes: Sequence[str] = ()


@immutable(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs."""

    paragraphs: Sequence[Said]


@immutable(frozen=True, slots=True)
class Points:
    """A list, under a `title` where it has one; `more` of a point says what to do about it."""

    points: Sequence[PagePoint]
    title: str = ""


@immutable(frozen=True, slots=True)
class PagePoint:
    """One point of a list."""

    text: Said
    more: Sequence[Said] = ()
    tone: Tone = Tone.PLAIN


@immutable(frozen=True, slots=True)
class Facts:
    """Names and values."""

    rows: Sequence[tuple[str, Said]]


@immutable(frozen=True, slots=True)
class PageTable:
    """A table; `right` are its columns of figures, from 0. `empty` is said where no row is.

    `caption` says above it what it lists, and from where. One to `fill_in` by hand has room for it
    in what is empty.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Said]]
    right: frozenset[int] = frozenset()
    empty: str = ""
    caption: str = ""
    fill_in: bool = False


@immutable(frozen=True, slots=True)
class Bar:
    """A figure of a whole: `part` of `whole`, and words for it."""

    name: str
    part: float
    whole: float
    said: str
    tone: Tone = Tone.PLAIN


@immutable(frozen=True, slots=True)
class Bars:
    """Shares below each other: each bar is as long as its `whole`, filled as far as its `part`."""

    bars: Sequence[Bar]


@immutable(frozen=True, slots=True)
class TrendPoint:
    """A figure of a time, such as `2026-Q3`, with its words; None where there is no figure."""

    when: str
    value: float | None
    said: str


@immutable(frozen=True, slots=True)
class Trend:
    """Figures of one thing over time, the oldest first: counts as columns, values as a `line`.

    `note` says in words where they go, `target` is the value that should be reached, if any.
    """

    name: str
    points: Sequence[TrendPoint]
    note: str = ""
    tone: Tone = Tone.PLAIN
    line: bool = False
    target: float | None = None
    target_said: str = ""


@immutable(frozen=True, slots=True)
class TimeLineEntry:
    """Something on a day; `to_come` where it lies ahead."""

    day: date
    title: Said
    text: Said = ""
    tone: Tone = Tone.PLAIN
    to_come: bool = False


@immutable(frozen=True, slots=True)
class TimeLine:
    """Entries in the order in which they are shown."""

    entries: Sequence[TimeLineEntry]


@immutable(frozen=True, slots=True)
class HeatMap:
    """A cell to each row and column, coloured by the tone of its text; no text leaves it empty."""

    corner: str
    columns: Sequence[Said]
    rows: Sequence[tuple[Said, Sequence[PageText]]]


@immutable(frozen=True, slots=True)
class SideBySide:
    """Two texts of a document beside each other; what differs is marked in both.

    `old` and `new` are short names of the texts. What a format says here is in the reader's
    language, so that a page in any language can have one.
    """

    old: str
    new: str
    redline: Redline


@immutable(frozen=True, slots=True)
class FillIn:
    """Room to fill in by hand: words to tick, and boxes, each with its name and so many lines."""

    ticks: Sequence[str]
    rooms: Sequence[tuple[str, int]]


@immutable(frozen=True, slots=True)
class PageSheet:
    """Parts with a heading below that of a chapter; printed on one page where they fit on one."""

    title: str
    parts: Sequence[Part]


@immutable(frozen=True, slots=True)
class Fold:
    """Parts that readers unfold if they want to; or fold, where it is `open` at first."""

    summary: str
    parts: Sequence[Part]
    open: bool = False


@immutable(frozen=True, slots=True)
class Chapter:
    """A part with a heading, to which the contents of the page lead."""

    title: str
    anchor: str
    parts: Sequence[Part]
    tone: Tone = Tone.PLAIN


Part = (
    Verdict
    | Paragraphs
    | Points
    | Facts
    | PageTable
    | Bars
    | Trend
    | TimeLine
    | HeatMap
    | SideBySide
    | FillIn
    | PageSheet
    | Fold
    | Chapter
)


@immutable(frozen=True, slots=True)
class Page:
    """A page: what it is about, as of when and of what, and its parts."""

    title: str
    organisation: str
    as_of: str
    parts: Sequence[Part]
