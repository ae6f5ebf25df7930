"""The form in which a document is begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.inventory.taken_numbers import elsewhere
from isodocs.lifecycle.at_the_keyboard import usual_owner
from isodocs.lifecycle.create import next_identifier
from isodocs.portal.views import addresses
from isodocs.portal.views.document_entry import about_fields
from isodocs.portal.views.entry_fields import EntryField, offered
from isodocs.portal.views.labels import label
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.entered import FieldFault
    from isodocs.portal.asking import Asking

ADDRESS = f"{addresses.BEGIN}{addresses.DOCUMENTS}"
_OFFERS = {"owner": "owner", "clauses": "clause"}
FIELDS = ("title", "type", "owner", "clauses", "id")
MUST = ("title", "type", "owner")


def form(
    asked: Asking, typed: Mapping[str, str] | None = None, faults: Sequence[FieldFault] = ()
) -> dict[str, Any]:
    """The form, empty or as it was `typed` and could not be saved."""
    values = typed or {"owner": _owner(asked)}
    fields = [_field(asked, name, values.get(name, ""), faults) for name in FIELDS]
    return {
        "fields": fields,
        "offers": offered(asked.snapshot, {field.offers for field in fields}),
        "faults": [fault for fault in faults if fault.field not in FIELDS],
        "given": asked.word("If left empty, the next free number is used."),
        "wrong": typed is not None,
        "dirty": typed is not None,
        "held": "",
        "form": asked.form,
        "to": ADDRESS,
        "back": addresses.DOCUMENTS,
    }


def _owner(asked: Asking) -> str:
    """A role of the person who asks, as `isodocs new` has it."""
    with asked.snapshot.reading:
        return usual_owner(asked.snapshot.workspace, asked.snapshot.register, asked.me)


def _field(asked: Asking, name: str, value: str, faults: Sequence[FieldFault]) -> EntryField:
    names = _types(asked) if name == "type" else {}
    about = say(about_fields()[name]) if name != "type" else ""
    if name == "clauses":
        about = asked.word(
            "Separate several with semicolons: 8.4.1; 7.5. Put a standard before its clause."
        )
    choices = tuple(names)
    return EntryField(
        name,
        label(asked.wording, name),
        about,
        "choice" if choices else "list" if name == "clauses" else "line",
        value,
        choices if value in ("", *choices) or not choices else (*choices, value),
        name in MUST,
        offers=_OFFERS.get(name, ""),
        faults=tuple(fault for fault in faults if fault.field == name),
        names=names,
    )


def _types(asked: Asking) -> Mapping[str, str]:
    """What each type is called, with the number that its next document gets."""
    snapshot, register = asked.snapshot, asked.snapshot.register

    def taken() -> frozenset[str]:
        with snapshot.reading:
            return elsewhere(snapshot.workspace.git, register.config).get("", frozenset())

    known = snapshot.once("taken numbers", lambda _: taken())
    return {
        type: f"{asked.wording.type(type)} ({next_identifier(register, type, known)})"
        for type in register.config.types
    }
