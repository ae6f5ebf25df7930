"""A controlled copy: one text of a document as it is handed out, with what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.model.validity import DIGITS, CopyCode, plain_number
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.document import State
    from isodocs.model.validity import Validity


class CopyApproval(NamedTuple):
    """One approval or review that counts: who, as what, on which day, and how sure that is.

    `role` has the title of the role, `deputy_for` the name of the person in whose place it was
    given; `meaning` is a value of `Meaning`; `assurance` is the label of the evidence (`signed`,
    `recorded` ...).
    """

    name: str
    role: str
    day: date
    meaning: str
    assurance: str
    deputy_for: str = ""


class CopyRevision(NamedTuple):
    """One line of the revision history; `approvers` are names, each once."""

    number: str
    state: State
    effective: date | None
    approved_on: date | None
    change: str
    approvers: tuple[str, ...]


class CopyClause(NamedTuple):
    """A clause that the text answers, by the standard's display name, and where.

    `section` is the heading below which it does; empty where the front matter alone says so.
    """

    standard: str
    number: str
    title: str
    section: str


class Holder(NamedTuple):
    """Who holds a printed copy, and its number (a row of the records of `distribution`)."""

    number: str
    name: str
    place: str


class HandedOut(NamedTuple):
    """A printed copy that was handed out; `fate` says what became of it, empty while it is out."""

    revision: str
    holder: Holder
    issued: date | None
    returned: date | None
    fate: str

    @property
    def is_out(self) -> bool:
        """Whether its holder still has it."""
        return not self.returned and not self.fate


class Likeness(StrEnum):
    """How a file compares with the copy that is made again."""

    SAME = "same"
    ALTERED = "altered"
    SAYS_OTHER = "says-other"
    OTHER_PROGRAMS = "other-programs"
    OTHER_THEME = "other-theme"
    OTHER_FONTS = "other-fonts"
    NOT_MADE = "not-made"
    NOT_SAID = "not-said"


class Translated(NamedTuple):
    """The document and the revision that a translation is of.

    `now` is the revision of the original in force where that is a later one, and `alone` says that
    the original is not in force.
    """

    document: str
    revision: str
    now: str = ""
    alone: bool = False


class FileComparison(NamedTuple):
    """What came of making a copy again, as of which day and for which holder; `why` it was not."""

    likeness: Likeness
    day: date | None = None
    holder: Holder | None = None
    why: str = ""


@immutable(frozen=True, slots=True, kw_only=True)
class ControlledCopy:
    """One text on the day `on`; what is not known is empty or None.

    `validity` says what it is on that day, in the words of `isodocs verify-copy`, and `state` what
    a document in that state is called. `text` is the Markdown below the front matter, and `files`
    are what it shows, by path: exactly the bytes that were approved, or those in the repository
    where nothing was. `path` is where the text was then, from where its links count. `sha256` is
    the digest of the document's file, `commit` the full id of the commit that first had it (empty
    before it is committed). `clauses` are in the order of the text, `revisions` those that were
    issued up to this one, the newest first. `language` is a BCP 47 tag, `said_language` that
    the text says it itself. `translates` is None but for a translation.
    """

    organisation: str
    id: str
    title: str
    type: str
    revision: str
    state: State
    validity: Validity
    on: date
    path: str
    sha256: str
    commit: str
    text: str
    owner: str = ""
    classification: str = ""
    language: str = "en"
    said_language: bool = False
    translates: Translated | None = None
    effective: date | None = None
    approved_on: date | None = None
    next_review: date | None = None
    approvals: tuple[CopyApproval, ...] = ()
    revisions: tuple[CopyRevision, ...] = ()
    clauses: tuple[CopyClause, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    holder: Holder | None = None
    site_address: str = ""

    @property
    def code(self) -> CopyCode:
        """What is printed on it, by which anyone can ask whether it still counts."""
        number = plain_number(self.holder.number) if self.holder else ""
        return CopyCode(self.id, self.revision, self.sha256[:DIGITS], number)
