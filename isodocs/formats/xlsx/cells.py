"""A value -> what is written into its cell: a text, a number or a day, each as what it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from isodocs.formats import cell
from isodocs.formats.text.escape import printable
from isodocs.model.dossier import Tone
from isodocs.model.sheet import SheetCell
from isodocs.named_tuple import NamedTuple

TEXT = "@"
"""The format of a text. What is edited in such a cell stays a text, with leading zeros."""
LONGEST = 32_767
"""So many units of UTF-16 a cell of Excel holds."""
FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: no two programs agree on the days before."""
_DAY, _MOMENT = "yyyy-mm-dd", 'yyyy-mm-dd hh:mm:ss" UTC"'
_DIGITS = 15
"""A number of Excel keeps so many."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so is one that someone may have meant as a formula."""


class CellShown(NamedTuple):
    """A cell: `text` is what it shows, `day` or `number` what it holds instead.

    `quoted` marks a text that would become a formula if someone edited it, `cut` one that is
    longer than a cell.
    """

    text: str
    number_format: str = TEXT
    day: date | None = None
    number: float | None = None
    tone: Tone = Tone.PLAIN
    quoted: bool = False
    cut: bool = False


def written(value: object) -> CellShown:
    """What is written for a value."""
    if isinstance(value, SheetCell):
        return written(value.value)._replace(tone=value.tone)
    if isinstance(value, datetime):
        utc = value.astimezone(UTC).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
        if utc.date() >= FIRST_DAY:
            return CellShown(f"{utc} UTC", _MOMENT, day=utc)
    elif isinstance(value, date):
        if value >= FIRST_DAY:
            return CellShown(value.isoformat(), _DAY, day=value)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _number(Decimal(str(value)))
    return _text(cell(value))


def _number(value: Decimal) -> CellShown:
    """A number with as many decimals as it was written with; as text, what Excel would round."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent > 0 or len(value.as_tuple().digits) > _DIGITS:
        return _text(str(value))
    form = f"0.{'0' * -exponent}" if exponent else "0"
    return CellShown(f"{value:f}", form, number=float(value))


def _text(text: str) -> CellShown:
    """A text, in which what cannot be seen is shown by its number, as everywhere else."""
    shown = printable(text)
    quoted = shown.startswith(_FORMULA)
    units = len(shown.encode("utf-16-le")) // 2
    if units <= LONGEST:
        return CellShown(shown, quoted=quoted)
    end = f" … [cut: {len(shown):,} characters]"
    kept = shown.encode("utf-16-le")[: 2 * (LONGEST - len(end))].decode("utf-16-le", "ignore")
    return CellShown(kept + end, quoted=quoted, cut=True)
