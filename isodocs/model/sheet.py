"""What a spreadsheet shows: tables of values, which one format writes as a file of Excel.

Nothing here is a formula. A text stays a text, also where it looks like a number or a formula.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable

if TYPE_CHECKING:
    from isodocs.model.dossier import Tone

_LABELS = {"id": "Identifier", "sha256": "SHA-256"}


@immutable(frozen=True, slots=True)
class SheetCell:
    """A value, and how it should strike the reader."""

    value: object
    tone: Tone


@immutable(frozen=True, slots=True)
class SheetColumn:
    """A column, and what people may enter in it.

    `choices` are offered; with `closed` nothing else is taken. `form` is that of a field of a
    record: date, number, or anything else for text. `about` is shown where a cell is chosen.
    `added` says that its cells follow from others, `folded` that readers unfold it if they want to.
    """

    label: str
    choices: Sequence[str] = ()
    closed: bool = False
    form: str = ""
    about: str = ""
    added: bool = False
    folded: bool = False


@immutable(frozen=True, slots=True)
class SheetTable:
    """A table with a name; a value to each column in each row.

    A value is a text, a number, a day, a moment, a list, or one of these as a `SheetCell`.
    `fixed` columns at the left stay in sight. So many empty rows as `room` says take entries too.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    fixed: int = 1
    room: int = 0


def labelled(
    name: str,
    header: Iterable[str],
    rows: Iterable[Sequence[object]],
    folded: Collection[str] = (),
) -> SheetTable:
    """A table whose columns have names for programs, with labels made of these."""
    columns = (SheetColumn(label(column), folded=column in folded) for column in header)
    return SheetTable(name, tuple(columns), rows)


def label(name: str) -> str:
    """`Approved on` for `approved_on`; what is not a name for programs stays as it is."""
    if not name.isascii() or not name.islower():
        return name
    return _LABELS.get(name) or name.replace("_", " ").replace("-", " ").capitalize()
