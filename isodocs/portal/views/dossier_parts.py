"""A dossier -> parts of a page, with a link on whatever has a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from isodocs.copies.wording import LEVELS
from isodocs.formats import cell
from isodocs.model.approval import Meaning
from isodocs.model.document import State
from isodocs.model.dossier import Tone
from isodocs.model.gap import Level
from isodocs.model.page import Chapter, Facts, PageTable, PageText
from isodocs.portal.views import addresses
from isodocs.portal.views.labels import label, title
from isodocs.portal.views.names import (
    is_about_people,
    is_about_standards,
    is_flag,
    names_of,
    standards_of,
)
from isodocs.records.choice_words import choices_in_words
from isodocs.records.record_kinds import kinds
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.dossier import Dossier, DossierTable, Value
    from isodocs.model.page import Part, Said
    from isodocs.portal.snapshot import PortalSnapshot

_ALARMS = ("overdue", "CHANGED since it was recorded", "not there", "missing", "lapsed", "error")
_FOLDED = ("sha256", "sha256-recorded", "line", "signed-at", "person")
"""Columns that the table of a page leaves out where it has others."""
_NAMES = ("field", "step")
"""Columns that hold names of fields and of steps."""
_FLAGS = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
"""What is read for a flag, by how people write it."""
_MOST = 500


class DossierParts:
    """Makes parts of dossiers, in a language."""

    def __init__(self, snapshot: PortalSnapshot, wording: Wording) -> None:
        self._wording = wording
        self._known = addresses.known(snapshot)
        self._names = names_of(snapshot)
        self._standards = standards_of(snapshot)
        self._words = {
            **{("state", str(state)): wording.state(state) for state in State},
            **{("meaning", str(meaning)): wording.meaning(meaning) for meaning in Meaning},
            **{("assurance", level): wording.assurance(level) for level in LEVELS},
        }
        """What stands for a few values, by field."""

    def facts(self, dossier: Dossier, without: Collection[str] = ()) -> Facts:
        """What it is: names and values."""
        rows: list[tuple[str, Said]] = []
        for fact in dossier.facts:
            if fact.value in (None, "", ()) or fact.name in without:
                continue
            said = self.said(fact.value, fact.name)
            note = "" if is_about_people(fact.name) and said.text != cell(fact.value) else fact.note
            text = joined("", (said.text, " (", note, ")")) if note else said.text
            name = label(self._wording, fact.name, dossier.sort if dossier.sort in kinds() else "")
            rows.append((name, PageText(text, fact.tone, said.to)))
        return Facts(rows)

    def tables(self, dossier: Dossier, without: Collection[str] = ()) -> Iterator[Part]:
        """A chapter to each table that has a row."""
        for number, one in enumerate(dossier.parts):
            if one.rows and one.name not in without:
                yield self.chapter(one, number)

    def chapter(self, one: DossierTable, number: int) -> Chapter:
        """A table below its heading, the part of that number of its page."""
        name = title(self._wording, one.name, one.title)
        heading = joined("", (name, f" ({len(one.rows)})"))
        return Chapter(heading, f"part-{number}", (self.table(one),))

    def table(
        self, one: DossierTable, row_link: Callable[[int], str] = lambda number: ""
    ) -> PageTable:
        """A table with the columns that people look at; `row_link` is the page of a row."""
        shown = one.shown or one.columns
        names = [n for n in one.columns if n in shown and n not in _FOLDED]
        names = [n for n in names if any(row[one.columns.index(n)] for row in one.rows)]
        rows = []
        for number, row in enumerate(one.rows[:_MOST]):
            cells = [self.said(row[one.columns.index(name)], name) for name in names]
            if (to := row_link(number)) and cells:
                cells[0] = PageText(cells[0].text or "→", cells[0].tone, to)
            rows.append(cells)
        kind = one.name if one.name in kinds() else ""
        return PageTable([label(self._wording, name, kind) for name in names], rows)

    def said(self, value: Value, name: str) -> PageText:
        """The value of a field or column in words, with its link and its tone."""
        wording = self._wording
        if isinstance(value, bool):
            said = wording.word("yes") if value else wording.word("no")
            return PageText(said)
        if isinstance(value, datetime):
            return PageText(f"{value:%Y-%m-%d %H:%M}")
        if isinstance(value, date):
            return PageText(wording.day(value, short=True))
        text = cell(value)
        if name in _NAMES:
            return PageText(label(wording, text, "record"))
        if (name, text) in self._words:
            return PageText(self._words[name, text])
        items = value if isinstance(value, tuple) else (text,)
        if (known := choices_in_words(name)) and not known.keys().isdisjoint(items):
            return PageText(joined(", ", [known.get(item, item) for item in items]))
        if is_about_people(name):
            names = joined(", ", [self._names.get(item, item) for item in items])
            return PageText(names, to=self._known.get(text, ""))
        if is_about_standards(name) and not self._standards.keys().isdisjoint(items):
            return PageText(joined(", ", [self._standards.get(item, item) for item in items]))
        if is_flag(name) and text in _FLAGS:
            return PageText(wording.word(_FLAGS[text]))
        alarming = text in _ALARMS or text.startswith("overdue")
        if isinstance(value, Level):
            text = say(text)
        return PageText(text, Tone.BAD if alarming else Tone.PLAIN, self._known.get(text, ""))
