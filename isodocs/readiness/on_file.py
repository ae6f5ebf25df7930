"""What is said of a certificate that is on file and does not hold, and what to do about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.model.certification import CertificateState
from isodocs.standards.certification_rules import assessor, comes_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isodocs.model.certification import Certification

_ENDED = (CertificateState.WITHDRAWN, CertificateState.LOST, CertificateState.SUCCEEDED)


def on_file(known: Sequence[Certification], done: str) -> tuple[str, str] | None:
    """Why none of these, of which none holds, can be surveyed, and what to do.

    `done` is what cannot be done to it (`surveyed`). It is None where none was ever granted.
    """
    granted = [c for c in known if c.state is not CertificateState.APPLYING]
    if not granted:
        return None
    last = max(granted, key=lambda c: c.decided or date.min)
    return f"{_state(last)}, and cannot be {done}", _remedy(last)


def _state(of: Certification) -> str:
    id, record = of.record.id, of.record
    if of.state is CertificateState.SUSPENDED:
        return f"{id} has been suspended since {record.day('suspended')}"
    if of.state is CertificateState.WITHDRAWN:
        return f"{id} was withdrawn on {record.day('withdrawn')}"
    if of.state is CertificateState.SUCCEEDED and of.successor:
        return f"{of.successor.id} took the place of {id}"
    return f"{id} ended on {of.expires}"


def _remedy(of: Certification) -> str:
    id, standard = of.record.id, of.record.text("standard")
    if of.state is CertificateState.SUSPENDED:
        return (
            f"Have the {assessor(standard)} lift the suspension, and enter the day: "
            f"`isodocs set {id} reinstated=DAY`."
        )
    if of.state in _ENDED:
        return f"It does not come back: {comes_first(standard)} first."
    return (
        f"Agree with the {assessor(standard)} on how it is restored, and enter the day: "
        f"`isodocs set {id} restored=DAY`."
    )
