"""Records: the kinds that are kept, the records of one kind, and one with all behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isodocs.dataclass import replace
from isodocs.dossier.columns import PLACE, place
from isodocs.dossier.listing import kept, listed
from isodocs.dossier.person import person_dossier, role_dossier
from isodocs.dossier.record import record_dossier
from isodocs.dossier.shared import records_part
from isodocs.model.dossier import Detail
from isodocs.model.page import PageTable, PageText
from isodocs.model.period import Period
from isodocs.parsing.front_matter import split
from isodocs.portal.views import addresses
from isodocs.portal.views.dossier_parts import DossierParts
from isodocs.portal.views.search import plain
from isodocs.records.choice_words import choices_in_words
from isodocs.records.record_kinds import kinds
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings
from isodocs.words import counted, in_language, translated

if TYPE_CHECKING:
    from isodocs.assess.record_index import RecordIndex
    from isodocs.copies.wording import Wording
    from isodocs.model.dossier import Dossier
    from isodocs.model.record import Record, RecordKind
    from isodocs.portal.snapshot import PortalSnapshot

_COLUMNS = 9
_A_PAGE = 200
_OF_ITS_OWN = ("evidence",)
"""What the page of a record shows in another way."""


def kinds_table(snapshot: PortalSnapshot, wording: Wording) -> PageTable:
    """The kinds of which there are records."""
    word = wording.word
    return PageTable(
        (word("Kind"), word("Records"), word("Last on"), word("Kept for")),
        [
            (
                PageText(each.kind.title, to=f"{addresses.RECORDS}/{each.kind.name}"),
                str(len(each.records)),
                wording.day(each.newest, short=True) if each.newest else "",
                _kept_for(each.kind.retention),
            )
            for each in kept(snapshot.register)
        ],
        frozenset((1,)),
        word("No records are kept."),
    )


def _kept_for(retention: str) -> str:
    """How long records are kept, in words of the reader; else as its kind says it."""
    span = Period.parse(retention)
    return counted(span.count, span.unit) if span else retention


def of_kind(
    snapshot: PortalSnapshot, wording: Wording, name: str, typed: str, start: int
) -> dict[str, Any] | None:
    """The records of a kind that have all the words typed, the newest first."""
    kind = kinds().get(name)
    if kind is None:
        return None
    words = plain(typed).split()
    found: Sequence[Record] = listed(snapshot.register, kind, ()).records
    if words:
        said = _choices(wording, kind)
        found = [record for record in found if _has(record, words, said)]
    by_place = {place(record): record for record in found}
    part = records_part(name, found, most=_COLUMNS)
    at = part.columns.index("place")
    shown = part.rows[start : start + _A_PAGE]

    def link(number: int) -> str:
        record = by_place.get(str(shown[number][at]))
        return addresses.record(record) if record else ""

    parts = DossierParts(snapshot, wording)
    return {
        "parts": (parts.table(replace(part, rows=shown), link),) if shown else (),
        "filter": typed,
        "here": f"{addresses.RECORDS}/{addresses.segment(name)}",
        "said": wording.word("{number} records").format(number=len(found)),
        "next": start + _A_PAGE if start + _A_PAGE < len(found) else 0,
    }


def _choices(wording: Wording, kind: RecordKind) -> Mapping[tuple[str, str], str]:
    """What the reader calls each choice of each field."""
    with in_language(wording.language):
        return {
            (name, choice): translated(said)
            for name in kind.fields
            for choice, said in choices_in_words(name).items()
        }


def _has(record: Record, words: Sequence[str], said: Mapping[tuple[str, str], str]) -> bool:
    pairs = ((name, item) for name in record.values for item in record.each(name))
    chosen = (said[pair] for pair in pairs if pair in said)
    text = plain(" ".join((record.id, *filter(None, record.values.values()), *chosen)))
    return all(word in text for word in words)


def named_record(
    snapshot: PortalSnapshot, index: RecordIndex, kind: str, name: str
) -> Record | None:
    """The record of a kind with this identifier, or at this place."""
    if found := index.find(kind, name):
        return found
    records = listed(snapshot.register, kinds()[kind], ()).records if kind in kinds() else ()
    return next((record for record in records if place(record) == name), None)


def record_page(snapshot: PortalSnapshot, wording: Wording, record: Record) -> dict[str, Any]:
    """Everything about a record."""
    register = snapshot.register
    text = Markup()
    with snapshot.reading:
        if not kinds()[record.kind].table and record.blob:
            data = snapshot.workspace.contents({record.blob: record.path}).get(record.blob, b"")
            made = body(
                split(data).body.decode("utf-8", "replace").replace("\r\n", "\n"),
                Surroundings(record.path),
            )
            pictures = {name: picture.address for name, picture in made.pictures.items()}
            text = Markup(html.write(made.nodes, pictures.__getitem__))
    dossier = record_dossier(register, record, snapshot.gaps, {}, "")
    return _shown(snapshot, wording, _place_last(dossier, place(record)), text)


def _place_last(dossier: Dossier, place: str) -> Dossier:
    """The file in which a record is kept, which few look for, after all that it says."""
    said = tuple(fact for fact in dossier.facts if (fact.name, fact.value) != (PLACE, place))
    return replace(dossier, facts=(*said, Detail("file", place)))


def person_page(snapshot: PortalSnapshot, wording: Wording, id: str, record: Record | None) -> Any:
    """Everything about a person."""
    dossier = person_dossier(snapshot.register, id, record, snapshot.gaps)
    return _shown(snapshot, wording, dossier, Markup())


def role_page(snapshot: PortalSnapshot, wording: Wording, id: str) -> dict[str, Any]:
    """Everything about a role."""
    return _shown(snapshot, wording, role_dossier(snapshot.register, id), Markup())


def _shown(
    snapshot: PortalSnapshot, wording: Wording, dossier: Dossier, text: Markup
) -> dict[str, Any]:
    parts = DossierParts(snapshot, wording)
    return {
        "id": dossier.id,
        "name": dossier.title,
        "sort": kinds()[dossier.sort].title if dossier.sort in kinds() else dossier.sort,
        "sort_at": f"{addresses.RECORDS}/{dossier.sort}" if dossier.sort in kinds() else "",
        "notices": dossier.notices,
        "facts": (parts.facts(dossier, ("record",)),),
        "parts": tuple(parts.tables(dossier, _OF_ITS_OWN)),
        "text": text,
    }
