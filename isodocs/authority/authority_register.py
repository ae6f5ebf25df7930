"""The authority register's files: `.isodocs/authority/0001.json`, `0002.json` ...

Indented JSON in one form only, so that people read its changes and no one reads it in two ways.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from isodocs.authority.succession import host, refuse_forgetting
from isodocs.errors import CanonicalError, ConfigurationError
from isodocs.expressions import expression
from isodocs.model.authority import (
    FOLDER,
    ApprovalRule,
    Authority,
    AuthorityHistory,
    Pending,
    Person,
    Revocation,
    Role,
)
from isodocs.named_tuple import NamedTuple
from isodocs.statements import enrolment, owners, ssh_key
from isodocs.statements.canonical import dump, load
from isodocs.statements.shape import NAME, SHA256, Shape
from isodocs.words import listed, plural, say

VERSION = 1
ASSURANCE = ("recorded", "signed", "signed+user-verified", "timestamped")
"""Assurance levels, weakest first."""
_FILE = expression(re.escape(FOLDER) + r"([0-9]{4})\.json")
_KEYS = tuple(
    "v type version prev domain people roles owners approvals revocations timestamp_roots "
    "controlled".split()
)
_NONCE = "nonce"
"""Random digits that the first version may have."""
_ORIGINS = "passkey_origins"
"""Where passkeys may sign; only where they may anywhere."""
_DIGITS = expression(r"[0-9a-f]{32}", re.ASCII)
_FINGERPRINT = expression(r"SHA256:[A-Za-z0-9+/]{43}", re.ASCII)
DOMAIN = expression(r"(?:[a-z0-9][a-z0-9.-]{0,252})?", re.ASCII)


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
            "domain": authority.domain,
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
            **rules_as_data(authority),
            "controlled": authority.controlled or None,
            **({_NONCE: authority.nonce} if authority.nonce and authority.version == 1 else {}),
            **({_ORIGINS: list(authority.passkey_origins)} if authority.passkey_origins else {}),
        },
        readable=True,
    )


def rules_as_data(authority: Authority) -> dict[str, Any]:
    """What has the same form in a file and in reports: owners, rules, revocations and roots."""
    return {
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
        "revocations": [
            {
                "person": revocation.person,
                "key": revocation.key,
                "reason": revocation.reason,
                "honoured": list(revocation.honoured),
            }
            for revocation in authority.revocations
        ],
        "timestamp_roots": list(authority.timestamp_roots),
    }


class RegisterReading(NamedTuple):
    """What the files amount to: the valid versions, and what is wrong with the first that is not.

    A version that is not valid has no effect, and none after it has. `pending` is set when all
    that it lacks is signatures.
    """

    history: AuthorityHistory | None = None
    fault: ConfigurationError | None = None
    pending: Pending | None = None


class _Grounds(NamedTuple):
    """In which domains, and by passkeys at which origins, a key can be proven."""

    domains: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()

    def and_of(self, authority: Authority) -> _Grounds:
        return _Grounds(
            self.domains | {authority.domain}, self.origins | {*authority.passkey_origins}
        )


def read_all(files: Mapping[str, bytes]) -> RegisterReading:
    """Read every version, and the signatures and proofs beside them, from path -> bytes.

    A version counts when it is readable, follows the one before it by exactly one, names its
    digest, and is signed by enough owners of both: decision 0011.
    """
    numbered = {int(match[1]): path for path in files if (match := _FILE.fullmatch(path))}
    versions: dict[int, Authority] = {}
    signers: dict[int, tuple[str, ...]] = {}
    proven: dict[_Grounds, frozenset[tuple[str, str]]] = {}
    grounds = _Grounds()
    fault = pending = None
    for expected, number in enumerate(sorted(numbered), start=1):
        path = numbered[number]
        try:
            authority = _following(files[path], number, expected, versions, path)
        except ConfigurationError as error:
            fault = error
            break
        wider = grounds.and_of(authority)
        if wider not in proven:
            proven[wider] = enrolment.proven(files, *wider)
        armours = owners.signatures(files, path)
        before = versions.get(number - 1)
        found = owners.count(authority, files[path], before, armours, proven[wider])
        if fault := owners.refusal(found, path):
            pending = None if found.counts else found
            break
        # What a version says about domains and origins holds only once it counts.
        grounds = wider
        signers[number] = owners.signers(found)
        versions[number] = authority
    if not versions:
        return RegisterReading(None, fault, pending)
    history = AuthorityHistory(versions, versions[1].sha256, signers, proven[grounds])
    return RegisterReading(history, fault, pending)


def _following(
    data: bytes, number: int, expected: int, earlier: Mapping[int, Authority], path: str
) -> Authority:
    """Read one version; raises ConfigurationError unless it follows the `earlier` ones."""
    if number != expected:
        raise ConfigurationError(
            say("version {expected} of the authority register is missing", expected=expected),
            hint=say("Versions follow by exactly one; restore the missing file from history."),
            path=path_of(expected),
        )
    before = earlier.get(number - 1)
    try:
        authority = parse(data)
        if authority.version != number:
            raise CanonicalError(
                say(
                    "says version {version} in the file of {number}",
                    version=authority.version,
                    number=number,
                )
            )
        if authority.previous_sha256 != (before.sha256 if before else ""):
            raise CanonicalError(say("'prev' is not the digest of the version before it"))
        refuse_forgetting(earlier.values(), authority)
    except CanonicalError as error:
        raise ConfigurationError(
            say("the authority register cannot be read: {why}", why=error.message),
            hint=say(
                "Restore the file from history; changes are made as a new version, never by hand."
            ),
            path=path,
        ) from None
    return authority


def parse(data: bytes) -> Authority:
    """Read one version's bytes; raises CanonicalError for anything but the exact form."""
    found = load(data, readable=True)
    more = tuple(key for key in (_NONCE, _ORIGINS) if key in found)
    is_named = _NONCE in more
    top = Shape(found, say("the register"), (*_KEYS, *more))
    if top.number("v") != VERSION or top.text("type") != "authority":
        raise CanonicalError(say("not an authority register of format {format}", format=VERSION))
    people = {id: _person(id, value) for id, value in _object(top, "people").items()}
    roles = {id: _role(id, value, people) for id, value in _object(top, "roles").items()}
    owners = Shape(top.value["owners"], "'owners'", ("people", "threshold"))
    owner_ids = owners.texts("people")
    threshold = owners.number("threshold", 1)
    if unknown := [owner for owner in owner_ids if owner not in people]:
        raise CanonicalError(say("owner {owner!r} is not among the people", owner=unknown[0]))
    if threshold > len(owner_ids):
        raise CanonicalError(say("'threshold' is larger than the number of owners"))
    domain = top.matching("domain", DOMAIN, say("a domain such as example.com"))
    if not domain and any(person.keys for person in people.values()):
        raise CanonicalError(say("'domain' is empty, and signatures need one"))
    _refuse_shared_keys(people)
    version = top.number("version", 1)
    if is_named and version != 1:
        raise CanonicalError(say("{key!r} is in the first version only", key=_NONCE))
    return Authority(
        version=version,
        sha256=hashlib.sha256(data).hexdigest(),
        people=people,
        roles=roles,
        owners=owner_ids,
        threshold=threshold,
        rules=tuple(_rule(value, roles) for value in top.items("approvals")),
        previous_sha256=_digest(top, "prev"),
        domain=domain,
        revocations=tuple(_revocation(value) for value in top.items("revocations")),
        timestamp_roots=top.texts("timestamp_roots", lines=True),
        controlled=_digest(top, "controlled"),
        nonce=top.matching(_NONCE, _DIGITS, say("32 hexadecimal digits")) if is_named else "",
        passkey_origins=_origins(top, people),
    )


