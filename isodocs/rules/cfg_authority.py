"""CFG, continued: whether the authority register counts, and is the one that was known before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.authority import authority_register, controlled
from isodocs.model.config import PATH
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.statements.seal import keys_of
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.model.authority import Authority, Pending
    from isodocs.model.pin import Pin
    from isodocs.model.register import Register


@rule("CFG009", "authority-awaits-signatures", Level.WARNING, ("5.3",), blocks=False)
def authority_awaits_signatures(register: Register) -> Iterator[Finding]:
    """A version of the authority register lacks signatures of its owners, so it has no effect.

    Why: Who may approve what is decided by those who own the register (ISO 9001:2015, 5.3). A
    version counts once enough owners of the version before it, and enough of its own, signed it.

    Example: Somebody wrote version 2, in which he is an owner himself, and signed it alone.

    Remedy: The owners named read it and sign: `isodocs authority sign`. One that they do not want
    is left on its branch; it changes nothing.
    """
    pending = register.inventory.authority_pending
    if pending is None:
        return
    number = pending.authority.version
    since = f"version {number - 1} holds" if pending.before else "nobody may approve anything"
    yield Finding(
        f"version {number} of the authority register has no effect: it lacks "
        f"{' and '.join(_lacking(pending))}; until then {since}",
        "Whoever is named reads and signs it: `isodocs authority sign`.",
        Place(authority_register.path_of(number)),
        subject=str(number),
    )


def _lacking(pending: Pending) -> Iterator[str]:
    """The signatures still missing, each kind once where both are the same people."""
    sides = []
    if pending.before and pending.missing_old:
        names = _unsigned(pending.before, pending.old)
        sides.append((pending.missing_old, names, f"of version {pending.before.version}"))
    if pending.missing_new:
        names = _unsigned(pending.authority, pending.new)
        sides.append((pending.missing_new, names, f"of version {pending.authority.version}"))
    if len(sides) == 2 and sides[0][:2] == sides[1][:2]:
        sides = [(*sides[0][:2], "of both versions")]
    for number, names, whose in sides:
        yield f"{counted(number, 'signature')} by owners {whose} ({names})"


def _unsigned(authority: Authority, signed: tuple[str, ...]) -> str:
    waiting = (authority.people[id].name for id in authority.owners if id not in signed)
    return " or ".join(waiting)


@rule("CFG010", "key-not-proven", Level.WARNING, ("7.5.3.2",), blocks=False)
def key_not_proven(register: Register) -> Iterator[Finding]:
    """The authority register names a key that its person has never shown to possess.

    Why: A signature shows who approved (ISO 9001:2015, 7.5.3.2) only if the key is that person's;
    anybody can write down anybody's public key. Until it is proven, the key counts for nothing.

    Example: An owner entered a colleague's key, who has not yet enrolled it.

    Remedy: The person runs `isodocs authority enrol` with the key, once, and commits the proof.
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
                f"{person.name} has not shown to possess the key {fingerprint}, so it does not "
                "count",
                f"{person.name} proves it once: `isodocs authority enrol`.",
                Place(authority_register.path_of(current.version)),
                subject=fingerprint,
                owner=person.id,
            )


@rule("CFG011", "controlled-set-changed", Level.ERROR, ("7.5.3",), fixed=True, blocks=True)
def controlled_set_changed(register: Register) -> Iterator[Finding]:
    """isodocs.yaml controls other documents, or checks them otherwise, than the owners decided.

    Why: A document that is left out of control is checked by nobody (ISO 9001:2015, 7.5.3). Where
    the authority register binds the layout, a change of it is a decision of the owners.

    Example: `exclude: [documents/hr/]` was added; version 3 of the register binds another layout.

    Remedy: Take the change back, or let the owners bind the new layout: `isodocs authority propose`
    with a form that says `bind-layout: true`.
    """
    history = register.inventory.authority
    if history is None or not history.current.controlled:
        return
    current = history.current
    if controlled.digest(register.inventory.declared) != current.controlled:
        yield Finding(
            f"what {PATH} controls is not what version {current.version} of the authority "
            "register binds",
            "Take the change back, or let the owners bind the new layout: "
            "`isodocs authority propose` with 'bind-layout: true'.",
            Place(PATH),
            subject=current.controlled,
        )


@rule("CFG012", "pin-missing", Level.ERROR, fixed=True, blocks=False)
def pin_missing(register: Register) -> Iterator[Finding]:
    """No pin for the repository is kept on this machine, and one was asked for.

    Why: Whoever replaces a whole repository replaces its register and history too. Only what is
    kept outside of it can tell, and `check --require-pin` relies on that.

    Example: A fresh machine that runs `isodocs check --require-pin` before anybody pinned.

    Remedy: Compare the digest that `isodocs authority pin --dry-run` shows with the one that the
    owners tell you by another way; then `isodocs authority pin`.
    """
    if register.pinned.required and register.pinned.pin is None:
        yield Finding(
            "nothing outside this repository tells whether its authority register is the right one",
            "Ask the owners for its digest, compare, and keep it: `isodocs authority pin`.",
            subject="pin",
        )


@rule("CFG013", "pin-differs", Level.ERROR, fixed=True, blocks=True)
def pin_differs(register: Register) -> Iterator[Finding]:
    """The authority register does not begin as the one that was pinned on this machine.

    Why: A register with another first version is another register, with people of its own: every
    approval under it may be made up.

    Example: The repository was replaced by a copy whose history and register were made anew.

    Remedy: Fetch the right repository. If the owners confirm, by another way, that they began
    anew: `isodocs authority pin --remove`, then `isodocs authority pin`.
    """
    pin, history = register.pinned.pin, register.inventory.authority
    if pin is None or (history and history.project == pin.project):
        return
    begins = f"begins with {history.project[:16]}…" if history else "is not there"
    yield Finding(
        f"the authority register {begins}, and {pin.name} was pinned here on {pin.since} with "
        f"{pin.project[:16]}…",
        "Trust nothing in it before the owners confirm it by another way. Another repository of "
        "the same organisation is pinned by a name of its own: `isodocs authority pin --name`.",
        Place(authority_register.path_of(1)),
        subject=pin.project,
    )


@rule("CFG014", "register-rolled-back", Level.ERROR, fixed=True, blocks=True)
def register_rolled_back(register: Register) -> Iterator[Finding]:
    """The authority register is older than the one pinned on this machine, or parted from it.

    Why: An old register gives power back to keys that were revoked and to people who have left.

    Example: The version in which a lost key was revoked is missing, and the branch was rewritten.

    Remedy: Fetch the newest state. If it is the newest, the history was rewritten: ask the owners.
    """
    pin, history = register.pinned.pin, register.inventory.authority
    if pin is None or history is None or history.project != pin.project:
        return
    held = history.versions.get(pin.version)
    if held is None and register.on >= pin.since:
        yield _rolled_back(
            pin,
            f"the authority register ends with version {history.current.version}; version "
            f"{pin.version} was seen here on {pin.since}",
        )
    elif held is not None and held.sha256 != pin.sha256:
        yield _rolled_back(
            pin,
            f"version {pin.version} of the authority register is another "
            f"({held.sha256[:16]}…) than the one seen here on {pin.since} ({pin.sha256[:16]}…)",
        )


def _rolled_back(pin: Pin, message: str) -> Finding:
    return Finding(
        message,
        "Fetch the newest state; if this is the newest, the history was rewritten: ask the owners.",
        Place(authority_register.path_of(pin.version)),
        subject=pin.sha256,
    )
