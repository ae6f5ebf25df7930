"""What a log of GitHub Actions shows: text for people, and annotations at the lines of files.

Annotations are workflow commands, lines of output that the runner carries out
(docs.github.com, "Workflow commands for GitHub Actions"). No text of a repository may become one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from isodocs.expressions import expression
from isodocs.formats import WithGaps
from isodocs.formats.text.escape import one_line
from isodocs.model.gap import Level

if TYPE_CHECKING:
    from isodocs.formats import PlacedGap

TAKES = WithGaps
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_FIRST = expression(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*):(?=:)", re.MULTILINE)
"""How a command begins; the runner passes over what is blank before it."""
_OLDER = "##["
"""How a command of the older form begins, anywhere in a line."""


def write(report: WithGaps) -> str:
    """The text, then an annotation to each gap that no waiver silences, folded away in the log."""
    text = inert("\n".join(report.text()).rstrip("\n"))
    placed = [each for each in report.found().placed() if not each.gap.waived_until]
    placed.sort(key=lambda each: each.gap.recorded)  # only the first ones are shown
    if not placed:
        return f"{text}\n"
    commands = "\n".join(map(_annotation, placed))
    return f"{text}\n::group::Annotations\n{commands}\n::endgroup::\n"


def inert(text: str) -> str:
    """Text in which the runner finds no command."""
    return _FIRST.sub(r"\1\\x3a", text).replace(_OLDER, r"\x23#[")


def _annotation(placed: PlacedGap) -> str:
    gap, finding = placed.gap, placed.gap.finding
    said = ": ".join(filter(None, (finding.document, finding.message)))
    message = "\n".join(one_line(part) for part in (said, finding.hint) if part)
    column = {"col": str(placed.column)} if placed.column else {}
    properties = {
        "file": one_line(placed.path),
        "line": str(placed.line),
        **column,
        "title": f"{gap.code} {gap.name}{' (recorded)' if gap.recorded else ''}",
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    command = "notice" if gap.recorded else _COMMANDS[gap.level]
    return f"::{command} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
