"""What a management review looks at, and who attends it, from `schemas/management-review.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple
from isodocs.parsing.fields import Fields
from isodocs.standards.reader import table

if TYPE_CHECKING:
    from isodocs.model.requirement import RequirementMap

FILE = "management-review.yaml"


class Agenda(NamedTuple):
    """What one clause of a standard lists: the inputs of a management review, or its outputs.

    Each point is one word, or several of which any will do, the most exact first.
    """

    clause: str
    points: tuple[tuple[str, ...], ...]

    def left_out(self, words: Collection[str]) -> tuple[str, ...]:
        """The points that none of `words` stands for, each by its most exact word."""
        return tuple(point[0] for point in self.points if not any(w in words for w in point))


@cache
def agendas() -> Mapping[str, Mapping[str, Agenda]]:
    """What each standard that is known lists, by its id and by `inputs` and `outputs`."""
    found = {}
    for entry in _root().children("standards") or ():
        fields = Fields.of(entry.value)
        found[entry.key.text] = {
            part: Agenda(
                fields.text(f"{part}-clause"),
                tuple(tuple(point.split("|")) for point in fields.texts(part)),
            )
            for part in ("inputs", "outputs")
        }
    return found


def agenda_of(requirements: RequirementMap) -> Mapping[str, Agenda]:
    """What a standard lists, itself or as the edition that it includes; empty where not known."""
    base = requirements.base.id if requirements.base else ""
    return agendas().get(requirements.id) or agendas().get(base, {})


@cache
def roles_of_top_management() -> frozenset[str]:
    """Roles by which top management is known where no person is marked, as `as_role` has them."""
    return frozenset(map(as_role, _root().texts("top-management")))


def as_role(name: str) -> str:
    """The id or title of a role in the form in which two are compared."""
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


@cache
def _root() -> Fields:
    return table(FILE)
