"""What the person at this machine can do on a document's page: approve, reject, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.assess.persons import named
from isodocs.lifecycle import confirm
from isodocs.lifecycle.approvers import awaited
from isodocs.lifecycle.decision import digest_of
from isodocs.portal.deciding import NOT_IN_FORCE_YET
from isodocs.portal.views import addresses
from isodocs.portal.views.approval_block import approval_block

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.lifecycle.approvers import Awaited
    from isodocs.model.authority import Person
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, RevisionStatus
    from isodocs.portal.snapshot import PortalSnapshot


def person_of(snapshot: PortalSnapshot, me: str) -> Person | None:
    """The person, as the authority register knows them."""
    history = snapshot.register.inventory.authority
    return history.current.people.get(me) if history else None


def awaited_by(snapshot: PortalSnapshot, who: Person) -> tuple[Awaited, ...]:
    """The final forms that wait for a person."""
    return snapshot.once("awaited", lambda each: awaited(each.register, who), who.id)


def to_decide(
    snapshot: PortalSnapshot, wording: Wording, entry: Entry, who: Person, shown: Document
) -> dict[str, Any]:
    """The form to decide on the text that a page shows; empty where it does not wait for `who`."""
    mine = awaited_by(snapshot, who)
    found = next((each for each in mine if each.entry.id == entry.id), None)
    if found is None or found.document.blob != shown.blob:
        return {}
    roles = ", ".join(named(snapshot.register, role) for role in found.roles)
    status = entry.form_of(found.document)
    word = wording.word
    return {
        "to": addresses.document(entry.id, "decide"),
        "seen": digest_of(snapshot.register, found.document),
        "title": word("Your decision on revision {number}").format(number=shown.revision),
        "said": word("You decide as {name} ({roles}).").format(name=who.name, roles=roles),
        "block": approval_block(snapshot.register, wording, status) if status else (),
    }


def to_take_back(
    snapshot: PortalSnapshot, wording: Wording, entry: Entry, who: Person, shown: Document
) -> dict[str, Any]:
    """The form to take back their approval of a text that is not in force yet; else empty."""
    (here,) = entry.current if len(entry.current) == 1 else (None,)
    status = entry.form_of(here) if here and here.blob == shown.blob else None
    given = status.judgement.statements if status and status.judgement else ()
    mine = [each for each in given if each.person == who.id]
    if here is None or status is None or not mine or status.state not in NOT_IN_FORCE_YET:
        return {}
    day = wording.day(mine[0].day)
    return {
        "to": addresses.document(entry.id, "withdraw"),
        "seen": digest_of(snapshot.register, here),
        "said": wording.word("You approved this on {day}.").format(day=day),
    }


def to_confirm(
    snapshot: PortalSnapshot, wording: Wording, entry: Entry, me: str, status: RevisionStatus
) -> dict[str, Any]:
    """The form to confirm the text that a page shows; empty where `me` has not to."""
    mine = snapshot.once("to read", lambda each: confirm.awaited(each.register, me), me)
    found = next((each for each in mine if each.document == entry.id), None)
    if found is None or found.revision != status.number or status is not entry.in_force:
        return {}
    word = wording.word
    said = word("You are asked to read this and to confirm it.")
    if found.due:
        day = wording.day(found.due)
        said = word("You are asked to read this and to confirm it by {day}.").format(day=day)
    return {
        "to": addresses.document(entry.id, "confirm"),
        "revision": status.number,
        "seen": status.document.sha256,
        "said": said,
    }
