"""What a form of a record shows at once, and what belongs to its later steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple
from isodocs.records.attachments import DIGEST
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.record import RecordKind
    from isodocs.portal.views.entry_fields import EntryField


class EntryStep(NamedTuple):
    """A later step of a record, with its fields.

    `is_next` is the one with which the record goes on. That is open, and so is one in which
    something is entered or wrong: no fault is folded away.
    """

    title: str
    fields: tuple[EntryField, ...]
    is_next: bool
    is_open: bool


def beginning(kind: RecordKind, fields: Sequence[EntryField]) -> list[EntryField]:
    """The fields that no later step has."""
    later = {name for step in kind.steps for name in step.fields}
    return [field for field in fields if _step_name(field) not in later]


def later_steps(
    kind: RecordKind, fields: Sequence[EntryField], *, goes_on: bool
) -> Iterator[EntryStep]:
    """The steps of a kind; of a record that `goes_on` the first that is not taken is the next.

    What must be filled in has a value before anyone comes to its step, so it says nothing of it.
    """
    said = {field.name for field in fields if field.value}
    following = kind.next_step(said) if goes_on else None
    for step in kind.steps:
        own = tuple(field for field in fields if _step_name(field) in step.fields)
        is_open = any(field.faults or (field.value and not field.required) for field in own)
        is_next = step is following
        yield EntryStep(say(step.title), own, is_next, is_open or is_next)


def _step_name(field: EntryField) -> str:
    """A digest belongs to where its files do."""
    return field.name.removesuffix(DIGEST)
