"""The authority register in the form in which people change it: `isodocs authority propose`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.formats.text.escape import one_line
from isodocs.parsing.yaml_edit import quoted
from isodocs.statements import ssh_key

if TYPE_CHECKING:
    from isodocs.model.authority import Authority, Person

_WORD = expression(r"[A-Za-z0-9][\w.@+-]*", re.ASCII)

_HEAD = """\
# The authority register of {name}, as of version {version}.
# Change what you like, and propose it: what changes is shown in plain words before anyone signs.
# Keys are best added by the people themselves, and taken away one by one.
"""


def lines(authority: Authority, organisation: str) -> Iterator[str]:
    """YAML that `editable_form` reads back as it was."""
    name = one_line(organisation or authority.domain or "this repository")
    yield from _HEAD.format(name=name, version=authority.version).splitlines()
    yield ""
    yield f"version: {authority.version}   # the one in force; the next is written for you"
    yield ""
    yield "people:"
    for person in authority.people.values():
        yield from _person(person)
    yield ""
    yield "roles:"
    for role in authority.roles.values():
        yield f"  {role.id}:"
        yield f"    title: {quoted(role.title)}"
        yield f"    holders: {_flow(role.holders)}"
    yield ""
    yield "# So many of the owners of both versions sign a change of this register."
    yield "owners:"
    yield f"  people: {_flow(authority.owners)}"
    yield f"  threshold: {authority.threshold}"
    yield ""
    yield '# The first rule that names a type holds for it; "*" is for all other types.'
    yield "# assurance: recorded, signed, signed+user-verified (hardware key), timestamped"
    yield "approvals:"
    for rule in authority.rules:
        yield f"  - types: {_flow(rule.types)}"
        yield f"    roles: {_flow(rule.roles)}"
        yield f"    persons: {rule.persons}"
        yield f"    author-may-approve: {str(rule.author_may_approve).lower()}"
        yield f"    assurance: {rule.assurance}"
    yield ""
    yield f"domain: {quoted(authority.domain) if authority.domain else quoted('', chr(34))}"
    yield "# Where passkeys may sign: the addresses of the portal, such as https://docs.example.com"
    yield f"passkey-origins: {_flow(authority.passkey_origins)}"
    yield "# Certificates (PEM) of time-stamping authorities whose tokens count."
    yield from _roots(authority.timestamp_roots)
    yield "# true: what isodocs.yaml controls can only be changed by the owners."
    yield f"bind-layout: {'true' if authority.controlled else 'false'}"
    for revoked in authority.revocations:
        yield one_line(f"# revoked: {revoked.key} of {revoked.person} ({revoked.reason})")


def _person(person: Person) -> Iterator[str]:
    yield f"  {person.id}:"
    yield f"    name: {quoted(person.name)}"
    yield f"    emails: {_flow(person.emails)}"
    if not person.keys:
        yield "    keys: []"
        return
    yield "    keys:"
    for line in person.keys:
        yield f"      - {line}   # {ssh_key.read_line(line).fingerprint}"


def _roots(roots: Iterable[str]) -> Iterator[str]:
    roots = tuple(roots)
    if not roots:
        yield "timestamp-roots: []"
        return
    yield "timestamp-roots:"
    for root in roots:
        yield "  - |"
        yield from (f"    {line}" for line in root.strip().split("\n"))


def _flow(words: Iterable[str]) -> str:
    """A list on one line; within brackets a comma would end a plain text."""
    items = (word if _WORD.fullmatch(word) else quoted(word, '"') for word in words)
    return f"[{', '.join(items)}]"
