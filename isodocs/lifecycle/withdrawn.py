"""What becomes of a text on a protected branch when its approval is taken back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.lifecycle import fields
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.final_form import protected_branch
from isodocs.lifecycle.plan import FileChange
from isodocs.model.document import Status
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


def with_draft(workspace: Workspace, register: Register, entry: Entry, plan: Plan) -> Plan:
    """The plan of a withdrawal, and the text as a draft again where the branch takes no other.

    It keeps its number and its words, and no one becomes an author of it by that. Of an end that
    was approved, the text that it ended is there again.
    """
    branch = protected_branch(workspace, register)
    if not branch:
        return plan
    document, data = current_file(workspace, entry)
    before = _ended(workspace, entry, document)
    if before is None:
        back = dict.fromkeys(("effective", "approved-by", "superseded-by"))
        before = fields.edit(data, register.config, {"status": "draft", **back}, path=document.path)
        then = say(
            "{branch} takes no text that awaits approval, so it is a draft again. To send it "
            "round: isodocs submit {id} --effective YYYY-MM-DD",
            branch=branch,
            id=entry.id,
        )
    else:
        then = say("{branch} has the text again that it ended.", branch=branch)
    changes = (*plan.changes, FileChange(document.path, data, before))
    return replace(plan, changes=changes, then=(then,))


def _ended(workspace: Workspace, entry: Entry, document: Document) -> bytes | None:
    """The approved text that an end takes out of use; None for what is not an end."""
    if document.status is not Status.OBSOLETE:
        return None
    status = entry.status(document.revision)
    forms = (status, *status.others) if status else ()
    for form in forms:
        if form.approved_on and form.document.status is not Status.OBSOLETE:
            blob = form.document.blob
            return workspace.contents({blob: form.document.path}).get(blob)
    return None
