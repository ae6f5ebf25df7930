"""What a writing command is about to do: shown first, then carried out whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from isodocs.dataclass import immutable


@immutable(frozen=True, slots=True)
class FileChange:
    """One file before and after; None where it does not exist."""

    path: str
    before: bytes | None
    after: bytes | None


@immutable(frozen=True, slots=True)
class Plan:
    """Changes of files that belong together.

    `summary` says in a sentence what they mean, `message` is the subject of their commit, `then`
    what people do next. `along` are files that a commit of the plan must hold as well, because the
    plan speaks of them as they are now (the document that an approval is about). `kept_by` says how
    it gets into a commit where `git commit` is not enough: the reason, and what to type.
    """

    summary: str
    message: str
    changes: tuple[FileChange, ...]
    then: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    kept_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # A title that someone typed over several lines would end in trailers that no one meant.
        object.__setattr__(self, "message", " ".join(self.message.split()))

    @property
    def files(self) -> Mapping[str, bytes | None]:
        """The content of each path once the plan is carried out; None where it is gone."""
        return {change.path: change.after for change in self.changes}

    @property
    def undone(self) -> Plan:
        """What brings the files back once the plan is carried out."""
        changes = tuple(FileChange(c.path, c.after, c.before) for c in self.changes)
        return Plan(self.summary, self.message, changes)
