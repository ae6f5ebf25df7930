"""Whether a copy still counts, and what the genuine text says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.model.controlled_copy import Likeness
from isodocs.model.validity import Answer, plain_number
from isodocs.reports import heading
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.copies.validity import Asked
    from isodocs.model.controlled_copy import (
        ControlledCopy,
        CopyApproval,
        FileComparison,
        HandedOut,
        Holder,
    )
    from isodocs.model.register import Register
    from isodocs.model.validity import CopyCode, Validity

HEADER = ("code", "answer", "day", "by", "why", "document", "revision", "title", "in-force", "file")
_LOOK = {Answer.IN_FORCE: ("green", "bold")}
_NOTE = say(
    "A code says which text the copy was made of, not whether someone has changed its pages since."
)
_FILES = {
    Likeness.SAME: say(
        "The file is, byte for byte, the copy that isodocs makes of this text{then}."
    ),
    Likeness.ALTERED: say(
        "The file was ALTERED after it was made: of the same text, with the same "
        "programs and theme, isodocs makes another one. Do not rely on it."
    ),
    Likeness.SAYS_OTHER: say(
        "The file is NOT what isodocs makes of this text now, or made before one "
        "of its approvals. Either someone altered it, or it was made when "
        "something that it says was different: ask as of that day with --on."
    ),
    Likeness.OTHER_PROGRAMS: say(
        "The file was NOT COMPARED: it differs, and says that another version of "
        "isodocs or of its libraries made it. Publish the document again, and "
        "compare by eye."
    ),
    Likeness.OTHER_THEME: say(
        "The file was NOT COMPARED: it differs, and says that it was made with "
        "another theme. Ask as of the day on which that was in use, with --on."
    ),
    Likeness.OTHER_FONTS: say(
        "The file was NOT COMPARED: it differs, and the text has characters that "
        "the fonts of each machine show differently. Put a font that has them "
        "into the theme."
    ),
    Likeness.NOT_MADE: say("The file was NOT COMPARED, as the copy cannot be made here."),
    Likeness.NOT_SAID: say(
        "The file was NOT COMPARED: it does not say how it was made, as what "
        "`isodocs publish` makes does."
    ),
}
_FILE_LOOK = {Likeness.SAME: ("green", "bold"), Likeness.ALTERED: ("red", "bold")}
_PART = say(
    "This is a shallow clone, and what came before is not in it: ask again "
    "after `git fetch --unshallow`."
)
_UNREAD = say(
    "The authority register cannot be read, so approvals may not count that "
    "do: ask again once `isodocs check` reads it."
)


@immutable(frozen=True)
class VerifyCopyReport(Report):
    """The answer to a code; `genuine` is the text that it names, `given` who was handed a print.

    `file` says how the file compares with the copy that is made again; None where there is none.
    """

    register: Register
    code: CopyCode
    asked: Asked
    genuine: ControlledCopy | None
    given: Sequence[HandedOut]
    file: FileComparison | None = None

    @property
    def is_shown(self) -> bool:
        """Whether nothing speaks against this very copy, as far as it could be looked at."""
        same = self.file is None or self.file.likeness is Likeness.SAME
        return same and (not self.code.copy or bool(self._these))

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
            "holders": [each.holder._asdict() for each in self.given if each.is_out],
            "file": _as_data(self.file) if self.file else None,
            "copy": self.code.copy or None,
            "handed-out": [_handed_out(each) for each in self._these],
        }

    def rows(self) -> Rows:
        """One row."""
        validity, genuine = self.asked.validity, self.genuine
        named = (genuine.id, genuine.revision, genuine.title) if genuine else (None, None, None)
        said = (str(validity.answer), validity.day, validity.by or None, validity.why or None)
        file = str(self.file.likeness) if self.file else None
        return Rows(HEADER, [(str(self.code), *said, *named, self._in_force, file)])

    def text(self) -> Iterator[str]:
        """The answer first, then what the copy must say where it is genuine."""
        yield from heading.lines(self.register, say("Copy {code}", code=self.code), self.width)
        validity = self.asked.validity
        look = _LOOK.get(validity.answer, ("red", "bold"))
        words = in_words(validity)
        end = "" if words.endswith((".", "?")) else "."
        yield from wrapped(Text(joined("", (words, end)), look), self.width)
        if validity.answer is not Answer.IN_FORCE:
            yield from self._unseen()
        if validity.answer is not Answer.IN_FORCE and self.asked.entry:
            id = self.asked.entry.id
            now = self._in_force
            said = (
                say("In force is revision {now}: `isodocs show {id}`", now=now, id=id)
                if now
                else say("No revision of {id} is in force.", id=id)
            )
            yield from wrapped(said, self.width)
        yield from self._this_copy()
        if self.genuine:
            yield ""
            for name, value in _facts(self.genuine, self.given):
                yield from wrapped(
                    say("{name}: {value}", name=name, value=value), self.width, "    ", "  "
                )
            revision = self.genuine.revision
            id = self.genuine.id
            whole = f"isodocs show {id} --revision {revision}"
            command = whole if revision else f"isodocs show {id}"
            see = say("Compare them: `{command}`", command=command)
            said = see if self.file else joined(" ", (_NOTE, see))
            if not self.file or self.file.likeness is not Likeness.SAME:
                yield ""
                yield from wrapped(said, self.width)

    def _unseen(self) -> Iterator[str]:
        """Why the answer may be another than it would be."""
        if self.register.ledger.shallow:
            yield from wrapped(_PART, self.width)
        if self.register.inventory.authority_problem:
            yield from wrapped(_UNREAD, self.width)

    def _this_copy(self) -> Iterator[str]:
        """Whether the file is as it was made, and whose copy it is."""
        if self.file:
            day = self.file.day
            then = say(", as of {day}", day=day) if day and day != self.register.on else ""
            text = _FILES[self.file.likeness].format(then=then)
            look = _FILE_LOOK.get(self.file.likeness, ("yellow", "bold"))
            yield from wrapped(Text(text, look), self.width)
            if self.file.why:
                yield from wrapped(one_line(self.file.why), self.width)
        for each in self._these:
            number = (
                say("Copy {number}", number=each.holder.number)
                if each.holder.number
                else say("A copy")
            )
            text = say(
                "{number} was handed out to {whose} on {issued}: ",
                number=number,
                whose=_whose(each.holder),
                issued=each.issued,
            )
            yield from wrapped(Text(joined("", (text, _became(each), ".")), ("bold",)), self.width)
        if self.code.copy and not self._these:
            text = say(
                "No copy {copy} of this revision is in records/distribution.", copy=self.code.copy
            )
            yield from wrapped(Text(text, ("red", "bold")), self.width)

    @property
    def _these(self) -> list[HandedOut]:
        """The rows of the distribution record that are about this very copy."""
        number = self.code.copy.casefold()
        if number:
            return [e for e in self.given if plain_number(e.holder.number).casefold() == number]
        holder = self.file.holder if self.file else None
        return [each for each in self.given if each.holder == holder]

    @property
    def _in_force(self) -> str | None:
        entry = self.asked.entry
        return entry.in_force.number if entry and entry.in_force else None


def in_words(validity: Validity) -> str:
    """`SUPERSEDED since 2026-05-01 by revision 5`."""
    answer, day, by = validity.answer, validity.day, validity.by
    said = str(answer).upper()
    if day:
        said += (
            say(" (from {day})", day=day)
            if answer is Answer.NOT_YET
            else say(" since {day}", day=day)
        )
    if by:
        said += (
            say(" by {by}", by=by) if answer is Answer.OBSOLETE else say(" by revision {by}", by=by)
        )
    return say("{said}: {why}", said=said, why=validity.why) if validity.why else said


def _whose(holder: Holder) -> str:
    return joined(", ", filter(None, (holder.name, holder.place)))


def _became(each: HandedOut) -> str:
    """What became of a printed copy."""
    if each.is_out:
        return say("it is still out")
    return joined(" ", filter(None, (each.fate or "returned", str(each.returned or ""))))


def _facts(copy: ControlledCopy, given: Sequence[HandedOut]) -> Iterator[tuple[str, object]]:
    yield "document", say("{id} {title}", id=copy.id, title=copy.title).strip()
    yield "revision", copy.revision
    if copy.effective:
        yield "effective", copy.effective
    for approval in copy.approvals:
        yield approval.meaning.replace("-", " "), _given(approval)
    yield "sha256", copy.sha256
    if copy.commit:
        yield "commit", copy.commit
    for each in given:
        if each.is_out:
            yield (
                say("printed copy {number}", number=each.holder.number).strip(),
                _whose(each.holder),
            )


def _given(given: CopyApproval) -> str:
    deputy = say(" for {deputy_for}", deputy_for=given.deputy_for) if given.deputy_for else ""
    return say(
        "{name} ({role}{deputy}), {day}, {assurance}",
        name=given.name,
        role=given.role,
        deputy=deputy,
        day=given.day,
        assurance=given.assurance,
    )


def _as_data(file: FileComparison) -> dict[str, Any]:
    return {"likeness": str(file.likeness), "day": file.day, "why": file.why or None}


def _handed_out(each: HandedOut) -> dict[str, Any]:
    return {
        **each.holder._asdict(),
        "issued": each.issued,
        "returned": each.returned,
        "fate": each.fate or None,
    }


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
