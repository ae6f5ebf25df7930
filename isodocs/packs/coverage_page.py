"""Coverage in a pack: from each clause to the section of a copy that answers it, and to records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.clause_records import KindOfProof, proofs
from isodocs.assess.coverage import coverage
from isodocs.model.page import PageTable, PageText, Paragraphs, Part
from isodocs.rendering.surroundings import anchor
from isodocs.reports import coverage_page
from isodocs.reports.coverage_page import Leads
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.coverage import ClauseCoverage, ClauseEvidence
    from isodocs.model.page import Page
    from isodocs.model.record import Record
    from isodocs.packs.discretion import Discretion
    from isodocs.packs.evidence import PackEvidence
    from isodocs.packs.records_pages import RecordPlaces
    from isodocs.packs.wanted import Chosen

_MOST = 10
"""So many records of a kind are named for a clause; the page of the kind has all."""


class CoverageLinks:
    """Where the coverage page of one pack leads; `copies` are the pages of copies by document."""

    def __init__(
        self,
        chosen: Chosen,
        copies: Mapping[str, str],
        places: RecordPlaces,
        evidence: PackEvidence,
        discretion: Discretion,
    ) -> None:
        self._chosen = chosen
        self._copies = copies
        self._places = places
        self._evidence = evidence
        self._discretion = discretion

    def page(self) -> Page:
        """The page."""
        register = self._chosen.register
        shown = {id: tuple(self._discretion.rows(rows)) for id, rows in self._chosen.rows.items()}
        return coverage_page.page(
            register,
            [coverage(register, id) for id in shown],
            lambda found: shown[found.standard],
            Leads(self.section, self.records),
        )

    def section(self, item: ClauseEvidence) -> str:
        """The address of the section of a copy that answers a clause, or of the copy."""
        page = self._copies.get(item.document, "")
        if not page or not item.section:
            return page
        register = self._chosen.register
        entry = register.entries[item.document]
        outline = register.outline((entry.in_force or entry.newest).document)
        named = [s for s in (outline.sections if outline else ()) if s.title == item.section]
        named.sort(key=lambda section: section.line != item.line)
        return f"{page}#{anchor(named[0].slug)}" if named else page

    def records(self, row: ClauseCoverage) -> Sequence[Part]:
        """What records show of the clause, each with its files."""
        clause = row.requirement
        found = proofs(self._chosen.register, clause.standard, clause.number)
        rows = [cells for proof in found if proof.records for cells in self._proof(proof)]
        rows += [(name, "", "", "") for name in row.shown]
        if not rows:
            return (Paragraphs((say("No record in the repository is known to show it."),)),)
        return (PageTable((say("Records"), say("Day"), say("Record"), say("Files")), rows),)

    def _proof(self, proof: KindOfProof) -> Iterator[tuple[str | PageText, ...]]:
        kind = proof.kind
        there = [(day, record) for day, record in proof.records if self._places.place(record)]
        for day, record in there[:_MOST]:
            yield (say(kind.title), str(day or ""), self._record(record), self._files(record))
        if len(there) > _MOST:
            to = self._places.page_of(kind.name)
            yield (say(kind.title), "", PageText(say("all {there}", there=len(there)), to=to), "")
        if left := len(proof.records) - len(there):
            newest = "" if there else str(proof.newest or "")
            yield (
                say(kind.title),
                newest,
                joined(": ", (counted(left, "record"), self._why_out(kind.name))),
                "",
            )

    def _why_out(self, kind: str) -> str:
        why = [each.why_out for each in self._chosen.left_out if each.kind.name == kind]
        return (
            say("left out, {listed}", listed=listed(why, "or"))
            if why
            else say("not asked for by this audit")
        )

    def _record(self, record: Record) -> PageText:
        said = f"{record.id} {record.title}".strip() or record.label
        return PageText(said, to=self._places.place(record))

    def _files(self, record: Record) -> str | PageText:
        files = [*self._evidence.files_of(record)]
        if not files:
            return ""
        taken = self._evidence.taken.get(files[0].path)
        if len(files) == 1 and taken:
            return PageText(files[0].path, to=taken.name)
        return (
            counted(len(files), "file")
            if taken
            else say("{shown}: not here", shown=self._evidence.shown(files[0]))
        )
