"""Searching documents, records and people: what has all of the words that someone typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from isodocs.assess.record_index import record_index
from isodocs.dossier.record import title_of
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.front_matter import split
from isodocs.portal.views import addresses
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from isodocs.copies.wording import Wording
    from isodocs.model.document import Document
    from isodocs.portal.snapshot import PortalSnapshot

KIND = "search"
"""Under that name a snapshot keeps what can be found."""
_MOST = 50
_AROUND = 60
_IN_TEXT = 2
"""The rank of what has the words only in its text."""
_LONGEST_TEXT = 64 * 1024
_SHARP = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe"})


class SearchRow(NamedTuple):
    """Something that can be found; `words` are what is searched, as `_words` gives them.

    `said` are its words as they are written: of a document the file in which they are.
    """

    address: str
    id: str
    title: str
    note: str
    words: bytes
    said: str | Document


def plain(text: str) -> str:
    """A text without capitals and accents."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_SHARP))
    return "".join(each for each in spread if not unicodedata.combining(each))


def _words(text: str) -> bytes:
    """The plain words of a text, each once: what is in any of them is in the text.

    That is half of it, and in UTF-8 again half where it has one long dash.
    """
    return " ".join(dict.fromkeys(plain(text).split())).encode("utf-8", "replace")


def found(snapshot: PortalSnapshot, wording: Wording, typed: str) -> dict[str, Any]:
    """What the template shows of a search; identifiers and titles come before texts."""
    words = plain(typed).split()
    searched = [word.encode() for word in words]
    ranked: list[tuple[int, SearchRow]] = []
    for row in rows(snapshot) if words else ():
        if all(word in row.words for word in searched):
            head = plain(f"{row.id} {row.title}")
            rank = (
                0 if head.startswith(words[0]) else 1 if all(w in head for w in words) else _IN_TEXT
            )
            ranked.append((rank, row))
    ranked.sort(key=lambda each: each[0])
    said = wording.word("Found: {number}").format(number=len(ranked)) if words else ""
    shown = ranked[:_MOST]
    texts = _texts(snapshot, [row for rank, row in shown if rank == _IN_TEXT])
    return {
        "typed": typed,
        "said": said,
        "more": len(ranked) > _MOST,
        "rows": [
            {
                "address": row.address,
                "id": row.id,
                "title": row.title,
                "note": row.note,
                "piece": _piece(texts[row.address], words) if rank == _IN_TEXT else "",
            }
            for rank, row in shown
        ],
    }


def _texts(snapshot: PortalSnapshot, found: Sequence[SearchRow]) -> dict[str, str]:
    """The words of what was found as they are written, by address.

    Those of documents are read only where they are shown: all would take much memory.
    """
    read = {row.address: row.said for row in found if not isinstance(row.said, str)}
    with snapshot.reading:
        contents = snapshot.workspace.read(read.values()) if read else {}
    texts = {address: _text(contents[each.blob]) for address, each in read.items()}
    return {row.address: row.said for row in found if isinstance(row.said, str)} | texts


def _text(data: bytes) -> str:
    """The text of a document, as much as is searched."""
    return split(data).body.decode("utf-8", "replace")[:_LONGEST_TEXT]


def _piece(text: str, words: list[str]) -> str:
    """The words around the first one that was found, as they are written."""
    at = text.casefold().find(words[0])
    if at < 0:
        return ""
    start = max(0, at - _AROUND)
    piece = " ".join(text[start : at + len(words[0]) + _AROUND].split())
    return f"{'… ' if start else ''}{piece} …"


def rows(snapshot: PortalSnapshot) -> tuple[SearchRow, ...]:
    """Everything that can be found."""
    return snapshot.once(KIND, lambda each: (*_documents(each), *_records(each)))


def _documents(snapshot: PortalSnapshot) -> Iterator[SearchRow]:
    register = snapshot.register
    with snapshot.reading:
        contents = snapshot.workspace.read(entry.document for entry in register)
    for entry in register:
        document = entry.document
        text = _text(contents[document.blob])
        head = f"{entry.id} {document.title} {document.type} {document.owner}"
        yield SearchRow(
            addresses.document(entry.id),
            entry.id,
            document.title,
            str(entry.state),
            _words(f"{head}\n{text}"),
            document,
        )


def _records(snapshot: PortalSnapshot) -> Iterator[SearchRow]:
    people = record_index(snapshot.register).people
    for id, name in people.items():
        address = f"{addresses.PEOPLE}/{addresses.segment(id)}"
        yield SearchRow(address, id, name, "person", _words(f"{id} {name}"), "")
    for record in snapshot.register.inventory.records:
        if record.kind in kinds() and record.kind != "people":
            said = " ".join(filter(None, record.values.values()))
            title, kind = title_of(record), kinds()[record.kind].title
            address = addresses.record(record)
            yield SearchRow(address, record.id, title, kind, _words(f"{record.id} {said}"), said)
