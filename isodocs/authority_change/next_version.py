"""The next version of the authority register: proposed, then signed by enough of its owners.

A proposal is a new file; versions are only ever added. It has no effect until the owners of the
version before and its own have signed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from isodocs.authority import authority_register, succession
from isodocs.authority_change import change_flaws, change_warnings, change_words
from isodocs.dataclass import immutable, replace
from isodocs.errors import CanonicalError, LifecycleError
from isodocs.lifecycle import sealing
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.authority import Authority, Enrolment, Pending, Person, Revocation
from isodocs.statements import enrolment, kinds, owners, ssh_key, webauthn
from isodocs.statements.seal import SignaturePurpose, usable
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.authority_change.change_flaws import Flaw
    from isodocs.authority_change.register_book import Book
    from isodocs.lifecycle.sealing import Signer

Honoured = Callable[[str], Iterable[str]]
"""The digests of the statements that a key, by its fingerprint, has signed and that count."""


@immutable(frozen=True, slots=True)
class Proposal:
    """A version to be: its plan, what it changes and what does not work yet, in plain words."""

    plan: Plan
    pending: Pending
    changes: tuple[str, ...]
    notes: tuple[str, ...]


def next_version(authority: Authority, before: Authority) -> Authority:
    """`authority` with the number and the reference of the version after `before`."""
    return replace(authority, version=before.version + 1, previous_sha256=before.sha256, sha256="")


def flaws(book: Book, authority: Authority, types: Iterable[str] = ()) -> tuple[Flaw, ...]:
    """What would make no sense in `authority` as the next version."""
    return change_flaws.find(authority, book.history, _proven(book, authority), types)


def revoking_what_goes(
    book: Book, authority: Authority, reason: str, honoured: Honoured
) -> Authority:
    """`authority` with a revocation for each key that is no longer in it.

    A key that was only left out would still count for statements that name an older version.
    """
    before, now = book.history.current, succession.holders(authority)
    gone = [
        Revocation(person, print_, reason, tuple(sorted(honoured(print_))))
        for line, person in succession.holders(before).items()
        if line not in now
        and authority.revocation(print_ := ssh_key.read_line(line).fingerprint) is None
    ]
    return replace(authority, revocations=(*authority.revocations, *gone))


def with_enrolled(book: Book, passkeys_at: Iterable[str] = ()) -> Authority:
    """The newest version with every proven key that is not in it yet.

    A passkey's proof counts where it was given at an address that the register allows, or that is
    among `passkeys_at`, which it allows then. Raises LifecycleError when there is no such key, or
    one that cannot be taken in.
    """
    before = allowing(book.history.current, passkeys_at)
    people, held = dict(before.people), succession.holders(before)
    found = False
    for proof, key in enrolment.valid(book.files, {before.domain}, before.passkey_origins):
        person = people.get(proof.person)
        if person is None or key.line in held or before.revocation(key.fingerprint):
            continue
        people[person.id] = replace(person, keys=(*person.keys, key.line))
        found = True
    if not found:
        raise LifecycleError(
            say("every enrolled key is in the register already"),
            hint=say(
                "Enrol a key before you sign: isodocs authority enrol. A passkey counts once its "
                "address is allowed: --passkeys-at https://docs.example.com."
            ),
        )
    return replace(before, people=people)


def allowing(authority: Authority, origins: Iterable[str]) -> Authority:
    """The version with these addresses among those where passkeys may sign.

    Raises LifecycleError for what is not such an address.
    """
    for origin in origins:
        if not webauthn.host_of(origin):
            raise LifecycleError(
                say("{origin!r} is not an address where passkeys can be used", origin=origin),
                hint=say(
                    "Write it as the browser shows it, without a path: https://docs.example.com"
                ),
            )
    allowed = dict.fromkeys((*authority.passkey_origins, *origins))
    return replace(authority, passkey_origins=tuple(allowed))


def propose(book: Book, authority: Authority, types: Iterable[str] = ()) -> Proposal:
    """Plan the next version with the content of `authority`, unsigned.

    Raises LifecycleError when another version awaits signatures, when nothing changes, or for the
    first flaw.
    """
    refuse_second(book)
    before = book.history.current
    for flaw in flaws(book, authority, types):
        raise LifecycleError(flaw.message, hint=flaw.hint)
    data = authority_register.write(next_version(authority, before))
    try:
        made = authority_register.parse(data)
    except CanonicalError as error:
        raise LifecycleError(
            say("the register cannot be written so: {message}", message=error.message),
            hint=error.hint,
        ) from None
    path = authority_register.path_of(made.version)
    then = book.with_files({path: data})
    if then.reading.fault and not then.pending:  # no signature would make it count
        raise LifecycleError(then.reading.fault.message, path=path)
    changes = change_words.differences(before, made)
    if not changes:
        raise LifecycleError(
            say("nothing changes against version {version}", version=before.version),
            hint=say("Change something in the form, then propose it."),
        )
    proven = _proven(book, made)
    pending = Pending(made, data, before, proven=proven)
    signed = before.signed or made.signed
    summary = say("Version {version} of the authority register", version=made.version)
    unsigned = say("; its owners have no keys, so it counts unsigned")
    return Proposal(
        Plan(
            joined("", (summary, "" if signed else unsigned, ":")),
            say("Propose version {version} of the authority register", version=made.version)
            if signed
            else say("Change the authority register to version {version}", version=made.version),
            (FileChange(path, None, data),),
        ),
        pending,
        changes,
        change_warnings.warnings(made, proven),
    )


def refuse_second(book: Book) -> None:
    """Two proposals at once would be two registers of one number."""
    fault = book.reading.fault
    if book.pending:
        number = book.pending.authority.version
        raise LifecycleError(
            say("version {number} awaits signatures already", number=number),
            path=authority_register.path_of(number),
            hint=say(
                "Sign it first (isodocs authority sign), or take its files away if no one has "
                "committed them. One that is on a branch of its own stays there."
            ),
        )
    if fault:
        raise LifecycleError(fault.message, path=fault.path, hint=fault.hint)


def useful_keys(pending: Pending, person: str) -> tuple[ssh_key.PublicKey, ...]:
    """The keys with which a person's signature is still needed, those first that serve twice.

    An owner signs as one of the version before, by a key of that, and of this one, by one of this.
    """
    found: dict[str, tuple[int, ssh_key.PublicKey]] = {}
    sides = ((pending.before, pending.old), (pending.authority, pending.new))
    for version, signed in sides:
        if version is None or not version.signed or person not in version.owners:
            continue
        for print_, key in usable(version, person, pending.proven).items():
            times = found[print_][0] if print_ in found else 0
            # Nothing is gained by a second signature on the same side.
            found[print_] = (times + (person not in signed), key)
    needed = [(times, key) for times, key in found.values() if times]
    return tuple(key for _, key in sorted(needed, key=lambda item: -item[0]))


def to_sign(book: Book, who: Person) -> tuple[Pending, tuple[ssh_key.PublicKey, ...]]:
    """The version that awaits signatures, and the keys with which `who` can give one.

    Raises LifecycleError when none awaits any, or none of this person.
    """
    pending = book.pending
    if pending is None:
        fault = book.reading.fault
        raise LifecycleError(
            fault.message if fault else say("no version of the register awaits signatures"),
            path=fault.path if fault else "",
            hint=fault.hint if fault else say("`isodocs authority propose` makes one."),
        )
    number = pending.authority.version
    asked = {
        *(pending.before.owners if pending.before and pending.before.signed else ()),
        *pending.authority.owners,
    }
    if who.id not in asked:
        raise LifecycleError(
            say("{name} is not an owner of the register, and only owners sign it", name=who.name),
            hint=change_words.still_missing(pending),
        )
    keys = useful_keys(pending, who.id)
    if keys:
        return pending, keys
    if who.id in (*pending.old, *pending.new):
        raise LifecycleError(
            say("{name} has signed version {number} already", name=who.name, number=number),
            hint=change_words.still_missing(pending),
        )
    raise LifecycleError(
        say(
            "{name} has no proven key in the register to sign version {number} with",
            name=who.name,
            number=number,
        ),
        hint=say("Prove one first: isodocs authority enrol."),
    )


def sign(pending: Pending, who: Person, signer: Signer) -> Plan:
    """The plan that adds an owner's signature; asks the key at once."""
    number = pending.authority.version
    path = authority_register.path_of(number)
    return Plan(
        say(
            "{name} signs version {number} of the authority register.", name=who.name, number=number
        ),
        say(
            "Sign version {number} of the authority register, as {name}",
            number=number,
            name=who.name,
        ),
        (
            sealing.signature(
                owners.signature_path(path, who.id, signer.fingerprint),
                pending.data,
                signer,
                SignaturePurpose.AUTHORITY,
                pending.authority.domain,
            ),
        ),
        along=(path,),
    )


