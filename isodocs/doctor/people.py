"""People, keys and the authority register: who can decide, and how well that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.authority.authority_register import document_types
from isodocs.authority_change.change_warnings import warnings
from isodocs.authority_change.change_words import assured, still_missing
from isodocs.errors import IsodocsError
from isodocs.machine import signing_keys
from isodocs.model.diagnosis import Health, Line
from isodocs.repository import settings, writer
from isodocs.rules.cfg_authority import pin_differs, register_rolled_back
from isodocs.statements.seal import usable
from isodocs.statements.ssh_key import SshKeyError
from isodocs.words import joined, listed, say, spelled

if TYPE_CHECKING:
    from isodocs.model.authority import Authority, AuthorityHistory, Person
    from isodocs.model.register import Register
    from isodocs.repository.git import Git

_REGISTER = say("authority register")
_PROPOSE = say("The owners decide: isodocs authority propose")


def identity(git: Git, history: AuthorityHistory | None) -> Iterator[Line]:
    """Who commits here, whether the register knows them, and whether they can sign."""
    topic = "identity"
    try:
        who = writer.identity(git)
    except IsodocsError as error:
        yield Line(topic, Health.MISSING, error.message, error.hint)
        return
    person = history.current.person_with(who.email) if history else None
    if history is None or person is None:
        known = say("no one in the authority register has that address")
        if history is None:
            known = say("there is no authority register to know it")
        yield Line(
            topic,
            Health.WEAK,
            say(
                "Git commits as {name} <{email}>; {known}",
                name=who.name,
                email=who.email,
                known=known,
            ),
            say("Use the address that the register knows: git config user.email ..."),
        )
        return
    yield Line(
        topic,
        Health.OK,
        say("Git commits as {email}, who is {name}", email=who.email, name=person.name),
    )
    yield _key(git, history, person)


def _key(git: Git, history: AuthorityHistory, person: Person) -> Line:
    """Whether a key that counts is at hand."""
    topic = say("signing key")
    signs = any(rule.assurance != "recorded" for rule in history.current.rules)
    held = usable(history.current, person.id, history.proven)
    lines = {key.line: fingerprint for fingerprint, key in held.items()}
    if not lines:
        return Line(
            topic,
            Health.MISSING if signs else Health.WEAK,
            say(
                "the register names no proven key of {name}, so nothing can be signed",
                name=person.name,
            ),
            "isodocs authority enrol",
        )
    if all(key.site for key in held.values()):
        said = say("{name} signs with a passkey, in the portal alone", name=person.name)
        return Line(topic, Health.OK, said)
    found = signing_keys.find(None, lines) or _of_the_user(git, lines)
    if found is None:
        return Line(
            topic,
            Health.MISSING if signs else Health.WEAK,
            say("no key of {name} that the register names is at hand here", name=person.name),
            say(
                "Plug in the hardware key, load it (ssh-add), or enrol the one you have: isodocs "
                "authority enrol"
            ),
        )
    return Line(
        topic, Health.OK, say("{fingerprint} is at hand and counts", fingerprint=found.fingerprint)
    )


def _of_the_user(git: Git, lines: dict[str, str]) -> signing_keys.SigningKey | None:
    """The key that the user's own configuration names; a repository's is not followed."""
    named = [each for each in settings.settings(git, r"^user[.]signingkey$") if each.of_the_user]
    if not named or named[-1].value.startswith(("key::", "ssh-", "ecdsa-", "sk-")):
        return None
    try:
        found = signing_keys.named(Path(named[-1].value).expanduser())
    except (IsodocsError, SshKeyError):
        return None
    return found if found.public.line in lines else None


def register(found: Register) -> Iterator[Line]:
    """Whether there is an authority register, who keeps it, and what approvals need."""
    history = found.inventory.authority
    trouble, pending = found.inventory.authority_problem, found.inventory.authority_pending
    if trouble and not pending:
        yield Line(_REGISTER, Health.WEAK, trouble.problem.message, trouble.problem.hint)
    if history is None:
        if not trouble:
            yield Line(
                _REGISTER,
                Health.MISSING,
                say("there is none, so no one may approve"),
                "isodocs init",
            )
        return
    current = history.current
    if current.signed:
        yield from _owners(history)
    else:
        yield Line(
            _REGISTER,
            Health.WEAK,
            say(
                "version {version}, unsigned: anyone with write access can change it",
                version=current.version,
            ),
            say("An owner enrols a key: isodocs authority enrol"),
        )
    if pending:
        fact = say(
            "version {version} has no effect yet. {still_missing}",
            version=pending.authority.version,
            still_missing=still_missing(pending),
        )
        yield Line(_REGISTER, Health.WEAK, fact.rstrip(), "isodocs authority sign")
    yield from _approvals(current)
    for note in warnings(current, history.proven):
        yield Line(say("approvals"), Health.WEAK, note)


def _approvals(authority: Authority) -> Iterator[Line]:
    """What must support approvals, and where authors may approve their own texts."""
    levels: dict[str, list[str]] = {}
    for rule in authority.rules:
        levels.setdefault(rule.assurance, []).extend(rule.types)
    for level, types in levels.items():
        weak = level == "recorded"
        subject = document_types(types) if len(levels) > 1 else say("all documents")
        fact = joined(": ", (subject, assured(level)))
        health = Health.WEAK if weak else Health.OK
        yield Line(say("approvals"), health, fact, _PROPOSE if weak else "")
    alone = [kind for rule in authority.rules if rule.author_may_approve for kind in rule.types]
    if alone:
        subject = document_types(alone) if len(authority.rules) > 1 else say("all documents")
        fact = say("{subject}: authors may approve their own texts", subject=subject)
        yield Line(say("approvals"), Health.WEAK, fact, _PROPOSE)


def _owners(history: AuthorityHistory) -> Iterator[Line]:
    """Whether enough owners can sign the next version."""
    current = history.current
    able = [id for id in current.owners if usable(current, id, history.proven)]
    names = listed(_name(current, id) for id in current.owners)
    need = say(
        "a change needs {spelled} of {spelled_2}",
        spelled=spelled(current.threshold),
        spelled_2=spelled(len(current.owners), "owner"),
    )
    if len(able) < current.threshold:
        yield Line(
            _REGISTER,
            Health.MISSING,
            say(
                "version {version}, signed; {need} ({names}), and only {able} of them can sign",
                version=current.version,
                need=need,
                names=names,
                able=len(able),
            ),
            say("They enrol a key: isodocs authority enrol"),
        )
        return
    fact = say(
        "version {version}, signed by its owners ({names}); {need}",
        version=current.version,
        names=names,
        need=need,
    )
    yield Line(_REGISTER, Health.OK, fact)
    if len(able) == current.threshold:
        yield Line(
            _REGISTER,
            Health.WEAK,
            say("when one owner loses the key, no one can change the register any more"),
            say("Name one owner more, with a key, than a change needs"),
        )


def _name(authority: Authority, id: str) -> str:
    return authority.people[id].name if id in authority.people else id


def pin(found: Register) -> Iterator[Line]:
    """Whether anything outside the repository would notice that it was replaced."""
    topic = "pin"
    history, known = found.inventory.authority, found.pinned.pin
    if history is None:
        return
    for finding in (*pin_differs(found), *register_rolled_back(found)):
        yield Line(topic, Health.MISSING, finding.message, finding.hint)
        return
    if known is None:
        yield Line(
            topic,
            Health.MISSING if history.current.signed else Health.WEAK,
            say("nothing outside this repository would notice if it were replaced whole"),
            say("Compare its digest with the owners, then: isodocs authority pin"),
        )
        return
    newer = history.current.version > known.version
    fact = say(
        "{name}, version {version}, pinned on {since}",
        name=known.name,
        version=known.version,
        since=known.since,
    )
    if newer:
        fact += say("; version {version} came since", version=history.current.version)
    yield Line(
        topic, Health.OK, fact, say("To remember that too: isodocs authority pin") if newer else ""
    )
