"""A reading site -> a folder, which is replaced as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isodocs.copies import publication
from isodocs.copies.make import CopyFormat
from isodocs.copies.publish import key_of, order_of
from isodocs.copies.side_by_side import side_by_side
from isodocs.copies.wording import Wording
from isodocs.named_tuple import NamedTuple
from isodocs.site import pages
from isodocs.site.answers import answers
from isodocs.site.feeds import atom
from isodocs.site.make import MadeDocument, SiteOrder, SiteWorkshop
from isodocs.site.pages import CHANGES, DATA, DOCUMENTS, Frame

if TYPE_CHECKING:
    from isodocs.copies.publication import Earlier, PublishedFile
    from isodocs.copies.theme import Theme
    from isodocs.site.content import WantedSite

_ASSETS = ("check.js", "find.js", "minisearch.js", "minisearch-LICENSE.txt", "site.js")
_FOUND_BY = f"{DATA}/search.js"
_ANSWERS = f"{DATA}/copies.js"


class Built(NamedTuple):
    """What was done, in documents; `sums` stands for the folder (`publication.holds`)."""

    made: int
    kept: int
    sums: str

    @property
    def again(self) -> Built:
        """What will be done the next time where nothing changes."""
        return self._replace(made=0, kept=self.made + self.kept)


def build(
    wanted: WantedSite, theme: Theme, folder: Path, calendar: str, processes: int = 0
) -> Built:
    """Write a site to a folder; `calendar` is its calendar as a file, empty where it has none.

    Raises PublicationError where the folder holds anything else, and where a page cannot be made.
    """
    language = wanted.copies.language
    frame = Frame(theme, Wording(language), wanted.copies.organisation)
    before = publication.earlier(folder, publication.SITE)
    known = _found_before(before)
    with publication.replaced(folder, publication.SITE) as made_in:
        orders = list(_orders(wanted))
        keys = [_key(order, theme, language) for order in orders]
        files: list[PublishedFile] = []
        found_by: dict[str, tuple[str, str]] = {}
        left = []
        for order, key in zip(orders, keys, strict=True):
            taken = _take(before, order, key, made_in)
            if taken and order.file in known:
                files += taken
                found_by[order.file] = known[order.file]
            else:
                left.append((order, key))
        workshop = partial(SiteWorkshop, theme, language)
        results = side_by_side("pages made", [order for order, _ in left], workshop, processes)
        for (order, key), made in zip(left, results, strict=True):
            files += _put(made_in, order, key, made)
            found_by[order.file] = made.found_by
        for name, text in _shared(wanted, orders, found_by, frame, calendar):
            files.append(publication.put(made_in, name, text.encode("utf-8", "replace")))
        sums = publication.seal(made_in, publication.SITE, files, _said(wanted))
    return Built(len(left), len(orders) - len(left), sums)


def _orders(wanted: WantedSite) -> Iterator[SiteOrder]:
    names = publication.file_names(copy.id for copy in wanted.copies.copies)
    titles = {copy.id: copy.title for copy in wanted.copies.copies}
    tags = {copy.id: copy.language for copy in wanted.copies.copies}
    for document in wanted.documents:
        order = order_of(wanted.copies, document.copy, CopyFormat.HTML, names)
        linked = (*document.names, *document.named_by, *document.languages)
        yield SiteOrder(
            order,
            document,
            names[document.copy.id],
            {id: titles[id] for id in linked},
            {id: names[id] for id in linked},
            {id: tags[id] for id in document.languages},
        )


def _key(wanted: SiteOrder, theme: Theme, language: str) -> str:
    """The same for what is made to the same pages."""
    document, former = wanted.document, wanted.document.former
    before = key_of(wanted.order._replace(copy=former), theme) if former else ""
    own = (key_of(wanted.order, theme, "site", "history"), before, language)
    whole = (own, document[2:], wanted.file, wanted.titles, wanted.linked, wanted.tags)
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()


def _take(before: Earlier, order: SiteOrder, key: str, into: Path) -> list[PublishedFile] | None:
    """The pages of a document as they are already; None where one of them is not."""
    folders = (DOCUMENTS, CHANGES) if order.document.former else (DOCUMENTS,)
    taken = [before.take(f"{folder}/{order.file}.html", key, into) for folder in folders]
    return [file for file in taken if file] if all(taken) else None


def _put(into: Path, order: SiteOrder, key: str, made: MadeDocument) -> Iterator[PublishedFile]:
    yield publication.put(into, f"{DOCUMENTS}/{order.file}.html", made.page, key)
    if made.changes:
        yield publication.put(into, f"{CHANGES}/{order.file}.html", made.changes, key)


def _shared(
    wanted: WantedSite,
    orders: list[SiteOrder],
    found_by: Mapping[str, tuple[str, str]],
    frame: Frame,
    calendar: str,
) -> Iterator[tuple[str, str]]:
    """The files that are about several documents, by name."""
    copies, wording = wanted.copies.copies, frame.wording
    addresses = {order.copy.id: f"{DOCUMENTS}/{order.file}.html" for order in orders}
    rows = pages.listed(wanted.documents, addresses, wording)
    yield "index.html", pages.home(wanted, rows, frame, has_calendar=bool(calendar))
    all_ids = [each.copy.id for each in wanted.documents if not each.is_translation]
    yield "documents.html", pages.all_documents(map(rows.__getitem__, all_ids), frame)
    for way in wanted.ways:
        yield f"{way.name}.html", pages.way_page(way, rows, frame)
    yield "lately.html", pages.lately(wanted, rows, frame)
    yield "check.html", pages.copy_check(frame)
    on, organisation = wanted.copies.on, wanted.copies.organisation
    yield (
        "changes.atom",
        atom(wanted.lately, addresses, organisation, on, wording, wording.language),
    )
    if calendar:
        yield "due.ics", calendar
    yield (
        _FOUND_BY,
        _script("isodocsTexts", [_row(order, *found_by[order.file], frame) for order in orders]),
    )
    yield _ANSWERS, _script("isodocsCopies", answers(wanted.known, copies, addresses, wording))
    for name in _ASSETS:
        source = resources.files("isodocs.site").joinpath("assets", name)
        yield f"{DATA}/{name}", source.read_text("utf-8")


def _row(order: SiteOrder, headings: str, text: str, frame: Frame) -> list[str]:
    """What searching needs of a document."""
    copy = order.copy
    clauses = " ".join(f"{clause.standard} {clause.number}" for clause in copy.clauses)
    about = f"{frame.wording.type(copy.type)} · {copy.owner}".strip(" ·")
    return [order.file, copy.id, copy.title, about, clauses, headings, text]


def _found_before(before: Earlier) -> dict[str, tuple[str, str]]:
    """What searching needed of the documents of the site as it is, by file."""
    data = before.read(_FOUND_BY)
    try:
        rows = json.loads(data.partition(b"=")[2].rstrip().removesuffix(b";"))
        return {str(file): (str(headings), str(text)) for file, *_, headings, text in rows}
    except (ValueError, TypeError, RecursionError):
        return {}


_INERT = {
    ord("<"): "\\u003c",
    ord("\u2028"): "\\u2028",
    ord("\u2029"): "\\u2029",
    **{code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)},
}
"""What could end a script or a line of it, and halves of characters."""


def _script(name: str, value: object) -> str:
    """Data as a script that does nothing but give it a name."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"window.{name}={plain.translate(_INERT)};\n"


def _said(wanted: WantedSite) -> dict[str, Any]:
    """What the manifest says of the site."""
    return {
        "organisation": wanted.copies.organisation,
        "on": wanted.copies.on.isoformat(),
        "commit": wanted.copies.commit,
        "language": wanted.copies.language,
        "up_to": wanted.up_to,
        "documents": len(wanted.documents),
        "closed": wanted.closed,
    }
