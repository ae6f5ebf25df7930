"""Enrol a key: show, by signing with it, that it is yours. The owners then take it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.authority import succession
from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.lifecycle import sealing
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.approval import SIGNATURE
from isodocs.model.authority import Authority, Enrolment, Person
from isodocs.statements import enrolment, kinds
from isodocs.statements.seal import SignaturePurpose
from isodocs.words import listed, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.authority_change.register_book import Book
    from isodocs.lifecycle.sealing import Signer
    from isodocs.statements.ssh_key import PublicKey


def plan_enrolment(book: Book, who: Person, key: PublicKey, at: Iterable[str] = ()) -> Plan:
    """Plan the proof that `key` is that of `who`; `prove` signs it with that very key.

    `at` is where a passkey is proven, which the register need not allow yet.
    It works before the key is in the register. Raises LifecycleError for a key that is revoked,
    someone else's, or enrolled already, and where there is no domain to sign for.
    """
    authority = book.newest
    if not authority.domain:
        raise LifecycleError(
            say("the authority register names no domain, and a signature needs one"),
            hint=say(
                "An owner writes 'domain: example.com' into the form first: isodocs authority "
                "show --format yaml."
            ),
        )
    _refuse_key(book, authority, who, key)
    proof = Enrolment(authority.domain, who.id, key.line)
    path, data = kinds.file_of(proof)
    taken_in = key.line in who.keys
    domains, origins = {authority.domain}, {*authority.passkey_origins, *at}
    done = any(found == proof for found, _ in enrolment.valid(book.files, domains, origins))
    then = _then(authority, who, taken_in)
    if done:
        raise LifecycleError(
            say(
                "{fingerprint} is enrolled as {name}'s already",
                fingerprint=key.fingerprint,
                name=who.name,
            ),
            path=path,
            hint=say("It counts.")
            if taken_in
            else say("{then} Another key: --key FILE.pub", then=then[0]),
        )
    return Plan(
        say(
            "{name} proves possession of the key {fingerprint}.",
            name=who.name,
            fingerprint=key.fingerprint,
        ),
        say("Enrol a key of {name}", name=who.name),
        (FileChange(path, book.files.get(path), data),),
        then,
    )


def prove(book: Book, plan: Plan, signer: Signer) -> Plan:
    """The plan of `enrol` with the signature; one that was there and did not hold goes."""
    (change,) = plan.changes
    path, domain = change.path + SIGNATURE, book.newest.domain
    if change.after is None:
        raise ValueError("an enrolment writes its statement")
    made = sealing.signature(path, change.after, signer, SignaturePurpose.ENROLMENT, domain)
    return replace(plan, changes=(change, replace(made, before=book.files.get(path))))


def _refuse_key(book: Book, authority: Authority, who: Person, key: PublicKey) -> None:
    revoked = authority.revocation(key.fingerprint)
    if revoked:
        raise LifecycleError(
            say(
                "the key {fingerprint} is revoked ({reason})",
                fingerprint=key.fingerprint,
                reason=revoked.reason,
            ),
            hint=say("Make a new one: ssh-keygen -t ed25519; then name it with --key FILE.pub."),
        )
    history = book.reading.history
    versions = [*(history.versions.values() if history else ()), authority]
    for version in versions:
        holder = succession.holders(version).get(key.line, who.id)
        if holder != who.id:
            raise LifecycleError(
                say(
                    "the key {fingerprint} is that of {holder!r}, not of {id!r}",
                    fingerprint=key.fingerprint,
                    holder=holder,
                    id=who.id,
                ),
                hint=say(
                    "Everyone has a key of their own; --as PERSON says who you are, --key FILE "
                    "names another key."
                ),
            )


def _then(authority: Authority, who: Person, taken_in: bool) -> tuple[str, ...]:
    if taken_in:
        return (say("The key is in the register and counts from now on."),)
    names = listed((authority.people[id].name for id in authority.owners), "or")
    if who.id in authority.owners:
        return (say("You own the register; take the key in: isodocs authority propose --enrolled"),)
    return (
        say("An owner ({names}) takes it in: isodocs authority propose --enrolled", names=names),
    )
