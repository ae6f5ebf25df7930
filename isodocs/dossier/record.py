"""A record: what it says, the files that show it, what it refers to, what refers to it, its gaps.

All of it follows from the schema of its kind; `special.py` adds what only some kinds have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.persons import in_person
from isodocs.assess.record_index import record_index
from isodocs.assess.record_links import DOCUMENT, PERSON, ROLE, links_from, links_to
from isodocs.dossier import special
from isodocs.dossier.columns import NAMES, place, value
from isodocs.dossier.shared import due_part, gaps_part, in_record, referring
from isodocs.model.dossier import Detail, Dossier, DossierTable, Value
from isodocs.records.attachments import DIGEST, attachments
from isodocs.records.record_kinds import kinds
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.assess.record_links import RecordLink
    from isodocs.model.gap import Gap
    from isodocs.model.record import Record
    from isodocs.model.register import Register


def record_dossier(
    register: Register,
    record: Record,
    gaps: Sequence[Gap],
    digests: Mapping[str, str],
    text: str,
) -> Dossier:
    """A record; `digests` are the SHA-256 of the files it names, by path, `text` its story."""
    kind = kinds()[record.kind]
    about = links_to(register, record.kind, record.id) if record.id else ()
    return Dossier(
        sort=record.kind,
        id=record.id,
        title=title_of(record),
        path=record.path,
        line=record.line,
        facts=(
            Detail(
                "record", say(kind.title), "" if kind.title.lower() == record.kind else record.kind
            ),
            Detail("place", place(record)),
            *special.facts(register, record),
            *_fields(register, record),
        ),
        parts=(
            *special.parts(register, record),
            _evidence(register, record, digests),
            _refers_to(register, links_from(register, record)),
            *referring(about),
            due_part(
                register,
                lambda duty: (
                    (bool(record.id) and record.id in duty.subject.split(", "))
                    or (duty.place.path, duty.place.line) == (record.path, record.line)
                ),
            ),
            gaps_part([gap for gap in gaps if in_record(gap, record)]),
        ),
        text=text,
    )


def title_of(record: Record) -> str:
    """What a record is about, in the words of its first field that says it."""
    said = (record.text(name) for name in NAMES if record.text(name))
    return next(said, say(kinds()[record.kind].title))


def _fields(register: Register, record: Record) -> Iterator[Detail]:
    """All that the record says, in the order of its schema; digests are beside their files."""
    names = record_index(register).people
    for field in kinds()[record.kind].fields.values():
        if not record.text(field.name) or field.name.endswith(DIGEST):
            continue
        said = value(record, field.name)
        note = names.get(said, "") if isinstance(said, str) and field.refers else ""
        if isinstance(said, tuple) and field.refers == PERSON:
            note = ", ".join(names.get(each, each) for each in said)
        yield Detail(field.name, said, note)


def _evidence(register: Register, record: Record, digests: Mapping[str, str]) -> DossierTable:
    """Each file that the record names, and whether it is there and the same as it was."""
    rows: list[tuple[Value, ...]] = []
    for item in attachments(record, register.inventory.paths):
        found = digests.get(item.path, "") if item.path else ""
        rows.append((item.field, item.path or item.written, _state(item.path, item.digest, found)))
        rows[-1] += (found or None, item.digest or None)
    columns = ("field", "file", "state", "sha256", "sha256-recorded")
    return DossierTable(
        "evidence", say("Files"), columns, rows, say("The record names no file."), columns[:4]
    )


def _state(path: str, recorded: str, found: str) -> str:
    if not path:
        return say("not there")
    if not found:
        return say("there, not read")
    if not recorded:
        return say("there, no digest recorded")
    return (
        say("there, unchanged")
        if recorded.lower() == found
        else say("CHANGED since it was recorded")
    )


def _refers_to(register: Register, links: Sequence[RecordLink]) -> DossierTable:
    """What it refers to, a row to each, with what that is called."""
    index = record_index(register)
    people = index.people
    rows: list[tuple[Value, ...]] = []
    for link in links:
        title, state = "", ""
        if link.sort == DOCUMENT:
            entry = register.entries.get(link.id)
            title = entry.document.title if entry else ""
            state = say(str(entry.state)) if entry else say("not there")
        elif link.sort == ROLE:
            title = in_person(register, link.id)
        elif link.sort == PERSON:
            title = people.get(link.id, "")
        elif link.target is not None:
            title, state = title_of(link.target), link.target.text("status")
        elif link.sort in kinds():
            state = say("not there")
        rows.append((link.field, link.sort, link.id, title, state or None))
    columns = ("field", "kind", "id", "title", "state")
    shown = ("field", "id", "title", "state")
    return DossierTable(
        "refers-to", say("What it refers to"), columns, rows, say("It refers to nothing."), shown
    )
