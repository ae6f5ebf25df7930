"""A transition as a Markdown work list, for a project plan or an auditor's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.formats.markdown import cell, line
from isodocs.reports.transition import _words

if TYPE_CHECKING:
    from isodocs.assess.transition import StandardTransition
    from isodocs.model.register import Register


def render(register: Register, found: StandardTransition, **_: object) -> str:
    """Render the summary and a table for each kind of change; nothing is taken for markup."""
    one, other = found.comparison.source, found.comparison.target
    lines = [f"# {cell(one.display_name)} to {cell(other.display_name)}", ""]
    if found.comparison.via is None:
        lines += [cell(_words.unknown(found)), ""]
    lines += [cell(_words.summary(found))]
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
            lines += ["", f"## {title}", "", line(head), line("---" for _ in head)]
            for step in steps:
                number, name, _change, *rest = _words.row(step)
                cells = (number, name, *rest, _words.control(step))
                lines.append(line(cell(one) for one in cells))
    return "\n".join(lines) + "\n"
