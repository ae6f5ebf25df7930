"""A waiver: a dated, reasoned decision to live with one gap until a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from isodocs.model import layout

if TYPE_CHECKING:
    from isodocs.model.problem import Problem

FOLDER = layout.WAIVERS


@dataclass(frozen=True, slots=True)
class Waiver:
    """`rule` is a code or a name; `document` an identifier or a path; `subject` narrows it.

    `until` is the last day on which the waiver holds. `places` gives each key's (line, column).
    """

    path: str
    rule: str = ""
    document: str = ""
    subject: str = ""
    reason: str = ""
    granted_by: str = ""
    granted: date | None = None
    until: date | None = None
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
