"""What the rules about clauses have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.model.document import State, Status
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register
    from isodocs.model.requirement import ClauseReference


def not_obsolete(register: Register) -> Iterator[Document]:
    """The documents that neither declare themselves obsolete nor are."""
    for document in register.documents:
        entry = register.entries.get(document.id)
        if document.status is not Status.OBSOLETE and (
            entry is None or entry.state is not State.OBSOLETE
        ):
            yield document


def by_standard(register: Register, clauses: Iterable[ClauseReference]) -> str:
    """Clauses by standard: `7.1.3 and 7.1.4 of ISO 9001:2015, A.7.8 of ISO/IEC 27001:2022`."""
    numbers_of: dict[str, list[str]] = defaultdict(list)
    for clause in clauses:
        numbers_of[clause.standard].append(clause.number)
    several = len(register.maps) > 1
    return joined(
        ", ",
        (
            say(
                "{numbers} of {name}",
                numbers=listed(numbers, most=6),
                name=register.maps[id].display_name,
            )
            if several
            else listed(numbers, most=6)
            for id, numbers in numbers_of.items()
        ),
    )
