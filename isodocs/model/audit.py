"""The audits that an organisation prepares for, and the areas that they look at."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class AuditKind(StrEnum):
    """An audit of a certification body (ISO/IEC 17021-1:2015, 9.3 to 9.6), or an internal one."""

    STAGE_1 = "stage-1"
    STAGE_2 = "stage-2"
    SURVEILLANCE = "surveillance"
    RECERTIFICATION = "recertification"
    TRANSITION = "transition"
    INTERNAL = "internal"


RAISED_BY_BODY: Final = (
    "stage-1",
    "stage-2",
    "surveillance",
    "recertification",
    "transition",
    "special-audit",
)
"""The values of `source` of a nonconformity that an audit of the certification body raised."""


class Area(StrEnum):
    """What a point of readiness is about; each area has its share of the score."""

    DOCUMENTS = "documents"
    APPROVALS = "approvals"
    CLAUSES = "clauses"
    COMPETENCE = "competence"
    AUDITS = "audits and review"
    NONCONFORMITIES = "nonconformities"
    CERTIFICATION = "certification"
    RECORDS = "records"


OF_NEW_EDITION: Final = "a clause of the new edition"
"""What points of readiness expect that are about clauses of an edition that is moved to."""

NO_AUDIT: Final[frozenset[AuditKind]] = frozenset()
STAGE_1: Final = frozenset({AuditKind.STAGE_1})
STAGE_2: Final = frozenset({AuditKind.STAGE_2})
WHOLE_SYSTEM: Final = STAGE_2 | {AuditKind.RECERTIFICATION}
"""Audits of everything, after which a certificate is decided."""
TRANSITION: Final = frozenset({AuditKind.TRANSITION})
"""The audit for the change to another edition, by itself or with one of the programme."""
ONCE_CERTIFIED: Final = TRANSITION | {AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION}
OF_CLAUSES: Final = WHOLE_SYSTEM | TRANSITION
"""Audits of what each clause asks; a transition looks at what a new edition changes."""
CERTIFYING: Final = STAGE_1 | OF_CLAUSES
"""Audits that a certificate depends on."""
FROM_STAGE_2: Final = STAGE_2 | ONCE_CERTIFIED
"""Audits of what is done, not only of what is written."""
EVERY_STAGE: Final = STAGE_1 | FROM_STAGE_2
"""Every audit of a certification body."""
