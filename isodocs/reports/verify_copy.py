"""Whether a copy still counts, and what the genuine text says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Text, wrapped
from isodocs.model.validity import Answer
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.copies.validity import Asked
    from isodocs.model.controlled_copy import ControlledCopy, CopyApproval, Holder
    from isodocs.model.register import Register
    from isodocs.model.validity import CopyCode, Validity

HEADER = ("code", "answer", "day", "by", "why", "document", "revision", "title", "in-force")
_LOOK = {Answer.IN_FORCE: ("green", "bold")}
_NOTE = (
    "A code says which text the copy was made of, not whether someone has changed its pages since."
)


@dataclass(frozen=True)
class VerifyCopyReport(Report):
    """The answer to a code; `genuine` is the text that it names, `holders` who has it printed."""

    register: Register
    code: CopyCode
    asked: Asked
    genuine: ControlledCopy | None
    holders: Sequence[Holder]

    def data(self) -> Data:
        """In the form of `schemas/verify-copy.schema.json`."""
        validity = self.asked.validity
        return {
            **heading.data(self.register, 1),
            "code": str(self.code),
            "answer": str(validity.answer),
            "day": validity.day,
            "by": validity.by or None,
            "why": validity.why or None,
            "in-force": self._in_force,
            "genuine": _genuine(self.genuine) if self.genuine else None,
            "holders": [holder._asdict() for holder in self.holders],
        }

    def rows(self) -> Rows:
        """One row."""
        validity, genuine = self.asked.validity, self.genuine
        named = (genuine.id, genuine.revision, genuine.title) if genuine else (None, None, None)
        said = (str(validity.answer), validity.day, validity.by or None, validity.why or None)
        return Rows(HEADER, [(str(self.code), *said, *named, self._in_force)])

    def text(self) -> Iterator[str]:
        """The answer first, then what the copy must say where it is genuine."""
        yield from heading.lines(self.register, f"Copy {self.code}", self.width)
        validity = self.asked.validity
        look = _LOOK.get(validity.answer, ("red", "bold"))
        words = in_words(validity)
        end = "" if words.endswith((".", "?")) else "."
        yield from wrapped(Text(f"{words}{end}", look), self.width)
        if validity.answer is not Answer.IN_FORCE and self.asked.entry:
            id = self.asked.entry.id
            now = self._in_force
            said = (
                f"In force is revision {now}: `isodocs show {id}`"
                if now
                else f"No revision of {id} is in force."
            )
            yield from wrapped(said, self.width)
        if self.genuine:
            yield ""
            for name, value in _facts(self.genuine, self.holders):
                yield from wrapped(f"{name}: {value}", self.width, "    ", "  ")
            yield ""
            see = f"Compare them: `isodocs show {self.genuine.id}"
            number = f" --revision {self.genuine.revision}" if self.genuine.revision else ""
            yield from wrapped(f"{_NOTE} {see}{number}`", self.width)

    @property
    def _in_force(self) -> str | None:
        entry = self.asked.entry
        return entry.in_force.number if entry and entry.in_force else None


def in_words(validity: Validity) -> str:
    """`SUPERSEDED since 2026-05-01 by revision 5`."""
    answer, day, by = validity.answer, validity.day, validity.by
    said = str(answer).upper()
    if day:
        said += f" (from {day})" if answer is Answer.NOT_YET else f" since {day}"
    if by:
        said += f" by {by}" if answer is Answer.OBSOLETE else f" by revision {by}"
    return f"{said}: {validity.why}" if validity.why else said


def _facts(copy: ControlledCopy, holders: Sequence[Holder]) -> Iterator[tuple[str, object]]:
    yield "document", f"{copy.id} {copy.title}".strip()
    yield "revision", copy.revision
    if copy.effective:
        yield "effective", copy.effective
    for given in copy.approvals:
        yield given.meaning.replace("-", " "), _given(given)
    yield "sha256", copy.sha256
    if copy.commit:
        yield "commit", copy.commit
    for holder in holders:
        where = ", ".join(filter(None, (holder.name, holder.place)))
        yield f"printed copy {holder.number}".strip(), where


def _given(given: CopyApproval) -> str:
    deputy = f" for {given.deputy_for}" if given.deputy_for else ""
    return f"{given.name} ({given.role}{deputy}), {given.day}, {given.assurance}"


def _genuine(copy: ControlledCopy) -> dict[str, Any]:
    return {
        "document": copy.id,
        "title": copy.title,
        "revision": copy.revision,
        "state": str(copy.state),
        "path": copy.path,
        "sha256": copy.sha256,
        "commit": copy.commit or None,
        "language": copy.language,
        "classification": copy.classification or None,
        "owner": copy.owner or None,
        "effective": copy.effective,
        "approved-on": copy.approved_on,
        "next-review": copy.next_review,
        "approvals": [
            {
                "name": given.name,
                "role": given.role,
                "deputy-for": given.deputy_for or None,
                "day": given.day,
                "meaning": given.meaning,
                "assurance": given.assurance,
            }
            for given in copy.approvals
        ],
    }
