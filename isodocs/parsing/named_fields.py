"""The fields of a document under whatever names it has them, in front matter and in its text.

Where the configuration says nothing of names, they are ours, and in the front matter alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.model.config import FIELDS, Config
from isodocs.model.node import Mapping, MappingEntry, Node, Scalar, Sequence
from isodocs.parsing.fields import Fields, parse_day
from isodocs.words import say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.period import Period

_ASIDE = expression(r"\([^()]*\)")
_PARTING = expression(r"[,;&]|<br */?>| and | und | et | y ")


class NamedFields(Fields):
    """The fields of one document; `key` gives the name under which it has one of ours."""

    def __init__(self, mapping: Mapping | None, called: dict[str, str], config: Config) -> None:
        super().__init__(mapping)
        self._called = called
        self._config = config

    @classmethod
    def of_file(
        cls, matter: Mapping | None, body: bytes, body_line: int, config: Config
    ) -> NamedFields:
        """Those of a file with this front matter, and this text from line `body_line` on."""
        keys = [entry.key.text for entry in matter or ()]
        called = {**dict(_also_called(keys, config)), **dict(_alike(keys, config))}
        if not config.any_names:
            return cls(matter, called, config)
        called.update(_labelled(keys, called, config))
        known = {*called, *(name for name in FIELDS if config.key(name) in keys)}
        said = [entry for name, entry in _said(body, body_line, config) if name not in known]
        here = matter or Mapping((), 1, 1, 1)
        entries = (*here.entries, *said)
        whole = Mapping(entries, here.line, here.column, here.end_line) if said else matter
        return cls(whole, called, config)

    def key(self, name: str) -> str:
        """The name that one of our fields has here."""
        return self._called.get(name) or self._config.key(name)

    def our_places(self) -> dict[str, tuple[int, int]]:
        """Where each field is, those that we know under our names."""
        ours = {self.key(name): name for name in FIELDS}
        return {ours.get(name, name): place for name, place in self.places.items()}

    def text(self, key: str) -> str:
        """A text; a list of one is that one, and `[TBD]`, which YAML takes for a list, is none."""
        node = self.nodes.get(key)
        alone = node.items[0] if isinstance(node, Sequence) and len(node.items) == 1 else None
        if not isinstance(alone, Scalar):
            return super().text(key)
        from isodocs.parsing.said_no import says_no

        return "" if says_no(alone.text) else alone.text.strip()

    def day(self, key: str) -> date | None:
        """A day, also as people write it where the configuration says so."""
        text = self._as_written(key)
        if not text or parse_day(text):
            return super().day(key)
        from isodocs.parsing import as_written

        day = as_written.read_day(text, self._config.dates)
        if day is None and as_written.is_open(text):
            self.wrong(
                self.nodes[key],
                say("'{key}' is {text!r}: which number is the month?", key=key, text=text),
                say("Say it in isodocs.yaml: `dates: day-first` or `dates: month-first`."),
            )
            return None
        return day or super().day(key)

    def period(self, key: str) -> Period | None:
        """An interval, also as people write it where the configuration says so."""
        if text := self._as_written(key):
            from isodocs.parsing import as_written

            if period := as_written.read_period(text):
                return period
        return super().period(key)

    def _as_written(self, key: str) -> str:
        wanted = self._config.any_names or self._config.dates is not None
        return self.text(key) if wanted and isinstance(self.nodes.get(key), Scalar) else ""


def _also_called(keys: Iterable[str], config: Config) -> Iterable[tuple[str, str]]:
    """The fields that are read under another name as well, where they are not there under ours."""
    from isodocs.parsing.document import ALSO_CALLED

    for theirs, name in ALSO_CALLED.items():
        free = theirs not in (*config.extra_fields, *config.fields.values())
        if theirs in keys and free and config.key(name) not in keys:
            yield name, theirs


def _alike(keys: Iterable[str], config: Config) -> Iterable[tuple[str, str]]:
    """Names of the configuration that are written otherwise here: `Document ID`, `document_id`."""
    from isodocs.parsing.field_labels import folded

    by_fold = {folded(key): key for key in keys}
    for name, theirs in config.fields.items():
        if theirs not in keys and (key := by_fold.get(folded(theirs))):
            yield name, key


def _labelled(
    keys: Iterable[str], called: dict[str, str], config: Config
) -> Iterable[tuple[str, str]]:
    """Keys that are names people give to our fields, for those that are not there under ours."""
    from isodocs.parsing.field_labels import field_called

    taken = {*map(config.key, FIELDS), *called.values(), *config.extra_fields}
    found: dict[str, str] = {}
    for key in keys:
        name = "" if key in taken else field_called(key)
        if name and name not in called and config.key(name) not in keys:
            found.setdefault(name, key)
    return found.items()


def _said(body: bytes, body_line: int, config: Config) -> Iterable[tuple[str, MappingEntry]]:
    """What the top of the text says, as front matter would."""
    from isodocs.parsing.header_block import stated

    for fact in stated(body, body_line):
        key = Scalar(config.key(fact.field), fact.line, 1, fact.line)
        value: Node = Scalar(fact.value, fact.line, fact.column, fact.line)
        if fact.field == "references":
            codes = _codes(fact.value)
            items = tuple(Scalar(code, fact.line, fact.column, fact.line) for code in codes)
            value = Sequence(items, fact.line, fact.column, fact.line)
        yield fact.field, MappingEntry(key, value)


def _codes(text: str) -> list[str]:
    """The identifiers in a list that a text has: `SOP-014 (Purchasing); the order form` is one.

    What is in words alone is for those who read it.
    """
    parts = (part.strip(" .`*") for part in _PARTING.split(_ASIDE.sub("", text)))
    return [part for part in parts if _is_code(part)]


def _is_code(text: str) -> bool:
    return text[:1].isalpha() and " " not in text and any(map(str.isdigit, text))
