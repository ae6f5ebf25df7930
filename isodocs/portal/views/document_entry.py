"""The form of a draft, and those of the steps in a document's life."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from isodocs import resources
from isodocs.lifecycle.edit_document import CLAUSES, can_be_edited, values_of
from isodocs.lifecycle.edit_record import TEXT, text_of
from isodocs.model.config import FIELDS, REQUIRED_FIELDS
from isodocs.model.document import State, Status
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.fields import parse_day
from isodocs.portal.views import addresses, my_keys, to_do_here
from isodocs.portal.views.brought_gaps import at_file
from isodocs.portal.views.entry_fields import EntryField, offered
from isodocs.portal.views.labels import label
from isodocs.portal.views.record_entry import Typed, file_of, gaps_at, held
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.entered import FieldFault
    from isodocs.model.document import Document
    from isodocs.model.register import Entry
    from isodocs.portal.asking import Asking

_OFFERS = {"owner": "owner", "translation-of": "document", "references": "document"}
_DAYS = ("last-review", "next-review")
_LONG = ("change",)
_LISTS = ("references", "sites")


class StepForm(NamedTuple):
    """A step that can be taken: its name, what it is called, and what it does, in a sentence."""

    name: str
    title: str
    said: str
    fields: tuple[EntryField, ...] = ()


@cache
def about_fields() -> Mapping[str, str]:
    """What each field of the front matter is for, as its schema says."""
    text = (resources.path("schemas") / "document.schema.json").read_text("utf-8")
    found = json.loads(text)["properties"]
    return {name: str(found.get(name, {}).get("description", "")) for name in FIELDS}


def current(entry: Entry) -> Document | None:
    """The document in its one file; None where there is none, or there are several."""
    return entry.current[0] if len(entry.current) == 1 else None


def draft(
    asked: Asking,
    entry: Entry,
    document: Document,
    typed: Typed | None = None,
    faults: Sequence[FieldFault] = (),
) -> dict[str, Any]:
    """The form of a draft: as it is, or as it was typed and could not be saved."""
    data = file_of(asked.snapshot, document.path, document.blob)
    config = asked.snapshot.register.config
    values = {**values_of(data, config), **(typed.fields if typed else {})}
    known = [] if typed else list(_known(asked, document, data))
    at_fields = [*faults, *known]
    fields = [
        _field(asked, name, values[name], can_be_edited(data, config, name), at_fields)
        for name in FIELDS
    ]
    text = typed.text if typed and typed.text is not None else text_of(data)
    return {
        "kind": asked.word("Document"),
        "about": asked.word("This is a draft. No one works by it before it is approved."),
        "id": entry.id,
        "said": document.title,
        "fields": [field for field in fields if field.is_shown],
        "offers": offered(asked.snapshot, {"owner", "document"}),
        "faults": [f for f in at_fields if f.field in ("", TEXT)],
        "form": asked.form,
        "to": f"{addresses.EDIT}{addresses.document(entry.id)}",
        "back": addresses.document(entry.id),
        "given": "",
        "digest": typed.digest if typed else document.blob,
        "line": 0,
        "text": text,
        "theirs": next((f.theirs for f in faults if f.field == TEXT), None),
        "held": held(asked.snapshot, document.path),
        "wrong": typed is not None,
        "accept": typed.accept if typed else "",
        "dirty": typed is not None,
        "pictures_at": f"{addresses.EDIT}{addresses.document(entry.id)}/picture",
        "of": entry.id,
    }


def _known(asked: Asking, document: Document, data: bytes) -> Iterator[FieldFault]:
    """What its author has still to do, as `check` says it: at its field or line of the text."""
    for gap in gaps_at(asked.snapshot, document.path):
        if gap.counts:
            fault = at_file(gap.finding, document.places, data)
            yield fault if fault.field in FIELDS else fault._replace(field="")


def _field(
    asked: Asking, name: str, value: str, editable: bool, faults: Sequence[FieldFault]
) -> EntryField:
    config = asked.snapshot.register.config
    choices: tuple[str, ...] = ()
    names: Mapping[str, str] = {}
    if name == "type":
        choices = tuple(config.types)
        names = {each: asked.wording.type(each) for each in choices}
    elif name == "classification" and config.classification:
        choices = tuple(config.classification.levels)
        names = {each: asked.wording.classification(each) for each in choices}
    elif name == "status":
        names = {str(each): say(str(each)) for each in Status}
    control = "line"
    if choices:
        control, choices = "choice", choices if value in ("", *choices) else (*choices, value)
    elif name in _DAYS:
        control = "date" if not value or parse_day(value) else "line"
    elif name in (*_LONG, CLAUSES) or "\n" in value:
        control = "long"
    elif name in _LISTS:
        control = "list"
    return EntryField(
        name,
        label(asked.wording, name),
        say(about_fields()[name]),
        control,
        value,
        choices,
        name in REQUIRED_FIELDS,
        not editable,
        _OFFERS.get(name, "") if editable else "",
        tuple(fault for fault in faults if fault.field == name),
        names,
    )


# -- steps ------------------------------------------------------------------------------------


def steps(asked: Asking, entry: Entry) -> list[tuple[str, str]]:
    """The steps that can be taken now, the next one first: address and name."""
    document = current(entry)
    if asked.deeds is None or document is None:
        return []
    at, word = f"{addresses.EDIT}{addresses.document(entry.id)}", asked.word
    if not document.is_final:
        return [
            (at, word("Continue writing")),
            (f"{at}/submit", word("Submit for approval")),
            (f"{at}/discard", word("Discard the draft")),
        ]
    if entry.newest.state is State.AWAITING:
        return [(f"{at}/withdraw", word("Withdraw it and continue writing"))]
    if entry.in_force is None or entry.in_force.document.blob != document.blob:
        return [(f"{at}/revise", word("Start a revision"))]
    return [
        (f"{at}/revise", word("Start a revision")),
        (f"{at}/review", word("Record a review")),
        (f"{at}/retire", word("Retire")),
    ]


def step(
    asked: Asking,
    entry: Entry,
    name: str,
    typed: Mapping[str, str] | None = None,
    faults: Sequence[FieldFault] = (),
) -> dict[str, Any] | None:
    """The form of a step; None for one that there is not."""
    found = _steps(asked, entry, typed or {}).get(name)
    if found is None:
        return None
    return {
        "id": entry.id,
        "name": entry.document.title,
        "step": found,
        "fields": found.fields,
        "offers": offered(asked.snapshot, {field.offers for field in found.fields}),
        "faults": faults,
        "wrong": typed is not None,
        "dirty": typed is not None,
        "held": "",
        "form": asked.form,
        "to": f"{addresses.EDIT}{addresses.document(entry.id)}/{name}",
        "back": addresses.document(entry.id),
        **(_signing(asked) if name == "review" else {}),
    }


def _signing(asked: Asking) -> dict[str, Any]:
    """With what a review is signed."""
    who = to_do_here.person_of(asked.snapshot, asked.me)
    return my_keys.signing(asked, who) if who else {}


def _discarding(asked: Asking, entry: Entry) -> str:
    """What giving up a draft means."""
    word, issued = asked.word, entry.issued
    if issued is None:
        return word(
            "It was never in force, and is removed. Its number is not used again. What was written "
            "can still be found in the history."
        )
    said = word(
        "The text is again as revision {number} was approved, with its pictures. What was written "
        "since can still be found in the history."
    )
    return said.format(number=issued.number)


def _steps(asked: Asking, entry: Entry, typed: Mapping[str, str]) -> Mapping[str, StepForm]:
    word, on = asked.word, asked.snapshot.register.on.isoformat()
    document = current(entry)
    change = document.change if document and not document.is_final else ""

    def field(name: str, title: str, control: str, value: str = "", offers: str = "") -> EntryField:
        value = typed.get(name, value)
        must = control == "date" or name == "reason"
        return EntryField(name, title, "", control, value, required=must, offers=offers)

    made = (
        StepForm(
            "revise",
            word("Start a revision"),
            word(
                "This starts a draft. What is in force stays in force until the draft is approved."
            ),
            (field("change", word("What it changes, and why"), "long"),),
        ),
        StepForm(
            "submit",
            word("Submit for approval"),
            word("The text gets its final form, which the approvers sign."),
            (
                field("effective", word("In force from"), "date"),
                field("change", word("What it changes, and why"), "long", change),
            ),
        ),
        StepForm(
            "withdraw",
            word("Withdraw it and continue writing"),
            word("It is a draft again and no longer awaits approval."),
        ),
        StepForm(
            "discard",
            word("Discard the draft"),
            _discarding(asked, entry),
        ),
        StepForm(
            "review",
            word("Record a review"),
            word("You have read it as it is in force, and nothing needs to change."),
            (field("note", word("What was reviewed"), "long"),),
        ),
        StepForm(
            "retire",
            word("Retire"),
            word(
                "It stays in force until its withdrawal is approved, and can still be read "
                "afterwards."
            ),
            (
                field("reason", word("Why it is no longer needed"), "long"),
                field("effective", word("Obsolete from"), "date", on),
                field("superseded-by", word("Replaced by"), "line", "", "document"),
            ),
        ),
    )
    return {each.name: each for each in made}
