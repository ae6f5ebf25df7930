"""A report as a table: what every writer of tables takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Rows(NamedTuple):
    """The names of the columns, and for each row a value to each; None is an empty cell."""

    header: Sequence[str]
    rows: Iterable[Sequence[object]]
