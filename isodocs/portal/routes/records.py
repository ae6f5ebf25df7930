"""Records, people and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.record_index import record_index
from isodocs.portal.asking import PortalPage, missing, not_yet
from isodocs.portal.views import addresses, evidence, record_pages
from isodocs.records.record_kinds import kinds
from isodocs.words import joined

if TYPE_CHECKING:
    from isodocs.portal.asking import Asking, Routes

_PEOPLE = "people"


def every_kind(asked: Asking) -> PortalPage:
    """The kinds of records that are kept."""
    table = record_pages.kinds_table(asked.snapshot, asked.wording)
    acts = [(addresses.BEGIN, asked.word("New record"))] if asked.deeds else []
    return PortalPage("parts_page.html", asked.word("Records"), {"parts": (table,), "acts": acts})


def of_kind(asked: Asking) -> PortalPage:
    """The records of one kind."""
    name, start = addresses.named(asked.named["kind"]), asked.text("start")
    first = int(start) if start.isdecimal() else 0
    made = record_pages.of_kind(asked.snapshot, asked.wording, name, asked.text("words"), first)
    if made is None:
        raise missing()
    acts = []
    if asked.deeds:
        acts.append((f"{addresses.BEGIN}/{addresses.segment(name)}", asked.word("New record")))
        if kinds()[name].table:
            acts.append((f"{addresses.EDIT}{made['here']}", asked.word("Edit the table")))
    return PortalPage(
        "records.html", kinds()[name].title, {**made, "acts": acts, "done": _done(asked)}
    )


def record(asked: Asking) -> PortalPage:
    """One record."""
    kind, name = (addresses.named(asked.named[each]) for each in ("kind", "name"))
    index = record_index(asked.snapshot.register)
    found = record_pages.named_record(asked.snapshot, index, kind, name)
    if found is None and asked.text("done"):
        return not_yet(asked)
    if found is None:
        raise missing()
    if kind == _PEOPLE and found.id:
        made = record_pages.person_page(asked.snapshot, asked.wording, found.id, found)
    else:
        made = record_pages.record_page(asked.snapshot, asked.wording, found)
    edit_at = f"{addresses.EDIT}{addresses.record(found)}" if asked.deeds else ""
    data = {**made, "edit_at": edit_at, "done": _done(asked), "form": asked.form}
    data |= {"files": evidence.shown(asked, found), "attach": evidence.to_attach(asked, found)}
    return PortalPage("record.html", joined(" ", filter(None, (made["id"], made["name"]))), data)


def _done(asked: Asking) -> str:
    """What was just done, in words."""
    word = asked.word
    return {
        "begin": word("The record was created and committed."),
        "save": word("Your change was committed."),
        "attach": word("The file is attached and committed."),
    }.get(asked.text("done"), "")


def person(asked: Asking) -> PortalPage:
    """One person."""
    id = addresses.named(asked.named["id"])
    index = record_index(asked.snapshot.register)
    if id not in index.people:
        raise missing()
    found = index.find(_PEOPLE, id)
    made = record_pages.person_page(asked.snapshot, asked.wording, id, found)
    data = {**made, "edit_at": "", "done": "", "files": (), "attach": {}}
    return PortalPage("record.html", made["name"], data)


def role(asked: Asking) -> PortalPage:
    """One role."""
    id = addresses.named(asked.named["id"])
    if id not in record_index(asked.snapshot.register).roles:
        raise missing()
    made = record_pages.role_page(asked.snapshot, asked.wording, id)
    data = {**made, "edit_at": "", "done": "", "files": (), "attach": {}}
    return PortalPage("record.html", made["name"], data)


ROUTES: Routes = (
    ("/records", every_kind),
    ("/records/{kind}", of_kind),
    ("/records/{kind}/{name}", record),
    ("/people/{id}", person),
    ("/roles/{id}", role),
)
