"""How the reports of a transition say what becomes of a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line
from isodocs.model.coverage import CoverageStatus
from isodocs.standards.comparison import in_words

if TYPE_CHECKING:
    from isodocs.assess.transition import StandardTransition, TransitionStep

SECTIONS = {
    "anew": "Asked anew",
    "changed": "Changed or merged",
    "moved": "Moved: the same under another number",
    "unchanged": "Unchanged",
}
COLUMNS = ("clause", "title", "change", "from", "covered", "documents", "owner", "to_do")


def came_from(step: TransitionStep) -> str:
    """The clauses of the old standard that it comes from."""
    return ", ".join(link.source.number for link in step.links)


def differs(step: TransitionStep) -> str:
    """What is other than before; empty where it is the same or anew."""
    if step.change != "changed":
        return ""
    return "; ".join(dict.fromkeys(in_words(link) for link in step.links))


def covered(step: TransitionStep) -> str:
    """How far documents cover it."""
    status = step.covered.status
    return "partly" if status is CoverageStatus.PARTIAL else str(status)


def documents(step: TransitionStep) -> tuple[str, ...]:
    """The documents behind it, the strongest first."""
    return tuple(dict.fromkeys(item.document for item in step.covered.evidence))


def control(step: TransitionStep) -> str:
    """What the old statement says of a control, to be carried over."""
    if not step.requirement.control:
        return ""
    if not step.links:
        return "new: decide on it"
    if not step.applicable:
        return "not decided so far"
    if step.applicable == "both":
        return "decide again: it joins controls that were and were not applicable"
    said = "applicable" if step.applicable == "yes" else "not applicable"
    states = dict.fromkeys(str(d.state) for d in step.decisions if d.state)
    return ", ".join((f"carry over: {said}", *states))


def summary(found: StandardTransition) -> str:
    """One sentence: how much changes, and how much work is left."""
    steps = found.steps
    left = [step for step in steps if step.to_do]
    name = [step for step in left if step.covered.status is CoverageStatus.COVERED]
    partly = [step for step in left if step.covered.status is CoverageStatus.PARTIAL]
    return (
        f"{len(steps)} clauses: {len(found.of('anew'))} anew, {len(found.of('changed'))} changed "
        f"or merged, {len(found.of('moved'))} moved, {len(found.of('unchanged'))} unchanged. "
        f"To do: {len(name)} to name in documents that cover them, {len(partly)} to complete, "
        f"{len(left) - len(name) - len(partly)} to write."
    )


def row(step: TransitionStep) -> tuple[str, ...]:
    """The cells of one clause, in the order of `COLUMNS`."""
    return (
        step.requirement.number,
        step.requirement.title,
        step.change,
        came_from(step),
        covered(step),
        ", ".join(documents(step)),
        ", ".join(step.owners),
        step.to_do,
    )


def unknown(found: StandardTransition) -> str:
    """What to say where nobody has compared the two standards."""
    one, other = found.comparison.source.id, found.comparison.target.id
    return one_line(
        f"How {one} and {other} correspond is not known here, so nothing of the one is counted for "
        "the other. That does not say that they have nothing in common."
    )
