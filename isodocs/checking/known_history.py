"""The history on which next commits are built, as far as it is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from isodocs.history.remembered import RememberedHistory
from isodocs.machine.archive import LostError
from isodocs.repository import history
from isodocs.repository.objects import read_blobs

if TYPE_CHECKING:
    from isodocs.machine.archive import Archive
    from isodocs.model.config import Config
    from isodocs.model.history import Ledger
    from isodocs.repository.git import Git


def recall(
    git: Git, archive: Archive, base: str, config: Config, next: Sequence[str] = ()
) -> tuple[RememberedHistory, int] | None:
    """The history up to `base`, once what came lately was learnt; None where none is known.

    `next` are commits on top of it, each the only parent of the one after it. What is known may
    reach up to one of them already: the number is how many of them it holds.
    """
    try:
        known = RememberedHistory(archive, config)
        if known.tip is None:
            return None
        if known.tip in next:
            return known, next.index(known.tip) + 1
        if known.tip != base and not history.is_ancestor(git, known.tip, base):
            return None
        _catch_up(git, known, base)
    except LostError:
        return None
    return known, 0


def learn(git: Git, archive: Archive, base: str, config: Config, ledger: Ledger) -> None:
    """Remember the history up to `base`, from the beginning where that is needed.

    `ledger` has it parsed already. Of a history that cannot be read whole nothing is remembered.
    """
    if recall(git, archive, base, config) is None:
        archive.forget()
        with suppress(LostError):
            _catch_up(git, RememberedHistory(archive, config), base, ledger)


def _catch_up(git: Git, known: RememberedHistory, base: str, ledger: Ledger | None = None) -> None:
    known.catch_up(
        base,
        lambda tip: history.walk(git, base, exclude=[tip] if tip else []),
        lambda ids: _read(git, ids),
        ledger,
    )


def _read(git: Git, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The blobs, all of them: what is not here today may be here tomorrow, and name others."""
    refused: dict[str, str] = {}
    yield from read_blobs(git, ids, refused=refused)
    if refused:
        raise LostError(min(refused))
