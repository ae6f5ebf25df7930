"""The register -> what a reading site shows beside the copies of its documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from isodocs.assess.competence import competence
from isodocs.assess.persons import named
from isodocs.assess.process_map import processes
from isodocs.copies.validity import validity_of
from isodocs.model.document import Status
from isodocs.model.validity import Answer
from isodocs.site.content import (
    Happened,
    KnownCopy,
    LatelyChanged,
    MustRead,
    SiteDocument,
    SiteWay,
    WayGroup,
)
from isodocs.words import in_language, say, translated

if TYPE_CHECKING:
    from datetime import date

    from isodocs.copies.wording import Wording
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus

_YES = ("yes", "true")


def former_of(entry: Entry) -> RevisionStatus | None:
    """The revision that the one in force superseded: the last approved one before it."""
    if entry.in_force is None:
        return None
    numbers = [status.number for status in entry.revisions]
    before = entry.revisions[: numbers.index(entry.in_force.number)]
    return next((status for status in reversed(before) if status.approved_on is not None), None)


def documents(
    register: Register,
    copies: Sequence[ControlledCopy],
    former: Mapping[str, ControlledCopy],
) -> tuple[SiteDocument, ...]:
    """The documents of a site, of which `former` are the superseded revisions, by identifier."""
    shown = {copy.id for copy in copies}
    names = {id: tuple(_names(register, register.entries[id], shown)) for id in shown}
    named_by: dict[str, list[str]] = defaultdict(list)
    for copy in copies:
        for id in names[copy.id]:
            named_by[id].append(copy.id)
    asked: dict[str, int] = defaultdict(int)
    confirmed: dict[str, int] = defaultdict(int)
    for reading in competence(register).readings:
        asked[reading.document] += 1
        confirmed[reading.document] += reading.confirmed is not None
    must_read = _must_read(register)
    return tuple(
        SiteDocument(
            copy,
            former.get(copy.id),
            _to_come(register.entries[copy.id]),
            names[copy.id],
            tuple(named_by[copy.id]),
            tuple(must_read.get(_document(register, copy), ())),
            asked[_document(register, copy)],
            confirmed[_document(register, copy)],
            tuple(_languages(register, copy, shown)),
        )
        for copy in copies
    )


def _document(register: Register, copy: ControlledCopy) -> str:
    """The document that a copy is of, in whatever language."""
    return register.original(register.entries[copy.id]).id


def _languages(register: Register, copy: ControlledCopy, shown: Set[str]) -> Iterator[str]:
    """The other texts of a document on the site, the original first; none without that."""
    original = _document(register, copy)
    texts = (original, *(text.id for text in register.translations.get(original, ())))
    yield from (id for id in texts if original in shown and id in shown and id != copy.id)


def _names(register: Register, entry: Entry, shown: Set[str]) -> Iterator[str]:
    """The documents of the site that a document refers to, each once, in its own language."""
    found = dict.fromkeys(reference.id for reference in entry.document.references)
    for id in found:
        known = register.entries.get(id)
        texts = register.translations.get(register.original(known).id, ()) if known else ()
        mine = next((t.id for t in texts if entry.language and t.language == entry.language), id)
        if (named := mine if mine in shown else id) in shown and named != entry.id:
            yield named


def _to_come(entry: Entry) -> tuple[str, date] | None:
    ahead = entry.to_come
    day = ahead.effective_on if ahead else None
    if ahead is None or day is None or ahead.document.status is Status.OBSOLETE:
        return None
    return ahead.number, day


def _must_read(register: Register) -> dict[str, list[MustRead]]:
    """Who must read which document, by what the competence requirements ask."""
    found: dict[str, list[MustRead]] = defaultdict(list)
    for requirement in competence(register).requirements:
        asks = MustRead(
            requirement.text("title"),
            requirement.text("everybody").lower() in _YES,
            tuple(named(register, id) for id in requirement.items("roles")),
            len({*requirement.items("persons")}),
        )
        for id in requirement.items("documents"):
            found[id].append(asks)
    return found


def lately(
    register: Register, copies: Sequence[ControlledCopy], may_see: Callable[[Document], bool]
) -> tuple[LatelyChanged, ...]:
    """What came into force and what went out of use, the latest first.

    `may_see` says whether readers of the site may know of a document. One that took the place of
    another is named where it is on the site.
    """
    found = []
    shown = {copy.id for copy in copies}
    for copy in copies:
        entry = register.entries[copy.id]
        before = former_of(entry)
        if day := copy.validity.day or copy.effective:
            what = Happened.REVISED if before else Happened.NEW
            number = before.number if before else ""
            change = entry.document.change
            found.append(
                LatelyChanged(day, what, copy.id, copy.title, copy.revision, number, change)
            )
    for entry in register:
        if entry.in_force is None and (end := _ended(register, entry, may_see)):
            found.append(end if end.by in shown else end._replace(by=""))
    return tuple(sorted(found, key=lambda each: (-each.day.toordinal(), each.document)))


def _ended(
    register: Register, entry: Entry, may_see: Callable[[Document], bool]
) -> LatelyChanged | None:
    """That a document went out of use; None for one that was never in force, or still may be."""
    for status in reversed(entry.revisions):
        for form in (status, *status.others):
            if form.approved_on is None:
                continue
            validity = validity_of(register, entry, form.document)
            if validity.answer is not Answer.OBSOLETE or validity.day is None:
                return None
            if not may_see(form.document):
                return None
            return LatelyChanged(validity.day, Happened.ENDED, entry.id, by=validity.by)
    return None


def ways(
    register: Register, copies: Sequence[ControlledCopy], wording: Wording
) -> tuple[SiteWay, ...]:
    """The ways to find documents: by process, type, clause and owner, as far as there are any."""
    shown = {copy.id for copy in copies}
    copies = [
        copy for copy in copies if not (copy.translates and copy.translates.document in shown)
    ]
    ids = {copy.id for copy in copies}
    by_process = [
        WayGroup(
            f"{record.id} {record.text('title')}".strip(),
            tuple(id for id in record.items("documents") if id in ids),
            named(register, record.text("owner")),
        )
        for record in processes(register)
    ]
    found = (
        SiteWay("processes", tuple(by_process)),
        SiteWay("types", _by(copies, lambda copy: wording.type(copy.type))),
        SiteWay("clauses", tuple(_by_clause(register, copies))),
        SiteWay("owners", _by(copies, lambda copy: copy.owner)),
    )
    filled = (SiteWay(way.name, tuple(g for g in way.groups if g.documents)) for way in found)
    return tuple(way for way in filled if way.groups)


def _by(
    copies: Iterable[ControlledCopy], key: Callable[[ControlledCopy], str]
) -> tuple[WayGroup, ...]:
    found: dict[str, list[str]] = defaultdict(list)
    for copy in copies:
        if name := key(copy):
            found[name].append(copy.id)
    return tuple(
        WayGroup(name, tuple(found[name]))
        for name in sorted(found, key=lambda n: (n.casefold(), n))
    )


def _by_clause(register: Register, copies: Iterable[ControlledCopy]) -> Iterator[WayGroup]:
    """The clauses that documents answer, in the order of each standard."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for copy in copies:
        for answered in copy.clauses:
            found[answered.standard, answered.number][copy.id] = None
    for known in register.known_maps.values():
        for clause in known:
            if ids := found.get((known.display_name, clause.number)):
                with in_language(register.config.language or "en"):
                    title = f"{clause.number} {translated(say(clause.title))}"
                yield WayGroup(title, tuple(ids), part=known.display_name)


def known_copies(register: Register, shown: Iterable[str]) -> Iterator[KnownCopy]:
    """What is known of every text that any document ever had; `shown` are those on the site.

    No other document is named as the one that took its place.
    """
    named_here = frozenset(shown)
    for entry in register:
        for revision in entry.history.revisions:
            for form in revision.forms:
                text = form.document
                validity = validity_of(register, entry, text)
                by = validity.by
                if validity.answer is Answer.OBSOLETE and by not in named_here:
                    by = ""
                answer = str(validity.answer)
                yield KnownCopy(entry.id, text.revision, text.sha256, answer, validity.day, by)
