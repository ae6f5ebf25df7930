"""Read an OSCAL catalogue, or a profile resolved into one, as a requirement map.

Groups become headings; controls and their enhancements become controls. A control that only holds
others of another class (a category over subcategories) is a heading too. What is withdrawn is left
out. Parameters are rendered as their values, else as [what the organisation sets]. Controls and
groups are numbered by their labels; those whose label others have too, by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from isodocs.expressions import expression
from isodocs.parsing.cut_text import shortened
from isodocs.standards.foreign import (
    LONGEST_TITLE,
    Imported,
    Item,
    Wish,
    about_text,
    as_number,
    build,
    clean,
    first_sentence,
    is_federal,
    number_in,
    refuse,
)
from isodocs.words import counted, say, say_many

_INSERT = expression(r"\{\{\s*(?:insert:\s*)?(?:param,\s*)?([^\s{}]+)\s*\}\}")
_SPACED = expression(r" ([;,.:])")
_DEEPEST = 12
_FEW = 4
"""With so few words a statement only leads up to its items: "The organization:"."""
_PADDED = ("zero-padded", "sp800-53a")
_PUBLISHERS = ("publisher", "creator", "author")

_Json = Mapping[str, Any]


def is_catalog(content: object) -> bool:
    """Whether a file is an OSCAL catalogue."""
    return isinstance(content, dict) and isinstance(content.get("catalog"), dict)


def read(content: _Json, wish: Wish, profile: object = None) -> Imported:
    """Make a map of a catalogue; with a `profile` only of the controls that it selects.

    Raises StandardError when there is nothing to import, or the profile is none.
    """
    catalog: _Json = content["catalog"]
    metadata = _mapping(catalog.get("metadata"))
    parties = _list(metadata.get("parties"))
    text = is_federal(_addresses(parties)) if wish.text is None else wish.text
    reader = _CatalogueReader(text, _selected(profile, wish) if profile is not None else None)
    tree = reader.level(catalog, 0)
    title, version = clean(metadata.get("title")), clean(metadata.get("version"))
    if not title:
        refuse(
            say("the catalogue has no title"), say("Is it an OSCAL catalogue as published?"), wish
        )
    known = version or say("unknown")
    notes = [
        say("OSCAL catalogue “{title}”, version {version}", title=title, version=known),
        about_text(text, wish),
        *([say("{controls} left out", controls=counted(reader.withdrawn, "withdrawn control"))]
          if reader.withdrawn else []),
        *([say_many("{number} control that the profile does not select left out",
                    "{number} controls that the profile does not select left out",
                    reader.unselected)]
          if reader.unselected else []),
    ]  # fmt: skip
    return build(
        tree,
        wish,
        title,
        shortened(title, 60),
        _publisher(metadata, parties),
        f"OSCAL catalogue, version {version or 'unknown'}: {title}",
        notes,
    )


class _CatalogueReader:
    """Walks a catalogue; counts what it leaves out."""

    def __init__(self, text: bool, selected: frozenset[str] | None) -> None:
        self.text = text
        self.selected = selected
        self.params: dict[str, _Json] = {}
        self.withdrawn = 0
        self.unselected = 0

    def level(self, holder: _Json, depth: int) -> list[Item]:
        """The groups and controls that a catalogue, group or control holds."""
        if depth > _DEEPEST:
            return []
        self._learn(holder)
        groups = [self._group(group, depth) for group in _list(holder.get("groups"))]
        controls = [self._control(control, depth) for control in _list(holder.get("controls"))]
        return [*groups, *(item for found in controls for item in found)]

    def _learn(self, holder: _Json) -> None:
        for parameter in _list(holder.get("params")):
            self.params[clean(parameter.get("id"))] = parameter
            for prop in _list(parameter.get("props")):
                if prop.get("name") == "alt-identifier":
                    self.params.setdefault(clean(prop.get("value")), parameter)

    def _group(self, group: _Json, depth: int) -> Item:
        below = self.level(group, depth + 1)
        number = _number(group)
        if not _labels(group) and number.islower():
            # NIST writes the family "ac" over its AC-1.
            first = next((item.number for item in below), "")
            number = number.upper() if first.startswith(number.upper()) else number
        title, other = clean(group.get("title")), as_number(clean(group.get("id")))
        return Item(number, title, False, below=below, other=other)

    def _control(self, control: _Json, depth: int) -> list[Item]:
        """The control as one item; what its enhancements make of themselves where it is left out.

        A profile can select an enhancement without the control that it enhances.
        """
        below = self.level(control, depth + 1)
        heading = _only_holds(control)
        if _is_withdrawn(control):
            self.withdrawn += not heading
            return below
        statement = _statement(control)
        number = _number(control)
        title = self._rendered(clean(control.get("title")))
        if title == number or not title:
            prose = self._rendered(clean(statement.get("prose"))) if self.text else ""
            title = shortened(prose, LONGEST_TITLE) or number
        control_of_a_catalogue = clean(control.get("class")) != "requirement"
        item = Item(number, title, not heading, control_of_a_catalogue, below=below)
        item.other = as_number(clean(control.get("id")))
        item.optional = _prop(control, "may-be-not-applicable") != "no"
        id = clean(control.get("id"))
        if self.selected is not None and id not in self.selected and not heading:
            self.unselected += 1
            return below
        if self.text and not heading:
            item.asks = self._asked(statement)
        return [item]

    def _asked(self, statement: _Json) -> str:
        """The first sentence of a statement; with its first item where it only leads up to that."""
        prose, parts = clean(statement.get("prose")), _list(statement.get("parts"))
        while len(prose.split()) < _FEW and parts:
            prose = f"{prose} {clean(parts[0].get('prose'))}".strip()
            parts = _list(parts[0].get("parts")) or parts[1:]
        return first_sentence(self._rendered(prose), more=bool(parts)) if prose else ""

    def _rendered(self, text: str, depth: int = 0) -> str:
        def value(match: re.Match[str]) -> str:
            return self._value(match[1], depth)

        return _SPACED.sub(r"\1", _INSERT.sub(value, text))

    def _value(self, id: str, depth: int) -> str:
        parameter = self.params.get(id)
        if parameter is None or depth > 3:
            return "[set by the organisation]"
        values = [clean(value) for value in _texts(parameter.get("values"))]
        if values:
            return ", ".join(values)
        choices = _texts(_mapping(parameter.get("select")).get("choice"))
        if choices:
            rendered = (self._rendered(clean(choice), depth + 1) for choice in choices)
            return f"[{'; '.join(rendered)}]"
        label = clean(parameter.get("label"))
        return f"[{self._rendered(label, depth + 1) or 'set by the organisation'}]"


def _selected(profile: object, wish: Wish) -> frozenset[str]:
    """The ids of the controls that a profile names, resolved into a catalogue or not."""
    if is_catalog(profile):
        return frozenset(_ids(_mapping(profile)["catalog"], 0))
    found: set[str] = set()
    content = _mapping(_mapping(profile).get("profile"))
    for source in _list(content.get("imports")):
        found |= _with_ids(source.get("include-controls"))
        found -= _with_ids(source.get("exclude-controls"))
    if not found:
        refuse(
            say("the profile names no control that could be selected"),
            say("Give a profile with 'with-ids', or resolve it first into a catalogue."),
            wish,
        )
    return frozenset(found)


def _with_ids(choices: object) -> set[str]:
    return {clean(id) for choice in _list(choices) for id in _texts(choice.get("with-ids"))}


def _ids(holder: _Json, depth: int) -> Iterator[str]:
    for key in ("groups", "controls"):
        for entry in _list(holder.get(key)) if depth <= _DEEPEST else ():
            if key == "controls":
                yield clean(entry.get("id"))
            yield from _ids(entry, depth + 1)


def _number(entry: _Json) -> str:
    """As people write it: the label, or what it has in brackets, else the id."""
    id = clean(entry.get("id"))
    return number_in(*_labels(entry), id) or as_number(id)


def _labels(entry: _Json) -> list[str]:
    """The labels, the plain one first: NIST also writes AC-01, for sorting."""
    labels = [p for p in _list(entry.get("props")) if p.get("name") == "label"]
    plain = [label for label in labels if label.get("class") not in _PADDED]
    return [clean(label.get("value")) for label in plain or labels]


def _only_holds(control: _Json) -> bool:
    """Whether a control is a heading over controls of another class that enhance nothing."""
    kinds = {clean(child.get("class")) for child in _list(control.get("controls"))}
    own = clean(control.get("class"))
    return bool(kinds) and own not in kinds and all(k and "enhancement" not in k for k in kinds)


def _is_withdrawn(control: _Json) -> bool:
    return _prop(control, "status") == "withdrawn"


def _prop(control: _Json, name: str) -> str:
    values = (p.get("value") for p in _list(control.get("props")) if p.get("name") == name)
    return next((clean(value).lower() for value in values), "")


def _statement(control: _Json) -> _Json:
    parts = _list(control.get("parts"))
    return next((part for part in parts if part.get("name") == "statement"), {})


def _publisher(metadata: _Json, parties: Sequence[_Json]) -> str:
    """Who published it, by the roles in the metadata; else the first organisation."""
    responsible = {
        clean(entry.get("role-id")): _texts(entry.get("party-uuids"))
        for entry in _list(metadata.get("responsible-parties"))
    }
    names = {clean(party.get("uuid")): clean(party.get("name")) for party in parties}
    for role in _PUBLISHERS:
        for uuid in responsible.get(role, ()):
            if names.get(uuid):
                return names[uuid]
    return next(filter(None, names.values()), "")


def _addresses(parties: Sequence[_Json]) -> Iterator[str]:
    for party in parties:
        yield clean(party.get("name"))
        yield from map(clean, _texts(party.get("email-addresses")))


def _mapping(value: object) -> _Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[_Json]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
