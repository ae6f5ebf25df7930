"""How a gap of a certificate is reported."""

from __future__ import annotations

from isodocs.model.certification import CertificateState, Certification
from isodocs.model.gap import Finding

PAST = (CertificateState.WITHDRAWN, CertificateState.SUCCEEDED, CertificateState.LOST)
"""The states of certificates that are not in use any more."""


def finding(
    certification: Certification, message: str, hint: str, field: str, subject: str
) -> Finding:
    """A gap of a certificate at one of its fields."""
    record = certification.record
    return Finding(
        f"{record.label}: {message}",
        hint,
        record.place(field),
        subject=f"{record.id} {subject}",
        owner=record.text("owner"),
    )
