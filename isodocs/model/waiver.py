"""A waiver: a dated, reasoned decision to live with one gap until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from isodocs.model.problem import Problem

FOLDER = ".isodocs/waivers/"


@dataclass(frozen=True, slots=True)
class Waiver:
    """`rule` is a code or a name; `document` an identifier or a path; `subject` narrows it.

    `until` is the last day on which the waiver holds.
    """

    path: str
    rule: str = ""
    document: str = ""
    subject: str = ""
    reason: str = ""
    granted_by: str = ""
    granted: date | None = None
    until: date | None = None
    problems: tuple[Problem, ...] = ()
