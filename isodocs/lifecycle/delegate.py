"""Name a deputy for a dated absence: who acts in one's role, from when and until when."""

from __future__ import annotations

from datetime import date, datetime

from isodocs.authority import delegation
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approvers import authority_of
from isodocs.lifecycle.authority_words import kinds
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.approval import AuthorityReference, Delegation
from isodocs.model.authority import Authority, Person
from isodocs.parsing.words import did_you_mean
from isodocs.register import Register


def delegate(
    register: Register,
    who: Person,
    role: str,
    deputy: str,
    *,
    start: date,
    until: date,
    reason: str,
    at: datetime,
    key: str = "",
) -> Plan:
    """Plan the statement by which `who` lets `deputy` act in `role` on the days `start` to `until`.

    `key` is the fingerprint of the key that will sign it; empty where it is only recorded. Raises
    LifecycleError for a role that `who` does not hold, a deputy who needs none, days that are over
    or in the wrong order, and where the delegation would not count.
    """
    authority = authority_of(register)
    current = authority.current
    if role not in current.roles:
        raise LifecycleError(
            f"there is no role {role!r}.{did_you_mean(role, current.roles)}",
            hint=f"Roles are: {', '.join(current.roles)}.",
        )
    title = current.roles[role].title
    if not current.holds(who.id, role):
        names = " or ".join(current.people[id].name for id in current.roles[role].holders)
        raise LifecycleError(
            f"{who.name} is not {title}, and only whoever is can name a deputy",
            hint=f"{title} is {names or 'nobody'}; --as PERSON says who delegates.",
        )
    stands_in = _deputy(current, who, role, deputy)
    _refuse_days(start, until, register.on)
    then = _assured(current, role, key)
    made = Delegation(
        project=authority.project,
        person=who.id,
        name=who.name,
        role=role,
        deputy=deputy,
        start=start,
        until=until,
        key=key,
        authority=AuthorityReference(current.version, current.sha256),
        reason=reason,
        signed_at=at.replace(microsecond=0),
    )
    data = delegation.write(made)
    delegation.parse(data)  # what could not be read back must not be written
    return Plan(
        f"{stands_in.name} acts as {title} for {who.name} from {start} until {until}.",
        f"{stands_in.name} acts as {title} for {who.name} until {until}",
        (FileChange(delegation.path_of(made, data), None, data),),
        (*then, f"{stands_in.name} then approves as usual: isodocs approve"),
    )


def _deputy(authority: Authority, who: Person, role: str, deputy: str) -> Person:
    found = authority.people.get(deputy)
    if found is None:
        raise LifecycleError(
            f"there is no person {deputy!r} in the authority register."
            f"{did_you_mean(deputy, authority.people)}",
            hint=f"People are: {', '.join(authority.people)}.",
        )
    if found.id == who.id:
        raise LifecycleError("nobody is their own deputy", hint="Name somebody else with --to.")
    if authority.holds(deputy, role):
        raise LifecycleError(
            f"{found.name} is {authority.roles[role].title} already and needs no delegation",
            hint=f"{found.name} can approve at once.",
        )
    return found


def _refuse_days(start: date, until: date, today: date) -> None:
    if until < start:
        raise LifecycleError(
            f"the delegation would end on {until}, before it begins on {start}",
            hint="--from is the first day of the absence, --until the last.",
        )
    if until < today:
        raise LifecycleError(
            f"the delegation would be over already: it ends on {until}",
            hint="What somebody did without being a deputy is not made good afterwards; let a "
            "holder of the role approve it.",
        )


def _assured(authority: Authority, role: str, key: str) -> tuple[str, ...]:
    """What an unsigned delegation is not enough for; refused where it is enough for nothing.

    A delegation must be worth as much as the approvals it is to carry (`deputies`).
    """
    if key:
        return ()
    wanted = [rule for rule in authority.rules if role in rule.roles]
    signed = [rule for rule in wanted if rule.assurance != "recorded"]
    if signed and signed == wanted:
        raise LifecycleError(
            "this would not count: the approvals of this role are signed, so a delegation is too",
            hint="Sign with a key of yours that the authority register names (--key).",
        )
    return tuple(f"It is not signed, so it does not reach {kinds(r.types)}." for r in signed)
