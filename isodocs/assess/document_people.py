"""The people whom documents name: their owners, and those who put their names to them.

Of records nothing is in it, so that a check after a record was edited has it from the one before
(`checking.readings`): everything here is made of texts alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.model.document import State
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.register import Register

_LIVING = (State.DRAFT, State.AWAITING, State.APPROVED, State.EFFECTIVE)


class Signed(NamedTuple):
    """An approval of a revision of a document, or a review; `day` as ISO 8601, `path` its file."""

    document: str
    revision: str
    word: str
    person: str
    day: str
    path: str


@once_per_register
def owners(register: Register) -> tuple[str, ...]:
    """The owners of all documents, in force or not."""
    return tuple(sorted({entry.document.owner for entry in register}))


@once_per_register
def answering(register: Register) -> tuple[tuple[str, str], ...]:
    """Each document in force or on its way, whose file is there, with the owner that it names."""
    return tuple(
        (entry.id, status.document.owner)
        for entry in register
        if entry.current  # other rules report what has vanished
        for status in (entry.in_force, entry.pending)
        if status and status.state in _LIVING
    )


@once_per_register
def signed(register: Register) -> tuple[tuple[str, ...], ...]:
    """What people put their names to, of what is in force or on its way; each as in `Signed`."""
    found: list[Signed] = []
    for entry in register:
        for status in {id(s): s for s in (entry.in_force, entry.pending) if s}.values():
            judged = status.judgement
            for word, given in (
                ("approval", judged.accepted if judged else ()),
                ("review", judged.reviews if judged else ()),
            ):
                found += [
                    Signed(entry.id, status.number, word, said.person, f"{said.day}", each.path)
                    for each in given
                    if (said := each.statement)
                ]
    return tuple(map(tuple, found))


OF_DOCUMENTS = (owners, answering, signed)
"""What may be kept from one check to the next as long as no document is another."""
