"""The reports that a pack has beside its own pages, of what it is about alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from isodocs.assess.applicability import applicability
from isodocs.assess.nonconformities import nonconformities
from isodocs.dossier.certificates import certificate_cycles
from isodocs.model.audit import AuditKind
from isodocs.packs import pages
from isodocs.readiness.relevance import is_about
from isodocs.reports.certification import CertificationReport
from isodocs.reports.nonconformities import NonconformitiesReport
from isodocs.reports.register import RegisterReport
from isodocs.reports.soa import SoaReport

if TYPE_CHECKING:
    from isodocs.model.page import Page
    from isodocs.packs.wanted import Chosen, WantedPack

_NONCONFORMITY = "nonconformity"


class NamedPage(NamedTuple):
    """A page, the name of its file without an ending, and what the first page says of it."""

    name: str
    page: Page
    about: str


def report_pages(
    chosen: Chosen, wanted: WantedPack, names: Mapping[str, str]
) -> Iterator[NamedPage]:
    """The pages, in the order in which people read them; `names` are those of copies."""
    register = chosen.register
    for id in wanted.standards:
        known = register.maps[id]
        if statement := applicability(register, known).statement:
            title = f"Statement of Applicability for {known.display_name}"
            page = pages.rows_page(register, title, SoaReport(register, statement), names)
            about = "Each control: whether it applies, why, and how far it is in place."
            yield NamedPage(f"soa-{id}", page, about)
    entries = [entry for entry, _ in chosen.texts]
    about = "The master document register, with owners and days of review."
    yield NamedPage("register", RegisterReport(register, entries).page(), about)
    if _NONCONFORMITY in {each.kind.name for each in chosen.asked}:
        found = nonconformities(register)
        mine = [each for each in found if is_about(register, each.record, wanted.standards)]
        about = "What is open and since when, and what is done about it."
        yield NamedPage("nonconformities", NonconformitiesReport(register, mine).page(), about)
    if wanted.purpose is not AuditKind.INTERNAL and not wanted.clauses:
        cycles = [
            cycle
            for cycle in certificate_cycles(register)
            if cycle.certification.record.text("standard") in wanted.standards
        ]
        if cycles:
            about = "Where each certificate is in its cycle of three years."
            yield NamedPage("certification", CertificationReport(register, cycles).page(), about)
