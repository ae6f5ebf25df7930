"""What was seen at a moment, remembered with what was found out then, to say what changed since.

What is seen comes in parts, each of pieces of bytes under names, such as what each folder holds.
Hardly any piece is another one at the next moment: so a part is kept whole once, as the basis of
later moments, and of these only what differs from it.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.machine.store import Store

    Pieces = Mapping[str, bytes]
    Differences = Mapping[str, bytes | None]

_MOMENTS, _BASES = "moments", "bases"
_DIGEST = 32
_LENGTH = 8
MOST = 20
"""So many moments of one repository are kept."""
_MOST_BASES = 12
_DETERMINATE = 2
"""The version of marshal that writes equal values as equal bytes."""
_SHARE, _FEW = 50, 100
"""One piece of so many, and a few, may differ from the basis before another is made."""


class Changed(NamedTuple):
    """A piece that is another now; None where there was none, or is none any more."""

    name: str
    before: bytes | None
    after: bytes | None


class Moment:
    """A moment that is remembered; `found` is what was found out then, as JSON can hold it.

    `bases` are those that its parts were kept by, each with its digest.
    """

    def __init__(
        self, parts: Mapping[str, Pieces], bases: Mapping[str, tuple[bytes, Pieces]], found: Any
    ) -> None:
        self.parts, self.bases = parts, bases
        self.found = found

    def changed(self, part: str, seen: Pieces) -> tuple[Changed, ...]:
        """The pieces of one part that are not as they were."""
        before = self.parts.get(part, {})
        return tuple(
            Changed(name, before.get(name), piece)
            for name, piece in sorted(differences(before, seen).items())
        )


def differences(before: Pieces, now: Pieces) -> dict[str, bytes | None]:
    """The pieces that are others now than before, None for those that are gone."""
    found: dict[str, bytes | None] = {
        name: piece for name, piece in now.items() if before.get(name) != piece
    }
    if len(before) + sum(name not in before for name in found) != len(now):
        found.update((name, None) for name in before if name not in now)
    return found


def recall(store: Store, about: bytes) -> Moment | None:
    """The last moment about this that is remembered."""
    kept = store.get(_MOMENTS, about)
    if kept is None:
        return None
    end = _LENGTH + int.from_bytes(kept[:_LENGTH], "big")
    parts, bases = {}, {}
    for part, (digest, differing) in _loaded(kept[_LENGTH:end]).items():
        found = store.get(_BASES, digest)
        if found is None:
            return None
        bases[part] = digest, _loaded(found)
        parts[part] = _with(bases[part][1], differing)
    return Moment(parts, bases, json.loads(kept[end:]))


def keep(
    store: Store,
    about: bytes,
    parts: Mapping[str, Pieces],
    found: Any,
    before: Moment | None = None,
) -> None:
    """Remember a moment: what is seen of each part, and what was found out.

    `before` is the one that was recalled, if any.
    """
    bases = before.bases if before else {}
    head = marshal.dumps(dict(_kept(store, parts, bases)))
    length = len(head).to_bytes(_LENGTH, "big")
    data = json.dumps(found, separators=(",", ":")).encode()
    store.put(_MOMENTS, {about: length + head + data}, most=MOST)


def _kept(
    store: Store, parts: Mapping[str, Pieces], bases: Mapping[str, tuple[bytes, Pieces]]
) -> Iterator[tuple[str, Any]]:
    """Each part by its basis, which is kept where it is a new one, and by what differs from it."""
    for part, pieces in parts.items():
        digest, base = bases.get(part) or _newest(store, part)
        differing = differences(base, pieces)
        if len(differing) > len(base) // _SHARE + _FEW or not digest:
            whole = marshal.dumps(dict(pieces), _DETERMINATE)
            digest, differing = blake2b(whole, digest_size=_DIGEST).digest(), {}
            store.put(_BASES, {part.encode(): digest, digest: whole}, most=_MOST_BASES)
        yield part, (digest, differing)


def _newest(store: Store, part: str) -> tuple[bytes, Pieces]:
    digest = store.get(_BASES, part.encode()) or b""
    found = store.get(_BASES, digest) if digest else None
    return (digest, _loaded(found)) if found else (b"", {})


def _with(base: Pieces, differing: Differences) -> dict[str, bytes]:
    """The pieces that differ from a basis in this."""
    found = dict(base)
    for name, piece in differing.items():
        if piece is None:
            del found[name]
        else:
            found[name] = piece
    return found


def _loaded(data: bytes) -> Any:
    return marshal.loads(data)  # noqa: S302 (our own)
