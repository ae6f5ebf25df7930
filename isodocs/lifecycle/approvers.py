"""Who may decide on a document: the person at the keyboard, and what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.approvers import acts, approvers, in_words, wanted
from isodocs.assess.in_place import InPlace, judged
from isodocs.authority.authorship import wrote
from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.authority import ApprovalRule, AuthorityHistory, Person
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus


@immutable(frozen=True, slots=True)
class Awaited:
    """A final form that waits for someone: which roles of theirs it needs."""

    entry: Entry
    document: Document
    roles: tuple[str, ...]


def authority_of(register: Register) -> AuthorityHistory:
    """The authority register; raises LifecycleError when there is none."""
    if register.inventory.authority is None:
        trouble = register.inventory.authority_problem
        raise LifecycleError(
            trouble.problem.message
            if trouble
            else say("no authority register says who may approve"),
            path=trouble.path if trouble else "",
            hint=trouble.problem.hint if trouble else say("`isodocs init` writes the first one."),
        )
    return register.inventory.authority


def person(register: Register, email: str, named: str = "") -> Person:
    """Who decides: the person `named`, or the one to whom the Git e-mail address belongs.

    Raises LifecycleError when the authority register knows neither.
    """
    authority = authority_of(register).current
    if named:
        found = authority.people.get(named)
        if found is None:
            near = did_you_mean(named, authority.people)
            raise LifecycleError(
                say(
                    "there is no person {named!r} in the authority register.{near}",
                    named=named,
                    near=near,
                ),
                hint=say("People are: {people}.", people=", ".join(authority.people)),
            )
        return found
    found = authority.person_with(email)
    if found is None:
        raise LifecycleError(
            say("no one in the authority register has the address {email}", email=email),
            hint=say(
                "Use the address it knows (git config user.email ...), or say who decides: --as."
            ),
        )
    return found


def awaited(register: Register, who: Person) -> tuple[Awaited, ...]:
    """The final forms that wait for this person."""
    found = []
    for entry in register:
        for document in entry.current if len(entry.current) == 1 else ():
            file = judged(register, entry, document)
            status, rule = file.status, known_rule(register, document)
            if file.holds is not InPlace.AWAITING or status is None or rule is None:
                continue
            if roles := open_roles(register, status, rule, who):
                found.append(Awaited(entry, document, roles))
    return tuple(found)


def known_rule(register: Register, document: Document) -> ApprovalRule | None:
    """What the form in a file needs, also by the type that its document had before."""
    entry = register.entries.get(document.id)
    status = entry.form_of(document) if entry else None
    if status and status.judgement:
        return status.judgement.rule
    return authority_of(register).current.rule_for(document.type)


def waits_here(register: Register, typed: str) -> bool:
    """Whether a final form of the document (by identifier or path) in a file awaits approval."""
    for entry in register:
        if typed.casefold() in (entry.id.casefold(), entry.place_path.casefold()):
            files = (judged(register, entry, document) for document in entry.current)
            return any(file.holds is InPlace.AWAITING for file in files)
    return False


def rule_of(register: Register, document: Document) -> ApprovalRule:
    """What an approval of this document needs; raises LifecycleError when no one may approve it."""
    rule = known_rule(register, document)
    if rule is None:
        raise LifecycleError(
            say(
                "no one may approve a {type}", type=document.type or say("document without a type")
            ),
            path=document.path,
            hint=say("The authority register needs an approval rule for the type."),
        )
    return rule


def open_roles(
    register: Register, status: RevisionStatus, rule: ApprovalRule, who: Person
) -> tuple[str, ...]:
    """The roles in which this person can still approve, those still missing first.

    None for the person who wrote the text, where authors do not approve.
    """
    given = {(s.person, s.role) for s in status.judgement.statements} if status.judgement else set()
    missing = status.judgement.missing_roles if status.judgement else rule.roles
    held = [
        role
        for role in rule.roles
        if (who.id, role) not in given
        and any(a.person.id == who.id for a in approvers(register, rule, role, status.authors))
    ]
    wanted = tuple(role for role in held if role in missing)
    if wanted or any(person == who.id for person, _ in given):
        return wanted
    # Every role has approved, but more people are needed.
    return tuple(held[:1])


def why_not(register: Register, status: RevisionStatus, rule: ApprovalRule, who: Person) -> str:
    """Why an approval of this person is not wanted, and whose are, in a sentence."""
    history = authority_of(register)
    document = status.document
    acting = any(acts(register, rule, who.id, role) for role in rule.roles)
    if acting and not rule.author_may_approve and wrote(history, who.id, status.authors):
        return say("this would not count: {name} wrote this revision", name=who.name)
    return say("{name} is not needed for {label}", name=who.name, label=document.label)


def needed(register: Register, rule: ApprovalRule, status: RevisionStatus | None = None) -> str:
    """The roles that approve, with the people who may: those still missing for a form `status`."""
    if status is None:
        return in_words(register, wanted(register, rule, ()))
    return in_words(register, wanted(register, rule, status.authors, status.judgement))
