"""The approval block of a text that waits: who wrote it, who has decided, and who still has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.assess.approvers import wanted
from isodocs.assess.persons import named

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.register import Register, RevisionStatus

BlockRow = tuple[str, str, str]
"""A role, who holds it, and what they did when."""


def approval_block(
    register: Register, wording: Wording, status: RevisionStatus
) -> tuple[BlockRow, ...]:
    """A row to each author, each approval, and each that is missing."""
    word, judgement = wording.word, status.judgement
    written: dict[str, str] = {}
    for stamp in status.authors:
        day = wording.day(stamp.when.date(), short=True) if stamp.when else ""
        written |= {name: day for name, _ in stamp.writers if name}
    rows: list[BlockRow] = [(word("Written by"), name, day) for name, day in written.items()]
    for made in judgement.statements if judgement else ():
        said = word("approved on {day}").format(day=wording.day(made.day, short=True))
        rows.append((named(register, made.role), made.name, said))
    rule = judgement.rule if judgement else None
    if rule:
        needs = wanted(register, rule, status.authors, judgement)
        for role, able, barred in needs.roles:
            people = [each.described for each in able] or [each.name for each in barred]
            rows.append((named(register, role), ", ".join(people), word("still to approve")))
        if needs.more:
            others = ", ".join(each.described for each in needs.others)
            rows.append((word("Another person"), others, word("still to approve")))
    return tuple(rows)
