"""Maps of one's own for people: each fault with its place and remedy, each sound map in a line."""

from __future__ import annotations

from isodocs.reports.escape import one_line
from isodocs.reports.requirement import about
from isodocs.reports.style import style
from isodocs.standards.own import OwnMaps


def render(checked: OwnMaps, **_: object) -> str:
    """Render the faults, then what is sound."""
    lines = []
    for fault in checked.faults:
        problem = fault.problem
        lines.append(f"{one_line(str(fault.place))}: {one_line(problem.message)}")
        lines.append(f"    {style(one_line(problem.hint), 'dim')}")
    for found in checked.maps.values():
        lines.append(f"{one_line(found.path or found.id)}: sound. {one_line(about(found))}")
    lines += [f"{one_line(found.path)}: sound." for found in checked.correspondences]
    return "\n".join(lines) + "\n"
