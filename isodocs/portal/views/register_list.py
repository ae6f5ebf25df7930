"""The register as a list that can be narrowed by words, state, type, owner, and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from isodocs.assess.persons import named
from isodocs.assess.translations import Agreement, translations_of
from isodocs.copies.wording import language_name
from isodocs.model.document import State
from isodocs.model.dossier import Tone
from isodocs.named_tuple import NamedTuple
from isodocs.portal.views import addresses, states
from isodocs.portal.views.search import plain
from isodocs.reports.revisions import effective_from

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.register import Entry, Register
    from isodocs.portal.snapshot import PortalSnapshot

FILTERS = ("state", "type", "owner", "only")
_LATE, _COMING = "late", "coming"
_A_PAGE = 200


class _Listed(NamedTuple):
    """A document with what the list is narrowed by; `words` is what it is found by."""

    entry: Entry
    words: str
    state: State
    type: str
    owner: str
    is_late: bool
    is_coming: bool

    def fits(self, chosen: Mapping[str, str]) -> bool:
        """Whether it fits all that was chosen; what was not chosen is empty."""
        only = chosen.get("only", "")
        return (
            chosen.get("state", "") in ("", self.state.name.lower())
            and chosen.get("type", "") in ("", self.type)
            and chosen.get("owner", "") in ("", self.owner)
            and (only != _LATE or self.is_late)
            and (only != _COMING or self.is_coming)
        )


def register_list(
    snapshot: PortalSnapshot, wording: Wording, typed: str, chosen: Mapping[str, str], start: int
) -> dict[str, Any]:
    """What the template shows: the rows that fit, from `start` on, and what can be chosen."""
    register, word = snapshot.register, wording.word
    words = plain(typed).split()
    listed = snapshot.once("listed", lambda each: _listed(each.register))
    fitting = [
        each.entry
        for each in listed
        if each.fits(chosen) and all(word in each.words for word in words)
    ]
    known = addresses.known(snapshot)
    return {
        "filter": typed,
        "chosen": {name: chosen.get(name, "") for name in FILTERS},
        "said": word("{number} of {whole} documents").format(
            number=len(fitting), whole=len(listed)
        ),
        "rows": [
            {**_row(register, entry, wording, known), "languages": _languages(register, entry)}
            for entry in fitting[start : start + _A_PAGE]
        ],
        "next": start + _A_PAGE if start + _A_PAGE < len(fitting) else 0,
        "choices": snapshot.once("choices", lambda each: _choices(each, wording), wording),
    }


def _listed(register: Register) -> tuple[_Listed, ...]:
    """All documents, sorted by type."""
    kinds = list(register.config.types)

    def order(each: _Listed) -> tuple[int, str]:
        return kinds.index(each.type) if each.type in kinds else len(kinds), each.type

    found = (
        _Listed(
            entry,
            _words(register, entry),
            entry.state,
            entry.document.type,
            entry.document.owner,
            entry.review_overdue,
            entry.pending is not None,
        )
        for entry in register.originals
    )
    return tuple(sorted(found, key=order))


def _choices(
    snapshot: PortalSnapshot, wording: Wording
) -> tuple[tuple[str, str, list[tuple[str, str]]], ...]:
    """By what the list can be narrowed."""
    register, word = snapshot.register, wording.word
    owners = sorted({entry.document.owner for entry in register} - {""})
    types = sorted({entry.document.type for entry in register} - {""})
    return (
        ("state", word("State"), _states(register, wording)),
        ("type", word("Type"), [(type, wording.type(type)) for type in types]),
        ("owner", word("Owner"), [(id, named(register, id)) for id in owners]),
        (
            "only",
            word("Only"),
            [
                (_LATE, word("review overdue")),
                (_COMING, word("with a revision in progress")),
            ],
        ),
    )


def _words(register: Register, entry: Entry) -> str:
    """What a document is found by: its identifier, and its title in every language."""
    texts = (entry, *register.translations.get(entry.id, ()))
    return plain(" ".join((entry.id, *(text.document.title for text in texts))))


def _languages(register: Register, entry: Entry) -> list[tuple[str, str, str, str]]:
    """The translations: tag, name of the language, address, and what is wrong with one."""
    return [
        (
            each.entry.language,
            language_name(each.entry.language) if each.entry.language else each.entry.id,
            addresses.document(each.entry.id),
            "" if each.agreement is Agreement.SAME else Tone.WARNING,
        )
        for each in translations_of(register, entry)
    ]


def _states(entries: Iterable[Entry], wording: Wording) -> list[tuple[str, str]]:
    there = {entry.state for entry in entries}
    return [(state.name.lower(), wording.state(state)) for state in State if state in there]


def _row(
    register: Register, entry: Entry, wording: Wording, known: Mapping[str, str]
) -> dict[str, Any]:
    """One document as a row."""
    shown = entry.in_force or entry.newest
    day = effective_from(shown)
    pending = entry.pending if entry.in_force else None
    review = entry.next_review
    return {
        "id": entry.id,
        "title": entry.document.title,
        "address": addresses.document(entry.id),
        "type": wording.type(entry.document.type) if entry.document.type else "",
        "revision": shown.number,
        "state": wording.state(shown.state),
        "tone": states.tone(shown.state),
        "effective": wording.day(day, short=True) if day else "",
        "owner": named(register, entry.document.owner),
        "owner_at": known.get(entry.document.owner, ""),
        "review": wording.day(review, short=True) if review else "",
        "review_tone": Tone.BAD if entry.review_overdue else Tone.PLAIN,
        "coming": wording.word("Revision {number}: {state}").format(
            number=pending.number, state=wording.state(pending.state)
        )
        if pending
        else "",
    }
