"""The grammar of messages: numbers with their nouns, lists of names, the word that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_COMPARISONS = 20_000
"""How many pairs of words are compared by their letters for one list of known words."""
_LONGEST = 200
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_IRREGULAR = {"person": "people", "child": "children", "half": "halves", "this": "these"}
_HISSING = ("s", "x", "z", "ch", "sh")
_UNCOUNTED = frozenset({"equipment", "evidence", "feedback"})
_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Compiled where a text is not ASCII only: so large a set of characters takes 5 ms."""
_PUNCTUATION = "_*~#|=+-–—•·.…:;,/\\()[]{}<>\"'!?`"
_NO_PUNCTUATION = str.maketrans("", "", _PUNCTUATION)


def count_words(text: str) -> int:
    """How many words a text has; each character counts where words are written without blanks."""
    if text.isascii():  # the same in a tenth of the time
        return len(text.translate(_NO_PUNCTUATION).split())
    words = sum(1 for word in text.split() if word.strip(_PUNCTUATION))
    return words + len(re.findall(_CJK, text))


def is_hollow(words: Sequence[str]) -> bool:
    """Whether words only fill a place: one of them again and again, or single letters."""
    letters = all(len(word) == 1 and word.isascii() and word.isalpha() for word in words)
    return len(words) >= _REPEATED and (letters or len({*words}) == 1)


_REPEATED = 3


def plural(noun: str) -> str:
    """`day` → `days`, `entry` → `entries`, `branch` → `branches`, `first person` → `first people`.

    Only the last word changes: in `row of records` the caller has to count rows.
    """
    before, blank, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = f"{last[:-1]}ies"
    else:
        last += "es" if last.endswith(_HISSING) else "s"
    return f"{before}{blank}{last}"


def counted(number: int, noun: str) -> str:
    """`1 day`, `2 days`, `0 people`."""
    return f"{number} {noun if number == 1 else plural(noun)}"


def lasted(days: int | None) -> str:
    """How long something took; unknown for None."""
    return "unknown" if days is None else counted(days, "day")


def in_days(number: int) -> str:
    """`today`, `in 1 day`, `in 3 days`."""
    return f"in {counted(number, 'day')}" if number else "today"


def spelled(number: int, noun: str = "") -> str:
    """`one person`, `two people`, `12 people`; without a noun `one`, `two`, `12`."""
    figure = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{figure} {noun if number == 1 else plural(noun)}" if noun else figure


def agreed(number: int, one: str, many: str) -> str:
    """The verb or pronoun that goes with a number: `agreed(len(rows), "is", "are")`."""
    return one if number == 1 else many


def listed(names: Iterable[str], last: str = "and", *, most: int = 0) -> str:
    """`A`, `A and B`, `A, B and C`; with `most`, no more than so many: `A, B and 4 more`."""
    items = [*names]
    if 0 < most < len(items):
        items[most - 1 :] = [f"{len(items) - most + 1} more"]
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def article(noun: str) -> str:
    """`an audit`, `a nonconformity`; `measuring equipment`, which cannot be counted, has none."""
    if _UNCOUNTED.intersection(noun.split()):
        return noun
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def document_types(types: Iterable[str]) -> str:
    """`policies and work instructions`; `*` is `all other documents`."""
    return listed("all other documents" if kind == "*" else _type(kind) for kind in types)


def _type(kind: str) -> str:
    """A type of document is named by its organisation, in the plural perhaps (`objectives`)."""
    words = kind.replace("-", " ").replace("_", " ")
    return words if words.endswith("s") else plural(words)


class Words:
    """Known words that many wrong ones are compared with.

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
