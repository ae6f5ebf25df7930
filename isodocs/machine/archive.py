"""Named pieces of data kept from run to run, all of one moment or none.

A manifest names every piece with its digest. So a piece that is missing or of another moment is
found out, and everything is then as if nothing had been kept; the store itself sees to it that
nothing is read that others have put there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isodocs.machine.store import Store

_TABLE = "archive"
_DIGEST = 32


class LostError(Exception):
    """What was kept cannot be used any more: begin again without it."""


class Archive:
    """Pieces about one thing; their values are what JSON can hold."""

    def __init__(self, store: Store | None, about: bytes) -> None:
        """`about` says all that the pieces depend on, but for what they themselves say.

        Without a store nothing is found, and nothing kept.
        """
        self._store = store
        self._about = about
        self._read: dict[str, Any] = {}
        manifest = self._find("")
        self._digests: dict[str, str] = json.loads(manifest) if manifest else {}

    def get(self, name: str) -> Any:
        """A piece; None where none of that name is kept. Raises LostError for one that is lost."""
        if name not in self._read:
            expected = self._digests.get(name)
            if expected is None:
                return None
            data = self._find(name)
            if data is None or _digest(data) != expected:
                raise LostError(name)
            self._read[name] = json.loads(data)
        return self._read[name]

    def keep(self, pieces: Mapping[str, Any]) -> None:
        """Keep these pieces beside, or in the place of, those that are there."""
        data = {name: _dump(piece) for name, piece in pieces.items()}
        self._digests |= {name: _digest(piece) for name, piece in data.items()}
        self._read |= pieces
        if self._store:
            data[""] = _dump(self._digests)
            self._store.put(_TABLE, {self._key(name): piece for name, piece in data.items()})

    def forget(self) -> None:
        """Begin again, as if nothing had been kept."""
        self._digests, self._read = {}, {}

    def _find(self, name: str) -> bytes | None:
        return self._store.get(_TABLE, self._key(name)) if self._store else None

    def _key(self, name: str) -> bytes:
        about = len(self._about).to_bytes(8, "big") + self._about
        return blake2b(about + name.encode(), digest_size=_DIGEST).digest()


def _dump(piece: Any) -> bytes:
    return json.dumps(piece, separators=(",", ":")).encode()


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=_DIGEST).hexdigest()
