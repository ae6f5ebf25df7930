"""Clauses: of all standards, of one, and one with all that is behind it; readiness for audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.languages import tongue
from isodocs.portal.views import addresses, audits_ahead, clause_page, dashboard, states
from isodocs.reports import heading, readiness_page
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.portal.asking import Asking, Routes


def every_standard(asked: Asking) -> PortalPage:
    """Every clause of every standard in use, as a map."""
    names = dashboard.covered(asked.wording)
    data = {
        "maps": list(dashboard.clause_maps(asked.snapshot, asked.wording)),
        "legend": [(states.COVERED[status], name) for status, name in names.items()],
    }
    return PortalPage("clauses.html", asked.word("Clauses"), data)


def standard(asked: Asking) -> PortalPage:
    """The clauses of one standard, with the documents that answer them."""
    id = addresses.named(asked.named["standard"])
    if id not in asked.snapshot.register.maps:
        raise missing()
    rows = clause_page.rows_of(asked.snapshot, asked.wording, id)
    name = heading.standard(asked.snapshot.register, id)
    return PortalPage("standard.html", name, {"rows": rows})


def clause(asked: Asking) -> PortalPage:
    """One clause."""
    id, number = (addresses.named(asked.named[each]) for each in ("standard", "number"))
    row = clause_page.row_of(asked.snapshot, id, number)
    if row is None:
        raise missing()
    name = heading.standard(asked.snapshot.register, id)
    data = {
        "parts": tuple(clause_page.clause_parts(asked.snapshot, asked.wording, row)),
        "standard": name,
        "standard_at": f"{addresses.CLAUSES}/{addresses.segment(id)}",
        "number": number,
        "name": say(row.requirement.title),
    }
    return PortalPage("clause.html", joined(" ", (number, say(row.requirement.title))), data)


def readiness(asked: Asking) -> PortalPage:
    """How ready a standard is for its next audit, with every reason."""
    id = addresses.named(asked.named["standard"])
    found = [each for each in audits_ahead.ahead(asked.snapshot) if each.standard == id]
    if not found:
        raise missing()
    page = readiness_page.page(asked.snapshot.register, found, (), ())
    name = heading.standard(asked.snapshot.register, id)
    title = asked.word("Readiness: {standard}").format(standard=name)
    audit = dashboard.audit(found[0].purpose, asked.wording)
    return PortalPage(
        "parts_page.html",
        title,
        {"parts": page.parts, "tongue": tongue(asked.wording), "intro": audit},
    )


ROUTES: Routes = (
    ("/clauses", every_standard),
    ("/clauses/{standard}", standard),
    ("/clauses/{standard}/{number}", clause),
    ("/readiness/{standard}", readiness),
)
