"""A revision that has every approval on its branch is brought in, as `isodocs merge` does it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from isodocs.checking.verdict import in_short
from isodocs.errors import LifecycleError
from isodocs.lifecycle import waiting
from isodocs.lifecycle.merge import bring_in as carry_in
from isodocs.lifecycle.merge import clean_up, merge_review_branch
from isodocs.named_tuple import NamedTuple
from isodocs.portal.saving import desk
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.lifecycle.plan import FileChange
    from isodocs.portal.deeds import Deeds


class OtherChanges(NamedTuple):
    """What a branch changes beside the document; `digest` is what one who agrees sends back."""

    paths: tuple[str, ...]
    digest: str


def bring_in(deeds: Deeds, id: str, branch: str, agreed: str) -> OtherChanges | None:
    """Merge the branch into the one that is checked out, and remove it.

    Where the branch changes more than the document, that is returned and nothing done, unless
    `agreed` is its digest. Raises LifecycleError where it does not wait there, an approval is
    missing, or a hook would refuse the merge.
    """
    with desk(deeds) as here:
        workspace, register = here.workspace, here.register
        found = waiting.one(workspace, register, id, branch)
        if found is None:
            raise LifecycleError(
                say("{id} does not wait on {branch} any more", id=id, branch=branch),
                hint=say("Open your day again."),
            )
        tip, form = found
        made = merge_review_branch(workspace, register, tip, id, form.document.label)
        if made.refused:
            reasons, hint = in_short(judged.verdict for judged in made.refused)
            raise LifecycleError(
                say(
                    "{label} cannot be brought in: {reasons}",
                    label=form.document.label,
                    reasons=reasons,
                ),
                hint=hint,
            )
        others = _digest(made.others)
        if made.others and others != agreed:
            return OtherChanges(tuple(sorted(each.path for each in made.others)), others)
        carry_in(workspace, made, tip)
        clean_up(workspace.git, tip)
    return None


def _digest(changes: Iterable[FileChange]) -> str:
    """Of what files become: who agrees to a list does not agree to another."""
    found = hashlib.sha256()
    for change in sorted(changes, key=lambda each: each.path):
        for part in (change.path.encode(), change.after or b""):
            found.update(hashlib.sha256(part).digest())
    return found.hexdigest()
