"""What is said of a certificate that is on file and does not hold, and what to do about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.model.certification import CertificateState
from isodocs.standards.certification_rules import assessor, comes_first
from isodocs.words import say

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
    return say("{state}, and cannot be {done}", state=_state(last), done=done), _remedy(last)


def _state(of: Certification) -> str:
    id, record = of.record.id, of.record
    if of.state is CertificateState.SUSPENDED:
        return say("{id} has been suspended since {day}", id=id, day=record.day("suspended"))
    if of.state is CertificateState.WITHDRAWN:
        return say("{id} was withdrawn on {day}", id=id, day=record.day("withdrawn"))
    if of.state is CertificateState.SUCCEEDED and of.successor:
        return say("{id} took the place of {id_2}", id=of.successor.id, id_2=id)
    return say("{id} ended on {expires}", id=id, expires=of.expires)


def _remedy(of: Certification) -> str:
    id, standard = of.record.id, of.record.text("standard")
    if of.state is CertificateState.SUSPENDED:
        return say(
            "Have the {assessor} lift the suspension, and enter the day: `isodocs "
            "set {id} reinstated=DAY`.",
            assessor=assessor(standard),
            id=id,
        )
    if of.state in _ENDED:
        return say("It does not come back: {comes_first} first.", comes_first=comes_first(standard))
    return say(
        "Agree with the {assessor} on how it is restored, and enter the day: "
        "`isodocs set {id} restored=DAY`.",
        assessor=assessor(standard),
        id=id,
    )
