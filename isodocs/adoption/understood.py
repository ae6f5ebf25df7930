"""What the documents of a repository say in each field, read as a check will read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.model.config import FIELDS, Config
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.cut_text import shortened
from isodocs.parsing.field_labels import field_called

if TYPE_CHECKING:
    from isodocs.model.document import Document

_EXAMPLES = 3
_SHOWN = 60
"""So many characters of an example are shown."""


class FieldUnderstood(NamedTuple):
    """In how many documents a field says something, in how many it cannot be read, examples.

    `name` is what it is called here; empty where it is not a field, such as the first heading, or
    the type where isodocs.yaml says it.
    """

    field: str
    name: str
    found: int
    wrong: int
    examples: tuple[str, ...]


def understood(read: Sequence[Document], config: Config) -> tuple[FieldUnderstood, ...]:
    """Each field that any of the documents has, in the order in which they are written."""
    return tuple(one for field in FIELDS if (one := _field(field, read, config)).found or one.wrong)


def _field(field: str, documents: Sequence[Document], config: Config) -> FieldUnderstood:
    key = config.key(field)
    values = [value for document in documents for value in _value(document, field)]
    wrong = sum(
        any(p.kind == "wrong-form" and _is_about(p.about, key, field) for p in d.problems)
        for d in documents
        if field in d.places
    )
    by_text = field in ("title", "type") and not any(field in d.places for d in documents)
    by_file = field == "id" and config.named_by_file
    name = "" if by_text or by_file else key
    examples = tuple(dict.fromkeys(shortened(value, _SHOWN) for value in values))[:_EXAMPLES]
    return FieldUnderstood(field, name, len(values), wrong, examples)


def _is_about(about: str, key: str, field: str) -> bool:
    label = about.partition(": ")[0]
    return label == key or field_called(label) == field


def _value(document: Document, field: str) -> Iterator[str]:
    """What a document says in a field, as it was understood; nothing where it says nothing."""
    if field == "clauses":
        said = ", ".join(dict.fromkeys(claim.clause for claim in document.claims))
    elif field == "references":
        said = ", ".join(reference.id for reference in document.references)
    elif field == "sites":
        said = ", ".join(document.sites)
    else:
        said = str(getattr(document, field.replace("-", "_")) or "")
    if said:
        yield said
