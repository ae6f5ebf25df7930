"""The authority register for programs, in the form of `schemas/authority.schema.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs import __version__
from isodocs.authority_change.change_words import differences, notes
from isodocs.reports import heading
from isodocs.statements import ssh_key

if TYPE_CHECKING:
    from isodocs.authority_change.register_book import Book
    from isodocs.model.authority import Authority, Pending, Person

VERSION = 1


def render(book: Book, *, organisation: str = "", **_: object) -> str:
    """Render the version in force, with what is wrong or awaits signatures, as one JSON object."""
    authority, history = book.newest, book.reading.history
    proven = book.proven
    fault = book.reading.fault
    content = {
        "version": VERSION,
        "tool": f"isodocs {__version__}",
        "organisation": organisation,
        "project": history.project if history else None,
        "in_force": history is not None,
        "number": authority.version,
        "sha256": authority.sha256,
        "domain": authority.domain,
        "signed": authority.signed,
        "layout_bound": bool(authority.controlled),
        "people": [_person(authority, person, proven) for person in authority.people.values()],
        "roles": [
            {"id": role.id, "title": role.title, "holders": list(role.holders)}
            for role in authority.roles.values()
        ],
        "owners": {"people": list(authority.owners), "threshold": authority.threshold},
        "approvals": [
            {
                "types": list(rule.types),
                "roles": list(rule.roles),
                "persons": rule.persons,
                "author_may_approve": rule.author_may_approve,
                "assurance": rule.assurance,
            }
            for rule in authority.rules
        ],
        "revocations": [
            {
                "person": revoked.person,
                "key": revoked.key,
                "reason": revoked.reason,
                "honoured": list(revoked.honoured),
            }
            for revoked in authority.revocations
        ],
        "timestamp_roots": list(authority.timestamp_roots),
        "notes": list(notes(authority, proven)),
        "signers": {
            str(number): list(people)
            for number, people in (history.signers if history else {}).items()
        },
        "pending": _pending(book.pending) if book.pending else None,
        "fault": {"path": fault.path, "message": fault.message} if fault else None,
    }
    return heading.as_json(content)


def _person(
    authority: Authority, person: Person, proven: frozenset[tuple[str, str]]
) -> dict[str, Any]:
    keys = [ssh_key.read_line(line) for line in person.keys]
    return {
        "id": person.id,
        "name": person.name,
        "emails": list(person.emails),
        "keys": [
            {
                "fingerprint": key.fingerprint,
                "kind": str(key.kind),
                "hardware": key.kind.hardware,
                "line": key.line,
                "proven": (person.id, key.fingerprint) in proven,
                "revoked": authority.revocation(key.fingerprint) is not None,
            }
            for key in keys
        ],
    }


def _pending(pending: Pending) -> dict[str, Any]:
    return {
        "number": pending.authority.version,
        "sha256": pending.authority.sha256,
        "changes": list(differences(pending.before, pending.authority)),
        "signed_by": sorted({*pending.old, *pending.new}),
        "missing_old": pending.missing_old,
        "missing_new": pending.missing_new,
    }
