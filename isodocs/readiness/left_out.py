"""What isodocs.yaml keeps the rules from saying, where it would stop an audit.

Anyone who may edit isodocs.yaml can leave a rule out. An auditor looks all the same, so a company
is not ready while such a rule finds anything; what it finds is there to be fixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.model.readiness import Point, Weight
from isodocs.words import say, say_many

if TYPE_CHECKING:
    from isodocs.model.audit import AuditKind
    from isodocs.model.gap import Gap
    from isodocs.model.rule import Rule


def points(purpose: AuditKind, gaps: Iterable[Gap]) -> Iterator[Point]:
    """A point for each rule that is left out and would stop this audit."""
    by_rule: defaultdict[Rule, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.stops(purpose):
            by_rule[gap.rule].append(gap)
    for rule, found in by_rule.items():
        yield Point(
            Weight.FIX,
            rule.family.area,
            say_many(
                "{code}, which isodocs.yaml leaves out, finds {number} gap that would stop this "
                "audit",
                "{code}, which isodocs.yaml leaves out, finds {number} gaps that would stop this "
                "audit",
                len(found),
                code=rule.code,
            ),
            say(
                "Take it out of 'rules:' in isodocs.yaml, and look: "
                "`isodocs check --full --select {code}`. What you accept until a day is a waiver.",
                code=rule.code,
            ),
            subject=rule.code,
        )
