"""A document: its text in one revision, and everything that is known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.copies import page
from isodocs.copies.make import CopyFormat
from isodocs.copies.publish import WantedCopies, order_of
from isodocs.dossier.document import document_dossier, revision_to_show
from isodocs.inventory.shown_files import site_of
from isodocs.model.document import State
from isodocs.model.dossier import Tone
from isodocs.packs.texts import copies_of, paths_of, theme_of
from isodocs.portal.views import addresses, states
from isodocs.portal.views.dossier_parts import DossierParts
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings

if TYPE_CHECKING:
    from isodocs.copies.make import Order
    from isodocs.copies.theme import Theme
    from isodocs.copies.wording import Wording
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.dossier import Dossier
    from isodocs.model.register import Entry, RevisionStatus
    from isodocs.portal.snapshot import PortalSnapshot

_HEADINGS, _DEEPEST = 4, 3
"""From so many headings on a text has contents, down to that level."""
LINKS = "links"
"""Under that name a snapshot keeps what the links of texts lead to."""
_BESIDE_TEXT = ("revisions", "approvals", "comments")
"""What has a page of its own, or is beside the text."""


def chosen(entry: Entry, number: str) -> tuple[RevisionStatus, Document] | None:
    """The revision of a number, or the one to show; None where there is none of that number."""
    status = entry.status(number) if number else revision_to_show(entry)
    if status is None:
        return None
    in_file = next((d for d in entry.current if d.revision == status.number), None)
    approved = status.approved_on is not None
    return status, status.document if approved or in_file is None else in_file


def text_page(
    snapshot: PortalSnapshot, wording: Wording, entry: Entry, number: str
) -> dict[str, Any] | None:
    """The text of a revision as a page; None where there is no such revision."""
    found = chosen(entry, number)
    if found is None:
        return None
    status, document = found
    key = (entry.id, document.blob, wording.language)
    shown = snapshot.once("texts", lambda each: _text(each, wording, entry, document), key)
    dossier = dossier_of(snapshot, entry, status, document)
    parts = DossierParts(snapshot, wording)
    return {
        **shown,
        **head(snapshot, wording, entry, ""),
        "state": wording.state(status.state),
        "tone": states.tone(status.state),
        "banner": _banner(wording, entry, status),
        "in_force_at": addresses.document(entry.id) if _is_beside_it(entry, status) else "",
        "parts": tuple(parts.tables(dossier, _BESIDE_TEXT)),
        "altered": bool(status.alterations),
        "number": status.number,
    }


def dossier_of(
    snapshot: PortalSnapshot, entry: Entry, status: RevisionStatus, document: Document
) -> Dossier:
    """All that is known about a revision of a document."""
    return snapshot.once(
        "dossiers",
        lambda each: document_dossier(each.register, entry, status, document, each.gaps, ""),
        (entry.id, status.number, document.blob),
    )


def head(snapshot: PortalSnapshot, wording: Wording, entry: Entry, here: str) -> dict[str, Any]:
    """What all pages of a document begin with; `here` is the one of them that it is."""
    word = wording.word
    pages = (("", word("Text")), ("changes", word("Changes")), ("history", word("History")))
    return {
        "id": entry.id,
        "name": entry.document.title,
        "tabs": [(addresses.document(entry.id, part), name, part == here) for part, name in pages],
        "copy_at": addresses.document(entry.id, "copy") if entry.in_force else "",
    }


def _is_beside_it(entry: Entry, status: RevisionStatus) -> bool:
    """Whether a revision is in force, and it is not this one."""
    return entry.in_force is not None and status is not entry.in_force


def _banner(wording: Wording, entry: Entry, status: RevisionStatus) -> tuple[str, Tone]:
    """What a reader must know before the text."""
    word = wording.word
    pending = entry.pending
    if status is entry.in_force:
        if pending is None:
            return "", Tone.PLAIN
        said = word("Revision {number} is in progress: {state}.")
        return said.format(number=pending.number, state=wording.state(pending.state)), Tone.PLAIN
    said = word("Not in force: {state}.").format(state=wording.state(status.state))
    if status.state in (State.DRAFT, State.AWAITING):
        said += " " + word("Do not work by this text.")
    if entry.in_force:
        said += " " + word("In force is revision {number}.").format(number=entry.in_force.number)
    return said, Tone.BAD


def coming(entry: Entry) -> str:
    """The number of a revision on its way, for a link; empty where there is none."""
    return entry.pending.number if entry.pending and entry.in_force else ""


def _text(
    snapshot: PortalSnapshot, wording: Wording, entry: Entry, document: Document
) -> dict[str, Any]:
    """A text as the template has it: rendered, with all that a controlled copy says."""
    copy, order, theme = ordered(snapshot, entry, document, CopyFormat.HTML)
    made = body(
        copy.text, Surroundings(copy.path, copy.files, order.pages, order.tops, order.bases)
    )
    headings = [heading for heading in made.headings if heading.level <= _DEEPEST]
    if headings and headings[0].title.casefold() == copy.title.casefold():
        headings = headings[1:]
    return {
        **page.shown(copy, made, wording, theme),
        "tongue": copy.language if copy.language != wording.language else "",
        "headings": made.headings,
        "contents": headings if len(headings) >= _HEADINGS else [],
    }


def ordered(
    snapshot: PortalSnapshot, entry: Entry, document: Document, format: CopyFormat
) -> tuple[ControlledCopy, Order, Theme]:
    """The controlled copy of a text, with the addresses of the documents that it leads to."""
    with snapshot.reading:
        around = links(snapshot)
        theme = snapshot.once("theme", lambda s: theme_of(s.sight.snapshot, s.config))
        at = (snapshot.workspace, snapshot.register, snapshot.sight.snapshot)
        (copy,) = copies_of(*at, [(entry, document)])
    known = snapshot.once("pages", _pages)
    order = order_of(around, copy, format, known)
    there = snapshot.once("paths", lambda each: _paths(around))
    led = {path: known[there[path]] for path in order.pages}
    return copy, order._replace(pages=led), theme


def _paths(around: WantedCopies) -> dict[str, str]:
    """The document at each path that a text may lead to."""
    return {path: id for pairs in around.documents.values() for path, id in pairs}


def _pages(snapshot: PortalSnapshot) -> dict[str, str]:
    return {id: addresses.document(id) for id in snapshot.register.entries}


def links(snapshot: PortalSnapshot) -> WantedCopies:
    """What the links of all texts lead to, and count from."""
    with snapshot.reading:
        return snapshot.once(LINKS, _links)


def _links(snapshot: PortalSnapshot) -> WantedCopies:
    register = snapshot.register
    site = site_of(snapshot.sight.snapshot, register.config.include)
    return WantedCopies(
        organisation=register.config.organisation,
        language=register.config.language or "en",
        on=register.on,
        commit=snapshot.sight.tip or "",
        copies=(),
        formats=(),
        documents=paths_of((entry, entry.document) for entry in register),
        tops=tuple(site.tops),
        bases=tuple(site.bases),
        ids=list(register.entries),
    )
