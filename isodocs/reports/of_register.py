"""The reports that follow from a register alone, in the order in which people read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.formats import WithPage
    from isodocs.model.audit import AuditKind
    from isodocs.model.register import Register


def reports_of(register: Register, purpose: AuditKind) -> Iterator[tuple[str, WithPage]]:
    """The reports by the names of their files; readiness is that for an audit of a kind."""
    from isodocs.assess.competence import competence
    from isodocs.assess.coverage import coverage
    from isodocs.assess.nonconformities import nonconformities
    from isodocs.dossier.certificates import certificate_cycles
    from isodocs.dossier.review_pack import review_pack
    from isodocs.readiness.readiness import readiness_by_standard
    from isodocs.reports.certification import CertificationReport
    from isodocs.reports.competence import CompetenceReport
    from isodocs.reports.coverage import CoverageReport
    from isodocs.reports.management_review import ManagementReviewReport
    from isodocs.reports.nonconformities import NonconformitiesReport
    from isodocs.reports.readiness import ReadinessReport
    from isodocs.reports.register import RegisterReport

    judged = readiness_by_standard(register, purpose)
    shown = {each.standard for each in judged}
    left_out = tuple(id for id in register.maps if id not in shown)
    yield "readiness", ReadinessReport(register, judged, left_out=left_out)
    yield "register", RegisterReport(register, register.listed)
    if register.maps:
        yield "coverage", CoverageReport(register, [coverage(register, id) for id in register.maps])
    if register.in_use:
        pack = review_pack(register, tuple(register.in_use))
        yield "management-review", ManagementReviewReport(register, pack)
    if found := nonconformities(register):
        yield "nonconformities", NonconformitiesReport(register, found)
    matrix = competence(register)
    if matrix.requirements:
        yield "training", CompetenceReport(register, matrix, matrix.people)
    if cycles := certificate_cycles(register):
        yield "certification", CertificationReport(register, cycles)
