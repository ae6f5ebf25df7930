"""Who may still approve a form: holders of the roles and their deputies, without its authors.

Every list of people who can approve is made here, so that none names someone whose approval
would not count, and none forgets someone whose would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.authority.authorship import wrote
from isodocs.authority.deputies import Deputies
from isodocs.named_tuple import NamedTuple
from isodocs.statements.seal import can_reach
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.approval import Delegation, DelegationRecord
    from isodocs.model.authority import ApprovalRule, AuthorityHistory, Person
    from isodocs.model.history import Stamp
    from isodocs.model.judgement import Assurance, Judgement
    from isodocs.model.register import Register


class Approver(NamedTuple):
    """Someone whose approval in a role would count.

    `stands_for` is whose deputy they are, until the day `until`; None for a holder. `keyless` says
    that an approval has to be signed and the register names no key of theirs that is good enough.
    """

    person: Person
    stands_for: Person | None = None
    until: date | None = None
    keyless: bool = False

    @property
    def described(self) -> str:
        """The name, with what a reader must know to ask the right person."""
        text = self.person.name
        if self.stands_for:
            text += say(" for {name} until {until}", name=self.stands_for.name, until=self.until)
        return say("{text}, who has no key yet", text=text) if self.keyless else text


class Wanted(NamedTuple):
    """What a form still needs.

    `roles` are those that must still approve, each with who may and, where no one may, with the
    holders who wrote the text; `more` is how many other people are needed, out of `others`.
    `possible` says whether the people who may approve are enough.
    """

    roles: tuple[tuple[str, tuple[Approver, ...], tuple[Person, ...]], ...]
    more: int
    others: tuple[Approver, ...]
    possible: bool

    @property
    def closer(self) -> str:
        """Whose turn it is: the only person who may, else the first role; empty for no one's."""
        people = {found.person.id for _, able, _ in self.roles for found in able}
        people |= {found.person.id for found in self.others} if self.more else set()
        if len(people) == 1:
            return next(iter(people))
        return next((role for role, able, _ in self.roles if able), "")


def wanted(
    register: Register,
    rule: ApprovalRule,
    authors: Iterable[Stamp],
    judgement: Judgement | None = None,
) -> Wanted:
    """Who may still approve a form that `authors` wrote; `judgement` is what was given so far."""
    writers = tuple(authors)
    spoken = {given.person for given in judgement.statements} if judgement else set()
    missing = judgement.missing_roles if judgement else rule.roles
    named = judgement.missing_persons if judgement else rule.persons - len(rule.roles)
    others = {
        found.person.id: found
        for role in rule.roles
        for found in approvers(register, rule, role, writers)
        if found.person.id not in spoken
    }
    history = _authority(register)
    roles = []
    for role in missing:
        able = approvers(register, rule, role, writers)
        holders = history.current.roles[role].holders if role in history.current.roles else ()
        barred = () if able else tuple(history.current.people[id] for id in holders)
        roles.append((role, able, barred))
    enough = len(spoken | others.keys()) >= rule.persons
    possible = enough and all(able for _, able, _ in roles)
    return Wanted(tuple(roles), max(0, named), tuple(others.values()), possible)


def approvers(
    register: Register, rule: ApprovalRule, role: str, authors: Iterable[Stamp] = ()
) -> tuple[Approver, ...]:
    """Who may approve in `role` on the register's day what `authors` wrote: holders, deputies."""
    history = _authority(register)
    writers = () if rule.author_may_approve else tuple(authors)
    return tuple(
        found
        for found in _acting(register, history, rule, role)
        if not wrote(history, found.person.id, writers)
    )


def acts(register: Register, rule: ApprovalRule, person: str, role: str) -> bool:
    """Whether a person holds a role, or is a deputy in it on the register's day."""
    found = _acting(register, _authority(register), rule, role)
    return any(each.person.id == person for each in found)


def in_words(register: Register, needs: Wanted) -> str:
    """The roles that must still approve, with the people who may, then how many more people."""
    known = _authority(register).current.roles
    parts = []
    for role, people, barred in needs.roles:
        title = known[role].title if role in known else role
        if people:
            names = listed((found.described for found in people), "or")
        elif barred:
            names = say("only {name}, who wrote it", name=listed(found.name for found in barred))
        else:
            names = say("held by no one")
        parts.append(say("{title} ({names})", title=title, names=names))
    if needs.more:
        more = say(
            "{more} more {part}",
            more=needs.more,
            part=say("person") if needs.more == 1 else say("people"),
        )
        names = listed((found.described for found in needs.others), "or")
        parts.append(
            say("{more} ({names})", more=more, names=names)
            if names
            else say("{more}, and no one else may", more=more)
        )
    return joined(", ", parts)


def _acting(
    register: Register, history: AuthorityHistory, rule: ApprovalRule, role: str
) -> Iterator[Approver]:
    """Holders first, then deputies, each person once."""
    current = history.current
    named: set[str] = set()
    for id in current.roles[role].holders if role in current.roles else ():
        if id in current.people:
            named.add(id)
            keyless = not can_reach(current, id, history.proven, rule.assurance)
            yield Approver(current.people[id], keyless=keyless)
    for given in _deputies(register).on(register.on, rule, role):
        if given.deputy not in named and given.deputy in current.people:
            named.add(given.deputy)
            keyless = not can_reach(current, given.deputy, history.proven, rule.assurance)
            person = current.people[given.deputy]
            yield Approver(person, current.people.get(given.person), given.until, keyless)


def delegations(
    register: Register, role: str, deputy: str
) -> Iterator[tuple[DelegationRecord, Delegation, Assurance]]:
    """The delegations of a role to someone that count; over or ended ones are left out."""
    for record, given, assurance in _deputies(register).in_force():
        if (given.role, given.deputy) == (role, deputy) and given.until >= register.on:
            yield record, given, assurance


def in_force_delegations(register: Register) -> Iterator[Delegation]:
    """Every delegation that counts on the register's day or will; none without a register."""
    if register.inventory.authority is None:
        return
    for _, given, _ in _deputies(register).in_force():
        if given.until >= register.on:
            yield given


@once_per_register
def _deputies(register: Register) -> Deputies:
    return Deputies(_authority(register), register.ledger, register.inventory.delegations)


def _authority(register: Register) -> AuthorityHistory:
    if register.inventory.authority is None:
        raise ValueError("no one may approve without an authority register")
    return register.inventory.authority
