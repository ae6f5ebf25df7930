"""What is lost of a file while it is read, noted with where the reading is."""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.model.imported import Loss
from isodocs.words import say

_LONGEST = 300
"""So many characters of a text are quoted."""
DELETED = say("deleted")


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


def unaccepted(done: str, who: str, day: str) -> str:
    """What a tracked change did that no one has accepted, by whom and when where that is known."""
    by = say(" by {who}", who=who) if who else ""
    on = say(" on {day}", day=day[:10]) if day else ""
    taken = say("it is left out") if done == DELETED else say("it is taken")
    return say("{done}{by}{on}, not yet accepted; {taken}", done=done, by=by, on=on, taken=taken)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
