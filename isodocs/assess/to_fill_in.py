"""What must still be filled in in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register_and
from isodocs.parsing import placeholders

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.outline import Placeholder
    from isodocs.model.register import Register


@once_per_register_and(lambda document: (document.path, document.blob))
def to_fill_in(register: Register, document: Document) -> tuple[Placeholder, ...]:
    """The placeholders of its text, by its type and language and the organisation's own words."""
    outline = register.outline_here(document)
    if outline is None:
        return ()
    return tuple(
        placeholder
        for placeholder in outline.placeholders
        if placeholders.counts(
            placeholder,
            kind=document.type,
            language=document.language or register.config.language or outline.language,
            left_out=register.config.not_placeholders,
        )
    )
