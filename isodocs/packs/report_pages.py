"""The reports that a pack has beside its own pages, of what it is about alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.applicability import applicability
from isodocs.assess.nonconformities import nonconformities
from isodocs.dossier.certificates import certificate_cycles
from isodocs.model.audit import AuditKind
from isodocs.named_tuple import NamedTuple
from isodocs.packs import pages
from isodocs.reports.certification import CertificationReport
from isodocs.reports.nonconformities import NonconformitiesReport
from isodocs.reports.register import RegisterReport
from isodocs.reports.soa import SoaReport
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.page import Page
    from isodocs.packs.kept_back import KeptBack
    from isodocs.packs.wanted import Chosen, WantedPack


class NamedPage(NamedTuple):
    """A page, the name of its file without an ending, and what the first page says of it."""

    name: str
    page: Page
    about: str


def report_pages(
    chosen: Chosen, wanted: WantedPack, kept: KeptBack, names: Mapping[str, str]
) -> Iterator[NamedPage]:
    """The pages, in the order in which people read them; `names` are those of copies."""
    register = chosen.register
    for standard in wanted.standards:
        known = register.maps[standard]
        statement = applicability(register, known).statement
        if statement and kept.files.isdisjoint(statement.paths):
            title = say(
                "Statement of Applicability for {display_name}", display_name=known.display_name
            )
            page = pages.rows_page(register, title, SoaReport(register, statement), names)
            about = say("Each control: whether it applies, why, and how far it is in place.")
            yield NamedPage(f"soa-{standard}", page, about)
    entries = [entry for entry, _ in chosen.texts]
    about = say("The master document register, with owners and days of review.")
    yield NamedPage("register", RegisterReport(register, entries).page(), about)
    there = {id(record) for each in chosen.asked for record in each.records}
    if mine := [each for each in nonconformities(register) if id(each.record) in there]:
        about = say("What is open and since when, and what is done about it.")
        yield NamedPage("nonconformities", NonconformitiesReport(register, mine).page(), about)
    if wanted.purpose is not AuditKind.INTERNAL and not wanted.clauses:
        cycles = [
            cycle
            for cycle in certificate_cycles(register)
            if id(cycle.certification.record) in there
        ]
        if cycles:
            about = say("Where each certificate is in its cycle of three years.")
            yield NamedPage("certification", CertificationReport(register, cycles).page(), about)
