"""The one file in which a document is now."""

from __future__ import annotations

from isodocs.errors import LifecycleError
from isodocs.model.document import Document
from isodocs.register import Entry
from isodocs.workspace import Workspace


def current_file(workspace: Workspace, entry: Entry) -> tuple[Document, bytes]:
    """The document as its file declares it, and the file's bytes as Git keeps them.

    Raises LifecycleError when the document has vanished or two files carry its identifier.
    """
    if not entry.current:
        raise LifecycleError(
            f"{entry.id} is not in the work tree",
            hint=f"`isodocs history {entry.id}` tells when it went; restore the file first.",
            path=entry.place_path,
        )
    if len(entry.current) > 1:
        places = ", ".join(document.path for document in entry.current)
        raise LifecycleError(
            f"{entry.id} stands in several files: {places}",
            hint="Give each document an identifier of its own first.",
        )
    (document,) = entry.current
    data = workspace.file(document.path)
    if data is None:
        raise LifecycleError("the file cannot be read", path=document.path, hint="Look at it.")
    return document, data
