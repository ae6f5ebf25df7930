"""OSCAL, and what its documents share: identifiers that never change by themselves, metadata.

OSCAL 1.1.2 (NIST), JSON. A UUID is computed from what it stands for, and no clock is read, so the
same repository gives the same bytes. Clause numbers become tokens: 8.4.1 and AC-2(1) are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from isodocs import __version__
from isodocs.formats import WithOscal
from isodocs.formats.json import as_text

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

TAKES = WithOscal
VERSION = "1.1.2"
NAMESPACE = "https://isodocs.example/oscal"
"""The namespace of the properties and parts that are ours."""

_NAMESPACE = UUID("7c1c8a3e-5d0f-5b7e-9a35-5f0e5a8a4f21")
_Json = dict[str, Any]


def write(report: WithOscal) -> str:
    """The OSCAL document of a report, as JSON."""
    return as_text(report.oscal())


def uuid(*names: object) -> str:
    """The UUID of what these names stand for together."""
    return str(uuid5(_NAMESPACE, "\x1f".join(map(str, names))))


def prop(name: str, value: str, ours: bool = True) -> _Json:
    """A property; `ours` are not of OSCAL itself."""
    return {"name": name, **({"ns": NAMESPACE} if ours else {}), "value": value}


def moment(day: object) -> str:
    """The start of a day, as OSCAL writes moments."""
    return f"{day}T00:00:00Z"


def tokens(requirements: RequirementMap) -> Mapping[str, str]:
    """The OSCAL identifier of each clause, by number: `8.4.1` is `c-8.4.1`, `AC-2(1)` `AC-2.1`."""
    found: dict[str, str] = {}
    for clause in requirements:
        token = re.sub(r"[(/]", ".", clause.number).replace(")", "")
        token = f"c-{token}" if token[:1].isdigit() else token
        while token in found.values():
            token += "_"
        found[clause.number] = token
    return found


def statement_of(token: str) -> str:
    """The identifier of what a clause asks."""
    return f"{token}_smt"


def metadata(title: str, version: str, modified: object, remarks: str, **more: Any) -> _Json:
    """The metadata that every OSCAL document begins with; `modified` is a day."""
    return {
        "title": title,
        "last-modified": moment(modified),
        "version": version,
        "oscal-version": VERSION,
        "props": [prop("tool", f"isodocs {__version__}")],
        **more,
        "remarks": remarks,
    }


def filled(entries: Mapping[str, Any]) -> _Json:
    """Without what is empty: OSCAL wants a list to be left out rather than empty."""
    return {
        key: value
        for key, value in entries.items()
        if not (isinstance(value, str | Sequence) and not value)
    }
