"""The one file in which a document is now, and whether what it holds has come into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.model.document import Document, State

if TYPE_CHECKING:
    from isodocs.model.register import Entry
    from isodocs.workspace import Workspace


def current_file(workspace: Workspace, entry: Entry) -> tuple[Document, bytes]:
    """The document as its file declares it, and the file's bytes as Git keeps them.

    Raises LifecycleError when the document has vanished or two files carry its identifier.
    """
    if not entry.current:
        raise LifecycleError(
            f"{entry.id} is not in the work tree",
            hint=f"`isodocs history {entry.id}` shows when it went; restore the file first.",
            path=entry.place_path,
        )
    if len(entry.current) > 1:
        places = ", ".join(document.path for document in entry.current)
        raise LifecycleError(
            f"{entry.id} is in several files: {places}",
            hint="Give each document an identifier of its own first.",
        )
    (document,) = entry.current
    data = workspace.file(document.path)
    if data is None:
        raise LifecycleError("the file cannot be read", path=document.path, hint="Look at it.")
    return document, data


def refuse_not_yet_effective(entry: Entry, command: str) -> None:
    """Raise LifecycleError where what is approved takes effect only later; `command` comes then."""
    issued = entry.issued
    if issued is None or issued.state is not State.APPROVED:
        return
    day = issued.document.effective
    raise LifecycleError(
        f"{issued.document.label} is approved and takes effect on {day}",
        hint=f"From {day} on: isodocs {command} {entry.id}. To change it before: isodocs revise "
        f"{entry.id} --change '...'",
        path=entry.place_path,
    )
