"""Mappings whose values are found when they are asked for, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from isodocs.model.history import Stamp
from isodocs.model.register import by_revision

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from isodocs.model.approval import ApprovalRecord
    from isodocs.model.document import Document
    from isodocs.model.history import Ledger
    from isodocs.model.outline import Outline

_Of = TypeVar("_Of")
_Value = TypeVar("_Value")
ReadOutline = Callable[[str, "Document"], "Outline"]
"""Gives the outline of a document at a path of the snapshot, or of a text that is in no file."""


class FoundByKey(Mapping[str, _Value], Generic[_Of, _Value]):
    """A mapping whose values are found when they are asked for, of what others are.

    So are the others, of which each is asked for with its key. `lock` is held meanwhile, so that
    threads find the same.
    """

    def __init__(
        self,
        others: Callable[[], Mapping[str, _Of]],
        find: Callable[[str, _Of], _Value],
        lock: AbstractContextManager[object],
    ) -> None:
        self._others, self._find, self._lock = others, find, lock
        self._found: dict[str, _Value] = {}

    @cached_property
    def _keys(self) -> Mapping[str, _Of]:
        return self._others()

    def __getitem__(self, key: str) -> _Value:
        if key not in self._found:
            with self._lock:
                if key not in self._found:
                    self._found[key] = self._find(key, self._keys[key])
        return self._found[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class OutlinesFound(Mapping[str, "Outline"]):
    """The outlines of documents by their paths, of which one is found by itself."""

    def __init__(
        self,
        at: Callable[[str], Document | None],
        all: Callable[[], Mapping[str, Document] | None],
        read: ReadOutline,
        whole: Callable[[], Mapping[str, Outline]],
    ) -> None:
        self._at, self._all, self._read, self._whole = at, all, read, whole
        self._found: dict[str, Outline] = {}

    def __getitem__(self, path: str) -> Outline:
        if path not in self._found:
            document = self._at(path)
            if document is None:
                raise KeyError(path)
            self._found[path] = self._read(path, document)
        return self._found[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all() or self._whole())

    def __len__(self) -> int:
        return len(self._all() or self._whole())


class ApprovalsFound(Mapping[tuple[str, str], tuple["ApprovalRecord", ...]]):
    """Approvals by document and revision, of which those of one document are found alone."""

    def __init__(
        self,
        find: Callable[[str], tuple[ApprovalRecord, ...] | None],
        whole: Callable[[], Mapping[tuple[str, str], tuple[ApprovalRecord, ...]]],
        ledger: Ledger,
    ) -> None:
        self._find, self._make_whole, self._ledger = find, whole, ledger

    @cached_property
    def _whole(self) -> Mapping[tuple[str, str], tuple[ApprovalRecord, ...]]:
        return self._make_whole()

    def __getitem__(self, key: tuple[str, str]) -> tuple[ApprovalRecord, ...]:
        found = self._find(key[0])
        return self._whole[key] if found is None else by_revision(found, self._ledger)[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class ArrivalsFound(Mapping[str, Stamp]):
    """The arrivals of statements, of which those of one document are found by themselves."""

    def __init__(
        self,
        part: Mapping[str, Stamp],
        find: Callable[[str], Mapping[str, Stamp]],
        whole: Callable[[], Mapping[str, Stamp]],
    ) -> None:
        self._part, self._find, self._whole = part, find, whole

    def __getitem__(self, path: str) -> Stamp:
        found = self._part.get(path) or self._find(path).get(path)
        return found or self._whole()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())