def _origins(top: Shape, people: Mapping[str, Person]) -> tuple[str, ...]:
    """Where passkeys may sign; each one of the register must be able to somewhere."""
    written = _ORIGINS in top.value
    origins = top.texts(_ORIGINS) if written else ()
    hosts = {host(origin) for origin in origins}
    if written and (not origins or "" in hosts):
        raise top.fail(_ORIGINS, say("a list of addresses such as https://docs.example.com"))
    for person in people.values():
        for line in person.keys:
            if (site := ssh_key.read_line(line).site) and site not in hosts:
                raise CanonicalError(
                    say(
                        "a passkey of {person!r} is for {site}, where the register allows none",
                        person=person.id,
                        site=site,
                    )
                )
    return origins


def _refuse_shared_keys(people: Mapping[str, Person]) -> None:
    """One key in two names would let one person be two."""
    holder: dict[str, str] = {}
    for person in people.values():
        for line in person.keys:
            other = holder.setdefault(line, person.id)
            if other != person.id:
                raise CanonicalError(
                    say("{one!r} and {other!r} have the same key", one=other, other=person.id)
                )


def _digest(top: Shape, key: str) -> str:
    what = say("a SHA-256 digest or null")
    return "" if top.value[key] is None else top.matching(key, SHA256, what)


