"""A controlled document: what its front matter declares, and the state the facts give it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.expressions import expression
from isodocs.model.gap import Place
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.period import Period
    from isodocs.model.problem import Problem

IDENTIFIER = expression(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
"""What an identifier or a revision may look like: they name folders, so no blanks, no slashes."""


TEXT_NAME = expression(rf"{IDENTIFIER.pattern}(?:@[A-Za-z0-9-]{{2,64}})?", re.ASCII)
"""The same with the language of a translation: `POL-1@de`."""
MARK = "@"
"""What comes between the identifier of a document and the language of a translation of it."""


def plain(id: str) -> str:
    """The identifier without the language that marks a translation: `POL-1` of `POL-1@de`."""
    return id.partition(MARK)[0]


class Status(StrEnum):
    """What the author declares in the front matter."""

    DRAFT = "draft"
    APPROVED = "approved"
    OBSOLETE = "obsolete"


class State(StrEnum):
    """What the facts say: declaration, approvals, effective date and the day asked about."""

    DRAFT = "draft"
    AWAITING = "awaiting approval"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"
    OBSOLETE = "obsolete"


class ClauseClaim(NamedTuple):
    """A clause named in the front matter, as written.

    `bare` where no standard is named with it: `standard` is then the only one in use.
    """

    standard: str
    clause: str
    line: int
    column: int
    bare: bool = False


class Reference(NamedTuple):
    """Another document named in the front matter's `references`."""

    id: str
    line: int
    column: int


@immutable(frozen=True, slots=True)
class Document:
    """One file's front matter, typed. Missing text fields are empty, missing dates None.

    `sha256` is the digest of the raw Git blob, whole; `body_sha256` of what follows the front
    matter. `places` gives each key's (line, column). `problems` hold what could not be read.
    """

    path: str
    blob: str
    sha256: str
    body_sha256: str
    size: int
    id: str = ""
    title: str = ""
    type: str = ""
    revision: str = ""
    declared: str = ""
    status: Status | None = None
    owner: str = ""
    effective: date | None = None
    review_every: Period | None = None
    last_review: date | None = None
    next_review: date | None = None
    change: str = ""
    superseded_by: str = ""
    approved_by: str = ""
    language: str = ""
    translation_of: str = ""
    translates: str = ""
    classification: str = ""
    standard: str = ""
    sites: tuple[str, ...] = ()
    claims: tuple[ClauseClaim, ...] = ()
    references: tuple[Reference, ...] = ()
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    has_front_matter: bool = False
    body_line: int = 1

    def place(self, key: str = "") -> Place:
        """Where `key` is in the file; the top of the front matter when it is missing."""
        line, column = self.places.get(key, (1 if self.has_front_matter else 0, 0))
        return Place(self.path, line, column)

    @property
    def is_final(self) -> bool:
        """Whether its author declares the text finished; one without a status is a draft."""
        return self.status in (Status.APPROVED, Status.OBSOLETE)

    @property
    def identifier(self) -> str:
        """The identifier of the document that this is a text of, in whatever language.

        It is `id` without the language that marks a translation: `POL-1` of `POL-1@de`.
        """
        return self.translation_of or plain(self.id)

    @property
    def is_translation(self) -> bool:
        """Whether it says, or its name, that another text is the original; it may not be here."""
        return bool(self.translation_of) or plain(self.id) != self.id

    @property
    def label(self) -> str:
        """The document as people name it: `SOP-014 rev 4`."""
        name = self.id or self.path
        return f"{name} rev {self.revision}" if self.revision else name
