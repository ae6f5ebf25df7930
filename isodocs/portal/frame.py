"""A page of a route -> HTML in the portal's frame, with what all pages have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isodocs.formats.html import shell
from isodocs.formats.html.parts import FUNCTIONS
from isodocs.portal import assets
from isodocs.portal.languages import reading, tongue
from isodocs.portal.views import addresses
from isodocs.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from isodocs.copies.wording import Wording
    from isodocs.portal.asking import Asking, PortalPage

_PACKAGE = "isodocs.portal"
_DRESS = shell.Dress(("isodocs.copies",), "portal.css")


def draw(asked: Asking, page: PortalPage, version: int, trouble: str) -> str:
    """The page of a version; `trouble` says why what is in the folder now cannot be shown."""
    register, made = asked.snapshot.register, asked.snapshot.made
    organisation = register.config.organisation
    on = asked.word("As of {day}").format(day=asked.wording.day(register.on))
    return _rendered(
        asked.wording,
        page.template,
        joined(" – ", filter(None, (page.title, organisation))),
        {
            "heading": page.title,
            "organisation": organisation or asked.word("Documents"),
            "ways": list(_ways(asked)),
            "as_of": on,
            "read_at": f"{made:%H:%M:%S}",
            "source": _source(asked),
            "shown_version": version,
            "me": asked.me,
            "typed": asked.text("q"),
            "trouble": trouble,
            "tongue": "",
            **page.data,
        },
    )


def notice(
    wording: Wording, title: str, said: str, leads_to: str = "", *, wait: bool = False
) -> str:
    """A page outside of the frame: an error, or that something must be waited for."""
    data = {"heading": title, "said": said, "leads_to": leads_to, "wait": wait}
    return _rendered(wording, "notice.html", title, data)


def _rendered(wording: Wording, template: str, title: str, data: Mapping[str, Any]) -> str:
    ours = Markup(' lang="{}"').format(tag) if (tag := tongue(wording)) else ""
    around = {**FUNCTIONS, "asset": assets.address, "wording": wording, "ours": ours}
    with reading(wording):
        return shell.render(
            _PACKAGE,
            template,
            wording.language,
            title,
            wording.word,
            dress=_DRESS,
            **{**around, **data},
        )


def _ways(asked: Asking) -> Iterator[tuple[str, str, bool]]:
    """Where the main ways lead, what they are called, and whether the page belongs to one."""
    word, path = asked.word, _read_at(asked.path)
    for address, title in (
        ("/", word("Overview")),
        ("/my-day", word("My day")),
        ("/documents", word("Documents")),
        ("/clauses", word("Clauses")),
        ("/records", word("Records")),
        ("/training", word("Training")),
        ("/certification", word("Certification")),
        ("/reports", word("Reports")),
        ("/my-keys", word("My keys")),
    ):
        here = path == address or path.startswith(f"{address}/")
        yield address, title, here


def _read_at(path: str) -> str:
    """The page to which one belongs where something is begun or written."""
    if path.startswith(f"{addresses.BEGIN}/") or path == addresses.BEGIN:
        begun = path.removeprefix(addresses.BEGIN)
        return begun if begun == addresses.DOCUMENTS else addresses.RECORDS
    return path.removeprefix(addresses.EDIT)


def _source(asked: Asking) -> str:
    """Which commit is shown, and that what is not committed yet is shown as well."""
    tip = (asked.snapshot.sight.tip or "")[:10]
    return joined(" ", filter(None, (asked.snapshot.register.inventory.label, tip)))
