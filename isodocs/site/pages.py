"""What a reading site shows -> its pages, all in one frame and in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.copies import page, said
from isodocs.copies.wording import language_name
from isodocs.formats.html import shell
from isodocs.model.redline import RunKind
from isodocs.model.validity import Answer
from isodocs.named_tuple import NamedTuple
from isodocs.site.content import Happened
from isodocs.site.feeds import in_words
from isodocs.site.redline import GAP

if TYPE_CHECKING:
    from isodocs.copies.theme import Theme
    from isodocs.copies.wording import Wording
    from isodocs.rendering.body import Body
    from isodocs.site.content import LatelyChanged, MustRead, SiteDocument, SiteWay, WantedSite
    from isodocs.site.redline import ChangedText

DOCUMENTS, CHANGES, DATA = "documents", "changes", "site"
"""The folders of a site: pages of documents, of what changed in them, scripts and their data."""
_DRESS = shell.Dress(("isodocs.copies",), "site.css", "load.js")
_HEADINGS = 4
"""From so many headings on a document has contents."""
_DEEPEST = 3
_ON_HOME = 8
_LATELY_ON_HOME = 5
"""So many groups of a way, and so many changes, are on the first page."""
_MOST_CHANGES = 250
_MARKS = {RunKind.EQUAL: "", RunKind.INSERT: "ins", RunKind.DELETE: "del"}


class Frame(NamedTuple):
    """What all pages of a site have in common."""

    theme: Theme
    wording: Wording
    organisation: str

    def draw(self, template: str, title: str, root: str = "", **data: Any) -> str:
        """A page; `root` leads from it to the first one."""
        return shell.render(
            "isodocs.site",
            template,
            self.wording.language,
            f"{title} – {self.organisation}" if self.organisation else title,
            self.wording.word,
            dress=_DRESS,
            **{
                "root": root,
                "theme": self.theme,
                "logo": self.theme.logo.address if self.theme.logo else "",
                "organisation": self.organisation,
                "heading": title,
                "script": "",
                "words": {},
                **data,
            },
        )


def document(
    document: SiteDocument,
    text: Body,
    file: str,
    titles: Mapping[str, str],
    linked: Mapping[str, str],
    tags: Mapping[str, str],
    frame: Frame,
) -> str:
    """The page of a document: its controlled copy, with all that leads from it."""
    copy, word, day = document.copy, frame.wording.word, frame.wording.day
    headings = [heading for heading in text.headings if heading.level <= _DEEPEST]
    if headings and headings[0].title.casefold() == copy.title.casefold():
        headings = headings[1:]
    to_come = ""
    if document.to_come:
        number, on = document.to_come
        to_come = word("Revision {number} is approved and takes effect on {day}.").format(
            number=number, day=day(on)
        )
    return frame.draw(
        "document.html",
        f"{copy.id} {copy.title}".strip(),
        "../",
        **page.shown(copy, text, frame.wording, frame.theme),
        qr=page.qr_code(copy),
        tongue=copy.language if copy.language != frame.wording.language else "",
        contents=headings if len(headings) >= _HEADINGS else [],
        changes=f"../{CHANGES}/{file}.html" if document.former else "",
        former=document.former.revision if document.former else "",
        to_come=to_come,
        must_read=[(each.title, _asked(each, frame.wording)) for each in document.must_read],
        confirmed=word("{confirmed} of {asked} have confirmed that they have read it.").format(
            confirmed=document.confirmed, asked=document.asked
        )
        if document.asked
        else "",
        languages=[
            (tags[id], language_name(tags[id]), f"{linked[id]}.html", titles[id])
            for id in document.languages
        ],
        links=[
            (name, [(id, titles[id], f"{linked[id]}.html") for id in ids])
            for name, ids in (
                (word("Refers to"), document.names),
                (word("Referred to by"), document.named_by),
            )
            if ids
        ],
    )


def _asked(asks: MustRead, wording: Wording) -> str:
    everyone = (wording.word("everyone"),) if asks.everyone else ()
    people = (
        (wording.word("by name: {number}").format(number=asks.by_name),) if asks.by_name else ()
    )
    return ", ".join((*everyone, *asks.roles, *people))


def changes(document: SiteDocument, changed: ChangedText, file: str, frame: Frame) -> str:
    """The page of what changed from the revision before to the one in force."""
    copy, word = document.copy, frame.wording.word
    former = document.former.revision if document.former else ""
    blocks = [
        {
            "kind": block.kind,
            "runs": [(_MARKS[run.kind], run.text) for run in block.runs],
        }
        for block in changed.blocks
    ]
    pictures = [
        said.format(number=number)
        for said, number in (
            (word("New pictures: {number}."), changed.new_pictures),
            (word("Pictures removed: {number}."), changed.old_pictures),
        )
        if number
    ]
    return frame.draw(
        "changes.html",
        word("What changed: {document}").format(document=f"{copy.id} {copy.title}".strip()),
        "../",
        page=f"../{DOCUMENTS}/{file}.html",
        between=word("From revision {before} to revision {number}").format(
            before=former, number=copy.revision
        ),
        since=frame.wording.day(copy.effective) if copy.effective else "",
        change=copy.revisions[0].change if copy.revisions else "",
        approvals=said.approvals(copy, frame.wording),
        blocks=blocks,
        gap=GAP,
        pictures=pictures,
        coarse=changed.coarse,
        same=not any(block["kind"] != GAP for block in blocks) and not pictures,
        tongue=copy.language if copy.language != frame.wording.language else "",
    )


class ListedDocument(NamedTuple):
    """A document in a list; `also` are its other languages: tag, name and address."""

    id: str
    title: str
    address: str
    said: str
    also: Sequence[tuple[str, str, str]] = ()


def listed(
    documents: Sequence[SiteDocument], addresses: Mapping[str, str], wording: Wording
) -> dict[str, ListedDocument]:
    """What lists show of each document, by identifier."""
    revision = wording.word("Revision {number}")
    since = wording.word("in force since {day}")
    found = {}
    tags = {each.copy.id: each.copy.language for each in documents}
    for document in documents:
        copy = document.copy
        begun = copy.validity.day or copy.effective
        parts = [revision.format(number=copy.revision)]
        parts += [since.format(day=wording.day(begun))] if begun else []
        also = [(tags[id], language_name(tags[id]), addresses[id]) for id in document.languages]
        found[copy.id] = ListedDocument(
            copy.id, copy.title, addresses[copy.id], " · ".join(parts), also
        )
    return found


def _titles(wording: Wording) -> dict[str, str]:
    """The title of each way's page."""
    word = wording.word
    return {
        "processes": word("By process"),
        "types": word("By type"),
        "clauses": word("By clause"),
        "owners": word("By owner"),
    }


