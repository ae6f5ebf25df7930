"""The keys with which someone signs, and those that wait for an owner of the authority register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.authority_change.change_words import key_kind, still_missing
from isodocs.authority_change.next_version import new_keys, useful_keys
from isodocs.authority_change.register_files import of_work_tree
from isodocs.errors import LifecycleError
from isodocs.lifecycle.entered import FieldFault
from isodocs.lifecycle.text_merge import sent as as_sent
from isodocs.model.page import PageTable
from isodocs.portal import proposals
from isodocs.portal.passkeys import passkeys_of
from isodocs.portal.saving import fault_of
from isodocs.portal.views import people_form, to_do_here
from isodocs.reports import authority_form
from isodocs.reports.revisions import commit_in_words
from isodocs.statements import enrolment, webauthn
from isodocs.statements.seal import keys_of
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from isodocs.copies.wording import Wording
    from isodocs.model.authority import Person
    from isodocs.model.problem import Problem
    from isodocs.portal.asking import Asking
    from isodocs.portal.proposals import ProposedVersion
    from isodocs.portal.snapshot import PortalSnapshot

ADDRESS = "/my-keys"
PEOPLE = f"{ADDRESS}/people"
_TEXT = "text"


def page(asked: Asking) -> dict[str, Any]:
    """What the template of my keys shows."""
    snapshot, word = asked.snapshot, asked.word
    who = to_do_here.person_of(snapshot, asked.me)
    site = webauthn.host_of(asked.origin)
    data: dict[str, Any] = {
        "form": asked.form,
        "name": who.name if who else "",
        "account": who.emails[0] if who and who.emails else asked.me,
        "site": site,
        "by_name": f"{asked.by_name}{ADDRESS}",
        "can": bool(who) and asked.deeds is not None,
        "parts": (),
        "offer": {},
        "owner": False,
    }
    if who is None:
        return data
    with snapshot.reading:
        rows = list(_rows(snapshot, asked.wording, who, asked.origin))
        offer = _offer(asked, who)
        owner = _is_owner(asked, who)
    columns = (word("Key"), word("Kind"), word("State"))
    return {
        **data,
        "parts": (PageTable(columns, rows, empty=word("No key yet.")),),
        "offer": offer,
        "owner": owner,
    }


def _rows(
    snapshot: PortalSnapshot, wording: Wording, who: Person, origin: str
) -> Iterator[tuple[str, str, str]]:
    """Each key of a person, and whether it counts."""
    word, history = wording.word, snapshot.register.inventory.authority
    if history is None:
        return
    current = history.current
    held = keys_of(current, who.id)
    for fingerprint, key in held.items():
        state = word("counts")
        if current.revocation(fingerprint):
            state = word("revoked")
        elif (who.id, fingerprint) not in history.proven:
            state = word("not proven, does not count")
        elif key.site and key not in passkeys_of(history, who.id, origin):
            state = word("counts; signs at {site}").format(site=key.site)
        yield fingerprint, key_kind(key.line), state
    book = of_work_tree(snapshot.workspace.git)
    origins = {*current.passkey_origins, *((origin,) if webauthn.host_of(origin) else ())}
    for proof, key in enrolment.valid(book.files, {current.domain}, origins):
        if proof.person == who.id and key.fingerprint not in held:
            gone = current.revocation(key.fingerprint)
            state = word("revoked") if gone else word("awaiting acceptance by an owner")
            yield key.fingerprint, key_kind(key.line), state


def _offer(asked: Asking, who: Person) -> dict[str, Any]:
    """What an owner can sign next; empty where there is nothing."""
    register, workspace = asked.snapshot.register, asked.snapshot.workspace
    if not _is_owner(asked, who):
        return {}
    try:
        found = proposals.next_one(workspace, register, asked.origin)
    except LifecycleError:
        return {}
    return _to_sign(asked, who, found) if found else {}


def _is_owner(asked: Asking, who: Person) -> bool:
    """Whether someone is an owner now, or of the version that awaits signatures."""
    history = asked.snapshot.register.inventory.authority
    if history is None or asked.deeds is None:
        return False
    found = proposals.awaited(asked.snapshot.workspace)
    then = found.pending.authority.owners if found else ()
    return who.id in (*history.current.owners, *then)


def _to_sign(asked: Asking, who: Person, found: ProposedVersion, text: str = "") -> dict[str, Any]:
    """A version for the page: what it changes, what is missing, and with what it is signed."""
    snapshot, word = asked.snapshot, asked.word
    pending, arrivals = found.pending, snapshot.register.ledger.arrivals
    history = snapshot.register.inventory.authority
    questions = [
        word("Is {key} the key of {name}? Ask {name} in person, or by telephone.").format(
            key=key.fingerprint, name=person.name
        )
        + (f" ({commit_in_words(arrivals[path])})" if path in arrivals else "")
        for person, key, path in new_keys(pending)
    ]
    mine = useful_keys(pending, who.id)
    held = passkeys_of(history, who.id, asked.origin) if history else ()
    here = [key.fingerprint for key in mine if key in held]
    at_hand = asked.deeds.owners_key(snapshot.workspace, mine) if asked.deeds else ""
    none = word("None of the keys with which you sign as an owner is available.")
    if pending.counts:
        none = word("No owner has a key, so it counts unsigned, once it is committed.")
    if who.id in (*pending.old, *pending.new) and not mine:
        none = word("You have signed it.")
    return {
        "title": word("Version {number} of the register of people").format(
            number=pending.authority.version
        ),
        "changes": found.changes,
        "warnings": found.warnings,
        "questions": questions,
        "missing": still_missing(pending),
        "sha256": pending.authority.sha256,
        "text": text,
        "can": bool(at_hand or here or pending.counts),
        "counts": pending.counts,
        **_with(asked, at_hand, here, none),
    }


def form(asked: Asking, sent: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """The register as a form, or what one that was `sent` would change; for owners alone.

    It has fields; where a `text` was sent, or is asked for, it is that of `authority propose`.
    """
    snapshot, wording = asked.snapshot, asked.wording
    who = to_do_here.person_of(snapshot, asked.me)
    data: dict[str, Any] = {"form": asked.form, "to": PEOPLE, "offer": {}, "awaited": False}
    with snapshot.reading:
        if who is None or not _is_owner(asked, who):
            return None
        book = of_work_tree(snapshot.workspace.git)
        if proposals.awaited(snapshot.workspace):
            return {**data, "awaited": True}
        if sent is None and asked.text("as") == _TEXT:
            lines = authority_form.lines(book.history.current, snapshot.config.organisation)
            return {**data, **_in_text("\n".join(lines), ())}
        if sent is None:
            fields = people_form.as_sent(book.history.current)
            return {**data, **people_form.PeopleForm(wording, fields).as_data()}
        if _TEXT in sent:
            text = as_sent(sent[_TEXT])
            offer, faults = _proposed(asked, who, text, _at_line)
            return {**data, **_in_text(text, faults), "offer": offer}
        text, names = people_form.text_of(sent)
        offer, faults = _proposed(
            asked, who, text, lambda problem: people_form.at_its_field(problem, names)
        )
        shown = people_form.PeopleForm(wording, sent, faults)
    return {**data, **shown.as_data(), "offer": offer}


def _in_text(text: str, faults: Sequence[FieldFault]) -> dict[str, Any]:
    return {"cards": (), "text": text, "faults": faults, "wrong": bool(faults)}


def _proposed(
    asked: Asking, who: Person, text: str, placed: Callable[[Problem], FieldFault]
) -> tuple[dict[str, Any], list[FieldFault]]:
    """What an owner can sign of what a text says, or what is wrong with that."""
    try:
        found, problems = proposals.of_form(asked.snapshot.workspace, asked.snapshot.register, text)
    except LifecycleError as error:
        return {}, [fault_of(error)]
    return _to_sign(asked, who, found, text) if found else {}, [*map(placed, problems)]


def _at_line(problem: Problem) -> FieldFault:
    said = say("Line {line}: {message}", line=problem.line, message=problem.message)
    return FieldFault("", said, problem.hint)


def signing(asked: Asking, who: Person) -> dict[str, Any]:
    """With what someone is about to sign a statement: in words, and the passkeys for its form."""
    snapshot = asked.snapshot
    history = snapshot.register.inventory.authority
    if asked.deeds is None or history is None:
        return {}
    with snapshot.reading:
        at_hand = asked.deeds.fingerprint(snapshot.workspace, snapshot.register, who.id)
    here = [key.fingerprint for key in passkeys_of(history, who.id, asked.origin)]
    unsigned = asked.word("It is recorded, not signed: none of your keys is available.")
    return _with(asked, at_hand, here, unsigned)


def _with(asked: Asking, at_hand: str, passkeys: list[str], unsigned: str) -> dict[str, Any]:
    word, said = asked.word, unsigned
    if at_hand:
        said = word("It is signed with your key {key}.").format(key=at_hand)
    elif passkeys:
        said = word("It is signed with your passkey: your device asks you to confirm.")
    return {"signing": said, "passkeys": () if at_hand else passkeys}
