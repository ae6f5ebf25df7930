"""Maps of one's own for people: each fault with its place and remedy, each sound map in a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line
from isodocs.formats.text.style import style
from isodocs.reports.requirement import about

if TYPE_CHECKING:
    from isodocs.model.own_maps import OwnMaps


def render(checked: Iterable[OwnMaps], **_: object) -> str:
    """Render what was asked for in that order; of each the faults, then what is sound."""
    return "\n".join(line for each in checked for line in _lines(each)) + "\n"


def _lines(checked: OwnMaps) -> Iterator[str]:
    for fault in checked.faults:
        problem = fault.problem
        yield f"{one_line(str(fault.place))}: {one_line(problem.message)}"
        yield f"    {style(one_line(problem.hint), 'dim')}"
    for found in checked.maps.values():
        yield f"{one_line(found.path or found.id)}: sound. {one_line(about(found))}"
    for correspondence in checked.correspondences:
        yield f"{one_line(correspondence.path)}: sound."
