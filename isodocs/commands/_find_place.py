"""The site and the process a user means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.assess.audit_scope import Where
    from isodocs.model.register import Register


def find_place(register: Register, site: str, process: str) -> Where:
    """What is named; raises IsodocsError for what nothing here names."""
    from isodocs.assess.audit_scope import Where, compared
    from isodocs.assess.places import known_processes, known_sites
    from isodocs.errors import IsodocsError
    from isodocs.words import did_you_mean

    found = []
    for name, known_names, kind in (
        (site, known_sites, "site"),
        (process, known_processes, "process"),
    ):
        known = known_names(register) if name else {}
        if name and compared(register, name) not in known:
            near = did_you_mean(name, known.values())
            raise IsodocsError(
                say(
                    "nothing here names the {kind} {name!r}.{near}", kind=kind, name=name, near=near
                ),
                hint=say("Known: {part}.", part=", ".join(known.values()) or "none"),
            )
        found.append(known[compared(register, name)] if name else "")
    return Where(*found)