def home(
    wanted: WantedSite, rows: Mapping[str, ListedDocument], frame: Frame, *, has_calendar: bool
) -> str:
    """The first page: searching, what changed lately, and the ways to find documents."""
    word, wording = frame.wording.word, frame.wording
    titles = _titles(wording)
    closed = ""
    if wanted.closed:
        said = word("Documents that are classified above {level}, and not here: {number}.")
        closed = said.format(level=wording.classification(wanted.up_to), number=wanted.closed)
    return frame.draw(
        "home.html",
        word("Documents in force"),
        script="home",
        words=_words_of_search(wording),
        on=word("As of {day}").format(day=wording.day(wanted.copies.on)),
        number=sum(not each.is_translation for each in wanted.documents),
        closed=closed,
        calendar=has_calendar,
        lately=[_change(each, rows, wording) for each in wanted.lately[:_LATELY_ON_HOME]],
        more_lately=len(wanted.lately) > _LATELY_ON_HOME,
        ways=[
            {
                "title": titles[way.name],
                "address": f"{way.name}.html",
                "groups": _entrances(way)[:_ON_HOME],
                "more": len(_entrances(way)) > _ON_HOME,
                "all": word("All {number}").format(number=len(_entrances(way))),
            }
            for way in wanted.ways
        ],
    )


