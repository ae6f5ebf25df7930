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
from isodocs.words import listed, spelled

if TYPE_CHECKING:
    from isodocs.model.authority import Authority, AuthorityHistory, Person
    from isodocs.model.register import Register
    from isodocs.repository.git import Git

_REGISTER = "authority register"
_PROPOSE = "The owners decide: isodocs authority propose"


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
        known = "no one in the authority register has that address"
        if history is None:
            known = "there is no authority register to know it"
        yield Line(
            topic,
            Health.WEAK,
            f"Git commits as {who.name} <{who.email}>; {known}",
            "Use the address that the register knows: git config user.email ...",
        )
        return
    yield Line(topic, Health.OK, f"Git commits as {who.email}, who is {person.name}")
    yield _key(git, history, person)


def _key(git: Git, history: AuthorityHistory, person: Person) -> Line:
    """Whether a key that counts is at hand."""
    topic = "signing key"
    signs = any(rule.assurance != "recorded" for rule in history.current.rules)
    held = usable(history.current, person.id, history.proven)
    lines = {key.line: fingerprint for fingerprint, key in held.items()}
    if not lines:
        return Line(
            topic,
            Health.MISSING if signs else Health.WEAK,
            f"the register names no proven key of {person.name}, so nothing can be signed",
            "isodocs authority enrol",
        )
    if all(key.site for key in held.values()):
        said = f"{person.name} signs with a passkey, in the portal alone"
        return Line(topic, Health.OK, said)
    found = signing_keys.find(None, lines) or _of_the_user(git, lines)
    if found is None:
        return Line(
            topic,
            Health.MISSING if signs else Health.WEAK,
            f"no key of {person.name} that the register names is at hand here",
            "Plug in the hardware key, load it (ssh-add), or enrol the one you have: isodocs "
            "authority enrol",
        )
    return Line(topic, Health.OK, f"{found.fingerprint} is at hand and counts")


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
                _REGISTER, Health.MISSING, "there is none, so no one may approve", "isodocs init"
            )
        return
    current = history.current
    if current.signed:
        yield from _owners(history)
    else:
        yield Line(
            _REGISTER,
            Health.WEAK,
            f"version {current.version}, unsigned: anyone with write access can change it",
            "An owner enrols a key: isodocs authority enrol",
        )
    if pending:
        fact = f"version {pending.authority.version} has no effect yet. {still_missing(pending)}"
        yield Line(_REGISTER, Health.WEAK, fact.rstrip(), "isodocs authority sign")
    yield from _approvals(current)
    for note in warnings(current, history.proven):
        yield Line("approvals", Health.WEAK, note)


def _approvals(authority: Authority) -> Iterator[Line]:
    """What must support approvals, and where authors may approve their own texts."""
    levels: dict[str, list[str]] = {}
    for rule in authority.rules:
        levels.setdefault(rule.assurance, []).extend(rule.types)
    for level, types in levels.items():
        weak = level == "recorded"
        subject = document_types(types) if len(levels) > 1 else "all documents"
        fact = f"{subject}: {assured(level)}"
        health = Health.WEAK if weak else Health.OK
        yield Line("approvals", health, fact, _PROPOSE if weak else "")
    alone = [kind for rule in authority.rules if rule.author_may_approve for kind in rule.types]
    if alone:
        subject = document_types(alone) if len(authority.rules) > 1 else "all documents"
        fact = f"{subject}: authors may approve their own texts"
        yield Line("approvals", Health.WEAK, fact, _PROPOSE)


def _owners(history: AuthorityHistory) -> Iterator[Line]:
    """Whether enough owners can sign the next version."""
    current = history.current
    able = [id for id in current.owners if usable(current, id, history.proven)]
    names = listed(_name(current, id) for id in current.owners)
    need = f"a change needs {spelled(current.threshold)} of {spelled(len(current.owners), 'owner')}"
    if len(able) < current.threshold:
        yield Line(
            _REGISTER,
            Health.MISSING,
            f"version {current.version}, signed; {need} ({names}), and only {len(able)} of them "
            "can sign",
            "They enrol a key: isodocs authority enrol",
        )
        return
    fact = f"version {current.version}, signed by its owners ({names}); {need}"
    yield Line(_REGISTER, Health.OK, fact)
    if len(able) == current.threshold:
        yield Line(
            _REGISTER,
            Health.WEAK,
            "when one owner loses the key, no one can change the register any more",
            "Name one owner more, with a key, than a change needs",
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
            "nothing outside this repository would notice if it were replaced whole",
            "Compare its digest with the owners, then: isodocs authority pin",
        )
        return
    newer = history.current.version > known.version
    fact = f"{known.name}, version {known.version}, pinned on {known.since}"
    if newer:
        fact += f"; version {history.current.version} came since"
    yield Line(
        topic, Health.OK, fact, "To remember that too: isodocs authority pin" if newer else ""
    )
