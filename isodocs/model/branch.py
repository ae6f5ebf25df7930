"""A branch, and a final form of a document that waits on some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus


class Branch(NamedTuple):
    """A branch here, or as it was last seen in the repository `remote`.

    `checked_out` is the folder in which it is checked out, empty where it is in none.
    """

    name: str
    ref: str
    commit: str
    remote: str = ""
    checked_out: str = ""

    @property
    def shown(self) -> str:
        """`review/SOP-014`, or `origin/review/SOP-014`."""
        return f"{self.remote}/{self.name}" if self.remote else self.name


class Waiting(NamedTuple):
    """A final form that is on branches and not where we are, judged in `register`."""

    entry: Entry
    document: Document
    status: RevisionStatus
    register: Register
    branches: tuple[Branch, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its branches, wherever they are."""
        return tuple(dict.fromkeys(branch.name for branch in self.branches))

    @property
    def complete(self) -> bool:
        """Whether it has every approval it needs."""
        return self.status.approved_on is not None
