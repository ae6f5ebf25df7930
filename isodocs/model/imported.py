"""What became of files of Word and Excel that were imported, and what could not be carried over."""

from __future__ import annotations

from enum import StrEnum

from isodocs.named_tuple import NamedTuple


class Loss(NamedTuple):
    """What a file says or shows that is gone, or there in another form (`lost` is False).

    `what` is in the words of a report, `place` where it is in the file, `text` what it says.
    """

    kind: str
    what: str
    place: str = ""
    text: str = ""
    lost: bool = True


class ImportOutcome(StrEnum):
    """What became of one file."""

    NEW = "imported"
    AGAIN = "imported again"
    AS_BEFORE = "as before"
    EDITED = "edited here"
    GONE = "gone here"
    TAKEN = "name taken"
    FAILED = "not read"
    PARTLY = "partly taken"
    OTHER = "not a register"


class ImportedFile(NamedTuple):
    """One file: where it was, what it became, and what was lost; `hint` says what to do.

    `identifier`, `title` and `claim` (who it says approved it) are those of the document.
    """

    source: str
    outcome: ImportOutcome
    target: str = ""
    losses: tuple[Loss, ...] = ()
    why: str = ""
    hint: str = ""
    pictures: tuple[str, ...] = ()
    identifier: str = ""
    title: str = ""
    claim: str = ""


class ImportedFolder(NamedTuple):
    """All files of one import, and how many others were left out, by their ending."""

    files: tuple[ImportedFile, ...]
    left_out: tuple[tuple[str, int], ...] = ()
