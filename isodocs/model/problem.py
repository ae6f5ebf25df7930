"""A fault found while reading a file; a rule turns it into a gap."""

from __future__ import annotations

from isodocs.dataclass import immutable


@immutable(frozen=True, slots=True)
class Problem:
    """`kind` names the fault for the rule that reports it; lines and columns are 1-based.

    `about` is what is wrong, apart from all wording: a field with its value. Where it is given, a
    better message leaves the fingerprint of the gap, and so a waiver for it, as they are.
    """

    kind: str
    message: str
    hint: str
    line: int = 0
    column: int = 0
    about: str = ""

    @property
    def subject(self) -> str:
        """What distinguishes this problem from others of its kind in the same file."""
        return self.about or self.message
