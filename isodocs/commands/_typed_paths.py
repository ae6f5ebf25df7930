"""Paths as typed in a folder -> paths of the management system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isodocs.workspace import Workspace


def in_repository(workspace: Workspace, directory: Path, typed: str) -> str:
    """The path, from the system's folder, of an existing file or folder typed in `directory`.

    Anything else, such as a document identifier, is returned as typed. Symbolic links are not
    followed.
    """
    top = workspace.git.root
    full = Path(os.path.abspath(directory / typed))
    if not os.path.lexists(full):
        return typed
    try:
        return full.relative_to(os.path.abspath(top)).as_posix()
    except ValueError:
        return typed
