"""What someone keeps outside a repository about its authority register, to know it again.

Anyone who can replace a repository can replace everything in it, its register and its history too.
"""

from __future__ import annotations

from datetime import date

from isodocs.dataclass import immutable
from isodocs.named_tuple import NamedTuple


@immutable(frozen=True, slots=True)
class Pin:
    """The register of one organisation as it was seen.

    `project` is the digest of version 1, `version` and `sha256` are the highest version seen and
    its digest, `since` the day on which it was. `places` are the repositories on this machine.
    """

    name: str
    project: str
    version: int
    sha256: str
    since: date
    places: tuple[str, ...] = ()


class Pinned(NamedTuple):
    """The pin that a repository must fit, if there is one, and whether there must be one."""

    pin: Pin | None = None
    required: bool = False


UNPINNED = Pinned()
"""No one asked for a pin."""
