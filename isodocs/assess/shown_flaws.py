"""What of the files that documents show is missing, lies outside, or cannot be found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from isodocs.model.shown import NOTHING, ShownFiles, ShownFlaw

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register


def shown_flaws(
    register: Register, kind: Callable[[ShownFiles], tuple[ShownFlaw, ...]]
) -> Iterator[tuple[Document, ShownFlaw]]:
    """The flaws of one kind, each once for a document and place."""
    included = included_texts(register)
    for document in register.documents:
        if not document.id and is_only_included(document, included):
            continue  # reported for the documents that include it
        seen = set()
        for flaw in kind(_shown(register, document)):
            key = (flaw.source, flaw.line, flaw.message, flaw.path)
            if key not in seen:
                seen.add(key)
                yield document, flaw


def included_texts(register: Register) -> frozenset[str]:
    """The paths of texts that a document with an identifier includes."""
    return frozenset(
        path
        for document in register.documents
        if document.id and document.has_front_matter
        for path, file in _shown(register, document).files.items()
        if file.included and file.sure
    )


def is_only_included(document: Document, included: frozenset[str]) -> bool:
    """Whether a controlled file is a part of other documents and says nothing of its own."""
    return document.path in included and not document.has_front_matter and not document.problems


def _shown(register: Register, document: Document) -> ShownFiles:
    return register.inventory.shown_by.get(document.path, NOTHING)
