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
    INTERNAL = "internal"


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


NO_AUDIT: Final[frozenset[AuditKind]] = frozenset()
STAGE_1: Final = frozenset({AuditKind.STAGE_1})
STAGE_2: Final = frozenset({AuditKind.STAGE_2})
WHOLE_SYSTEM: Final = STAGE_2 | {AuditKind.RECERTIFICATION}
"""Audits of everything, after which a certificate is decided."""
ONCE_CERTIFIED: Final = frozenset({AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION})
CERTIFYING: Final = STAGE_1 | WHOLE_SYSTEM
"""Audits that a certificate depends on."""
FROM_STAGE_2: Final = STAGE_2 | ONCE_CERTIFIED
"""Audits of what is done, not only of what is written."""
EVERY_STAGE: Final = STAGE_1 | FROM_STAGE_2
"""Every audit of a certification body."""
