"""The other pages of a pack: its documents, what was decided on them, and who may decide."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.authority.authority_register import document_types
from isodocs.authority_change.change_words import rule
from isodocs.formats import Rows, cell
from isodocs.model.approval import APPROVING
from isodocs.model.dossier import Tone
from isodocs.model.page import Chapter, Page, PageTable, PageText, Paragraphs, Part
from isodocs.reports import heading
from isodocs.statements import ssh_key
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.copies.make import CopyFormat
    from isodocs.formats import Report
    from isodocs.model.authority import Person
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.register import Register
    from isodocs.packs.records_pages import RecordPlaces
    from isodocs.packs.statements import GivenDecision
    from isodocs.packs.wanted import AskedKind

_NO_DOCUMENT = say("No document is in this pack.")
BACK = PageText(say("Start page"), to="index.html")
"""What every page of the pack begins with."""
_MOST = 6
"""So many clauses that ask for a kind of record are named."""
_INDEX = (
    *("document", "title", "revision", "effective", "approved_by", "role", "day", "meaning"),
    *("level", "on_behalf_of", "copy", "statement", "signature", "sha256"),
)


def page_of(register: Register, title: str, parts: Sequence[Part]) -> Page:
    """A page with these parts."""
    return Page(title, register.config.organisation, heading.source(register), parts)


def documents_page(
    register: Register,
    copies: Sequence[ControlledCopy],
    names: Mapping[str, str],
    formats: Sequence[CopyFormat],
    given: Sequence[GivenDecision],
) -> Page:
    """The documents with who approved them; `names` are those of their copies, by document."""
    classified = any(copy.classification for copy in copies)

    def row(copy: ControlledCopy) -> Iterator[str | PageText]:
        mine = [each for each in given if each.document == copy.id and not each.why_not]
        approvals = [each for each in mine if each.meaning in APPROVING]
        yield PageText(copy.id, to=f"{names[copy.id]}.html", anchor=f"d-{copy.id}")
        yield copy.title
        yield copy.revision
        yield str(copy.effective or "")
        yield "; ".join(f"{each.name}, {each.role}" for each in approvals)
        yield ", ".join(dict.fromkeys(str(each.day) for each in approvals))
        yield joined(", ", dict.fromkeys(_in_words(each.level) for each in approvals))
        if classified:
            yield copy.classification
        for format in formats[1:]:
            yield PageText(str(format).upper(), to=f"{names[copy.id]}.{format}")
        yield PageText(say("decisions"), to=f"approvals.html#a-{copy.id}")

    columns = (
        *(
            say("Document"),
            say("Title"),
            say("Revision"),
            say("Effective"),
            say("Approved by"),
            say("On"),
            say("Level"),
        ),
        *((say("Classification"),) if classified else ()),
        *(str(format).upper() for format in formats[1:]),
        say("More"),
    )
    table = PageTable(columns, [tuple(row(copy)) for copy in copies], empty=_NO_DOCUMENT)
    return page_of(register, say("Documents"), (table,))


def _in_words(level: str) -> str:
    return joined(" + ", [say(part) for part in level.split(" + ")])


def index_rows(
    copies: Sequence[ControlledCopy],
    names: Mapping[str, str],
    given: Sequence[GivenDecision],
) -> Rows:
    """The same for a spreadsheet: a row to each approval."""

    def rows() -> Iterator[Sequence[object]]:
        for copy in copies:
            about = (copy.id, copy.title, copy.revision, copy.effective)
            page = f"{names[copy.id]}.html"
            mine = [each for each in given if each.document == copy.id and not each.why_not]
            for each in mine:
                who = (each.name, each.role, each.day, each.meaning, each.level, each.deputy_for)
                yield (*about, *who, page, each.statement, each.signature, copy.sha256)
            if not mine:
                yield (*about, *[None] * 6, page, None, None, copy.sha256)

    return Rows(_INDEX, rows())


def approvals_page(register: Register, given: Sequence[GivenDecision]) -> Page:
    """Every decision on the revisions in force, with the files that are signed."""
    rows = []
    seen: set[str] = set()
    for each in given:
        anchor = "" if each.document in seen else f"a-{each.document}"
        seen.add(each.document)
        who = (
            say("{name}, for {deputy_for}", name=each.name, deputy_for=each.deputy_for)
            if each.deputy_for
            else each.name
        )
        rows.append(
            (
                PageText(each.document, anchor=anchor),
                each.revision,
                who,
                each.role,
                str(each.day),
                say(each.meaning),
                PageText(each.why_not, Tone.WARNING) if each.why_not else say(each.outcome),
                _in_words(each.level),
                PageText(say("statement"), to=each.statement) if each.statement else "",
                PageText(say("signature"), to=each.signature)
                if each.signature
                else say("no signature"),
            )
        )
    columns = (
        *(
            say("Document"),
            say("Revision"),
            say("Who"),
            say("Role"),
            say("Day"),
            say("Meaning"),
            say("What it is"),
        ),
        *(say("Level"), say("File"), say("Signature")),
    )
    said = (
        say("Each statement is the file as it is in Git, and its signature beside it."),
        PageText(say("How to check them by hand"), to="verify-by-hand.html"),
    )
    parts = (Paragraphs(said), PageTable(columns, rows, empty=say("No decision is recorded.")))
    return page_of(register, say("Approvals and signatures"), parts)


def authority_page(register: Register, folder: str) -> Page:
    """Who may approve what, by the newest version of the register of people."""
    history = register.inventory.authority
    if history is None:
        none = say("There is no register of people: no approval here could be judged.")
        return page_of(register, say("Register of people"), (Paragraphs((none,)),))
    authority = history.current
    rules = [(document_types(each.types), rule(authority, each)) for each in authority.rules]
    roles = [
        (role.id, role.title, ", ".join(_name(register, id) for id in role.holders))
        for role in authority.roles.values()
    ]
    people = [
        (person.id, person.name, say("yes") if person.id in authority.owners else "", fingerprint)
        for person in authority.people.values()
        for fingerprint in _fingerprints(person)
    ]
    signed = (
        say("signed by its owners")
        if authority.signed
        else say("not signed: its owners have no keys")
    )
    said = (
        say(
            "Version {version}, {signed}. Its file is {folder}, SHA-256 {sha256}.",
            version=authority.version,
            signed=signed,
            folder=folder,
            sha256=authority.sha256,
        ),
        say(
            "The first version has the SHA-256 {project}. Compare it with the digest "
            "that you were given in another way.",
            project=history.project,
        ),
    )
    parts = (
        Paragraphs(said),
        Chapter(
            say("What an approval needs"),
            "rules",
            (PageTable((say("Documents"), say("They")), rules),),
        ),
        Chapter(
            say("Roles"), "roles", (PageTable((say("Role"), say("Title"), say("Holders")), roles),)
        ),
        Chapter(
            say("People and keys"),
            "people",
            (PageTable((say("Id"), say("Name"), say("Owner"), say("Key")), people),),
        ),
    )
    return page_of(register, say("Register of people"), parts)


def _fingerprints(person: Person) -> list[str]:
    return [ssh_key.read_line(key).fingerprint for key in person.keys] or [say("no key")]


def _name(register: Register, id: str) -> str:
    history = register.inventory.authority
    known = history.current.people.get(id) if history else None
    return known.name if known else id


def records_page(
    register: Register,
    asked: Sequence[AskedKind],
    left_out: Sequence[AskedKind],
    places: RecordPlaces,
) -> Page:
    """The kinds of record that are asked for, and those of which some are left out."""
    rows: list[tuple[str | PageText, ...]] = []
    for each in sorted((*asked, *left_out), key=lambda one: one.kind.title):
        to = "" if each.why_out else places.page_of(each.kind.name)
        clauses = listed(each.clauses, most=_MOST)
        number = str(len(each.records))
        note = say("left out: {why_out}", why_out=each.why_out) if each.why_out else ""
        rows.append((PageText(say(each.kind.title), to=to), number, clauses, note))
    columns = (say("Kind"), say("Records"), say("Asked for by"), "")
    return page_of(register, say("Records"), (PageTable(columns, rows, frozenset((1,))),))


def rows_page(register: Register, title: str, report: Report, names: Mapping[str, str]) -> Page:
    """What a report lists, as a page; what a cell says alone leads to the copy of that `names`."""
    found = report.rows()
    rows = [tuple(map(cell, row)) for row in found.rows]
    said = [any(row[number] for row in rows) for number in range(len(found.header))]
    columns = [name.replace("_", " ") for name in itertools.compress(found.header, said)]

    def linked(text: str) -> str | PageText:
        return PageText(text, to=f"{names[text]}.html") if text in names else text

    shown = [tuple(map(linked, itertools.compress(row, said))) for row in rows]
    return page_of(register, title, (PageTable(columns, shown),))
