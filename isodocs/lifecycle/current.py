"""The one file in which a document is now, and whether what it holds has come into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.model.document import Document, State
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry
    from isodocs.workspace import Workspace


def current_file(workspace: Workspace, entry: Entry) -> tuple[Document, bytes]:
    """The document as its file declares it, and the file's bytes as Git keeps them.

    Raises LifecycleError when the document has vanished or two files carry its identifier.
    """
    if not entry.current:
        raise LifecycleError(
            say("{id} is not in the work tree", id=entry.id),
            hint=say(
                "`isodocs history {id}` shows when it went; restore the file first.", id=entry.id
            ),
            path=entry.place_path,
        )
    if len(entry.current) > 1:
        places = ", ".join(document.path for document in entry.current)
        raise LifecycleError(
            say("{id} is in several files: {places}", id=entry.id, places=places),
            hint=say("Give each document an identifier of its own first."),
        )
    (document,) = entry.current
    data = workspace.file(document.path)
    if data is None:
        raise LifecycleError(
            say("the file cannot be read"), path=document.path, hint=say("Look at it.")
        )
    return document, data


def refuse_not_yet_effective(entry: Entry, command: str) -> None:
    """Raise LifecycleError where what is approved takes effect only later; `command` comes then."""
    issued = entry.issued
    if issued is None or issued.state is not State.APPROVED:
        return
    day = issued.document.effective
    raise LifecycleError(
        say("{label} is approved and takes effect on {day}", label=issued.document.label, day=day),
        hint=say(
            "From {day} on: isodocs {command} {id}. To change it before: isodocs "
            "revise {id} --change '...'",
            day=day,
            command=command,
            id=entry.id,
        ),
        path=entry.place_path,
    )
