"""What no page of a pack says: what closed documents are called, and who was trained in what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from isodocs.assess.record_index import record_index
from isodocs.dataclass import fields, is_dataclass, replace
from isodocs.expressions import expression
from isodocs.model.audit import Area
from isodocs.model.page import PageTable, PageText
from isodocs.packs.kept_back import files_not_in_force, titles_not_in_force
from isodocs.packs.wanted import LEFT_OUT
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage, ClauseEvidence
    from isodocs.model.page import Page
    from isodocs.model.readiness import Point, Readiness
    from isodocs.model.register import Register
    from isodocs.packs.kept_back import KeptBack

_Some = TypeVar("_Some")
_SOMEONE = "someone"
_QUOTED = expression(r"(?<!\w)(?:'[^']*+'|\"[^\"]*+\")(?!\w)")
"""What a message quotes of a file, or an identifier of it."""
_WORD = expression(r"[\w.-]++")


class Discretion:
    """Takes out of what reports say what must not leave the organisation with this pack."""

    def __init__(self, register: Register, kept: KeptBack, *, with_people: bool) -> None:
        self._kept = kept
        self._names = {} if with_people else record_index(register).people
        self._drafts = files_not_in_force(register)
        self._titles = {**titles_not_in_force(register), **kept.documents}

    def page(self, page: Page) -> Page:
        """The page without titles and paths of closed documents, and titles of drafts."""
        return self._cleaned(page) if self._titles else page

    def rows(self, rows: Iterable[ClauseCoverage]) -> Iterator[ClauseCoverage]:
        """Clauses whose closed documents, and drafts, are known by their identifiers alone."""
        for row in rows:
            if row.decision and row.decision.place.path in self._kept.files:
                row = row._replace(reason=LEFT_OUT, shown=(), decision=None)
            yield row._replace(evidence=tuple(map(self._item, row.evidence)))

    def readiness(self, found: Readiness) -> Readiness:
        """The answer, without what to type, and with points that say nothing of what stays in.

        They name no one for a training, and quote neither a closed document nor a draft.
        """
        points: dict[tuple[Any, ...], Point] = {}
        for point in found.points:
            said = self._point(replace(point, remedy=""))
            key = (said.weight, said.area, said.message, said.owner)
            points.setdefault(key, said)
        return found._replace(points=tuple(points.values()))

    def _item(self, item: ClauseEvidence) -> ClauseEvidence:
        if item.document not in self._titles:
            return item
        return replace(item, title=LEFT_OUT, section="", path="")

    def _point(self, point: Point) -> Point:
        documents = {gap.finding.document for gap in point.gaps} | {point.subject, point.because}
        paths = {gap.finding.place.path for gap in point.gaps}
        rule = point.gaps[0].rule if point.gaps else None
        closed = self._kept.documents.keys() & documents
        if rule and (closed or paths & (self._kept.shown | self._kept.paths.keys())):
            whose = " ".join(sorted(closed)) or say("a document")
            what = say(rule.document.summary)
            return replace(point, message=say("{whose}: {what}", whose=whose, what=what))
        if paths & self._drafts:
            said = _QUOTED.sub(LEFT_OUT, point.message)
            point = point if said == point.message else replace(point, message=said)
        of_people = rule.of_people if rule else point.area is Area.COMPETENCE
        if self._names and (of_people or paths & self._kept.people):
            if rule:
                said = say(
                    "{what} ({gaps}; the names are left out)",
                    what=say(rule.document.summary).removesuffix("."),
                    gaps=counted(point.count, "gap"),
                )
                return replace(point, message=said, owner="")
            return replace(point, message=self._nameless(point.message), owner="")
        return point

    def _nameless(self, text: str) -> str:
        """The text without any name of a person."""
        for name in sorted(filter(None, self._names.values()), key=len, reverse=True):
            text = text.replace(name, _SOMEONE)

        def known(word: re.Match[str]) -> str:
            id = word[0].rstrip(".")
            return word[0].replace(id, _SOMEONE) if id in self._names else word[0]

        return _WORD.sub(known, text)

    def _cleaned(self, part: _Some) -> _Some:
        """A part of a page, and all that is in it."""
        if isinstance(part, str):
            return self._text(part)  # type: ignore[return-value]
        if isinstance(part, PageTable):
            part = replace(part, rows=[self._row(row) for row in part.rows])
        if is_dataclass(part) and not isinstance(part, type):
            changed = {each.name: self._cleaned(getattr(part, each.name)) for each in fields(part)}
            return replace(part, **changed)
        if isinstance(part, tuple | list):
            return tuple(map(self._cleaned, part))  # type: ignore[return-value]
        return part

    def _row(self, row: Sequence[str | PageText]) -> list[str | PageText]:
        """A row without the titles that documents which it names must not have here."""
        cells = [cell.text if isinstance(cell, PageText) else cell for cell in row]
        titles = {title for cell in cells for title in self._titles.get(cell, ())}
        return [LEFT_OUT if text in titles else cell for text, cell in zip(cells, row, strict=True)]

    def _text(self, text: str) -> str:
        cleaned = text
        for path, id in self._kept.paths.items():
            cleaned = cleaned.replace(path, id)
        return text if cleaned == text else cleaned  # as it is, it can be translated
