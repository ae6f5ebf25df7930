"""What `check` would say of a document once a plan is carried out, before anything is written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from isodocs.checking.check import check
from isodocs.model.gap import Gap, Level
from isodocs.rules.registry import not_the_authors
from isodocs.workspace import View, Workspace

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.register import Register


def after(workspace: Workspace, plan: Plan, on: date) -> Register:
    """The register of the work tree as it will be, on the day `on`."""
    return workspace.register(View(on, latest=True), changes=plan.files)


def author_gaps(then: Register, document: str) -> tuple[Gap, ...]:
    """The errors about `document` that its author can close.

    Approvals come only afterwards, and a review that is overdue is what the new revision fixes.
    """
    return tuple(
        gap
        for gap in check(then, ignore=not_the_authors()).gaps
        if gap.counts and gap.level is Level.ERROR and gap.finding.document == document
    )
