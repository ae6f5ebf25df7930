"""Whether the standards and correspondences that a repository keeps itself can be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.style import style
from isodocs.reports import heading
from isodocs.reports.requirement import about
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.own_maps import OwnMaps


@immutable(frozen=True)
class OwnStandardsReport(Report):
    """What was checked, in the order in which it was asked for."""

    checked: Sequence[OwnMaps]

    def data(self) -> Data:
        """In the form of `schemas/own-standards.schema.json`."""
        return {
            **heading.tool(1),
            "faults": [
                {
                    "path": fault.path,
                    "line": fault.problem.line,
                    "column": fault.problem.column,
                    "message": fault.problem.message,
                    "hint": fault.problem.hint,
                }
                for each in self.checked
                for fault in each.faults
            ],
            "maps": [
                {
                    "id": found.id,
                    "path": found.path or None,
                    "display_name": found.display_name,
                    "auditable_clauses": len(found.auditable),
                }
                for each in self.checked
                for found in each.maps.values()
            ],
            "correspondences": [
                {"path": found.path} for each in self.checked for found in each.correspondences
            ],
        }

    def rows(self) -> Rows:
        """A row to each fault, and to each file that can be used."""
        header = ("path", "line", "column", "usable", "message", "hint")
        return Rows(header, (row for each in self.checked for row in _rows(each)))

    def text(self) -> Iterator[str]:
        """Of each the faults, then what can be used."""
        return (line for each in self.checked for line in _lines(each))


def _lines(checked: OwnMaps) -> Iterator[str]:
    for fault in checked.faults:
        problem = fault.problem
        yield say(
            "{place}: {message}",
            place=one_line(str(fault.place)),
            message=one_line(problem.message),
        )
        yield say("    {style}", style=style(one_line(problem.hint), "dim"))
    for found in checked.maps.values():
        yield say(
            "{path}: sound. {about}",
            path=one_line(found.path or found.id),
            about=one_line(about(found)),
        )
    for correspondence in checked.correspondences:
        yield say("{path}: sound.", path=one_line(correspondence.path))


def _rows(checked: OwnMaps) -> Iterator[Sequence[object]]:
    for fault in checked.faults:
        problem = fault.problem
        place = (fault.path, problem.line or None, problem.column or None)
        yield (*place, False, problem.message, problem.hint)
    for found in checked.maps.values():
        yield found.path or found.id, None, None, True, about(found), None
    for correspondence in checked.correspondences:
        yield correspondence.path, None, None, True, None, None
