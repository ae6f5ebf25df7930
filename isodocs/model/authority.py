"""Who may approve what: people, roles and approval rules of one version of the register."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from isodocs.dataclass import field, immutable
from isodocs.model import layout
from isodocs.named_tuple import NamedTuple

FOLDER = layout.AUTHORITY
KEYS = f"{FOLDER}keys/"
"""Where people prove that a key is theirs."""
_BOTH = " and "


def _look(document_type: str) -> str:
    return unicodedata.normalize("NFKC", document_type).strip().casefold()


@immutable(frozen=True, slots=True)
class Enrolment:
    """One key of one person, in one organisation's domain; `key` is the public key as one line."""

    domain: str
    person: str
    key: str


@immutable(frozen=True, slots=True)
class Person:
    """Someone who may hold a role; `emails` tie them to the commits they write.

    `keys` are SSH public keys and passkeys in that form, each as one line without comment.
    """

    id: str
    name: str
    emails: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@immutable(frozen=True, slots=True)
class Role:
    """A function in the organisation and the people who hold it."""

    id: str
    title: str
    holders: tuple[str, ...] = ()


@immutable(frozen=True, slots=True)
class ApprovalRule:
    """What an approval of these document types needs; `*` stands for every type.

    Each role listed must approve; at least `persons` distinct people are needed in all.
    """

    types: tuple[str, ...]
    roles: tuple[str, ...]
    persons: int = 1
    author_may_approve: bool = False
    assurance: str = "recorded"

    def with_all_of(self, other: ApprovalRule) -> ApprovalRule:
        """The rule that asks for everything that either asks for."""
        levels = [level for rule in (self, other) for level in rule.assurance.split(_BOTH)]
        return ApprovalRule(
            types=self.types,
            roles=tuple(dict.fromkeys((*self.roles, *other.roles))),
            persons=max(self.persons, other.persons),
            author_may_approve=self.author_may_approve and other.author_may_approve,
            assurance=_BOTH.join(dict.fromkeys(levels)),
        )


@immutable(frozen=True, slots=True)
class Revocation:
    """A key that is trusted no longer.

    `honoured` are the digests of the statements it signed that still count: since no clock is
    trusted, a signature made later and dated back cannot be distinguished in any other way.
    """

    person: str
    key: str
    reason: str
    honoured: tuple[str, ...] = ()


@immutable(frozen=True, slots=True)
class Authority:
    """One version of the authority register; `sha256` is the digest of its file, raw.

    `domain` is part of what is signed, so that a signature for one organisation is none for
    another. `timestamp_roots` are certificates (PEM) of time-stamping authorities, `controlled`
    the digest of what isodocs.yaml says is controlled; empty where the owners do not bind it.
    `passkey_origins` are the addresses of the portals (`https://...`) where passkeys may sign.
    `nonce` makes the first version unlike that of any other system, which the same people may
    have begun with the same words: its digest stands for the project.
    """

    version: int
    sha256: str
    people: Mapping[str, Person]
    roles: Mapping[str, Role]
    owners: tuple[str, ...]
    threshold: int
    rules: tuple[ApprovalRule, ...]
    previous_sha256: str = ""
    domain: str = ""
    revocations: tuple[Revocation, ...] = ()
    timestamp_roots: tuple[str, ...] = ()
    controlled: str = ""
    nonce: str = ""
    passkey_origins: tuple[str, ...] = ()

    def rule_for(self, document_type: str) -> ApprovalRule | None:
        """The first rule that names the type or `*`; None means no one may approve it.

        A type in other capitals is the same type: it must not fall to the rule for all others.
        """
        wanted = {_look(document_type), "*"}
        return next((rule for rule in self.rules if wanted & set(map(_look, rule.types))), None)

    def holds(self, person: str, role: str) -> bool:
        """Whether `person` holds `role` in this version."""
        return role in self.roles and person in self.roles[role].holders

    def knows(self, *owners: str) -> bool:
        """Whether each of these is a role or a person here, by id, title or name."""
        names = {*self.roles, *self.people}
        names.update(role.title for role in self.roles.values())
        names.update(person.name for person in self.people.values())
        return {name.casefold() for name in names}.issuperset(map(str.casefold, owners))

    @property
    def signed(self) -> bool:
        """Whether its owners have keys, so that a change needs their signatures."""
        return any(self.people[id].keys for id in self.owners if id in self.people)

    def revocation(self, fingerprint: str) -> Revocation | None:
        """The revocation of a key, if it is revoked."""
        return next((r for r in self.revocations if r.key == fingerprint), None)

    def person_with(self, email: str) -> Person | None:
        """The person to whom an e-mail address belongs, compared without case."""
        wanted = email.casefold()
        return next(
            (p for p in self.people.values() if wanted in (e.casefold() for e in p.emails)), None
        )


@immutable(frozen=True, slots=True)
class AuthorityHistory:
    """Every valid version of the register that the repository holds, by number.

    `project` is the repository's genesis id: the digest of version 1, raw. `signers` are the
    owners whose signatures on a version hold. `proven` holds (person, fingerprint) of each key
    whose owner has shown to possess it; no other key counts.
    """

    versions: Mapping[int, Authority]
    project: str
    signers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    proven: frozenset[tuple[str, str]] = frozenset()

    @property
    def current(self) -> Authority:
        """The newest version."""
        return self.versions[max(self.versions)]


class MissingSignatures(NamedTuple):
    """How many more owners must sign, the names of those who can, and of which version they are."""

    number: int
    names: tuple[str, ...]
    of: str


def _missing(number: int, owners: Authority, signed: tuple[str, ...]) -> MissingSignatures:
    names = tuple(owners.people[id].name for id in owners.owners if id not in signed)
    return MissingSignatures(number, names, f"of version {owners.version}")


class Pending(NamedTuple):
    """A version that follows as it should and lacks signatures of owners, so it does not count yet.

    `data` is its file, raw. `old` are the owners of the version before who have signed it with a
    key of that version, `new` its own owners who have with a key of its own. `proven` is as in
    `AuthorityHistory`.
    """

    authority: Authority
    data: bytes
    before: Authority | None
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    proven: frozenset[tuple[str, str]] = frozenset()

    @property
    def missing_old(self) -> int:
        """How many owners of the version before must still sign."""
        if self.before is None or not self.before.signed:
            return 0
        return max(0, self.before.threshold - len(self.old))

    @property
    def missing_new(self) -> int:
        """How many of its own owners must still sign."""
        return max(0, self.authority.threshold - len(self.new)) if self.authority.signed else 0

    @property
    def lacking(self) -> tuple[MissingSignatures, ...]:
        """What the version before and its own lack; once where both lack the same."""
        sides = []
        if self.before and self.missing_old:
            sides.append(_missing(self.missing_old, self.before, self.old))
        if self.missing_new:
            sides.append(_missing(self.missing_new, self.authority, self.new))
        if len(sides) == 2 and sides[0][:2] == sides[1][:2]:
            return (sides[0]._replace(of="of both versions"),)
        return tuple(sides)

    @property
    def counts(self) -> bool:
        """Whether it has every signature it needs."""
        return not self.missing_old and not self.missing_new
