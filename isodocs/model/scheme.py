"""How an organisation numbers its revisions: which follows which."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from isodocs.named_tuple import NamedTuple

Rank = tuple[int, ...]


class RevisionStep(StrEnum):
    """What happened between two revision numbers."""

    SAME = "same"
    NEXT = "next"
    JUMP = "jump"
    BACK = "back"


class RevisionScheme(NamedTuple):
    """A revision scheme; `first` is what a new document gets and `example` explains the form."""

    name: str
    first: str
    example: str

    def rank(self, text: str) -> Rank | None:
        """A key that orders revisions, or None when `text` is not of this scheme."""
        return _rank(self.name, text)

    def is_first(self, text: str) -> bool:
        """Whether no revision comes before this one; also where it is not of this scheme."""
        rank = self.rank(text)
        return rank is None or rank <= (self.rank(self.first) or rank)

    def next(self, text: str) -> str:
        """The revision after `text`; the first revision when `text` is not of this scheme."""
        rank = self.rank(text)
        if rank is None:
            return self.first
        if self.name == "integer":
            return f"{text.rstrip('0123456789')}{rank[0] + 1}"
        if self.name == "major.minor":
            return f"{rank[0]}.{rank[1] + 1}"
        value = rank[0] + 1
        while any(letter in "IO" for letter in _letters(value)):
            value += 1
        return _letters(value)

    def step(self, old: str, new: str) -> RevisionStep:
        """Compare two revisions of this scheme; numbers of another scheme compare as equal only.

        A new major may start at .0 or .1; the letters I and O may be left out, as on drawings.
        """
        if old == new:
            return RevisionStep.SAME
        before, after = self.rank(old), self.rank(new)
        if before is None or after is None:
            return RevisionStep.NEXT
        if after == before:
            return RevisionStep.SAME
        if after < before:
            return RevisionStep.BACK
        return RevisionStep.NEXT if self._follows(old, before, after) else RevisionStep.JUMP

    def _follows(self, old: str, before: Rank, after: Rank) -> bool:
        if self.name == "major.minor":
            same = next(
                (i for i, (b, a) in enumerate(zip(before, after, strict=True)) if a != b), 0
            )
            rest = after[same + 1 :]
            return after[same] == before[same] + 1 and all(number <= 1 for number in rest)
        return after[0] == before[0] + 1 or after == self.rank(self.next(old))


@lru_cache(maxsize=1024)
def _rank(scheme: str, text: str) -> Rank | None:
    if scheme == "integer":
        whole = re.fullmatch(r"[rRvV]?([0-9]{1,6})", text, re.ASCII)
        return (int(whole[1]),) if whole else None
    if scheme == "major.minor":
        parts = re.fullmatch(r"v?([0-9]{1,6})\.([0-9]{1,6})(?:\.([0-9]{1,6}))?", text, re.ASCII)
        return tuple(int(part) for part in parts.groups(default="0")) if parts else None
    if re.fullmatch(r"[A-Z]{1,3}", text, re.ASCII):
        value = 0
        for letter in text:
            value = value * 26 + ord(letter) - 64
        return (value,)
    return None


def _letters(value: int) -> str:
    text = ""
    while value:
        value, digit = divmod(value - 1, 26)
        text = chr(65 + digit) + text
    return text


SCHEMES = {
    scheme.name: scheme
    for scheme in (
        RevisionScheme("integer", "1", "1, 2, 3"),
        RevisionScheme("major.minor", "1.0", "1.0, 1.1, 2.0"),
        RevisionScheme("letter", "A", "A, B, C"),
    )
}
