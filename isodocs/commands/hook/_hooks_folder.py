"""The folder in which Git looks for hooks, where isodocs may write to it."""

from __future__ import annotations

import sys
from pathlib import Path

from isodocs.words import say


def hooks_folder(directory: Path, server: bool, *, installing: bool = False) -> Path:
    from isodocs.errors import LifecycleError
    from isodocs.lifecycle import hook_script
    from isodocs.repository import refs
    from isodocs.repository.git import Git

    git = Git.discover(directory, bare=server)
    folder, redirected = refs.hooks_directory(git)
    inside = (git.common_directory, git.top)
    if redirected and not any(folder.is_relative_to(place) for place in inside):
        raise LifecycleError(
            say(
                "core.hooksPath sends the hooks to {folder}, outside this repository", folder=folder
            ),
            hint=say(
                "That folder serves other repositories too. Call `isodocs hook run pre-commit` "
                "from the hook there, or unset core.hooksPath for this repository."
            ),
        )
    if installing and (ours := hook_script.inside(git.top, sys.executable)):
        raise LifecycleError(
            say(
                "isodocs runs from {ours}, inside this repository: anyone who may push "
                "could put a file there, and every commit here would run it",
                ours=ours,
            ),
            hint=say(
                "Install isodocs outside the repository (`pipx install`, or `python3 -m venv` "
                "in a folder of its own), and install the hooks with that one."
            ),
        )
    return folder
