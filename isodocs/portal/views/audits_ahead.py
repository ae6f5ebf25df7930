"""How ready each standard is for the audit that comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.certification_steps import attestations, audit_days
from isodocs.model.audit import AuditKind
from isodocs.model.certification import CertificateState
from isodocs.readiness.readiness import readiness_by_standard

if TYPE_CHECKING:
    from isodocs.model.readiness import Readiness
    from isodocs.model.register import Register
    from isodocs.portal.snapshot import PortalSnapshot

_FIRST = (AuditKind.STAGE_1, AuditKind.STAGE_2)
_LATER = (AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION)


def ahead(snapshot: PortalSnapshot) -> tuple[Readiness, ...]:
    """The readiness of each standard in use for its next audit; the internal one where none is."""
    return snapshot.once("audits ahead", lambda snapshot: _ahead(snapshot.register))


def _ahead(register: Register) -> tuple[Readiness, ...]:
    found: list[Readiness] = []
    for standard in register.in_use:
        found += readiness_by_standard(register, _next(register, standard), standard)
    return tuple(found)


def _next(register: Register, standard: str) -> AuditKind:
    """The audit of the certification body that comes first."""
    days = []
    for certification in attestations(register):
        if certification.record.text("standard") != standard or certification.state.is_past:
            continue
        kinds = _FIRST if certification.state is CertificateState.APPLYING else _LATER
        days += [
            (day, kind) for kind in kinds for day in audit_days(certification, kind, register.on)
        ]
    return min(days)[1] if days else AuditKind.INTERNAL
