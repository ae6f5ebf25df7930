"""Who may approve what: people, roles and approval rules of one version of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FOLDER = ".isodocs/authority/"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may hold a role; `emails` tie them to the commits they write."""

    id: str
    name: str
    emails: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A function in the organisation and the people who hold it."""

    id: str
    title: str
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """What an approval of these document types needs; `*` stands for every type.

    Each role listed must approve; at least `persons` distinct people are needed in all.
    """

    types: tuple[str, ...]
    roles: tuple[str, ...]
    persons: int = 1
    author_may_approve: bool = False
    assurance: str = "recorded"


@dataclass(frozen=True, slots=True)
class Authority:
    """One version of the authority register; `sha256` is the digest of its file, raw."""

    version: int
    sha256: str
    people: Mapping[str, Person]
    roles: Mapping[str, Role]
    owners: tuple[str, ...]
    threshold: int
    rules: tuple[ApprovalRule, ...]
    previous_sha256: str = ""

    def rule_for(self, document_type: str) -> ApprovalRule | None:
        """The first rule that names the type or `*`; None means nobody may approve it."""
        return next(
            (rule for rule in self.rules if document_type in rule.types or "*" in rule.types), None
        )

    def holds(self, person: str, role: str) -> bool:
        """Whether `person` holds `role` in this version."""
        return role in self.roles and person in self.roles[role].holders

    def person_with(self, email: str) -> Person | None:
        """The person to whom an e-mail address belongs, compared without case."""
        wanted = email.casefold()
        return next(
            (p for p in self.people.values() if wanted in (e.casefold() for e in p.emails)), None
        )


@dataclass(frozen=True, slots=True)
class AuthorityHistory:
    """Every version of the register that the repository holds, by number.

    `project` is the repository's genesis id: the digest of version 1, raw.
    """

    versions: Mapping[int, Authority]
    project: str

    @property
    def current(self) -> Authority:
        """The newest version."""
        return self.versions[max(self.versions)]
