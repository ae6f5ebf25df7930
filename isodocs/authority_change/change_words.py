"""The authority register and its changes in plain words, for those who sign them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.authority.authority_register import ASSURANCE
from isodocs.statements import ssh_key
from isodocs.statements.seal import usable
from isodocs.words import document_types, listed, spelled

if TYPE_CHECKING:
    from isodocs.model.authority import (
        ApprovalRule,
        Authority,
        Pending,
        Person,
        Revocation,
    )


def key_kind(line: str) -> str:
    """`ed25519`, `ecdsa-p256`, that with `, in hardware`, or `passkey for docs.example.com`."""
    key = ssh_key.read_line(line)
    name = "ed25519" if key.kind.ed25519 else "ecdsa-p256"
    if key.site:
        return f"passkey for {key.site}"
    return f"{name}, in hardware" if key.hardware else name


def rule(authority: Authority, rule: ApprovalRule) -> str:
    """What an approval needs, in one sentence without its subject."""
    roles = listed(authority.roles[id].title for id in rule.roles if id in authority.roles)
    text = f"need the approval of {roles}"
    if rule.persons > 1:
        text += f", {spelled(rule.persons, 'person')} at least"
    may = "may" if rule.author_may_approve else "may not"
    return f"{text}; {assured(rule.assurance)}; authors {may} approve their own texts"


def assured(assurance: str) -> str:
    """What must support an approval, in words."""
    return {
        "recorded": "a record is enough",
        "signed": "each approval is signed",
        "signed+user-verified": "each is signed with a hardware key that checks who uses it",
        "timestamped": "each is signed and time-stamped",
    }[assurance]


def differences(before: Authority | None, after: Authority) -> tuple[str, ...]:
    """What `after` changes, one sentence each; of a first version, what it begins with."""
    if before is None:
        return tuple(_beginning(after))
    return (
        *_people(before, after),
        *_revocations(before, after),
        *_roles(before, after),
        *_ownership(before, after),
        *_rules(before, after),
        *_rest(before, after),
    )


def _beginning(first: Authority) -> Iterator[str]:
    people = listed(person.name for person in first.people.values())
    yield f"The register begins, with {people}."
    yield f"It is owned by {_owners(first)}."
    for person in first.people.values():
        yield from _keys(person, ())
    for role in first.roles.values():
        yield f"The role {role.title} is held by {_names(first, role.holders)}."
    for each in first.rules:
        subject = document_types(each.types) if len(first.rules) > 1 else "documents"
        yield f"{subject[:1].upper()}{subject[1:]} {rule(first, each)}."


def _people(before: Authority, after: Authority) -> Iterator[str]:
    for person in after.people.values():
        old = before.people.get(person.id)
        if old is None:
            addresses = f" <{', '.join(person.emails)}>" if person.emails else ""
            yield f"{person.name}{addresses} is added."
            yield from _keys(person, ())
            continue
        if old.name != person.name:
            yield f"{old.name} is now called {person.name}."
        if set(old.emails) != set(person.emails):
            yield f"The addresses of {person.name} are now: {listed(person.emails) or 'none'}."
        yield from _keys(person, old.keys)
    for old in before.people.values():
        if old.id not in after.people:
            yield f"{old.name} is removed."


def _keys(person: Person, held: tuple[str, ...]) -> Iterator[str]:
    for line in person.keys:
        if line not in held:
            print_ = ssh_key.read_line(line).fingerprint
            yield f"{person.name} may sign with the key {print_} ({key_kind(line)})."


def _revocations(before: Authority, after: Authority) -> Iterator[str]:
    for revoked in after.revocations:
        old = before.revocation(revoked.key)
        if old == revoked:
            continue
        person = after.people.get(revoked.person) or before.people.get(revoked.person)
        kept = honoured(revoked)
        name = person.name if person else revoked.person
        what = "stays revoked" if old else "is revoked"
        yield f"The key {revoked.key} of {name} {what} ({revoked.reason}); {kept}."


def honoured(revoked: Revocation) -> str:
    """What stays valid of what a revoked key has signed."""
    many = len(revoked.honoured)
    if not many:
        return "nothing signed with it stays valid"
    verb = "stays" if many == 1 else "stay"
    return f"{spelled(many, 'statement')} signed with it {verb} valid"


def _roles(before: Authority, after: Authority) -> Iterator[str]:
    for role in after.roles.values():
        old = before.roles.get(role.id)
        if old is None:
            yield f"The role {role.title} is added, held by {_names(after, role.holders)}."
            continue
        if old.title != role.title:
            yield f"The role {old.title} is now called {role.title}."
        came = [id for id in role.holders if id not in old.holders]
        left = [id for id in old.holders if id not in role.holders]
        if came:
            verb = "becomes" if len(came) == 1 else "become"
            yield f"{_names(after, came)} {verb} {role.title}."
        if left:
            verb = "is" if len(left) == 1 else "are"
            yield f"{_names(before, left)} {verb} no longer {role.title}."
        if left and not role.holders:
            yield f"No one is {role.title} then."
    for old in before.roles.values():
        if old.id not in after.roles:
            yield f"The role {old.title} is removed."


def _ownership(before: Authority, after: Authority) -> Iterator[str]:
    for id in after.owners:
        if id not in before.owners:
            yield f"{after.people[id].name} becomes an owner of the register."
    for id in before.owners:
        if id not in after.owners:
            yield f"{before.people[id].name} no longer owns the register."
    if after.threshold != before.threshold:
        verb = "signs" if after.threshold == 1 else "sign"
        yield (
            f"From then on {spelled(after.threshold, 'owner')} {verb} a change of the register, "
            f"instead of {spelled(before.threshold)}."
        )


def _rules(before: Authority, after: Authority) -> Iterator[str]:
    """What changes for each kind of document; kinds for which the same changes share a sentence."""
    by_change: dict[tuple[str, ...], list[str]] = {}
    named = [kind for version in (before, after) for rule in version.rules for kind in rule.types]
    for kind in sorted(dict.fromkeys(named), key=lambda kind: kind == "*"):
        changes = tuple(_rule_changes(before, after, kind))
        by_change.setdefault(changes, []).append(kind)
    for changes, types in by_change.items():
        for change in changes:
            subject = document_types(types)
            yield change.format(of=subject, of_capital=subject[:1].upper() + subject[1:])


def _rule_changes(before: Authority, after: Authority, kind: str) -> Iterator[str]:
    """Sentences with `{of}` and `{of_capital}` for the kind of document.

    What counts is the rule that takes effect: a kind without one falls under that for all others.
    """
    old, new = before.rule_for(kind), after.rule_for(kind)
    if old is None or new is None:
        if new:
            yield f"{{of_capital}} {_braced(rule(after, new))}."
        elif old:
            yield "No one may approve {of} any more."
        return
    if old.roles != new.roles:
        was = listed(before.roles[id].title for id in old.roles)
        now = listed(after.roles[id].title for id in new.roles)
        yield f"{{of_capital}} now need the approval of {_braced(now)}, instead of {_braced(was)}."
    if old.persons != new.persons:
        people = spelled(new.persons, "person")
        yield f"{{of_capital}} now need {people}, instead of {spelled(old.persons)}."
    if old.author_may_approve != new.author_may_approve:
        may = "may from then on" if new.author_may_approve else "may no longer"
        yield f"{{of_capital}} {may} be approved by their authors."
    if old.assurance != new.assurance:
        rises = ASSURANCE.index(new.assurance) > ASSURANCE.index(old.assurance)
        yield (
            f"The assurance of {{of}} {'rises' if rises else 'FALLS'} from {old.assurance} to "
            f"{new.assurance}."
        )


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _rest(before: Authority, after: Authority) -> Iterator[str]:
    if before.domain != after.domain:
        was = f", instead of {before.domain}" if before.domain else ""
        yield f"Signatures are made for the domain {after.domain or '(none)'}{was}."
    for origin in after.passkey_origins:
        if origin not in before.passkey_origins:
            yield f"Passkeys may sign at {origin}."
    for origin in before.passkey_origins:
        if origin not in after.passkey_origins:
            yield f"Passkeys may no longer sign at {origin}."
    if set(before.timestamp_roots) != set(after.timestamp_roots):
        many = spelled(len(after.timestamp_roots), "certificate")
        yield f"{many.capitalize()} of time-stamping authorities from then on."
    if before.controlled != after.controlled:
        if not after.controlled:
            yield "The owners no longer bind what isodocs.yaml controls."
        elif before.controlled:
            yield "What isodocs.yaml controls now is bound, instead of what it controlled before."
        else:
            yield "What isodocs.yaml controls is bound: changing it needs the owners."


def notes(authority: Authority, proven: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """What does not work yet in a version, though it may be meant so."""
    return (*_vacant(authority), *_keyless(authority, proven))


def warnings(authority: Authority, proven: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """What owners must know to decide on a version: `notes`, and whose texts no one may approve.

    That may be meant so: a director who never writes. It must not come as a surprise.
    """
    return (
        *_vacant(authority),
        *_own_texts(authority),
        *_twins(authority),
        *_keyless(authority, proven),
    )


def _twins(authority: Authority) -> Iterator[str]:
    """People who may be one: approvals count persons, and Git knows authors by their addresses."""
    by_address: dict[str, list[str]] = {}
    by_name: dict[str, list[str]] = {}
    for id, person in authority.people.items():
        for email in person.emails:
            by_address.setdefault(email.casefold(), []).append(id)
        by_name.setdefault(" ".join(person.name.casefold().split()), []).append(id)
    for email, ids in by_address.items():
        if len(ids) > 1:
            yield (
                f"{listed(ids)} share the address {email}: they count as {len(ids)} persons, and "
                "Git does not show which of them wrote a text. Give each an address of their own."
            )
    for ids in by_name.values():
        if len(ids) > 1:
            yield (
                f"{listed(ids)} have the name {authority.people[ids[0]].name}: make sure that they "
                "are different people, since approvals count persons."
            )


def _vacant(authority: Authority) -> Iterator[str]:
    for rule in authority.rules:
        for id in rule.roles:
            if not authority.roles[id].holders:
                yield (
                    f"No one holds the role {authority.roles[id].title}: until someone does, "
                    f"{document_types(rule.types)} cannot be approved."
                )


def _own_texts(authority: Authority) -> Iterator[str]:
    """People whose texts no one could approve, since too few others may."""
    for rule in authority.rules:
        holders = [authority.roles[id].holders for id in rule.roles]
        if rule.author_may_approve or not all(holders):
            continue
        able = {id for people in holders for id in people}
        stuck = [
            id
            for id in authority.people
            if id in able
            and (any({*people} == {id} for people in holders) or len(able) - 1 < rule.persons)
        ]
        if stuck:
            names = listed((authority.people[id].name for id in stuck), "or")
            subject = "documents" if rule.types == ("*",) else document_types(rule.types)
            yield (
                f"No one could approve {subject.replace('all other', 'other')} that {names} wrote. "
                "Someone else writes them, holds the role as well, or is a deputy (isodocs "
                "delegate)."
            )


def _keyless(authority: Authority, proven: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Approvers whose approvals will not count, since these must be signed."""
    waiting: dict[str, None] = {}
    for rule in authority.rules:
        if rule.assurance != "recorded":
            holders = (id for role in rule.roles for id in authority.roles[role].holders)
            waiting.update((id, None) for id in holders if not usable(authority, id, proven))
    for id in waiting:
        name = authority.people[id].name
        yield (
            f"{name} has no proven key in the register, so approvals by {name} do not count yet. "
            f"{name} enrols one: isodocs authority enrol."
        )


def still_missing(pending: Pending) -> str:
    """Who must still sign a version, in a sentence; empty when no one must."""
    parts = [
        f"{spelled(number, 'owner')} {of} ({listed(names, 'or')})"
        for number, names, of in pending.lacking
    ]
    return f"It still needs the signature of {' and of '.join(parts)}." if parts else ""


def _owners(authority: Authority) -> str:
    names = listed(authority.people[id].name for id in authority.owners)
    if len(authority.owners) == 1:
        return names
    verb = "signs" if authority.threshold == 1 else "sign"
    return f"{names}; {spelled(authority.threshold)} of them {verb} a change"


def _names(authority: Authority, ids: Iterable[str]) -> str:
    return listed(authority.people[id].name for id in ids) or "nobody"
