"""The one file in which a document stands now, and where that exact form stands."""

from __future__ import annotations

from isodocs.errors import LifecycleError
from isodocs.model.document import Document
from isodocs.register import Entry, RevisionStatus
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


def status_of(entry: Entry, document: Document) -> RevisionStatus | None:
    """How the exact form in the file was judged; None for a draft.

    A revision in force and its obsolete form, which awaits approval, are two forms of one number.
    """
    forms = [form for status in entry.revisions for form in (status, *status.others)]
    return next((form for form in forms if form.document.blob == document.blob), None)
