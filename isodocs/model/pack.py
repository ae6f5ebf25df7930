"""An evidence pack that someone has: whether its files are those of its manifest, and ours."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from isodocs.named_tuple import NamedTuple


class FileState(StrEnum):
    """What became of one file of a pack."""

    SAME = "as in the manifest"
    CHANGED = "changed"
    MISSING = "missing"
    ADDITIONAL = "additional"


class PackFile(NamedTuple):
    """One file of a pack, or one that its manifest lists; `sha256` is that of what is there."""

    name: str
    state: FileState
    sha256: str = ""


class PackMade(NamedTuple):
    """How a pack says that it was made; of a hostile one nothing of it needs to be so."""

    organisation: str
    purpose: str
    standards: tuple[str, ...]
    clauses: tuple[str, ...]
    on: date
    commit: str
    up_to: str
    with_people: bool
    shallow: bool
    formats: tuple[str, ...]
    makers: str
    isodocs: str
    language: str = "en"


class PackCompared(NamedTuple):
    """What a repository says of a pack.

    `differences` are about documents and approvals, or name files that are not as the repository
    gives them; `notes` say what could not be compared. `files` is how many were, `not_compared` how
    many others are not as the repository gives them, which the notes may explain.
    """

    documents: int
    files: int
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    not_compared: int = 0

    @property
    def is_of_nothing(self) -> bool:
        """Whether the repository could say nothing of the pack, so that it proves nothing."""
        return not (self.files or self.differences)


class PackChecked(NamedTuple):
    """What was found out about a pack.

    `sha256` is the digest of its manifest. `compared` is None where there is no repository to ask.
    `notes` say what else is odd about it.
    """

    made: PackMade
    sha256: str
    files: tuple[PackFile, ...]
    notes: tuple[str, ...] = ()
    compared: PackCompared | None = None

    @property
    def faults(self) -> tuple[PackFile, ...]:
        """The files that are not as the manifest lists them."""
        return tuple(file for file in self.files if file.state is not FileState.SAME)

    @property
    def holds(self) -> bool:
        """Whether every file is as in the manifest and, where there is one, in the repository."""
        compared = self.compared
        return not self.faults and not (
            compared and (compared.differences or compared.not_compared)
        )
