"""Name a deputy for a dated absence, or end that early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.approvers import delegations
from isodocs.authority.authority_register import document_types
from isodocs.errors import LifecycleError
from isodocs.lifecycle.approvers import authority_of
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.lifecycle.sealing import how_to_sign
from isodocs.model.approval import AuthorityReference, Delegation, Ending
from isodocs.statements.kinds import file_of
from isodocs.statements.seal import can_reach
from isodocs.words import did_you_mean, listed, say

if TYPE_CHECKING:
    from datetime import date

    from isodocs.lifecycle.decision import Act
    from isodocs.model.authority import Authority, AuthorityHistory, Person
    from isodocs.model.register import Register


def plan_delegation(register: Register, act: Act, deputy: str, *, start: date, until: date) -> Plan:
    """Plan the statement by which `act.who` lets `deputy` act in `act.role` on these days.

    Raises LifecycleError for a role that `act.who` does not hold, a deputy who needs none, days
    that are over or in the wrong order, and where the delegation would not count.
    """
    who, role, key = act.who, act.role, act.key
    authority = authority_of(register)
    current = authority.current
    if role not in current.roles:
        raise LifecycleError(
            say(
                "there is no role {role!r}.{did_you_mean}",
                role=role,
                did_you_mean=did_you_mean(role, current.roles),
            ),
            hint=say("Roles are: {roles}.", roles=", ".join(current.roles)),
        )
    title = current.roles[role].title
    if not current.holds(who.id, role):
        names = listed((current.people[id].name for id in current.roles[role].holders), "or")
        raise LifecycleError(
            say(
                "{name} is not {title}, and only someone who is can name a deputy",
                name=who.name,
                title=title,
            ),
            hint=say(
                "{title} is {names}; --as PERSON says who delegates.",
                title=title,
                names=names or say("nobody"),
            ),
        )
    substitute = _deputy(current, who, role, deputy)
    _refuse_days(start, until, register.on)
    _refuse_twice(register, who, role, substitute, start, until, key)
    then = _assured(authority, who, substitute, role, key)
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
        reason=act.reason,
        signed_at=act.at.replace(microsecond=0),
    )
    path, data = file_of(made)
    return Plan(
        say(
            "{name} acts as {title} for {name_2} from {start} until {until}.",
            name=substitute.name,
            title=title,
            name_2=who.name,
            start=start,
            until=until,
        ),
        say(
            "{name} acts as {title} for {name_2} until {until}",
            name=substitute.name,
            title=title,
            name_2=who.name,
            until=until,
        ),
        (FileChange(path, None, data),),
        (*then, say("{name} then approves as usual: isodocs approve", name=substitute.name)),
    )


def plan_early_end(register: Register, act: Act, deputy: str) -> Plan:
    """Plan the statements that end at once every delegation of `act.role` to `deputy`.

    `act.who` gave them, or is the deputy who gives them back. Raises LifecycleError where there is
    none, and where the end would not count: what is signed is ended by a signature.
    """
    who, role, key = act.who, act.role, act.key
    authority = authority_of(register)
    current = authority.current
    if deputy not in current.people:
        _deputy(current, who, role, deputy)
    changes = []
    for record, given, assurance in delegations(register, role, deputy):
        if who.id not in (given.person, given.deputy):
            continue
        if assurance.signed and not key:
            raise LifecycleError(
                say("this would not count: the delegation is signed, so its end is too"),
                hint=how_to_sign(authority, who),
            )
        made = Ending(
            project=authority.project,
            person=who.id,
            name=who.name,
            role=role,
            deputy=deputy,
            delegation=record.sha256,
            key=key,
            authority=AuthorityReference(current.version, current.sha256),
            reason=act.reason,
            signed_at=act.at.replace(microsecond=0),
        )
        path, data = file_of(made)
        changes.append(FileChange(path, None, data))
    name = current.people[deputy].name
    if not changes:
        raise LifecycleError(
            say(
                "{name} is not a deputy of {name_2} in the role {role!r}",
                name=name,
                name_2=who.name,
                role=role,
            )
            if who.id != deputy
            else say("{name} is not a deputy in the role {role!r}", name=name, role=role),
            hint=say(
                "The person who gave a delegation ends it, or the deputy gives it back; "
                "`isodocs audit-trail` lists them."
            ),
        )
    title = current.roles[role].title if role in current.roles else role
    return Plan(
        say(
            "{name} no longer acts as {title} for another; what {name} approved so "
            "far still counts.",
            name=name,
            title=title,
        ),
        say("{name} no longer acts as {title}", name=name, title=title),
        tuple(changes),
    )


def _deputy(authority: Authority, who: Person, role: str, deputy: str) -> Person:
    found = authority.people.get(deputy)
    if found is None:
        raise LifecycleError(
            say(
                "there is no person {deputy!r} in the authority register.{did_you_mean}",
                deputy=deputy,
                did_you_mean=did_you_mean(deputy, authority.people),
            ),
            hint=say("People are: {people}.", people=", ".join(authority.people)),
        )
    if found.id == who.id:
        raise LifecycleError(
            say("no one is their own deputy"), hint=say("Name someone else with --to.")
        )
    if authority.holds(deputy, role):
        raise LifecycleError(
            say(
                "{name} is {title} already and does not need a delegation",
                name=found.name,
                title=authority.roles[role].title,
            ),
            hint=say("{name} can approve at once.", name=found.name),
        )
    return found


def _refuse_days(start: date, until: date, today: date) -> None:
    if until < start:
        raise LifecycleError(
            say(
                "the delegation would end on {until}, before it begins on {start}",
                until=until,
                start=start,
            ),
            hint=say("--from is the first day of the absence, --until the last."),
        )
    if until < today:
        raise LifecycleError(
            say("the delegation would be over already: it ends on {until}", until=until),
            hint=say(
                "What someone did without being a deputy cannot be corrected afterwards; "
                "let a holder of the role approve it."
            ),
        )


def _refuse_twice(
    register: Register,
    who: Person,
    role: str,
    deputy: Person,
    start: date,
    until: date,
    key: str,
) -> None:
    """Refuse what a delegation that counts says already, for all of these days."""
    for _, given, assurance in delegations(register, role, deputy.id):
        covers = given.start <= max(start, register.on) and until <= given.until
        if given.person == who.id and covers and (assurance.signed or not key):
            raise LifecycleError(
                say(
                    "{name} acts for {name_2} in this role already, from {start} until {until}",
                    name=deputy.name,
                    name_2=who.name,
                    start=given.start,
                    until=given.until,
                ),
                hint=say(
                    "A longer absence is a new delegation with a later --until; an earlier "
                    "end: isodocs delegate {role} --to {id} --end",
                    role=role,
                    id=deputy.id,
                ),
            )


def _assured(
    history: AuthorityHistory, who: Person, deputy: Person, role: str, key: str
) -> tuple[str, ...]:
    """What the delegation is not enough for; refused where it is enough for nothing.

    A delegation must be worth as much as the approvals it is to carry (`deputies`), and the deputy
    must be able to give them.
    """
    rules = [rule for rule in history.current.rules if role in rule.roles]
    unsigned = [] if key else [rule for rule in rules if rule.assurance != "recorded"]
    if unsigned and unsigned == rules:
        raise LifecycleError(
            say(
                "this would not count: the approvals of this role are signed, so a "
                "delegation is too"
            ),
            hint=how_to_sign(history, who),
        )
    barred = [
        rule
        for rule in rules
        if not can_reach(history.current, deputy.id, history.proven, rule.assurance)
    ]
    if barred and barred == rules:
        raise LifecycleError(
            say(
                "{name} could not act in this role: its approvals are signed, and the "
                "authority register names no key of {name} that is good enough",
                name=deputy.name,
            ),
            hint=how_to_sign(history, deputy),
        )
    return (
        *(
            say(
                "It is not signed, so it does not reach {document_types}.",
                document_types=document_types(r.types),
            )
            for r in unsigned
        ),
        *(
            say(
                "{name} cannot approve {document_types} yet: these approvals are signed. "
                "{how_to_sign}",
                name=deputy.name,
                document_types=document_types(r.types),
                how_to_sign=how_to_sign(history, deputy),
            )
            for r in barred
            if r not in unsigned
        ),
    )