def _entrances(way: SiteWay) -> list[tuple[str, str, int]]:
    """The address, title and number of documents of each group, or of each part."""
    parts: dict[str, tuple[str, set[str]]] = {}
    for number, group in enumerate(way.groups, 1):
        title = group.part or group.title
        _, documents = parts.setdefault(title, (f"{way.name}.html#g{number}", set()))
        documents.update(group.documents)
    return [(address, title, len(documents)) for title, (address, documents) in parts.items()]


def _words_of_search(wording: Wording) -> dict[str, str]:
    """What the script says when someone searches."""
    word = wording.word
    return {
        "none": word("No document has that."),
        "one": word("1 document found"),
        "many": word("{number} documents found"),
        "some": word("None has all of these words; with some of them: {number}"),
        "short": word("Type at least two letters."),
        "more": word("Show more"),
        "reading": word("The search is being prepared …"),
        "failed": word("The search cannot be used here: its data could not be read."),
    }


def _change(
    change: LatelyChanged, rows: Mapping[str, ListedDocument], wording: Wording
) -> dict[str, object]:
    row = rows.get(change.document)
    successor = rows.get(change.by)
    return {
        "day": wording.day(change.day),
        "iso": change.day.isoformat(),
        "id": change.document,
        "title": change.title,
        "address": row.address if row else "",
        "said": in_words(change._replace(by="") if successor else change, wording),
        "change": change.change,
        "ended": change.what is Happened.ENDED,
        "successor": successor,
        "instead": wording.word("Instead: {document}").format(
            document=f"{successor.id} {successor.title}"
        )
        if successor
        else "",
    }


def way_page(way: SiteWay, rows: Mapping[str, ListedDocument], frame: Frame) -> str:
    """The page of one way to find documents."""
    groups = [
        {
            "anchor": f"g{number}",
            "title": group.title,
            "part": group.part,
            "note": group.note,
            "rows": [rows[id] for id in group.documents],
        }
        for number, group in enumerate(way.groups, 1)
    ]
    return frame.draw("listing.html", _titles(frame.wording)[way.name], groups=groups)


def all_documents(rows: Iterable[ListedDocument], frame: Frame) -> str:
    """The page of all documents."""
    group = {"anchor": "g1", "title": "", "part": "", "note": "", "rows": list(rows)}
    return frame.draw("listing.html", frame.wording.word("All documents"), groups=[group])


def lately(wanted: WantedSite, rows: Mapping[str, ListedDocument], frame: Frame) -> str:
    """The page of all changes."""
    return frame.draw(
        "lately.html",
        frame.wording.word("Changed lately"),
        lately=[_change(each, rows, frame.wording) for each in wanted.lately[:_MOST_CHANGES]],
    )


def copy_check(frame: Frame) -> str:
    """The page that says whether a copy still counts."""
    wording = frame.wording
    word = wording.word
    words = {
        Answer.IN_FORCE: word("In force since {day}: this copy counts."),
        Answer.NOT_YET: word("Not in force yet: it takes effect on {day}."),
        Answer.SUPERSEDED: word("Not in force: superseded since {day} by revision {number}."),
        Answer.OBSOLETE: word("Not in force: obsolete since {day}."),
        Answer.AWAITING: word("Not in force: it awaits approval."),
        Answer.DRAFT: word("Not in force: it is a draft."),
        Answer.NEVER_APPROVED: word("Never approved: do not use this copy."),
        Answer.NOT_OURS: word("Not ours: no text of ours has this code."),
        "no-document": word("No document in force here is called {document}."),
        "no-revision": word("Here {document} has these revisions: {number}."),
        "no-text": word("No text of {document}, revision {number}, has this digest."),
        "other-revision": word("This is the code of revision {number}."),
        "more-digits": word("Several texts have this code. Type more of the digest."),
        "no-code": word("This is not a code of a copy. One looks like this: {example}"),
        "now": word("In force is revision {number}."),
        "instead": word("It is replaced by {document}."),
        "failed": word("The answer cannot be given here: its data could not be read."),
    }
    return frame.draw(
        "check.html",
        word("Is a copy still valid?"),
        script="check",
        words={str(name): text for name, text in words.items()},
        example="SOP-014/4/3f9a2c71b0de",
    )
