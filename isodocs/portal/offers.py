"""What an owner of the authority register is offered: to take in the keys that people enrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.authority_change import next_version
from isodocs.authority_change.register_files import of_work_tree
from isodocs.errors import LifecycleError
from isodocs.lifecycle.sealing import seal_register
from isodocs.statements import webauthn

if TYPE_CHECKING:
    from isodocs.authority_change.next_version import Proposal
    from isodocs.authority_change.register_book import Book
    from isodocs.lifecycle.plan import Plan
    from isodocs.lifecycle.sealing import Signer
    from isodocs.model.authority import Person
    from isodocs.workspace import Workspace


def offered(workspace: Workspace, origin: str) -> tuple[Book, Proposal]:
    """The next version with every enrolled key, where passkeys may sign at `origin` as well.

    Raises LifecycleError where no key waits, or another version awaits signatures.
    """
    book = of_work_tree(workspace.git)
    here = (origin,) if webauthn.host_of(origin) else ()
    taken_in = next_version.with_enrolled(book, here)
    return book, next_version.propose(book, taken_in, workspace.config().types)


def signed_offer(book: Book, offer: Proposal, who: Person, key: Signer) -> Plan:
    """The version with an owner's signature; raises LifecycleError unless it counts then.

    One that lacks signatures of others belongs on a branch, where they sign it.
    """
    plan = seal_register(offer.plan, key, who.id, offer.pending.authority.domain)
    then = book.with_files(plan.files)
    if then.pending or then.reading.fault:
        raise LifecycleError(
            "this needs the signatures of more owners than you",
            hint="Propose it on a branch, where they sign: isodocs authority propose --enrolled",
        )
    return plan
