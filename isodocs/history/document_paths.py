"""Which paths of history may have held a controlled document, and which did."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from isodocs.inventory.placement import misplaced
from isodocs.model.record import FOLDER as RECORDS
from isodocs.parsing import endings, globs

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.inventory import Inventory


def followed(inventory: Inventory) -> set[str]:
    """Where documents are, and were when they were approved, whatever isodocs.yaml says by now."""
    return {document.path for document in inventory.documents} | {
        record.statement.parts[0].path
        for record in inventory.approvals
        if record.statement and not misplaced(record.statement.parts[0].path)
    }


def candidates(inventory: Inventory) -> Callable[[str], bool]:
    """Paths of history worth reading: whatever may have held a document, or a text of one.

    What a path holds now says nothing of what it held: a document's file may have lost its
    identifier, or a folder or a link may have taken its place. Only where `isodocs.yaml` names the
    paths of documents is a plain file left alone that is there and not among them.
    """
    config = inventory.config
    matches = globs.matcher(config.include, config.exclude)
    controlled = followed(inventory)

    def may_be_document(path: str) -> bool:
        if path in controlled or (matches(path) and not misplaced(path)):
            return True
        if path.startswith(RECORDS) or not endings.is_markdown(path):
            return False
        if misplaced(path):
            return False
        return not config.include or path not in inventory.files

    return may_be_document


def was_document(inventory: Inventory) -> Callable[[str, Document], bool]:
    """Whether a file of history was a document, wherever it was then."""
    config = inventory.config
    matches = globs.matcher(config.include, config.exclude)

    def held(path: str, document: Document) -> bool:
        if matches(path):
            return True
        identified = document.has_front_matter and "id" in document.places
        return identified and not path.startswith(RECORDS)

    return held
