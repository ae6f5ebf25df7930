"""What must not leave the organisation with a pack: documents, tables of records, files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.assess.shown_parts import approved_parts
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.packs.wanted import WantedPack


class KeptBack(NamedTuple):
    """What stays out.

    `documents` are those that are classified above the level, by identifier, with every title that
    they had; `paths` say where they are and were, `shown` what only they show, such as a table of
    records. `people` are the files with records about named people.
    """

    documents: Mapping[str, frozenset[str]]
    paths: Mapping[str, str]
    shown: frozenset[str]
    people: frozenset[str]

    @property
    def files(self) -> frozenset[str]:
        """The paths of everything that stays out."""
        return self.shown | self.people | self.paths.keys()


def kept_back(register: Register, wanted: WantedPack) -> KeptBack:
    """What stays out of the pack that is wanted."""
    closed = [entry for entry in register if not _may_pass(register, entry, wanted.up_to)]
    others = [entry for entry in register if _may_pass(register, entry, wanted.up_to)]
    texts = {entry.id: tuple(_texts(entry)) for entry in closed}
    of_people = (kind.name for kind in kinds().values() if kind.of_people)
    return KeptBack(
        documents={id: frozenset(text.title for text in some) for id, some in texts.items()},
        paths={text.path: id for id, some in texts.items() for text in some},
        shown=frozenset(_shown(register, closed)) - frozenset(_shown(register, others)),
        people=frozenset()
        if wanted.with_people
        else frozenset(r.path for name in of_people for r in register.records.get(name, ())),
    )


def titles_not_in_force(register: Register) -> dict[str, frozenset[str]]:
    """Every title of the documents of which no revision is in force, by identifier."""
    return {
        entry.id: frozenset(text.title for text in _texts(entry))
        for entry in register
        if entry.in_force is None
    }


def files_not_in_force(register: Register) -> frozenset[str]:
    """The files of documents that are not the text in force: drafts, and what is obsolete."""
    return frozenset(
        document.path
        for entry in register
        for document in entry.current
        if entry.in_force is None or document.blob != entry.in_force.document.blob
    )


def _may_pass(register: Register, entry: Entry, up_to: str) -> bool:
    """Whether a document may be handed on; the file may be classified higher than what is in force.

    One that is, is on its way to be. A translation is where its original may be.
    """
    documents = (entry.document, *entry.current, register.original(entry).document)
    texts = {each.classification for each in documents}
    return all(register.config.classification.allows(word, up_to) for word in texts)


def _texts(entry: Entry) -> Iterator[Document]:
    """Every text of a document that is known."""
    yield from entry.current
    for revision in entry.revisions:
        yield from (form.document for form in (revision, *revision.others))


def _shown(register: Register, entries: Iterable[Entry]) -> Iterator[str]:
    """The paths of what documents show, as approved and as their files are."""
    for entry in entries:
        if entry.in_force:
            yield from (part.path for part in approved_parts(register, entry.in_force))
        for document in entry.current:
            if found := register.inventory.shown_by.get(document.path):
                yield from found.files
