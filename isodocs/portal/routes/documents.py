"""The register and its documents: texts, redlines, history and controlled copies."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.responses import Response

from isodocs.copies.make import CopyFormat, Workshop
from isodocs.lifecycle.entered import on_one_line
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.views import (
    addresses,
    begin_document,
    document_entry,
    document_page,
    document_story,
    my_keys,
    talk,
    to_do_here,
    together,
)
from isodocs.portal.views.register_list import FILTERS, register_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from isodocs.model.authority import Person
    from isodocs.model.document import Document
    from isodocs.model.register import Entry
    from isodocs.portal.asking import Asking, DeedRoutes, Routes
    from isodocs.portal.passkeys import PasskeyWanted
    from isodocs.reports.redline_sides import Side

_DECISIONS = ("approve", "reject")
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
    word = asked.word
    acts = [(begin_document.ADDRESS, word("New document"))] if asked.deeds else []
    gone = asked.text("done") == "discard"
    done = word("The draft is discarded, and the document with it.") if gone else ""
    data = {**made, "acts": acts, "done": done}
    return PortalPage("register.html", word("Documents"), data)


def text(asked: Asking) -> PortalPage:
    """A document's text: in force, or that of the revision asked for."""
    entry = _entry(asked)
    number = asked.text("revision")
    made = document_page.text_page(asked.snapshot, asked.wording, entry, number)
    if made is None:
        raise missing()
    coming = document_page.coming(entry)
    at = f"{addresses.document(entry.id)}?revision={quote(coming)}" if coming else ""
    to_do = _to_do(asked, entry, number)
    # The form is below the text: who has to decide finds it, before what others may do.
    first = [("#decide", each["title"])] if (each := to_do.get("decides")) else []
    acts = [*first, *document_entry.steps(asked, entry)]
    data = {**made, "coming_at": at, "acts": acts, **to_do}
    data |= _talk(asked, entry, made)
    data["elsewhere"] = _elsewhere(asked, entry)
    return PortalPage("document.html", _title(entry), data)


def _elsewhere(asked: Asking, entry: Entry) -> tuple[str, str] | None:
    """What waits of a document on its branch, and the page on which that is decided."""
    form = together.on_its_branch(asked.snapshot, entry.id) if asked.deeds else None
    if form is None:
        return None
    word = asked.word
    said = word("Revision {number} awaits approval on the branch {branch}.")
    if form.complete:
        said = word("Revision {number} has every approval on the branch {branch}.")
    number, branch = form.document.revision, form.names[0]
    return said.format(number=number, branch=branch), together.address(form)


def _talk(asked: Asking, entry: Entry, made: Mapping[str, Any]) -> dict[str, Any]:
    """What is said about the text of a page."""
    me = asked.me if asked.deeds else ""
    number, headings = made["number"], made["headings"]
    said = talk.beside(asked.snapshot, asked.wording, entry, number, headings, me)
    return {"talk": said}


def _to_do(asked: Asking, entry: Entry, number: str) -> dict[str, Any]:
    """What the person at this machine can do about a text, and what they have just done."""
    done = _done(asked)
    who = to_do_here.person_of(asked.snapshot, asked.me)
    found = document_page.chosen(entry, number)
    if asked.deeds is None or found is None:
        return done
    status, shown = found
    at = (asked.snapshot, asked.wording, entry)
    return {
        **done,
        "confirms": _confirms(asked, who, to_do_here.to_confirm(*at, asked.me, status)),
        **(_decides(asked, entry, who, shown) if who else {}),
    }


def _decides(asked: Asking, entry: Entry, who: Person, shown: Document) -> dict[str, Any]:
    decides = to_do_here.to_decide(asked.snapshot, asked.wording, entry, who, shown)
    if asked.deeds is None:
        return {}
    if not decides:
        back = to_do_here.to_take_back(asked.snapshot, asked.wording, entry, who, shown)
        return {"takes_back": {**back, **my_keys.signing(asked, who)} if back else {}}
    return {"decides": {**decides, **my_keys.signing(asked, who)}}


def _confirms(asked: Asking, who: Person | None, confirms: dict[str, Any]) -> dict[str, Any]:
    """The form to confirm, signed as everything else by one whom the authority register knows."""
    return {**confirms, **my_keys.signing(asked, who)} if confirms and who else confirms


