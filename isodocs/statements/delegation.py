"""A deputy for a dated absence, and its early end: statements below `.isodocs/delegations/`."""

from __future__ import annotations

import hashlib

from isodocs.model.approval import (
    DELEGATIONS,
    AuthorityReference,
    Delegation,
    DelegationRecord,
    Ending,
    Sealed,
)
from isodocs.model.problem import Problem
from isodocs.statements.canonical import CanonicalError, dump, load
from isodocs.statements.shape import NAME, SHA256, Shape

VERSION = 1
_KEYS = (
    "v",
    "type",
    "project",
    "person",
    "name",
    "role",
    "deputy",
    "from",
    "until",
    "key",
    "authority",
    "reason",
    "signed_at",
)
_ENDING_KEYS = (
    "v",
    "type",
    "project",
    "person",
    "name",
    "role",
    "deputy",
    "delegation",
    "key",
    "authority",
    "reason",
    "signed_at",
)
_DELEGATION, _ENDING = "delegation", "delegation-end"


def write(delegation: Delegation) -> bytes:
    """The exact bytes that are recorded or signed."""
    return dump(
        {
            "v": VERSION,
            "type": _DELEGATION,
            "project": delegation.project,
            "person": delegation.person,
            "name": delegation.name,
            "role": delegation.role,
            "deputy": delegation.deputy,
            "from": delegation.start.isoformat(),
            "until": delegation.until.isoformat(),
            "key": delegation.key or None,
            "authority": {
                "version": delegation.authority.version,
                "sha256": delegation.authority.sha256,
            },
            "reason": delegation.reason,
            "signed_at": delegation.signed_at.isoformat(timespec="seconds"),
        }
    )


def write_ending(ending: Ending) -> bytes:
    """The exact bytes of an early end that are recorded or signed."""
    return dump(
        {
            "v": VERSION,
            "type": _ENDING,
            "project": ending.project,
            "person": ending.person,
            "name": ending.name,
            "role": ending.role,
            "deputy": ending.deputy,
            "delegation": ending.delegation,
            "key": ending.key or None,
            "authority": {
                "version": ending.authority.version,
                "sha256": ending.authority.sha256,
            },
            "reason": ending.reason,
            "signed_at": ending.signed_at.isoformat(timespec="seconds"),
        }
    )


def path_of(delegation: Delegation | Ending, data: bytes) -> str:
    """Where the bytes `data` of a delegation or of its early end are kept."""
    digest = hashlib.sha256(data).hexdigest()[:16]
    return f"{DELEGATIONS}{delegation.role}.{delegation.person}.{digest}.json"


def read(path: str, sealed: Sealed) -> DelegationRecord:
    """Read the file at `path`; never raises, what is wrong is a problem of the record."""
    try:
        made = _parse_either(sealed.data)
        belongs = path_of(made, sealed.data)
        if path != belongs:
            raise CanonicalError(f"it was moved or edited: its content belongs at {belongs}")
    except CanonicalError as error:
        problem = Problem(
            "record",
            f"the delegation cannot be read: {error.message}",
            "Restore the file from history, or delegate again.",
            1,
        )
        return DelegationRecord(path, sealed.sha256, None, (problem,), sealed)
    if isinstance(made, Ending):
        return DelegationRecord(path, sealed.sha256, None, (), sealed, made)
    return DelegationRecord(path, sealed.sha256, made, (), sealed)


def _parse_either(data: bytes) -> Delegation | Ending:
    """Read a delegation or an early end, by the type that the bytes name."""
    value = load(data)
    ends = isinstance(value, dict) and value.get("type") == _ENDING
    return parse_ending(data) if ends else parse(data)


def parse(data: bytes) -> Delegation:
    """Read a delegation's bytes; raises CanonicalError for anything but the exact form."""
    top = Shape(load(data), "the delegation", _KEYS)
    if top.number("v") != VERSION or top.text("type") != _DELEGATION:
        raise CanonicalError(f"not a delegation of version {VERSION}")
    authority = Shape(top.value["authority"], "'authority'", ("version", "sha256"))
    start, until = top.day("from"), top.day("until")
    if start is None or until is None or until < start:
        raise CanonicalError("'from' and 'until' must be days, in this order")
    return Delegation(
        project=top.matching("project", SHA256, "a SHA-256 digest"),
        person=top.matching("person", NAME, "the id of a person"),
        name=top.text("name", empty=False),
        role=top.matching("role", NAME, "the id of a role"),
        deputy=top.matching("deputy", NAME, "the id of a person"),
        start=start,
        until=until,
        key="" if top.value["key"] is None else top.text("key", empty=False),
        authority=AuthorityReference(
            authority.number("version", 1), authority.matching("sha256", SHA256, "a digest")
        ),
        reason=top.text("reason", lines=True),
        signed_at=top.moment("signed_at"),
    )


def parse_ending(data: bytes) -> Ending:
    """Read the bytes of an early end; raises CanonicalError for anything but the exact form."""
    top = Shape(load(data), "the end of the delegation", _ENDING_KEYS)
    if top.number("v") != VERSION or top.text("type") != _ENDING:
        raise CanonicalError(f"not the end of a delegation of version {VERSION}")
    authority = Shape(top.value["authority"], "'authority'", ("version", "sha256"))
    return Ending(
        project=top.matching("project", SHA256, "a SHA-256 digest"),
        person=top.matching("person", NAME, "the id of a person"),
        name=top.text("name", empty=False),
        role=top.matching("role", NAME, "the id of a role"),
        deputy=top.matching("deputy", NAME, "the id of a person"),
        delegation=top.matching("delegation", SHA256, "a SHA-256 digest"),
        key="" if top.value["key"] is None else top.text("key", empty=False),
        authority=AuthorityReference(
            authority.number("version", 1), authority.matching("sha256", SHA256, "a digest")
        ),
        reason=top.text("reason", lines=True),
        signed_at=top.moment("signed_at"),
    )
