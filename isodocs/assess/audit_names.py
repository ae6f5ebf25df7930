"""What people call the audits of each kind."""

from __future__ import annotations

from isodocs.words import say

_AUDITS = {
    "stage-1": say("stage-1 audit"),
    "stage-2": say("stage-2 audit"),
    "surveillance": say("surveillance audit"),
    "recertification": say("recertification audit"),
    "transition": say("transition audit"),
    "internal": say("internal audit"),
    "special-audit": say("special audit"),
}


def audit_name(kind: str) -> str:
    """What people call an audit of that kind: `surveillance audit`."""
    return _AUDITS.get(kind, kind)