def new_keys(pending: Pending) -> tuple[tuple[Person, ssh_key.PublicKey, str], ...]:
    """Each key that a version takes in, with its person and where its proof is kept.

    The proof shows that the person who made it has the key, not that this is the person: owners
    ask.
    """
    held = succession.holders(pending.before) if pending.before else {}
    domain = pending.authority.domain
    return tuple(
        (person, ssh_key.read_line(line), _proof_of(domain, person.id, line))
        for person in pending.authority.people.values()
        for line in person.keys
        if line not in held
    )


def outcome(
    book: Book, plan: Plan, number: int, *, committed: bool = False, pushed: bool = False
) -> tuple[str, tuple[str, ...]]:
    """What applies once `plan` is carried out, in a sentence, and what people do then."""
    after = book.with_files(plan.files)
    if after.pending and after.pending.authority.version == number:
        names = listed(_waiting(after.pending), "or")
        share = say("Share") if committed else say("Commit it on a branch and share")
        return (
            say(
                "Version {number} has no effect yet. {still_missing}",
                number=number,
                still_missing=change_words.still_missing(after.pending),
            ),
            (
                *(() if pushed else (say("{share} that branch.", share=share),)),
                say("{names}: isodocs authority sign", names=names)
                if names
                else "isodocs authority sign",
            ),
        )
    return (
        say("Version {number} of the authority register is in force.", number=number),
        (say("isodocs authority pin    remember it on this machine, outside of the repository"),),
    )


def _proof_of(domain: str, person: str, line: str) -> str:
    return kinds.file_of(Enrolment(domain, person, line))[0]


def _waiting(pending: Pending) -> Iterable[str]:
    """The owners, by name, who can still sign."""
    people = dict(pending.authority.people)
    if pending.before:
        people = {**pending.before.people, **people}
    ids = [*(pending.before.owners if pending.before else ()), *pending.authority.owners]
    return [people[id].name for id in dict.fromkeys(ids) if useful_keys(pending, id)]


def _proven(book: Book, authority: Authority) -> frozenset[tuple[str, str]]:
    """Every key proven in a domain of the register, the proposed version's too."""
    versions = (*book.history.versions.values(), authority)
    origins = {origin for version in versions for origin in version.passkey_origins}
    return enrolment.proven(book.files, {version.domain for version in versions}, origins)
