"""Something someone has to do by a day, whatever it comes from."""

from __future__ import annotations

from datetime import date

from isodocs.dataclass import field, immutable
from isodocs.model.gap import Place


@immutable(frozen=True, slots=True)
class Duty:
    """One entry of the calendar.

    `kind` groups it (review, training, audit ...), `subject` is the identifier of what it is about,
    `day` the last day on which it is in time, None for what was never done. `owner` is a role or a
    person, empty where no one is named; `remedy` says how, where `what` does not. `aside` is the
    part of `what` that may become another before it is done: for whom still, from when.
    """

    kind: str
    subject: str
    what: str
    day: date | None
    owner: str = ""
    place: Place = field(default_factory=Place)
    remedy: str = ""
    aside: str = ""

    def overdue(self, on: date) -> bool:
        """Whether its day has passed."""
        return self.day is None or self.day < on

    @property
    def task(self) -> str:
        """What must be done, the same from its first day to its last."""
        return self.what.replace(self.aside, "", 1)

    @property
    def order(self) -> tuple[date, str, str, str]:
        """Sorts the longest overdue first; what was never done comes before everything."""
        return (self.day or date.min, self.kind, self.subject, self.what)
