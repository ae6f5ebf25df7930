"""What there is to report of a system that is watched: how one check differs from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.checked import Checked
    from isodocs.model.gap import Gap


class GapDifference(NamedTuple):
    """Gaps that are new, gaps that are closed, and those of which something is said otherwise now.

    A gap stays the same gap as long as its fingerprint or its words do, wherever its line has gone.
    """

    new: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    altered: tuple[tuple[Gap, Gap], ...]


@immutable(frozen=True, slots=True)
class Rechecked:
    """What a check found, and how that differs from what was reported before.

    `first` says that nothing was; `restored`, that the check before could not be made.
    """

    checked: Checked
    difference: GapDifference
    first: bool = False
    restored: bool = False


@immutable(frozen=True, slots=True)
class NotChecked:
    """Why no check could be made; one is made as soon as something changes."""

    message: str
    hint: str


@immutable(frozen=True, slots=True)
class Notice:
    """How the system is watched from now on."""

    text: str


News = Rechecked | NotChecked | Notice
