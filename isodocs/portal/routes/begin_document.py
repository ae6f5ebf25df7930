"""A document is begun: as `isodocs new` does it, and written on the page that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError
from isodocs.inventory.taken_numbers import elsewhere
from isodocs.lifecycle.create import by_standard, create, next_identifier
from isodocs.lifecycle.entered import FieldFault, on_one_line
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.saving import desk, fault_of
from isodocs.portal.views import addresses, begin_document
from isodocs.records.record_values import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.portal.asking import Asking, DeedRoutes, Routes
    from isodocs.portal.saving import Desk

_FIELD = "f."


def form_of(asked: Asking) -> PortalPage:
    """The form of a new document."""
    if asked.deeds is None:
        raise missing()
    return _page(asked, begin_document.form(asked))


def begin(asked: Asking, form: Mapping[str, str]) -> str | PortalPage:
    """Begin a document, and lead to where its text is written."""
    if asked.deeds is None:
        raise missing()
    names = begin_document.FIELDS
    said = {name: on_one_line(form.get(f"{_FIELD}{name}", "")) for name in names}
    faults = [
        FieldFault(name, asked.word("must be filled in"))
        for name in begin_document.MUST
        if not said[name]
    ]
    try:
        if not faults:
            with desk(asked.deeds, asked.snapshot) as at:
                id = _begun(at, said)
                return f"{addresses.EDIT}{addresses.document(id)}?done=begin"
    except IsodocsError as error:
        faults = [fault_of(error)]
    return _page(asked, begin_document.form(asked, said, faults))


def _begun(at: Desk, said: Mapping[str, str]) -> str:
    taken = elsewhere(at.workspace.git, at.register.config).get("", ())
    id = said["id"] or next_identifier(at.register, said["type"], taken)
    plan = create(
        at.register,
        said["type"],
        said["title"],
        owner=said["owner"],
        id=id,
        clauses=by_standard(at.register, cut(said["clauses"])),
        taken=taken,
    )
    at.record(plan)
    return id


def _page(asked: Asking, made: Mapping[str, object]) -> PortalPage:
    return PortalPage("begin_document.html", asked.word("New document"), made)


ROUTES: Routes = ((begin_document.ADDRESS, form_of),)
DEEDS: DeedRoutes = ((begin_document.ADDRESS, begin),)
