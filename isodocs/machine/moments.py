"""What was seen at a moment, remembered with what was found out then, to say what changed since.

What is seen comes in parts, each of pieces of bytes under names, such as what each folder holds.
Pieces are kept under their digests, so that those of two moments that are alike are kept once.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from isodocs.machine.store import Store

_MOMENTS, _PIECES = "moments", "pieces"
_DIGEST = 32
_LENGTH = 8
MOST = 20
"""So many moments of one repository are kept."""

Parts = Mapping[str, Mapping[str, bytes]]


class Changed(NamedTuple):
    """A piece that is another now; None where there was none, or is none any more."""

    name: str
    before: bytes | None
    after: bytes | None


class Moment:
    """A moment that is remembered; `found` is what was found out then, as JSON can hold it."""

    def __init__(self, store: Store, parts: Parts, found: Any) -> None:
        self._store, self.parts = store, parts
        self.found = found

    def changed(
        self, part: str, seen: Mapping[str, bytes], now: Mapping[str, bytes] | None = None
    ) -> tuple[Changed, ...] | None:
        """The pieces of one part that are not as they were; None where they are not known.

        `now` are the digests of what is seen.
        """
        before, after = self.parts.get(part, {}), now or digests(seen)
        names = [n for n in before.keys() | after.keys() if before.get(n) != after.get(n)]
        old = self._store.get_all(_PIECES, {before[name] for name in names if name in before})
        if any(name in before and before[name] not in old for name in names):
            return None
        return tuple(
            Changed(name, old[before[name]] if name in before else None, seen.get(name))
            for name in sorted(names)
        )


def digests(seen: Mapping[str, bytes]) -> dict[str, bytes]:
    """The digest of each piece."""
    return {name: _digest(piece) for name, piece in seen.items()}


def recall(store: Store, about: bytes) -> Moment | None:
    """The last moment about this that is remembered."""
    kept = store.get(_MOMENTS, about)
    if kept is None:
        return None
    end = _LENGTH + int.from_bytes(kept[:_LENGTH], "big")
    parts: Parts = marshal.loads(kept[_LENGTH:end])  # noqa: S302 (our own)
    return Moment(store, parts, json.loads(kept[end:]))


def keep(store: Store, about: bytes, parts: Parts, pieces: Iterable[bytes], found: Any) -> None:
    """Remember a moment: the digests of the pieces of each part, and those pieces that are new."""
    head = marshal.dumps({part: dict(names) for part, names in parts.items()})
    length = len(head).to_bytes(_LENGTH, "big")
    store.put(_PIECES, {_digest(piece): piece for piece in pieces})
    data = json.dumps(found, separators=(",", ":")).encode()
    store.put(_MOMENTS, {about: length + head + data}, most=MOST)


def _digest(piece: bytes) -> bytes:
    return blake2b(piece, digest_size=_DIGEST).digest()
