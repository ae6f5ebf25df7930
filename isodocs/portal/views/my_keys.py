"""The keys with which someone signs, and those that wait for an owner of the authority register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.authority_change.change_words import key_kind
from isodocs.authority_change.next_version import new_keys, useful_keys
from isodocs.authority_change.register_files import of_work_tree
from isodocs.errors import LifecycleError
from isodocs.model.page import PageTable
from isodocs.portal.offers import offered
from isodocs.portal.passkeys import passkeys_of
from isodocs.portal.views import to_do_here
from isodocs.reports.revisions import commit_in_words
from isodocs.statements import enrolment, webauthn
from isodocs.statements.seal import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from isodocs.copies.wording import Wording
    from isodocs.model.authority import Person
    from isodocs.portal.asking import Asking
    from isodocs.portal.snapshot import PortalSnapshot

ADDRESS = "/my-keys"


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
    }
    if who is None:
        return data
    with snapshot.reading:
        rows = list(_rows(snapshot, asked.wording, who, asked.origin))
        offer = _offer(asked, who) if asked.deeds is not None else {}
    columns = (word("Key"), word("Kind"), word("State"))
    return {**data, "parts": (PageTable(columns, rows, empty=word("No key yet.")),), "offer": offer}


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
            state = word("revoked") if gone else word("waits for an owner to take it in")
            yield key.fingerprint, key_kind(key.line), state


def _offer(asked: Asking, who: Person) -> dict[str, Any]:
    """What an owner can take in: in which words, and signed with what."""
    snapshot, word = asked.snapshot, asked.word
    history = snapshot.register.inventory.authority
    if history is None or who.id not in history.current.owners:
        return {}
    try:
        _, offer = offered(snapshot.workspace, asked.origin)
    except LifecycleError:
        return {}
    pending, arrivals = offer.pending, snapshot.register.ledger.arrivals
    questions = [
        word("Is {key} the key of {name}? Ask {name} in person, or by telephone.").format(
            key=key.fingerprint, name=person.name
        )
        + (f" ({commit_in_words(arrivals[path])})" if path in arrivals else "")
        for person, key, path in new_keys(pending)
    ]
    mine = useful_keys(pending, who.id)
    here = [key.fingerprint for key in mine if key in passkeys_of(history, who.id, asked.origin)]
    at_hand = asked.deeds.owners_key(snapshot.workspace, mine) if asked.deeds else ""
    return {
        "title": word("Version {number} of the register of people").format(
            number=pending.authority.version
        ),
        "changes": [*offer.changes, *offer.notes],
        "questions": questions,
        "sha256": pending.authority.sha256,
        "can": bool(at_hand or here),
        **_with(
            asked,
            at_hand,
            here,
            word("No key of yours with which an owner signs is at hand."),
        ),
    }


def signing(asked: Asking, who: Person) -> dict[str, Any]:
    """With what someone is about to sign a statement: in words, and the passkeys for its form."""
    snapshot = asked.snapshot
    history = snapshot.register.inventory.authority
    if asked.deeds is None or history is None:
        return {}
    with snapshot.reading:
        at_hand = asked.deeds.fingerprint(snapshot.workspace, snapshot.register, who.id)
    here = [key.fingerprint for key in passkeys_of(history, who.id, asked.origin)]
    unsigned = asked.word("It is recorded, not signed: no key of yours is at hand.")
    return _with(asked, at_hand, here, unsigned)


def _with(asked: Asking, at_hand: str, passkeys: list[str], unsigned: str) -> dict[str, Any]:
    word, said = asked.word, unsigned
    if at_hand:
        said = word("It is signed with your key {key}.").format(key=at_hand)
    elif passkeys:
        said = word("It is signed with your passkey: your device asks you to confirm.")
    return {"signing": said, "passkeys": () if at_hand else passkeys}
