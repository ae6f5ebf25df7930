"""Whether one text of a document counts on a day, and the code by which a copy asks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple

DIGITS = 12
"""How much of a digest a code has: 48 bits, which no two texts of one document share by chance."""


LONGEST_NUMBER = 40
_NOT_IN_NUMBERS = expression(r"[^\w.-]+")


class CopyCode(NamedTuple):
    """What is printed on a copy: a document, its revision, and how the digest of its file begins.

    `digits` are lower case hexadecimal, at least `DIGITS` of them. `copy` is the number of a
    printed copy that has a holder, as far as a code can say it (`plain_number`).
    """

    document: str
    revision: str
    digits: str
    copy: str = ""

    def __str__(self) -> str:
        text = f"{self.document}/{self.revision}/{self.digits}"
        return f"{text}~{self.copy}" if self.copy else text


def plain_number(number: str) -> str:
    """The number of a printed copy, without what a code has no room for."""
    return _NOT_IN_NUMBERS.sub("_", number)[:LONGEST_NUMBER]


class Answer(StrEnum):
    """Whether a copy counts."""

    IN_FORCE = "in force"
    NOT_YET = "not in force yet"
    AWAITING = "awaiting approval"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    OBSOLETE = "obsolete"
    NEVER_APPROVED = "never approved"
    NOT_OURS = "not ours"


class Validity(NamedTuple):
    """What a text is on a day.

    `day` is the one from which that is so, as far as it is known: of a text that is not in force
    yet, the one on which it will be. `by` is the revision that took its place; of an obsolete one
    the document, where it names one. `why` says what the answer alone does not, in words.
    """

    answer: Answer
    day: date | None = None
    by: str = ""
    why: str = ""
