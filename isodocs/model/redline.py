"""What changed between two revisions of a document, as an approver reads it."""

from __future__ import annotations

from enum import StrEnum

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple


class RunKind(StrEnum):
    """What happened to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


class Run(NamedTuple):
    """A piece of text with one fate."""

    kind: RunKind
    text: str


class Paragraph(NamedTuple):
    """A paragraph, list item or table row, its lines joined to one and blanks made single.

    Equal and deleted runs make its old text, equal and inserted ones its new text. Lines are those
    of the old and the new file, 0 where the paragraph is only in the other.
    """

    runs: tuple[Run, ...]
    old_line: int
    new_line: int

    @property
    def changed(self) -> bool:
        """Whether any word differs."""
        return any(run.kind is not RunKind.EQUAL for run in self.runs)


class SectionStatus(StrEnum):
    """What happened to a section; `reformatted` means that only blanks and line ends differ."""

    UNCHANGED = "unchanged"
    REFORMATTED = "reformatted"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class SectionChange(NamedTuple):
    """One section: its heading and what is below it up to the next heading.

    The text before the first heading is a section of level 0 without a title. Titles and lines
    are empty and 0 on the side on which the section does not exist. `moved` says that it is
    elsewhere among the sections that both revisions have.
    """

    status: SectionStatus
    level: int
    old_title: str
    new_title: str
    old_line: int
    new_line: int
    moved: bool
    paragraphs: tuple[Paragraph, ...]

    @property
    def title(self) -> str:
        """The title now, or the last one it had."""
        return self.new_title or self.old_title

    @property
    def renamed(self) -> bool:
        """Whether both revisions have the section, under different titles."""
        return bool(self.old_line and self.new_line) and self.old_title != self.new_title


class FieldChange(NamedTuple):
    """A front-matter field that differs; None where the revision does not have it.

    `name` is dotted for a field inside another: `clauses.iso-9001-2015`.
    """

    name: str
    old: str | None
    new: str | None


class ShownVersion(NamedTuple):
    """One content of a shown file; `pixels` are width and height where they are easily known.

    `picture` is an address that holds the picture itself (RFC 2397), where a page can show it.
    """

    sha256: str
    size: int
    pixels: tuple[int, int] | None = None
    picture: str = ""


class ShownChange(NamedTuple):
    """A picture or an included text that differs: added, removed or changed.

    `text` is what changed in an included text, None where that cannot be shown: for a picture, and
    where a content is not in this repository any more.
    """

    path: str
    included: bool
    old: ShownVersion | None
    new: ShownVersion | None
    text: Redline | None = None

    @property
    def status(self) -> SectionStatus:
        """What happened to it."""
        if self.old is None:
            return SectionStatus.ADDED
        return SectionStatus.CHANGED if self.new else SectionStatus.REMOVED


@immutable(frozen=True, slots=True)
class Redline:
    """All changes. `coarse` says that a part was too large to be compared word by word.

    `shown` are the pictures and included texts that differ.
    """

    fields: tuple[FieldChange, ...]
    sections: tuple[SectionChange, ...]
    coarse: bool = False
    shown: tuple[ShownChange, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything an approver must look at differs."""
        return bool(self.fields or self.shown) or any(
            section.moved or section.status is not SectionStatus.UNCHANGED
            for section in self.sections
        )
