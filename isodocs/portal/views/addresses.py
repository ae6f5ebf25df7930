"""Where what has an identifier has its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from isodocs.assess.record_index import record_index
from isodocs.dossier.columns import place

if TYPE_CHECKING:
    from isodocs.model.record import Record
    from isodocs.portal.snapshot import PortalSnapshot

DOCUMENTS, RECORDS, PEOPLE, ROLES, CLAUSES = (
    *("/documents", "/records", "/people", "/roles", "/clauses"),
)
BEGIN, EDIT = "/begin", "/edit"
"""Where something new is begun; and before the address of a page: where that is written on."""


def segment(name: str) -> str:
    """A name as one part of an address; `/` is written as in a JSON pointer (RFC 6901)."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="")


def named(part: str) -> str:
    """The name that a part of an address stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def document(id: str, part: str = "") -> str:
    """The page of a document, or one of its other pages."""
    return f"{DOCUMENTS}/{segment(id)}{f'/{part}' if part else ''}"


def record(row: Record) -> str:
    """The page of a record: by its identifier, or by where it is."""
    return f"{RECORDS}/{segment(row.kind)}/{segment(row.id or place(row))}"


def clause(standard: str, number: str) -> str:
    """The page of a clause."""
    return f"{CLAUSES}/{segment(standard)}/{segment(number)}"


def known(snapshot: PortalSnapshot) -> Mapping[str, str]:
    """The page of each identifier that means one thing only."""
    return snapshot.once("addresses", _known)


def _known(snapshot: PortalSnapshot) -> Mapping[str, str]:
    register = snapshot.register
    index = record_index(register)
    pairs = [(id, document(id)) for id in register.entries]
    pairs += [(id, f"{PEOPLE}/{segment(id)}") for id in index.people]
    pairs += [(id, f"{ROLES}/{segment(id)}") for id in index.roles]
    pairs += [(r.id, record(r)) for r in register.inventory.records if r.id and r.kind != "people"]
    often = Counter(id for id, _ in pairs)
    return {id: address for id, address in pairs if often[id] == 1}
