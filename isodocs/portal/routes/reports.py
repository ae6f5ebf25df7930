"""Trainings, the certification cycle, and the reports as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.dossier.certificates import certificate_cycles
from isodocs.model.audit import AuditKind
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.languages import tongue
from isodocs.portal.views import addresses
from isodocs.portal.views.document_story import whole_trail
from isodocs.reports.audit_trail import AuditTrailReport
from isodocs.reports.certification import CertificationReport
from isodocs.reports.competence import CompetenceReport
from isodocs.reports.of_register import reports_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.formats import WithPage
    from isodocs.model.page import Page
    from isodocs.portal.asking import Asking, Routes
    from isodocs.portal.snapshot import PortalSnapshot

_TRAIL = "audit-trail"


def training(asked: Asking) -> PortalPage:
    """Who is competent for what, and who has still to read what."""
    register = asked.snapshot.register
    matrix = competence(register)
    page = asked.snapshot.once(
        "training", lambda each: CompetenceReport(each.register, matrix, matrix.people).page()
    )
    data = {"parts": page.parts, "tongue": tongue(asked.wording)}
    return PortalPage("parts_page.html", asked.word("Training"), data)


def certification(asked: Asking) -> PortalPage:
    """Where each certificate is in its cycle."""
    register = asked.snapshot.register
    page = CertificationReport(register, certificate_cycles(register)).page()
    data = {"parts": page.parts, "tongue": tongue(asked.wording)}
    return PortalPage("parts_page.html", asked.word("Certification"), data)


def _reports(snapshot: PortalSnapshot) -> Mapping[str, WithPage]:
    """The reports by their names, none of them made yet."""
    return dict(reports_of(snapshot.register, AuditKind.INTERNAL))


def every_report(asked: Asking) -> PortalPage:
    """The reports that there are."""
    found = asked.snapshot.once("reports", _reports)
    names = _names(asked)
    listed = [(f"/reports/{name}", names[name]) for name in (*found, _TRAIL)]
    return PortalPage("reports.html", asked.word("Reports"), {"listed": listed})


def report(asked: Asking) -> PortalPage:
    """One report, as `isodocs report` writes it."""
    name = addresses.named(asked.named["name"])
    page = _page(asked.snapshot, name)
    data = {"parts": page.parts, "tongue": tongue(asked.wording)}
    return PortalPage("parts_page.html", _names(asked)[name], data)


def _page(snapshot: PortalSnapshot, name: str) -> Page:
    found = snapshot.once("reports", _reports)
    if name == _TRAIL:
        whole = AuditTrailReport(snapshot.register, whole_trail(snapshot))
        return snapshot.once("trail page", lambda each: whole.page())
    if name not in found:
        raise missing()
    return snapshot.once("report pages", lambda each: found[name].page(), name)


def _names(asked: Asking) -> dict[str, str]:
    word = asked.word
    return {
        "readiness": word("Readiness for an internal audit"),
        "register": word("Master document register"),
        "coverage": word("Clauses by document"),
        "management-review": word("Data for the management review"),
        "nonconformities": word("Corrective actions"),
        "training": word("Training matrix"),
        "certification": word("Certification"),
        _TRAIL: word("Audit trail"),
    }


ROUTES: Routes = (
    ("/training", training),
    ("/certification", certification),
    ("/reports", every_report),
    ("/reports/{name}", report),
)
