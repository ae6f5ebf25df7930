"""A transition as a Markdown work list, for a project plan or an auditor's file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from isodocs.assess.transition import Transition
from isodocs.register import Register
from isodocs.reports.escape import one_line
from isodocs.reports.transition import _words

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|])")


def render(register: Register, found: Transition, **_: object) -> str:
    """Render the summary and a table for each kind of change; nothing is taken for markup."""
    one, other = found.comparison.source, found.comparison.target
    lines = [f"# {_text(one.display_name)} to {_text(other.display_name)}", ""]
    if found.comparison.via is None:
        lines += [_text(_words.unknown(found)), ""]
    lines += [_text(_words.summary(found))]
    for change, title in _words.SECTIONS.items():
        steps = [step for step in found.steps if step.change == change]
        if steps:
            head = (
                "Clause",
                "Title",
                "From",
                "Covered",
                "Documents",
                "Owner",
                "To do",
                "Statement",
            )
            lines += ["", f"## {title}", "", _line(head), _line("---" for _ in head)]
            for step in steps:
                number, name, _change, *rest = _words.row(step)
                cells = (number, name, *rest, _words.control(step))
                lines.append(_line(_text(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
