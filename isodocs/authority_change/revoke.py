"""Take a key out of the authority register, with the list of what it signed and still counts.

Since no clock is trusted, a signature made after the revocation and dated back looks like an old
one. Only what is on the list at the moment of the revocation counts afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.model.authority import Authority, Revocation
from isodocs.statements import ssh_key
from isodocs.statements.provenance import ProvenanceError, Signed, Traces
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.authority_change.register_book import Book
    from isodocs.model.approval import Sealed
    from isodocs.model.register import Register

_SHORTEST = 8


def honoured(register: Register, fingerprint: str) -> tuple[str, ...]:
    """The digests of the approvals, delegations and confirmations by this key that count today.

    That is: the seal holds, and the judge has not refused it for every form it was weighed for.
    """
    authority = register.inventory.authority
    if authority is None:
        return ()
    refused = _refused(register)
    inventory = register.inventory
    given: list[tuple[Signed | None, Sealed]] = [
        *((r.statement, r.sealed) for r in inventory.approvals if r.path not in refused),
        *((r.delegation or r.ending, r.sealed) for r in inventory.delegations),
        *((r.confirmation, r.sealed) for r in inventory.confirmations),
    ]
    traces = Traces(authority)
    found = {
        sealed.sha256
        for made, sealed in given
        if made and made.key == fingerprint and _holds(made, sealed, traces)
    }
    return tuple(sorted(found))


def without_keys(
    book: Book, target: str, reason: str, register: Register, *, honour: bool = True
) -> Authority:
    """The newest version without a key, or without any key of a person, to be proposed next.

    `target` is a fingerprint, the beginning of one, or a person's id. With `honour` what counts
    today stays valid, without it nothing does. A key that is revoked already may be named to
    change what is honoured. Raises LifecycleError when there is no such key.
    """
    before = book.history.current
    revocations = {revoked.key: revoked for revoked in before.revocations}
    people = dict(before.people)
    for person, fingerprint in _keys(book, target):
        kept = honoured(register, fingerprint) if honour else ()
        revocations[fingerprint] = Revocation(person, fingerprint, reason, kept)
        if person in people:
            lines = people[person].keys
            left = [line for line in lines if ssh_key.read_line(line).fingerprint != fingerprint]
            people[person] = replace(people[person], keys=tuple(left))
    return replace(before, people=people, revocations=tuple(revocations.values()))


def _keys(book: Book, target: str) -> list[tuple[str, str]]:
    """(person, fingerprint) of the keys that are meant."""
    known = {
        ssh_key.read_line(line).fingerprint: person.id
        for _, version in sorted(book.history.versions.items())
        for person in version.people.values()
        for line in person.keys
    }
    current = book.history.current
    if target in current.people:
        mine = [ssh_key.read_line(line).fingerprint for line in current.people[target].keys]
        if not mine:
            raise LifecycleError(
                say("{name} has no key in the register", name=current.people[target].name),
                hint=say("A key that was taken out earlier is named by its fingerprint."),
            )
        return [(target, print_) for print_ in mine]
    bare = target.removeprefix("SHA256:")
    found = [p for p in known if p == target or p.removeprefix("SHA256:").startswith(bare)]
    if len(bare) >= _SHORTEST and len(found) == 1:
        return [(known[found[0]], found[0])]
    near = did_you_mean(target, [*current.people, *known])
    raise LifecycleError(
        say(
            "{target!r} is neither a person nor a key of the register.{near}",
            target=target,
            near=near,
        ),
        hint=say(
            "Give a person's id or a fingerprint, of which the first {shortest} "
            "characters are enough; `isodocs authority show` lists both.",
            shortest=_SHORTEST,
        ),
    )


def _refused(register: Register) -> set[str]:
    """The paths of approvals that were weighed and never accepted."""
    refused: set[str] = set()
    accepted: set[str] = set()
    for entry in register:
        for status in entry.revisions:
            for form in (status, *status.others):
                if form.judgement:
                    refused.update(refusal.record.path for refusal in form.judgement.refused)
                    accepted.update(form.judgement.assurances)
    return refused - accepted


def _holds(made: Signed, sealed: Sealed, traces: Traces) -> bool:
    try:
        return traces.trace(made, sealed).assurance.signed
    except ProvenanceError:
        return False
