"""The form of a record: all its fields, its text, and what is wrong with either."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.errors import IsodocsError
from isodocs.expressions import expression
from isodocs.lifecycle.create_record import outline, with_defaults
from isodocs.lifecycle.edit_record import TEXT, text_of
from isodocs.lifecycle.entered import FieldFault
from isodocs.model.record_law import DayKind
from isodocs.named_tuple import NamedTuple
from isodocs.portal.saving import refuse_uncommitted
from isodocs.portal.views import addresses
from isodocs.portal.views.entry_fields import fields_of, offered
from isodocs.portal.views.entry_steps import beginning, later_steps
from isodocs.records.record_kinds import kinds, summaries
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.gap import Finding, Gap
    from isodocs.model.record import Record, RecordKind
    from isodocs.portal.asking import Asking
    from isodocs.portal.snapshot import PortalSnapshot


_WRITTEN = expression(r"'([a-z0-9-]+):'")


class Typed(NamedTuple):
    """What someone typed and could not save: fields, the text if any, and what it began from.

    `line` is where a record began in the text with that `digest`. `accept` are the gaps with which
    it could be saved all the same.
    """

    fields: Mapping[str, str]
    text: str | None = None
    digest: str = ""
    line: int = 0
    accept: str = ""


def every_kind(asked: Asking) -> dict[str, Any]:
    """All kinds of record that can be begun, those that are kept here first."""
    kept = asked.snapshot.register.records
    about = summaries()
    found = [
        (f"{addresses.BEGIN}/{kind.name}", kind.title, say(about[kind.name]), kind.name in kept)
        for kind in kinds().values()
    ]
    return {"kinds": sorted(found, key=lambda each: (not each[3], each[1]))}


def begin(
    asked: Asking,
    kind: RecordKind,
    typed: Typed | None = None,
    faults: Sequence[FieldFault] = (),
) -> dict[str, Any]:
    """The form in which a record of a kind is begun."""
    values = _suggested(asked, kind) if typed is None else typed.fields
    data = _form(asked, kind, None, values, faults)
    text = typed.text if typed else ""
    return {
        **data,
        "said": asked.word("New record"),
        "to": f"{addresses.BEGIN}/{addresses.segment(kind.name)}",
        "back": f"{addresses.RECORDS}/{addresses.segment(kind.name)}",
        "given": asked.word("If left empty, the next free number is used."),
        "digest": "",
        "line": 0,
        "text": None if kind.table else text or outline(kind) or None,
        "theirs": None,
        "held": "",
        "wrong": typed is not None,
        "accept": typed.accept if typed else "",
        "dirty": typed is not None,
    }


def go_on(
    asked: Asking,
    kind: RecordKind,
    record: Record,
    typed: Typed | None = None,
    faults: Sequence[FieldFault] = (),
) -> dict[str, Any]:
    """The form in which a record goes on: as it is, or as it was typed and could not be saved."""
    data = file_of(asked.snapshot, record.path, record.blob)
    known = list(known_faults(asked.snapshot, record)) if typed is None else []
    theirs = next((f.theirs for f in faults if f.field == TEXT and f.theirs is not None), None)
    text = typed.text if typed and typed.text is not None else text_of(data)
    return {
        **_form(asked, kind, record, typed.fields if typed else {}, [*faults, *known]),
        "said": record.title or kind.title,
        "to": f"{addresses.EDIT}{addresses.record(record)}",
        "back": addresses.record(record),
        "given": asked.word("It stays, since others may refer to it."),
        "digest": typed.digest if typed else record.blob,
        "line": typed.line if typed else record.line,
        "text": None if kind.table else text,
        "theirs": theirs,
        "held": held(asked.snapshot, record.path),
        "wrong": typed is not None,
        "accept": typed.accept if typed else "",
        "dirty": typed is not None,
    }


def _form(
    asked: Asking,
    kind: RecordKind,
    record: Record | None,
    typed: Mapping[str, str],
    faults: Sequence[FieldFault],
) -> dict[str, Any]:
    fields = [f for f in fields_of(asked.wording, kind, record, typed, faults) if f.is_shown]
    return {
        "kind": kind.title,
        "about": say(summaries()[kind.name]),
        "id": record.label if record else "",
        "fields": beginning(kind, fields),
        "steps": list(later_steps(kind, fields, goes_on=record is not None)),
        "offers": offered(asked.snapshot, {field.offers for field in fields}),
        "faults": [f for f in faults if f.field in ("", TEXT)],
        "form": asked.form,
    }


def _suggested(asked: Asking, kind: RecordKind) -> dict[str, str]:
    """What is probably so: the number that it gets stays empty, a day is today."""
    register = asked.snapshot.register
    values = with_defaults(register, kind, {})
    values.pop(kind.key, None)
    for name, field in kind.fields.items():
        if field.required and not values.get(name):
            if field.form == "date" and field.day not in (DayKind.DUE, DayKind.PLANNED):
                values[name] = register.on.isoformat()
            elif field.refers == "standard":
                values[name] = register.config.default_standard
            elif field.refers == "owner":
                values[name] = asked.me
    return values


def file_of(snapshot: PortalSnapshot, path: str, blob: str) -> bytes:
    """The bytes of a file that the register was made of."""
    with snapshot.reading:
        return snapshot.workspace.contents({blob: path}).get(blob, b"")


def held(snapshot: PortalSnapshot, path: str) -> str:
    """Why a file cannot be written on now; empty where it can."""
    with snapshot.reading:
        try:
            refuse_uncommitted(snapshot.workspace, [path])
        except IsodocsError as error:
            return error.in_full
    return ""


# -- what is wrong with it already ------------------------------------------------------------


def known_faults(snapshot: PortalSnapshot, record: Record) -> Iterator[FieldFault]:
    """The gaps of a record, each at the field that it is about, as far as that is known."""
    kind = kinds()[record.kind]
    for gap in gaps_at(snapshot, record.path):
        place = gap.finding.place
        if kind.table and place.line != record.line:
            continue
        field = field_of(gap.finding, record.places)
        yield FieldFault(field if field in kind.fields else "", *_words(gap))


def gaps_at(snapshot: PortalSnapshot, path: str) -> Sequence[Gap]:
    """The gaps in a file."""
    return snapshot.once("gaps-by-path", _by_path).get(path, ())


def _by_path(snapshot: PortalSnapshot) -> Mapping[str, Sequence[Gap]]:
    found: dict[str, list[Gap]] = {}
    for gap in snapshot.gaps:
        found.setdefault(gap.finding.place.path, []).append(gap)
    return found


def _words(gap: Gap) -> tuple[str, str]:
    return gap.finding.message, gap.finding.hint


def field_of(finding: Finding, places: Mapping[str, tuple[int, int]]) -> str:
    """The field that a gap is about: one that must still be entered, else that at its place.

    A hint names what must be entered as it is written: `'due:'`.
    """
    wanted = [name for name in _WRITTEN.findall(finding.hint) if name not in places]
    return wanted[0] if wanted else field_at(places, finding.place.line, finding.place.column)


def field_at(places: Mapping[str, tuple[int, int]], line: int, column: int) -> str:
    """The field at a place, of the places of all fields; empty where it is about the whole."""
    at: Collection[str] = [name for name, place in places.items() if place[0] == line]
    exact = [name for name in at if places[name][1] == column]
    found: Iterable[str] = exact or (at if len(at) == 1 and column else ())
    return next(iter(found), "")