def _revocation(value: Any) -> Revocation:
    shape = Shape(value, say("a revocation"), ("person", "key", "reason", "honoured"))
    honoured = shape.texts("honoured")
    if not all(SHA256.fullmatch(digest) for digest in honoured):
        raise shape.fail("honoured", say("a list of SHA-256 digests"))
    return Revocation(
        shape.matching("person", NAME, say("the id of a person")),
        shape.matching("key", _FINGERPRINT, say("the fingerprint of a key")),
        shape.text("reason", empty=False),
        honoured,
    )


def _object(top: Shape, key: str) -> dict[str, Any]:
    value = top.value[key]
    if not isinstance(value, dict):
        raise top.fail(key, say("an object"))
    for name in value:
        if not NAME.fullmatch(name):
            raise CanonicalError(
                say(
                    "{key}: {name!r} is not an id; use lower-case letters, digits, '.', '-' and "
                    "'_'",
                    key=key,
                    name=name,
                )
            )
    return value


def _person(id: str, value: Any) -> Person:
    where = say("person {id!r}", id=id)
    shape = Shape(value, where, ("name", "emails", "keys"))
    keys = shape.texts("keys")
    for line in keys:
        try:
            if ssh_key.read_line(line).line != line:
                raise CanonicalError(
                    say("{where}: a key must be written without a comment", where=where)
                )
        except ssh_key.SshKeyError as error:
            raise CanonicalError(say("{where}: {why}", where=where, why=error.message)) from None
    return Person(id, shape.text("name", empty=False), shape.texts("emails"), keys)


def _role(id: str, value: Any, people: Mapping[str, Person]) -> Role:
    shape = Shape(value, say("role {id!r}", id=id), ("title", "holders"))
    holders = shape.texts("holders")
    if unknown := [holder for holder in holders if holder not in people]:
        raise CanonicalError(
            say(
                "role {id!r} is held by {holder!r}, who is not among the people",
                id=id,
                holder=unknown[0],
            )
        )
    return Role(id, shape.text("title", empty=False), holders)


def _rule(value: Any, roles: Mapping[str, Role]) -> ApprovalRule:
    shape = Shape(
        value,
        say("an approval rule"),
        ("types", "roles", "persons", "author_may_approve", "assurance"),
    )
    named = shape.texts("roles")
    if not named:
        raise shape.fail("roles", say("a list with at least one role"))
    if unknown := [role for role in named if role not in roles]:
        raise CanonicalError(
            say("an approval rule names {role!r}, which is not among the roles", role=unknown[0])
        )
    assurance = shape.text("assurance")
    if assurance not in ASSURANCE:
        raise shape.fail("assurance", say("one of {words}", words=", ".join(ASSURANCE)))
    return ApprovalRule(
        types=shape.texts("types"),
        roles=named,
        persons=shape.number("persons", 1),
        author_may_approve=shape.flag("author_may_approve"),
        assurance=assurance,
    )


def document_types(types: Iterable[str], others: str = "") -> str:
    """`policies and work instructions`; `*` is `all other documents`, or what `others` says."""
    rest = others or say("all other documents")
    return listed(rest if kind == "*" else plural_type(kind) for kind in types)


def plural_type(kind: str) -> str:
    """A type of document is named by its organisation, in the plural perhaps (`objectives`)."""
    words = kind.replace("-", " ").replace("_", " ")
    return say(words if words.endswith("s") else plural(words))
