"""CFG: whether the authority register is in force and is the one known before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.authority import authority_register, controlled
from isodocs.model.config import PATH
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.statements.seal import keys_of
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.authority import Pending
    from isodocs.model.pin import Pin
    from isodocs.model.register import Register


@rule("CFG009", "authority-awaits-signatures", Level.WARNING, ("5.3",), blocks=False)
def authority_awaits_signatures(register: Register) -> Iterator[Finding]:
    """A version of the authority register lacks signatures of its owners, so it has no effect.

    Why: The owners of the register decide who may approve (ISO 9001:2015, 5.3). A version takes
    effect when enough owners of the previous version and of the new version have signed it.

    Example: Someone wrote version 2, which makes him an owner, and signed it alone.

    Remedy: The owners named read it and sign it: `isodocs authority sign`. If they do not want it,
    leave it on its branch; it changes nothing.
    """
    pending = register.inventory.authority_pending
    if pending is None:
        return
    number = pending.authority.version
    since = (
        say("version {number} remains in force", number=number - 1)
        if pending.before
        else say("no approval counts")
    )
    yield Finding(
        say(
            "version {number} of the authority register has no effect: it lacks "
            "{lacking}; until then {since}",
            number=number,
            lacking=listed(_lacking(pending)),
            since=since,
        ),
        say("Owners named: read it and sign it with `isodocs authority sign`."),
        Place(authority_register.path_of(number)),
        subject=str(number),
    )


def _lacking(pending: Pending) -> Iterator[str]:
    for number, names, of in pending.lacking:
        yield say(
            "{signatures} by owners {of} ({names})",
            signatures=counted(number, "signature"),
            of=of,
            names=listed(names, "or"),
        )


@rule("CFG010", "key-not-proven", Level.WARNING, ("7.5.3.2",), blocks=False)
def key_not_proven(register: Register) -> Iterator[Finding]:
    """The authority register lists a key whose owner has not proven possession of it.

    Why: A signature shows who approved (ISO 9001:2015, 7.5.3.2) only if the key belongs to that
    person. Anyone can enter anyone's public key. Until possession is proven, the key does not
    count.

    Example: An owner entered a colleague's key, and the colleague has not enrolled it yet.

    Remedy: The person runs `isodocs authority enrol` with the key once, and commits the proof.
    """
    history = register.inventory.authority
    if history is None:
        return
    current = history.current
    for person in current.people.values():
        for fingerprint in keys_of(current, person.id):
            if (person.id, fingerprint) in history.proven or current.revocation(fingerprint):
                continue
            yield Finding(
                say(
                    "{name} has not proven possession of the key {fingerprint}, so it does "
                    "not count",
                    name=person.name,
                    fingerprint=fingerprint,
                ),
                say("{name}: run `isodocs authority enrol` once.", name=person.name),
                Place(authority_register.path_of(current.version)),
                subject=fingerprint,
                owner=person.id,
            )


@rule("CFG011", "controlled-set-changed", Level.ERROR, ("7.5.3",), fixed=True, blocks=True)
def controlled_set_changed(register: Register) -> Iterator[Finding]:
    """isodocs.yaml controls other documents, or checks them differently, than the owners decided.

    Why: A document excluded from control is not checked (ISO 9001:2015, 7.5.3). If the authority
    register binds the layout, only its owners can change it.

    Example: `exclude: [documents/hr/]` was added. Version 3 of the register binds a different
    layout.

    Remedy: Undo the change, or have the owners bind the new layout: `isodocs authority propose`
    with a form that says `bind-layout: true`.
    """
    history = register.inventory.authority
    if history is None or not history.current.controlled:
        return
    current = history.current
    if controlled.digest(register.inventory.declared) != current.controlled:
        yield Finding(
            say(
                "{path} differs from the layout bound by version {version} of the "
                "authority register",
                path=PATH,
                version=current.version,
            ),
            say(
                "Undo the change, or have the owners bind the new layout: `isodocs "
                "authority propose` with 'bind-layout: true'."
            ),
            Place(PATH),
            subject=current.controlled,
        )


@rule("CFG012", "pin-missing", Level.ERROR, fixed=True, blocks=False)
def pin_missing(register: Register) -> Iterator[Finding]:
    """A pin for the repository is required, and this machine has none.

    Why: A repository can be replaced together with its register and history. Only a pin kept
    outside the repository detects that, and `check --require-pin` relies on it.

    Example: `isodocs check --require-pin` runs on a new machine without a pin.

    Remedy: Compare the digest printed by `isodocs authority pin --dry-run` with the one the owners
    give you through another channel. Then run `isodocs authority pin`.
    """
    if register.pinned.required and register.pinned.pin is None:
        yield Finding(
            say("this machine has no pin for the authority register"),
            say("Ask the owners for the digest, compare it, and pin it: `isodocs authority pin`."),
            subject="pin",
        )


@rule("CFG013", "pin-differs", Level.ERROR, fixed=True, blocks=True)
def pin_differs(register: Register) -> Iterator[Finding]:
    """The authority register is not the one that was pinned on this machine.

    Why: A register with a different first version is a different register with its own people. All
    its approvals may be forged.

    Example: The repository was replaced by a copy with a new history and a new register.

    Remedy: Fetch the right repository. If the owners confirm through another channel that they
    started over, run `isodocs authority pin --remove`, then `isodocs authority pin`.
    """
    pin, history = register.pinned.pin, register.inventory.authority
    if pin is None or (history and history.project == pin.project):
        return
    begins = (
        say("begins with {project}…", project=history.project[:16])
        if history
        else say("is missing")
    )
    yield Finding(
        say(
            "the authority register {begins}, but {name} was pinned here on {since} "
            "with {project}…",
            begins=begins,
            name=pin.name,
            since=pin.since,
            project=pin.project[:16],
        ),
        say(
            "Do not trust it until the owners confirm it through another channel. If "
            "this is another repository of your organisation, pin it under its own "
            "name: `isodocs authority pin --name`."
        ),
        Place(authority_register.path_of(1)),
        subject=pin.project,
    )


@rule("CFG014", "register-rolled-back", Level.ERROR, fixed=True, blocks=True)
def register_rolled_back(register: Register) -> Iterator[Finding]:
    """The authority register is older than, or differs from, the one pinned on this machine.

    Why: An old register restores the authority of revoked keys and of people who have left.

    Example: The branch was rewritten, and the version that revoked a lost key is missing.

    Remedy: Fetch the newest state. If you have the newest state, the history was rewritten: contact
    the owners.
    """
    pin, history = register.pinned.pin, register.inventory.authority
    if pin is None or history is None or history.project != pin.project:
        return
    held = history.versions.get(pin.version)
    if held is None and register.on >= pin.since:
        yield _rolled_back(
            pin,
            say(
                "the authority register ends with version {version}; version {version_2} "
                "was seen here on {since}",
                version=history.current.version,
                version_2=pin.version,
                since=pin.since,
            ),
        )
    elif held is not None and held.sha256 != pin.sha256:
        yield _rolled_back(
            pin,
            say(
                "version {version} of the authority register ({sha256}…) differs from "
                "the one seen here on {since} ({sha256_2}…)",
                version=pin.version,
                sha256=held.sha256[:16],
                since=pin.since,
                sha256_2=pin.sha256[:16],
            ),
        )


def _rolled_back(pin: Pin, message: str) -> Finding:
    return Finding(
        message,
        say(
            "Fetch the newest state. If this is the newest, the history was "
            "rewritten: contact the owners."
        ),
        Place(authority_register.path_of(pin.version)),
        subject=pin.sha256,
    )
