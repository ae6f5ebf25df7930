"""What is lost of a file while it is read, noted with where the reading is."""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.model.imported import Loss

_LONGEST = 300
"""So many characters of a text are quoted."""


class LossBook:
    """The losses of one file on its way; `place` is where the reading is."""

    def __init__(self) -> None:
        self.place = ""
        self._found: dict[Loss, None] = {}

    def lost(self, kind: str, what: str, text: str = "") -> None:
        """Something is gone."""
        self._found[Loss(kind, what, self.place, _short(text))] = None

    def changed(self, kind: str, what: str, text: str = "") -> None:
        """Something is there in another form."""
        self._found[Loss(kind, what, self.place, _short(text), lost=False)] = None

    def __iter__(self) -> Iterator[Loss]:
        """All of them, each once, those that are gone first."""
        return iter(sorted(self._found, key=lambda loss: not loss.lost))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
