"""What Git's hooks before a commit do, once it is known in which repository they were called.

The command line is not loaded for it: that takes longer than to judge most commits.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.commands._clock import today
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from isodocs.checking.gate import Judged
    from isodocs.repository.git import Git
    from isodocs.repository.next_changes import NextChanges

COMMITS = {
    "pre-commit": say("this commit"),
    "pre-merge-commit": say("this merge"),
    "pre-applypatch": say("this patch"),
}
ON_MESSAGE = "commit-msg"


def carry_out(words: Sequence[str], asked: NextChanges) -> int:
    """Carry out `hook run NAME ...` as typed; the exit code. `asked` is what Git said of it."""
    from isodocs.commands import _streams
    from isodocs.repository.git import Git

    _streams.write_what_can_be_written()
    name, *arguments = words[2:]
    git = Git.of(asked)
    with _streams.progress():
        if name == ON_MESSAGE:
            complete_message(git, Path(arguments[0]))
            return 0
        return judge(git, name)


def judge(git: Git, name: str) -> int:
    """Judge the next commit, and report what there is to say of it; the exit code."""
    from isodocs.checking.touched import next_commit

    change = next_commit(git)
    if not change.folders:
        return 0
    from isodocs.checking.gate import judge_commit

    return report(judge_commit(git, change, today()), COMMITS[name])


def report(judged: Iterable[Judged], what: str = "") -> int:
    """Say what stops a commit or a push, or is left open; the exit code.

    `what` names it; it is empty for a push, which each verdict names.
    """
    code = 0
    for folder, verdict in judged:
        if not (verdict.refused or verdict.open):
            continue
        from isodocs.commands._show_verdict import explain  # most have nothing to say

        shown = what or say("the push to {ref}", ref=verdict.ref)
        explain(
            verdict, say("{what}, for {folder}/", what=shown, folder=folder) if folder else shown
        )
        code = 1 if verdict.refused else code
    return code


def complete_message(git: Git, path: Path) -> None:
    """Add a `Document:` trailer for each document that the commit changes, if not there yet."""
    from isodocs.checking.touched import documents_known, next_commit
    from isodocs.lifecycle.trailers import MessageCleanup, with_trailers
    from isodocs.repository import settings

    change = next_commit(git)
    if not change.folders:
        return
    lines = documents_known(git, change)
    if lines is None:
        from isodocs.checking.gate import documents_changed

        lines = documents_changed(git, change, today())
    values = {
        each.key: each.value
        for each in settings.settings(git, r"^(core[.]comment(char|string)|commit[.]cleanup)$")
    }
    cleanup = values.pop("commit.cleanup", "")
    # Git sets the editor to ":" for its hooks where it opens none (githooks(5), "pre-commit").
    edited = os.environ.get("GIT_EDITOR") != ":"
    message = path.read_bytes()
    changed = with_trailers(message, lines, MessageCleanup(tuple(values.values()), cleanup, edited))
    if changed != message:
        path.write_bytes(changed)
