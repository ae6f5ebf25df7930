"""Say which known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_COMPARISONS = 20_000
"""How many pairs of words are compared by their letters for one list of known words."""
_LONGEST = 200


class Words:
    """Known words that many wrong ones are held against.

    Comparing letters takes a while, and a repository may hold any number of wrong words: the first
    so many get a suggestion, the others only where nothing but blanks and capitals differ.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._plain: dict[str, str] | None = None
        self._left = _COMPARISONS

    def suggest(self, word: str) -> str:
        """Return the known word nearest to `word`, or an empty string when none is near.

        Underscores, blanks and capitals are forgiven: `Review_Every` is near `review-every`.
        """
        if self._plain is None:
            self._plain = {_plain(candidate): candidate for candidate in self._known}
        wanted = _plain(word)
        if match := self._plain.get(wanted):
            return match
        if self._left < len(self._plain):
            return ""
        self._left -= len(self._plain)
        import difflib  # only a wrong word pays for it

        near = difflib.get_close_matches(wanted, self._plain, n=1, cutoff=0.7)
        return self._plain[near[0]] if near else ""

    def did_you_mean(self, word: str) -> str:
        """A sentence such as ` Did you mean 'revision'?`, or nothing; it starts with a blank."""
        near = self.suggest(word)
        return f" Did you mean {near!r}?" if near else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to `word`, as `Words` does for many."""
    return Words(known).suggest(word)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence such as ` Did you mean 'revision'?`, or nothing; it starts with a blank."""
    return Words(known).did_you_mean(word)


def _plain(word: str) -> str:
    return word[:_LONGEST].casefold().replace("_", "-").replace(" ", "-")