def _done(asked: Asking) -> dict[str, Any]:
    """What all pages of a document have for what is done on them."""
    word = asked.word
    said = {
        "approve": word("Your approval is recorded and committed."),
        "reject": word("Your rejection is recorded and committed."),
        "withdraw": word("Your approval was withdrawn; this is recorded and committed."),
        "confirm": word("Your confirmation is recorded and committed."),
        "discard": word("The draft is discarded. What was approved is as it was."),
        "merge": word("It was released."),
        "save": word("Your change was committed."),
        "submit": word("It is submitted and awaits approval."),
        "retire": word("Its withdrawal is submitted and awaits approval."),
        "review": word("Your review is recorded and committed."),
    }.get(asked.text("done"), talk.done_in_words(asked.wording, asked.text("said")))
    return {"done": said, "confirms": {}, "decides": {}, "takes_back": {}, "form": asked.form}


def decide(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Approve or reject."""
    entry = _entry(asked)
    decision = form.get("decision", "")
    if asked.deeds is None or decision not in _DECISIONS:
        raise missing()
    seen, reason = form.get("seen", ""), on_one_line(form.get("reason", ""))
    rejects, given = decision == "reject", asked.given(form)
    wanted = asked.deeds.decide(entry.id, seen, reason, rejects=rejects, asked=given)
    return wanted or f"{addresses.document(entry.id)}?done={decision}"


def confirm(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Confirm that a revision was read and understood."""
    entry = _entry(asked)
    if asked.deeds is None:
        raise missing()
    number, seen = form.get("revision", ""), form.get("seen", "")
    wanted = asked.deeds.confirm(entry.id, number, seen, asked.given(form))
    return wanted or f"{addresses.document(entry.id)}?done=confirm"


def changes(asked: Asking) -> PortalPage:
    """What changed between two texts of a document."""
    entry = _entry(asked)
    found = document_story.sides(entry)
    usual = document_story.usual(entry, found)
    old, new = usual or document_story.this_round(found) or ("", "")
    old, new = asked.text("old") or old, asked.text("new") or new
    parts = document_story.redline(asked.snapshot, entry, old, new) if old and new else ()
    if parts is None:
        raise missing()
    data: dict[str, Any] = {
        **document_page.head(asked.snapshot, asked.wording, entry, "changes"),
        "parts": parts,
        "rounds": _rounds(asked, entry, found, (old, new)),
        "sides": [(name, side.what) for name, side in found],
        "old": old,
        "new": new,
        "here": addresses.document(entry.id, "changes"),
        **_done(asked),
    }
    who = to_do_here.person_of(asked.snapshot, asked.me)
    if asked.deeds and who and usual and old == usual[0]:
        data |= _decides(asked, entry, who, dict(found)[new].document)
    return PortalPage("document_changes.html", _title(entry), data)


def _rounds(
    asked: Asking, entry: Entry, found: Sequence[tuple[str, Side]], shown: tuple[str, str]
) -> list[tuple[str, str, bool]]:
    """The two views of a revision on its way: what is new in this round, and all that is."""
    word, to = asked.word, addresses.document(entry.id, "changes")
    newest, whole = document_story.this_round(found), document_story.usual(entry, found)
    if newest is None or whole is None or newest == whole:
        return []
    return [
        (f"{to}?{urlencode({'old': old, 'new': new})}", title, (old, new) == shown)
        for title, (old, new) in ((word("This round"), newest), (word("All changes"), whole))
    ]


def history(asked: Asking) -> PortalPage:
    """Revisions, approvals and the audit trail of a document."""
    entry = _entry(asked)
    data = {
        **document_page.head(asked.snapshot, asked.wording, entry, "history"),
        "parts": tuple(document_story.history(asked.snapshot, asked.wording, entry)),
        "trail": document_story.trail_parts(asked.snapshot, entry),
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


DEEDS: DeedRoutes = (("/documents/{id}/decide", decide), ("/documents/{id}/confirm", confirm))
ROUTES: Routes = (
    ("/documents", listed),
    ("/documents/{id}", text),
    ("/documents/{id}/changes", changes),
    ("/documents/{id}/history", history),
    ("/documents/{id}/copy", copy),
)
