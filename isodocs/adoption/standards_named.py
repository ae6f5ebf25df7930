"""Which standards documents say that they are for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from isodocs.parsing import front_matter
from isodocs.parsing.header_block import stated
from isodocs.parsing.standard_names import Yardstick, named, yardstick
from isodocs.standards.editions import editions, to_begin_with
from isodocs.standards.load import available

_LINES = 400
"""So many lines of a text are looked at for the name of a standard."""


def standards_named(documents: Mapping[str, bytes], on: date) -> dict[str, int]:
    """The standards that have a map, by how many documents name them, the most named first.

    A name without an edition is the one that others name with it, or else the one to begin with on
    that day. What documents say in fields counts before what their texts mention.
    """
    known = tuple(yardstick(id, _name(id)) for id in available())
    numbers = {one.number for one in known if one.number}
    in_fields: dict[str, set[str]] = defaultdict(set)
    in_texts: dict[str, set[str]] = defaultdict(set)
    for path, data in documents.items():
        matter = front_matter.read(data)
        fields = [
            getattr(entry.value, "text", "")
            for entry in matter.mapping or ()
            if "standard" in entry.key.text.casefold()
        ]
        fields += [fact.value for fact in stated(matter.body) if fact.field == "standard"]
        for id in {id for text in fields for id in _ids(text, known)}:
            in_fields[id].add(path)
        lines = matter.body.decode("utf-8", "replace").split("\n")[:_LINES]
        naming = (line for line in lines if any(number in line for number in numbers))
        for id in {id for line in naming for id in _ids(line, known)}:
            in_texts[id].add(path)
    found = {id: len(paths) for id, paths in _with_editions(in_fields or in_texts, on).items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _name(id: str) -> str:
    edition = editions().get(id)
    return edition.name if edition else id


def _ids(text: str, known: tuple[Yardstick, ...]) -> set[str]:
    """The standards that a line names; a number alone where it says no edition."""
    found = set()
    for item in named(text, known):
        if item.standard and item.edition:
            found.add(item.standard)
        elif item.standard or item.vague:
            found.add(item.number)
    return found


def _with_editions(found: Mapping[str, set[str]], on: date) -> dict[str, set[str]]:
    """The documents by standard, each number alone as the edition that it is here."""
    whole = {id: set(paths) for id, paths in found.items() if not id.isdigit()}
    for number, paths in ((name, paths) for name, paths in found.items() if name.isdigit()):
        alike = [id for id in available() if yardstick(id, _name(id)).number == number]
        family = alike[-1].rpartition("-")[0]
        begun = to_begin_with(family, available(), on) if family in _families() else alike[-1]
        named_so = sorted((len(whole[id]), id) for id in alike if id in whole)
        meant = named_so[-1][1] if named_so else begun
        whole.setdefault(meant, set()).update(paths)
    return whole


def _families() -> frozenset[str]:
    return frozenset(edition.family for edition in editions().values())
