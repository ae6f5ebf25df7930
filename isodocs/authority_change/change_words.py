"""The authority register and its changes in plain words, for those who sign them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.authority.authority_register import ASSURANCE, document_types
from isodocs.statements import ssh_key
from isodocs.words import agreed, capital, joined, listed, say, spelled

if TYPE_CHECKING:
    from isodocs.model.authority import (
        ApprovalRule,
        Authority,
        Pending,
        Person,
        Revocation,
    )

_Change = tuple[str, tuple[tuple[str, str], ...]]
"""A sentence, and what is filled in beside the kinds of document that it is about."""


def key_kind(line: str) -> str:
    """`ed25519`, `ecdsa-p256`, that with `, in hardware`, or `passkey for docs.example.com`."""
    key = ssh_key.read_line(line)
    name = "ed25519" if key.kind.ed25519 else "ecdsa-p256"
    if key.site:
        return say("passkey for {site}", site=key.site)
    return say("{name}, in hardware", name=name) if key.hardware else name


def rule(authority: Authority, rule: ApprovalRule) -> str:
    """What an approval needs, in one sentence without its subject."""
    roles = listed(authority.roles[id].title for id in rule.roles if id in authority.roles)
    text = say("need the approval of {roles}", roles=roles)
    if rule.persons > 1:
        text += say(", {spelled} at least", spelled=spelled(rule.persons, "person"))
    authors = (
        say("authors may approve their own texts")
        if rule.author_may_approve
        else say("authors may not approve their own texts")
    )
    return joined("; ", (text, assured(rule.assurance), authors))


def assured(assurance: str) -> str:
    """What must support an approval, in words."""
    return {
        "recorded": say("a record is enough"),
        "signed": say("each approval is signed"),
        "signed+user-verified": say("each is signed with a hardware key that checks who uses it"),
        "timestamped": say("each is signed and time-stamped"),
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
    yield say("The register begins, with {people}.", people=people)
    yield say("It is owned by {owners}.", owners=_owners(first))
    for person in first.people.values():
        yield from _keys(person, ())
    for role in first.roles.values():
        yield say(
            "The role {title} is held by {names}.",
            title=role.title,
            names=_names(first, role.holders),
        )
    for each in first.rules:
        subject = document_types(each.types) if len(first.rules) > 1 else say("documents")
        yield say("{of_capital} {rule}.", of_capital=capital(subject), rule=rule(first, each))


def _people(before: Authority, after: Authority) -> Iterator[str]:
    for person in after.people.values():
        old = before.people.get(person.id)
        if old is None:
            addresses = f" <{', '.join(person.emails)}>" if person.emails else ""
            yield say("{name}{addresses} is added.", name=person.name, addresses=addresses)
            yield from _keys(person, ())
            continue
        if old.name != person.name:
            yield say("{name} is now called {name_2}.", name=old.name, name_2=person.name)
        if set(old.emails) != set(person.emails):
            yield say(
                "The addresses of {name} are now: {part}.",
                name=person.name,
                part=listed(person.emails) or say("none"),
            )
        yield from _keys(person, old.keys)
    for old in before.people.values():
        if old.id not in after.people:
            yield say("{name} is removed.", name=old.name)


def _keys(person: Person, held: tuple[str, ...]) -> Iterator[str]:
    for line in person.keys:
        if line not in held:
            print_ = ssh_key.read_line(line).fingerprint
            yield say(
                "{name} may sign with the key {print} ({key_kind}).",
                name=person.name,
                print=print_,
                key_kind=key_kind(line),
            )


def _revocations(before: Authority, after: Authority) -> Iterator[str]:
    for revoked in after.revocations:
        old = before.revocation(revoked.key)
        if old == revoked:
            continue
        person = after.people.get(revoked.person) or before.people.get(revoked.person)
        kept = honoured(revoked)
        name = person.name if person else revoked.person
        what = say("stays revoked") if old else say("is revoked")
        yield say(
            "The key {key} of {name} {what} ({reason}); {kept}.",
            key=revoked.key,
            name=name,
            what=what,
            reason=revoked.reason,
            kept=kept,
        )


def honoured(revoked: Revocation) -> str:
    """What stays valid of what a revoked key has signed."""
    many = len(revoked.honoured)
    if not many:
        return say("nothing signed with it stays valid")
    verb = agreed(many, "stays", "stay")
    statements = spelled(many, "statement")
    return say("{statements} signed with it {verb} valid", statements=statements, verb=verb)


def _roles(before: Authority, after: Authority) -> Iterator[str]:
    for role in after.roles.values():
        old = before.roles.get(role.id)
        if old is None:
            yield say(
                "The role {title} is added, held by {names}.",
                title=role.title,
                names=_names(after, role.holders),
            )
            continue
        if old.title != role.title:
            yield say(
                "The role {title} is now called {title_2}.", title=old.title, title_2=role.title
            )
        came = [id for id in role.holders if id not in old.holders]
        left = [id for id in old.holders if id not in role.holders]
        if came:
            verb = agreed(len(came), "becomes", "become")
            yield say(
                "{names} {verb} {title}.", names=_names(after, came), verb=verb, title=role.title
            )
        if left:
            verb = agreed(len(left), "is", "are")
            yield say(
                "{names} {verb} no longer {title}.",
                names=_names(before, left),
                verb=verb,
                title=role.title,
            )
        if left and not role.holders:
            yield say("No one is {title} then.", title=role.title)
    for old in before.roles.values():
        if old.id not in after.roles:
            yield say("The role {title} is removed.", title=old.title)


def _ownership(before: Authority, after: Authority) -> Iterator[str]:
    for id in after.owners:
        if id not in before.owners:
            yield say("{name} becomes an owner of the register.", name=after.people[id].name)
    for id in before.owners:
        if id not in after.owners:
            yield say("{name} no longer owns the register.", name=before.people[id].name)
    if after.threshold != before.threshold:
        verb = agreed(after.threshold, "signs", "sign")
        yield (
            say(
                "From then on {spelled} {verb} a change of the register, instead of {spelled_2}.",
                spelled=spelled(after.threshold, "owner"),
                verb=verb,
                spelled_2=spelled(before.threshold),
            )
        )


def _rules(before: Authority, after: Authority) -> Iterator[str]:
    """What changes for each kind of document; kinds for which the same changes share a sentence."""
    by_change: dict[tuple[_Change, ...], list[str]] = {}
    named = [kind for version in (before, after) for rule in version.rules for kind in rule.types]
    for kind in sorted(dict.fromkeys(named), key=lambda kind: kind == "*"):
        changes = tuple(_rule_changes(before, after, kind))
        by_change.setdefault(changes, []).append(kind)
    for changes, types in by_change.items():
        of = document_types(types)
        for sentence, fields in changes:
            yield sentence.format(of=of, of_capital=capital(of), **dict(fields))


def _rule_changes(before: Authority, after: Authority, kind: str) -> Iterator[_Change]:
    """What changes for a kind of document.

    What counts is the rule that takes effect: a kind without one falls under that for all others.
    """
    old, new = before.rule_for(kind), after.rule_for(kind)
    if old is None or new is None:
        if new:
            yield say("{of_capital} {rule}."), (("rule", rule(after, new)),)
        elif old:
            yield say("No one may approve {of} any more."), ()
        return
    if old.roles != new.roles:
        was = listed(before.roles[id].title for id in old.roles)
        now = listed(after.roles[id].title for id in new.roles)
        said = say("{of_capital} now need the approval of {now}, instead of {was}.")
        yield said, (("now", now), ("was", was))
    if old.persons != new.persons:
        people, were = spelled(new.persons, "person"), spelled(old.persons)
        said = say("{of_capital} now need {people}, instead of {persons}.")
        yield said, (("people", people), ("persons", were))
    if old.author_may_approve != new.author_may_approve:
        if new.author_may_approve:
            yield say("{of_capital} may from then on be approved by their authors."), ()
        else:
            yield say("{of_capital} may no longer be approved by their authors."), ()
    if old.assurance != new.assurance:
        levels = ("old", old.assurance), ("new", new.assurance)
        if ASSURANCE.index(new.assurance) > ASSURANCE.index(old.assurance):
            yield say("The assurance of {of} rises from {old} to {new}."), levels
        else:
            yield say("The assurance of {of} FALLS from {old} to {new}."), levels


def _rest(before: Authority, after: Authority) -> Iterator[str]:
    if before.domain != after.domain:
        was = say(", instead of {domain}", domain=before.domain) if before.domain else ""
        yield say(
            "Signatures are made for the domain {part}{was}.",
            part=after.domain or say("(none)"),
            was=was,
        )
    for origin in after.passkey_origins:
        if origin not in before.passkey_origins:
            yield say("Passkeys may sign at {origin}.", origin=origin)
    for origin in before.passkey_origins:
        if origin not in after.passkey_origins:
            yield say("Passkeys may no longer sign at {origin}.", origin=origin)
    if set(before.timestamp_roots) != set(after.timestamp_roots):
        many = spelled(len(after.timestamp_roots), "certificate")
        yield say("{many} of time-stamping authorities from then on.", many=capital(many))
    if before.controlled != after.controlled:
        if not after.controlled:
            yield say("The owners no longer bind what isodocs.yaml controls.")
        elif before.controlled:
            yield say(
                "What isodocs.yaml controls now is bound, instead of what it controlled before."
            )
        else:
            yield say("What isodocs.yaml controls is bound: changing it needs the owners.")


def still_missing(pending: Pending) -> str:
    """Who must still sign a version, in a sentence; empty when no one must."""
    parts = [
        say(
            "{owners} {of} ({names})",
            owners=spelled(number, "owner"),
            of=of,
            names=listed(names, "or"),
        )
        for number, names, of in pending.lacking
    ]
    if not parts:
        return ""
    first, *rest = parts
    whose = joined("", (first, *(say(" and of {whose}", whose=each) for each in rest)))
    return say("It still needs the signature of {whose}.", whose=whose)


def _owners(authority: Authority) -> str:
    names = listed(authority.people[id].name for id in authority.owners)
    if len(authority.owners) == 1:
        return names
    verb = agreed(authority.threshold, "signs", "sign")
    return say(
        "{names}; {spelled} of them {verb} a change",
        names=names,
        spelled=spelled(authority.threshold),
        verb=verb,
    )


def _names(authority: Authority, ids: Iterable[str]) -> str:
    return listed(authority.people[id].name for id in ids) or say("nobody")
