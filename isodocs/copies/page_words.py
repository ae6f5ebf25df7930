"""Two pages -> where their words differ first, for people who have to find out what was altered."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser
from itertools import zip_longest

from isodocs.words import say

_AROUND = 3
_LONGEST = 60
_UNSEEN = ("script", "style", "title", "head", "svg")


def difference(theirs: bytes, ours: bytes) -> str:
    """What one page says where the other says something else; that the words are the same if not.

    Pictures, and what is behind the words, such as where a link leads, do not count.
    """
    said, wanted = _words(theirs), _words(ours)
    pairs = enumerate(zip_longest(said, wanted))
    at = next((at for at, (one, other) in pairs if one != other), None)
    if at is None:
        return say(
            "Its words are the same; what differs is behind them: a link, a picture, the style."
        )
    return say(
        'It says "{around}" where isodocs writes "{around_2}".',
        around=_around(said, at),
        around_2=_around(wanted, at),
    )


def _around(words: list[str], at: int) -> str:
    """The words at a place, with those around it."""
    start = max(at - _AROUND, 0)
    shown = [word[:_LONGEST] for word in words[start : at + _AROUND + 1]]
    before = "… " if start else ""
    after = " …" if at + _AROUND + 1 < len(words) else ""
    return f"{before}{' '.join(shown)}{after}"


def _words(page: bytes) -> list[str]:
    reader = _SeenWords()
    with suppress(AssertionError):  # what it says of some declarations that do not end
        reader.feed(page.decode("utf-8", "replace"))
    return " ".join(reader.found).split()


class _SeenWords(HTMLParser):
    """Collects the words of a page that a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        if not self._unseen:
            self.found.append(data)
