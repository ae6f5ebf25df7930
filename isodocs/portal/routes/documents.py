"""The register and its documents: texts, redlines, history and controlled copies."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from isodocs.copies.make import CopyFormat, Workshop
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.views import addresses, document_page, document_story
from isodocs.portal.views.register_list import FILTERS, register_list

if TYPE_CHECKING:
    from isodocs.model.register import Entry
    from isodocs.portal.asking import Asking, Routes

_TYPES = {CopyFormat.HTML: "text/html; charset=utf-8", CopyFormat.PDF: "application/pdf"}


def _entry(asked: Asking) -> Entry:
    entry = asked.snapshot.register.entries.get(addresses.named(asked.named["id"]))
    if entry is None:
        raise missing()
    return entry


def listed(asked: Asking) -> PortalPage:
    """The register, narrowed as asked."""
    start = asked.text("start")
    chosen = {name: asked.text(name) for name in FILTERS}
    made = register_list(
        asked.snapshot,
        asked.wording,
        asked.text("words"),
        chosen,
        int(start) if start.isdecimal() else 0,
    )
    return PortalPage("register.html", asked.word("Documents"), made)


def text(asked: Asking) -> PortalPage:
    """A document's text: in force, or that of the revision asked for."""
    entry = _entry(asked)
    number = asked.text("revision")
    made = document_page.text_page(asked.snapshot, asked.wording, entry, number)
    if made is None:
        raise missing()
    coming = document_page.coming(entry)
    at = f"{addresses.document(entry.id)}?revision={quote(coming)}" if coming else ""
    return PortalPage("document.html", _title(entry), {**made, "coming_at": at})


def changes(asked: Asking) -> PortalPage:
    """What changed between two texts of a document."""
    entry = _entry(asked)
    found = document_story.sides(entry)
    usual = document_story.usual(entry, found)
    old, new = usual or ("", "")
    old, new = asked.text("old") or old, asked.text("new") or new
    parts = document_story.redline(asked.snapshot, entry, old, new) if usual else ()
    if parts is None:
        raise missing()
    data = {
        **document_page.head(asked.snapshot, asked.wording, entry, "changes"),
        "parts": parts,
        "sides": [(name, side.what) for name, side in found],
        "old": old,
        "new": new,
        "here": addresses.document(entry.id, "changes"),
    }
    return PortalPage("document_changes.html", _title(entry), data)


def history(asked: Asking) -> PortalPage:
    """Revisions, approvals and the audit trail of a document."""
    entry = _entry(asked)
    data = {
        **document_page.head(asked.snapshot, asked.wording, entry, "history"),
        "parts": tuple(document_story.history(asked.snapshot, asked.wording, entry)),
    }
    return PortalPage("document_history.html", _title(entry), data)


def copy(asked: Asking) -> Response:
    """The controlled copy of what is in force: a page, or a print where `as` asks for one."""
    entry = _entry(asked)
    if entry.in_force is None:
        raise missing()
    format = CopyFormat.PDF if asked.text("as") == CopyFormat.PDF else CopyFormat.HTML
    made_of = document_page.ordered(asked.snapshot, entry, entry.in_force.document, format)
    _, order, theme = made_of
    with TemporaryDirectory() as folder:
        made = Workshop(theme, Path(folder)).make(order._replace(pages={}, links=()))
    name = quote(f"{entry.id}.{format}", safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        # It is a page complete in itself, to be kept: it may do nothing here.
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(made.data, media_type=_TYPES[format], headers=headers)


def _title(entry: Entry) -> str:
    return f"{entry.id} {entry.document.title}".strip()


ROUTES: Routes = (
    ("/documents", listed),
    ("/documents/{id}", text),
    ("/documents/{id}/changes", changes),
    ("/documents/{id}/history", history),
    ("/documents/{id}/copy", copy),
)
