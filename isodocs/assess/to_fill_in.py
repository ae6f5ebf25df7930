"""What must still be filled in in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register_and
from isodocs.parsing import placeholders
from isodocs.words import listed, say_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.model.document import Document
    from isodocs.model.outline import Placeholder
    from isodocs.model.register import Register

_MOST = 3
"""So many lines are named."""


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


def on_lines(those: Iterable[Placeholder]) -> str:
    """The first lines on which placeholders are, in words: `lines 3, 8 and 12 more`."""
    lines = dict.fromkeys(str(each.line) for each in those)
    text = listed(lines, most=_MOST)
    return say_many("line {lines}", "lines {lines}", len(lines), lines=text)
