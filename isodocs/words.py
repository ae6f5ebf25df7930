"""The grammar of messages: numbers with their nouns, lists of names, the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_COMPARISONS = 20_000
"""How many pairs of words are compared by their letters for one list of known words."""
_LONGEST = 200
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(number: int, noun: str) -> str:
    """`1 day`, `2 days`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def enumerated(names: Sequence[str], most: int = 6) -> str:
    """`A`, `A and B`, `A, B and 4 more`: at most `most` of them."""
    shown = [*names[:most]]
    if len(names) > most:
        shown[-1:] = [f"{len(names) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def number(many: int, noun: str = "person") -> str:
    """`one person`, `two persons`, `12 persons`."""
    return f"{count(many)} {noun}{'' if many == 1 else 's'}"


def count(many: int) -> str:
    """`one`, `two`, `12`."""
    return _NUMBERS[many] if many < len(_NUMBERS) else str(many)


def listed(words: Iterable[str], last: str = "and") -> str:
    """`Ann, Ben and Dora`."""
    items = list(words)
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def kinds(types: Iterable[str]) -> str:
    """`policies and work instructions`; `*` is `all other documents`."""
    return listed("all other documents" if kind == "*" else _plural(kind) for kind in types)


def _plural(kind: str) -> str:
    words = kind.replace("-", " ").replace("_", " ")
    if words.endswith("y") and words[-2:-1] not in "aeiou":
        return f"{words[:-1]}ies"
    return words if words.endswith("s") else f"{words}s"


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
