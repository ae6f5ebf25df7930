"""Records, people and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.record_index import record_index
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.views import addresses, record_pages
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.portal.asking import Asking, Routes

_PEOPLE = "people"


def every_kind(asked: Asking) -> PortalPage:
    """The kinds of records that are kept."""
    table = record_pages.kinds_table(asked.snapshot, asked.wording)
    return PortalPage("parts_page.html", asked.word("Records"), {"parts": (table,)})


def of_kind(asked: Asking) -> PortalPage:
    """The records of one kind."""
    name, start = addresses.named(asked.named["kind"]), asked.text("start")
    first = int(start) if start.isdecimal() else 0
    made = record_pages.of_kind(asked.snapshot, asked.wording, name, asked.text("words"), first)
    if made is None:
        raise missing()
    return PortalPage("records.html", kinds()[name].title, made)


def record(asked: Asking) -> PortalPage:
    """One record."""
    kind, name = (addresses.named(asked.named[each]) for each in ("kind", "name"))
    index = record_index(asked.snapshot.register)
    found = record_pages.named_record(asked.snapshot, index, kind, name)
    if found is None:
        raise missing()
    if kind == _PEOPLE and found.id:
        made = record_pages.person_page(asked.snapshot, asked.wording, found.id, found)
    else:
        made = record_pages.record_page(asked.snapshot, asked.wording, found)
    return PortalPage("record.html", f"{made['id']} {made['name']}".strip(), made)


def person(asked: Asking) -> PortalPage:
    """One person."""
    id = addresses.named(asked.named["id"])
    index = record_index(asked.snapshot.register)
    if id not in index.people:
        raise missing()
    found = index.find(_PEOPLE, id)
    made = record_pages.person_page(asked.snapshot, asked.wording, id, found)
    return PortalPage("record.html", made["name"], made)


def role(asked: Asking) -> PortalPage:
    """One role."""
    id = addresses.named(asked.named["id"])
    if id not in record_index(asked.snapshot.register).roles:
        raise missing()
    made = record_pages.role_page(asked.snapshot, asked.wording, id)
    return PortalPage("record.html", made["name"], made)


ROUTES: Routes = (
    ("/records", every_kind),
    ("/records/{kind}", of_kind),
    ("/records/{kind}/{name}", record),
    ("/people/{id}", person),
    ("/roles/{id}", role),
)
