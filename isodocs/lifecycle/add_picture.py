"""A picture is put beside the document that shows it, under a name of ours."""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle.carry_out import PICTURES as KINDS
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.rendering.pictures import picture
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.workspace import Workspace

LARGEST = 700_000
"""Bytes; a browser makes a larger one smaller first."""
NAME = expression(r"\b[a-z0-9][a-z0-9-]{0,80}-[0-9a-f]{12}\.(?:png|jpg|gif|webp)\b")
"""What the name of a picture that was put beside a document is like."""
_NO_NAME = expression(r"[^a-z0-9]+")


def add_picture(workspace: Workspace, document: Document, data: bytes) -> tuple[str, Plan | None]:
    """The name under which a text shows the picture, and the plan to put it there.

    There is no plan where the very same picture is there already. The content says what kind it is,
    and it alone gives the name. Raises LifecycleError for what is none, or is too large.
    """
    found = picture(data)
    if found is None or found.kind not in KINDS:
        raise LifecycleError(
            say("this is not a picture that every reader can be shown"),
            hint=say("Use one of the kinds {kinds}.", kinds=", ".join(KINDS)),
        )
    if len(data) > LARGEST:
        raise LifecycleError(
            say("the picture is larger than {part} kB", part=LARGEST // 1000),
            hint=say("Save it smaller first."),
        )
    id = _NO_NAME.sub("-", document.id.casefold()).strip("-")
    name = f"{id}-{hashlib.sha256(data).hexdigest()[:12]}.{found.kind}"
    path = posixpath.join(posixpath.dirname(document.path), name)
    if workspace.file(path) is not None:
        return name, None
    change = FileChange(path, None, data)
    return name, Plan(
        say("{id}: picture {name}.", id=document.id, name=name),
        say("{id}: picture", id=document.id),
        (change,),
    )
