"""What someone wants in an evidence pack, and what is taken into it and left out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.copies.make import CopyFormat
    from isodocs.model.audit import AuditKind
    from isodocs.model.coverage import ClauseCoverage
    from isodocs.model.readiness import Readiness
    from isodocs.model.record import Record, RecordKind
    from isodocs.model.register import Entry, Register
    from isodocs.model.requirement import ClauseReference
    from isodocs.packs.texts import Text

LEFT_OUT = say("(left out)")
"""What a page says in the place of a title or name that stays out."""


@immutable(frozen=True, slots=True, kw_only=True)
class WantedPack:
    """The evidence of one commit for one audit.

    Documents that are classified above `up_to` stay out, and without `with_people` the records
    that are about named people. Without `clauses` it is about all of the standards.
    """

    purpose: AuditKind
    standards: tuple[str, ...]
    up_to: str
    commit: str
    formats: tuple[CopyFormat, ...]
    clauses: tuple[ClauseReference, ...] = ()
    with_people: bool = False
    language: str = "en"
    """In which language its pages are written; files for programs are in English."""


class AskedKind(NamedTuple):
    """A kind of record that is asked for: by which clauses, as people write them, and which.

    `why_out` says why these records stay out, empty where they do not.
    """

    kind: RecordKind
    clauses: tuple[str, ...]
    records: tuple[Record, ...]
    why_out: str = ""


class Chosen(NamedTuple):
    """What goes into a pack, and what does not.

    `rows` are the clauses by standard. `closed` are the documents that are classified above the
    level, `waiting` those of which no revision is in force, `showing` those that show what stays
    out. `left_out` are the records that are asked for and stay out.
    """

    register: Register
    readiness: tuple[Readiness, ...]
    rows: dict[str, tuple[ClauseCoverage, ...]]
    texts: tuple[Text, ...]
    closed: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    showing: tuple[Entry, ...]
    asked: tuple[AskedKind, ...]
    left_out: tuple[AskedKind, ...]


class Lacking(NamedTuple):
    """A file that belongs into the pack and is not in it: whose it is, its name there, and why."""

    of: str
    file: str
    why: str


class LeftOut(NamedTuple):
    """What was left out on purpose: how many of what (one of them, in words), and why."""

    what: str
    number: int
    why: str

    @property
    def counted(self) -> str:
        """How many of what, in words: `2 documents`, `37 records (training)`."""
        name = self.what.removesuffix(" record")
        if name == self.what:
            return counted(self.number, self.what)
        return say("{records} ({name})", records=counted(self.number, "record"), name=name)
