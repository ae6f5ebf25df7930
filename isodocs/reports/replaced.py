"""What reports on what is due say of standards that another edition has replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.formats.text.layout import Text, wrapped
from isodocs.standards.edition_words import replaced_how, way
from isodocs.standards.editions import editions
from isodocs.standards.load import available
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register


def paragraphs(register: Register, width: int) -> Iterator[str]:
    """A paragraph to each standard here, or certified, that another edition has replaced."""
    held = (c.record.text("standard") for c in certifications(register) if c.holds)
    for id in dict.fromkeys((*register.in_use, *held, *register.config.in_preparation)):
        edition = editions().get(id)
        if edition and (said := replaced_how(edition, register.on)):
            still = (
                say(", which is in preparation,") if id in register.config.in_preparation else ""
            )
            text = say(
                "{name}{still} was {said}. {way}",
                name=edition.name,
                still=still,
                said=said,
                way=way(edition, {*available(), *register.maps}),
            )
            yield from ("", *wrapped(Text(text, ("yellow",)), width))
