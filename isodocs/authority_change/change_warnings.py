"""What owners must know of a version of the authority register, beside what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.authority.authority_register import document_types
from isodocs.statements.seal import usable
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.authority import Authority


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
                say(
                    "{listed} share the address {email}: they count as {ids} persons, "
                    "and Git does not show which of them wrote a text. Give each an "
                    "address of their own.",
                    listed=listed(ids),
                    email=email,
                    ids=len(ids),
                )
            )
    for ids in by_name.values():
        if len(ids) > 1:
            yield (
                say(
                    "{listed} have the name {name}: make sure that they are different "
                    "people, since approvals count persons.",
                    listed=listed(ids),
                    name=authority.people[ids[0]].name,
                )
            )


def _vacant(authority: Authority) -> Iterator[str]:
    for rule in authority.rules:
        for id in rule.roles:
            if not authority.roles[id].holders:
                yield (
                    say(
                        "No one holds the role {title}: until someone does, "
                        "{document_types} cannot be approved.",
                        title=authority.roles[id].title,
                        document_types=document_types(rule.types),
                    )
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
            subject = document_types(rule.types, others=say("other documents"))
            if rule.types == ("*",):
                subject = say("documents")
            yield (
                say(
                    "No one could approve {subject} that {names} wrote. Someone else "
                    "writes them, holds the role as well, or is a deputy (isodocs "
                    "delegate).",
                    subject=subject,
                    names=names,
                )
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
            say(
                "{name} has no proven key in the register, so approvals by {name} do "
                "not count yet. {name} enrols one: isodocs authority enrol.",
                name=name,
            )
        )
