"""Fields of forms: what each is called, how it is entered, what may be entered, what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.record_index import record_index
from isodocs.lifecycle.entered import as_typed, can_be_typed
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.fields import parse_day
from isodocs.portal.views.labels import in_labels, label
from isodocs.records import record_values
from isodocs.records.attachments import DIGEST
from isodocs.records.choice_words import choices_in_words
from isodocs.records.record_kinds import kinds
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.lifecycle.entered import FieldFault
    from isodocs.model.record import Record, RecordField, RecordKind
    from isodocs.portal.snapshot import PortalSnapshot

_MOST = 2000
"""So many names are offered for a field."""
_LONG = ("correction", "cause", "action", "description", "reason", "note", "elsewhere", "result")
_FLAGS = ("yes", "no")


class EntryField(NamedTuple):
    """One field of a form.

    `control` is line, long, date, choice, choices (any number of them), number or list; `choices`
    are what may be chosen, which people know by `names`, and `offers` names the list of what is
    known. One that is `fixed` is shown and not changed.
    """

    name: str
    label: str
    about: str
    control: str
    value: str
    choices: tuple[str, ...] = ()
    required: bool = False
    fixed: bool = False
    offers: str = ""
    faults: tuple[FieldFault, ...] = ()
    names: Mapping[str, str] = {}

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to enter or to see."""
        return bool(self.value or self.faults or not self.fixed)

    def has(self, choice: str) -> bool:
        """Whether a choice is one of those in its value."""
        return choice in record_values.cut(self.value)


def fields_of(
    wording: Wording,
    kind: RecordKind,
    record: Record | None,
    typed: Mapping[str, str],
    faults: Iterable[FieldFault] = (),
) -> Iterator[EntryField]:
    """Every field of a kind, as it is or as it was `typed`."""
    values = {**as_typed(kind, record), **{n: t for n, t in typed.items() if n in kind.fields}}
    wrong: dict[str, list[FieldFault]] = {}
    for fault in faults:
        said = [in_labels(wording, text, kind.fields, kind.name) for text in fault[1:3]]
        wrong.setdefault(fault.field, []).append(fault._replace(message=said[0], hint=said[1]))
    for name, field in kind.fields.items():
        yield EntryField(
            name,
            label(wording, name, kind.name),
            say(field.about),
            control(field, values[name]),
            values[name],
            _choices(field, values[name]),
            field.required and name != kind.key,
            is_fixed(kind, field, record),
            _offers(field),
            tuple(wrong.get(name, ())),
            _names(wording, field),
        )


def is_fixed(kind: RecordKind, field: RecordField, record: Record | None) -> bool:
    """Whether a field is not entered: a number that is given, a digest that is computed."""
    is_number = field.name == kind.key and record is not None
    return is_number or field.name.endswith(DIGEST) or not can_be_typed(field, record)


def control(field: RecordField, value: str) -> str:
    """How a field is entered: as text, where a control of the browser would lose the value."""
    if field.choices:
        return "choices" if field.form == "list" else "choice"
    if field.form == "flag":
        return "choice"
    if field.form == "date":
        return "date" if not value or parse_day(value) else "line"
    if field.form == "list":
        return "list"
    if "\n" in value or (field.name in _LONG and not (field.refers or field.choices)):
        return "long"
    return "number" if field.form == "number" else "line"


def _choices(field: RecordField, value: str) -> tuple[str, ...]:
    """What may be chosen, and after it what is there and may not be."""
    found = field.choices or (_FLAGS if field.form == "flag" else ())
    there = record_values.cut(value) if field.form == "list" else (value,) if value else ()
    return tuple(dict.fromkeys((*found, *there))) if found else ()


def _names(wording: Wording, field: RecordField) -> Mapping[str, str]:
    """What people call the choices."""
    if field.form == "flag":
        return dict(zip(_FLAGS, (wording.word("yes"), wording.word("no")), strict=True))
    return choices_in_words(field.name) if field.choices else {}


def _offers(field: RecordField) -> str:
    """The name of the list that a field's values are offered from; empty where there is none."""
    if field.refers in ("person", "role", "owner", "document", "standard", "clause"):
        return field.refers
    name = field.refers or field.known_in
    return name if name in kinds() else ""


def offered(
    snapshot: PortalSnapshot, wanted: Collection[str]
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What is known and may be entered, with what it is called, by the name of the list."""
    return {name: list(_offered(snapshot, name))[:_MOST] for name in sorted(wanted) if name}


def _offered(snapshot: PortalSnapshot, name: str) -> Iterator[tuple[str, str]]:
    register = snapshot.register
    index = record_index(register)
    if name in ("person", "owner"):
        yield from index.people.items()
    if name in ("role", "owner"):
        history = register.inventory.authority
        known = history.current.roles if history else {}
        yield from ((id, known[id].title if id in known else "") for id in index.roles)
    if name == "document":
        yield from ((entry.id, entry.document.title) for entry in register)
    if name == "standard":
        yield from ((id, register.maps[id].display_name) for id in register.maps)
    if name == "clause":
        several = len(register.maps) > 1
        for id, requirements in register.maps.items():
            for each in requirements:
                yield f"{id}:{each.number}" if several else each.number, say(each.title)
    yield from ((id, record.title) for id, record in index.kinds.get(name, {}).items())
