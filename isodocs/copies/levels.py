"""Which texts, and which lines of their history, may be handed on up to a level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.copies.collect import parts_of
from isodocs.dataclass import replace

if TYPE_CHECKING:
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register


def allowed(
    register: Register, texts: Iterable[tuple[Entry, Document]], up_to: str
) -> Iterator[tuple[Entry, Document]]:
    """The texts that may be handed on up to a level; all where it is empty.

    One that shows the text of another document may be where that one may, and a translation where
    its original may.
    """
    levels = register.config.classification
    by_digest, by_path = _levels(register)
    for entry, document in texts:
        words = {document.classification, *_of_original(register, entry)}
        for part in parts_of(register, entry, document) if up_to else ():
            words |= by_digest.get(part.sha256) or by_path.get(part.path, set())
        if not up_to or all(levels.allows(word, up_to) for word in words):
            yield entry, document


def _of_original(register: Register, entry: Entry) -> Iterator[str]:
    """The level of what a text is a translation of."""
    original = register.original(entry)
    if original is not entry:
        yield original.document.classification


def soon_closed(
    register: Register, texts: Iterable[tuple[Entry, Document]], up_to: str
) -> Iterator[str]:
    """The documents of these texts of which another text, here or to come, is above the level.

    Until that one is in force nothing keeps the text in force from its readers.
    """
    levels = register.config.classification
    for entry, _ in texts if up_to else ():
        ahead = [*entry.current, *([entry.to_come.document] if entry.to_come else ())]
        if not all(levels.allows(each.classification, up_to) for each in ahead):
            yield entry.id


def _levels(register: Register) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What the texts of documents say of their level: by digest, and by path of those here."""
    by_digest: dict[str, set[str]] = defaultdict(set)
    by_path: dict[str, set[str]] = defaultdict(set)
    for entry in register:
        for document in entry.current:
            by_digest[document.sha256].add(document.classification)
            by_path[document.path].add(document.classification)
        for revision in entry.history.revisions:
            for form in revision.forms:
                by_digest[form.document.sha256].add(form.document.classification)
    return by_digest, by_path


def with_history_up_to(register: Register, copy: ControlledCopy, up_to: str) -> ControlledCopy:
    """The copy for those who may not know what revisions above a level were of.

    The change of each of these is left out of its history.
    """
    levels = register.config.classification
    statuses = register.entries[copy.id].revisions
    seen = {s.number for s in statuses if levels.allows(s.document.classification, up_to)}
    revisions = (
        made if made.number in seen else made._replace(change="") for made in copy.revisions
    )
    return replace(copy, revisions=tuple(revisions))
