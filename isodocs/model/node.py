"""YAML as isodocs reads it: strings, sequences and mappings, each knowing its place.

Nothing is converted on reading: `8.10` stays `8.10`, `NO` stays `NO`, `03` stays `03`.
Lines and columns are 1-based and count from the start of the file, not of the block.
"""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple


@immutable(frozen=True, slots=True)
class Scalar:
    """A string with its place; `end_line` is the last line it occupies."""

    text: str
    line: int
    column: int
    end_line: int


@immutable(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int
    column: int
    end_line: int


class MappingEntry(NamedTuple):
    """One `key: value` of a mapping."""

    key: Scalar
    value: Node


@immutable(frozen=True, slots=True)
class Mapping:
    """Keys in the order written, each at most once."""

    entries: tuple[MappingEntry, ...]
    line: int
    column: int
    end_line: int

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((entry.key for entry in self.entries if entry.key.text == key), None)

    def __iter__(self) -> Iterator[MappingEntry]:
        return iter(self.entries)


Node = Scalar | Sequence | Mapping
