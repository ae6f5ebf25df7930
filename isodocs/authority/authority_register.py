"""The authority register's files: `.isodocs/authority/0001.json`, `0002.json` ...

Indented JSON in one form only, so that people read its changes and nobody reads it in two ways.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from isodocs.authority.canonical import CanonicalError, dump, load
from isodocs.authority.shape import NAME, SHA256, Shape
from isodocs.errors import ConfigurationError
from isodocs.model.authority import (
    FOLDER,
    ApprovalRule,
    Authority,
    AuthorityHistory,
    Person,
    Role,
)

VERSION = 1
ASSURANCE = ("recorded", "signed", "signed+user-verified", "timestamped")
"""Assurance levels, weakest first (design, section 5)."""
_FILE = re.compile(re.escape(FOLDER) + r"([0-9]{4})\.json")
_KEYS = ("v", "type", "version", "prev", "people", "roles", "owners", "approvals")


def path_of(version: int) -> str:
    """The file of one version."""
    return f"{FOLDER}{version:04d}.json"


def write(authority: Authority) -> bytes:
    """The exact bytes of one version; `authority.sha256` is ignored."""
    return dump(
        {
            "v": VERSION,
            "type": "authority",
            "version": authority.version,
            "prev": authority.previous_sha256 or None,
            "people": {
                person.id: {
                    "name": person.name,
                    "emails": list(person.emails),
                    "keys": list(person.keys),
                }
                for person in authority.people.values()
            },
            "roles": {
                role.id: {"title": role.title, "holders": list(role.holders)}
                for role in authority.roles.values()
            },
            "owners": {"people": list(authority.owners), "threshold": authority.threshold},
            "approvals": [
                {
                    "types": list(rule.types),
                    "roles": list(rule.roles),
                    "persons": rule.persons,
                    "author_may_approve": rule.author_may_approve,
                    "assurance": rule.assurance,
                }
                for rule in authority.rules
            ],
        },
        readable=True,
    )


def read_all(files: Mapping[str, bytes]) -> AuthorityHistory | None:
    """Read every version from path -> bytes; None when there is no register.

    Raises ConfigurationError, placed, when a version is unreadable, missing in the row, or does
    not name the digest of the version before it.
    """
    numbered = {int(match[1]): path for path in files if (match := _FILE.fullmatch(path))}
    if not numbered:
        return None
    versions: dict[int, Authority] = {}
    previous = ""
    for expected, number in enumerate(sorted(numbered), start=1):
        path = numbered[number]
        if number != expected:
            raise ConfigurationError(
                f"version {expected} of the authority register is missing",
                hint="Versions follow by exactly one; restore the missing file from history.",
                path=path_of(expected),
            )
        try:
            authority = parse(files[path])
            if authority.version != number:
                raise CanonicalError(f"says version {authority.version} in the file of {number}")
            if authority.previous_sha256 != previous:
                raise CanonicalError("'prev' is not the digest of the version before it")
        except CanonicalError as error:
            raise ConfigurationError(
                f"the authority register cannot be read: {error.message}",
                hint="Restore the file from history; change the register with "
                "`isodocs authority`, never by hand.",
                path=path,
            ) from None
        versions[number], previous = authority, authority.sha256
    return AuthorityHistory(versions, versions[1].sha256)


def parse(data: bytes) -> Authority:
    """Read one version's bytes; raises CanonicalError for anything but the exact form."""
    top = Shape(load(data, readable=True), "the register", _KEYS)
    if top.number("v") != VERSION or top.text("type") != "authority":
        raise CanonicalError(f"not an authority register of format {VERSION}")
    people = {id: _person(id, value) for id, value in _object(top, "people").items()}
    roles = {id: _role(id, value, people) for id, value in _object(top, "roles").items()}
    owners = Shape(top.value["owners"], "'owners'", ("people", "threshold"))
    owner_ids = owners.texts("people")
    threshold = owners.number("threshold", 1)
    if unknown := [owner for owner in owner_ids if owner not in people]:
        raise CanonicalError(f"owner {unknown[0]!r} is not among the people")
    if threshold > len(owner_ids):
        raise CanonicalError("'threshold' is larger than the number of owners")
    return Authority(
        version=top.number("version", 1),
        sha256=hashlib.sha256(data).hexdigest(),
        people=people,
        roles=roles,
        owners=owner_ids,
        threshold=threshold,
        rules=tuple(_rule(value, roles) for value in top.items("approvals")),
        previous_sha256=(
            "" if top.value["prev"] is None else top.matching("prev", SHA256, "a digest or null")
        ),
    )


def _object(top: Shape, key: str) -> dict[str, Any]:
    value = top.value[key]
    if not isinstance(value, dict):
        raise top.fail(key, "an object")
    for name in value:
        if not NAME.fullmatch(name):
            raise CanonicalError(
                f"{key}: {name!r} is no id; use lower-case letters, digits, '.', '-' and '_'"
            )
    return value


def _person(id: str, value: Any) -> Person:
    shape = Shape(value, f"person {id!r}", ("name", "emails", "keys"))
    return Person(id, shape.text("name", empty=False), shape.texts("emails"), shape.texts("keys"))


def _role(id: str, value: Any, people: Mapping[str, Person]) -> Role:
    shape = Shape(value, f"role {id!r}", ("title", "holders"))
    holders = shape.texts("holders")
    if unknown := [holder for holder in holders if holder not in people]:
        raise CanonicalError(f"role {id!r} is held by {unknown[0]!r}, who is not among the people")
    return Role(id, shape.text("title", empty=False), holders)


def _rule(value: Any, roles: Mapping[str, Role]) -> ApprovalRule:
    shape = Shape(
        value,
        "an approval rule",
        ("types", "roles", "persons", "author_may_approve", "assurance"),
    )
    named = shape.texts("roles")
    if not named:
        raise shape.fail("roles", "a list with at least one role")
    if unknown := [role for role in named if role not in roles]:
        raise CanonicalError(f"an approval rule names {unknown[0]!r}, which is not among the roles")
    assurance = shape.text("assurance")
    if assurance not in ASSURANCE:
        raise shape.fail("assurance", f"one of {', '.join(ASSURANCE)}")
    return ApprovalRule(
        types=shape.texts("types"),
        roles=named,
        persons=shape.number("persons", 1),
        author_may_approve=shape.flag("author_may_approve"),
        assurance=assurance,
    )
