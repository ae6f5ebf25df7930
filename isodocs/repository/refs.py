"""Names of commits: HEAD, branches, and what a user types."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.expressions import expression
from isodocs.repository import questions
from isodocs.repository.git_errors import escaped
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_ID = expression(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_HEADS = "refs/heads/"
_NAMES_A_HEAD = "GITHEAD_"
_NAME = expression(r"[~^:]|@\{")
"""What ends the name at the beginning of an expression: no reference holds any of these."""
_ABBREVIATED = expression(r"[0-9a-f]{4,64}")


def is_id(text: str) -> bool:
    """Whether `text` is the full id of an object, of either format."""
    return _ID.fullmatch(text) is not None


def head(git: Git) -> str | None:
    """The commit that HEAD names; None in a repository without one.

    Raises RepositoryError when HEAD names one that is not there: that is damage, not a beginning.
    """
    out = git.ask(*questions.HEAD)
    if out:
        return out.decode().strip()
    if _is_unborn(git):
        return None
    raise RepositoryError(
        say("HEAD names a commit that is not in this repository"),
        hint=say(
            "The repository is damaged: run `git fsck`, and clone it again from a whole copy."
        ),
    )


def _is_unborn(git: Git) -> bool:
    """Whether HEAD names a branch that does not exist yet, rather than one that is broken."""
    if git.ask("rev-parse", "--verify", "--quiet", "HEAD") is not None:
        return False
    try:
        branch = current_branch(git)
    except RepositoryError:
        return False  # Git cannot make sense of what the branch's file says
    return branch is not None and not (git.common_directory / _HEADS / branch).is_file()


def current_branch(git: Git) -> str | None:
    """The branch that HEAD is on, born or not; None when HEAD is detached."""
    out = git.ask(*questions.BRANCH)
    return os.fsdecode(out).rstrip("\n").removeprefix(_HEADS) if out else None


def symbolic(git: Git) -> dict[str, str]:
    """The references that stand for another one, and for which: a push to one moves the other."""
    out = git.run("for-each-ref", "--format=%(refname)%00%(symref)")
    rows = (line.split("\0") for line in os.fsdecode(out).split("\n")[:-1])
    return {name: target for name, target in rows if target}


def exists(git: Git, id: str) -> bool:
    """Whether the object of that full id is in this repository."""
    return git.ask("cat-file", "-e", id) is not None


def merged_heads(git: Git) -> tuple[str, ...]:
    """What is being merged into HEAD, in Git's order; empty where nothing is.

    Git keeps them in MERGE_HEAD once it has stopped, and before that (pre-merge-commit) names
    them in the environment of the hook.
    """
    with suppress(OSError):
        lines = (git.directory / "MERGE_HEAD").read_text(encoding="ascii", errors="replace")
        return tuple(filter(is_id, lines.split()))
    named = (name for name in os.environ if name.startswith(_NAMES_A_HEAD))
    return tuple(filter(is_id, (name.removeprefix(_NAMES_A_HEAD) for name in named)))


def is_tip(git: Git, commit: str, ref: str) -> bool:
    """Whether the reference of that whole name stands for the commit of that full id."""
    return git.ask("rev-parse", "--verify", "--quiet", ref) == f"{commit}\n".encode()


def tips(git: Git) -> dict[str, str]:
    """The local branches and the commits that they name."""
    out = git.run("for-each-ref", "--format=%(refname)%00%(objectname)", _HEADS)
    rows = (line.split("\0") for line in os.fsdecode(out).split("\n")[:-1])
    return {name.removeprefix(_HEADS): id for name, id in rows}


def branches(git: Git) -> list[str]:
    """The local and remote-tracking branches, by their short names."""
    out = git.run("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes")
    return os.fsdecode(out).split("\n")[:-1]


def unmerged(git: Git) -> list[str]:
    """The newest commits of local and remote-tracking branches that HEAD does not hold, each once.

    In a repository without a commit those of all branches.
    """
    merged = (f"--no-merged={commit}",) if (commit := head(git)) else ()
    out = git.run("for-each-ref", *merged, "--format=%(objectname)", "refs/heads", "refs/remotes")
    return list(dict.fromkeys(out.decode().split()))


def resolve(git: Git, rev: str) -> str:
    """The id of the commit that `rev` (a branch, tag, id or expression such as `HEAD~2`) names.

    Git itself takes a tag before a branch of the same name, and anyone who may push can make one
    (gitrevisions(7)): a name that stands for two commits is refused. Raises RepositoryError then,
    and otherwise with the branch that was probably meant.
    """
    name = "" if "\0" in rev else _NAME.split(rev, maxsplit=1)[0]
    candidates = _meanings(git, name)
    if len(set(candidates.values())) > 1:
        from isodocs.words import listed  # a hook that starts needs no grammar

        raise RepositoryError(
            say("{escaped!r} is more than one thing here: ", escaped=escaped(name))
            + listed(map(escaped, candidates)),
            hint=say("Name one: ")
            + listed((escaped(it + rev[len(name) :]) for it in candidates), "or"),
        )
    if "\0" not in rev and (out := _commit(git, rev)):
        return out
    from difflib import get_close_matches

    near = get_close_matches(rev, branches(git), n=1)
    if near:
        hint = say("Did you mean {escaped}?", escaped=escaped(near[0]))
    elif git.is_shallow:
        hint = say(
            "This is a shallow clone: `git fetch --unshallow` brings the rest of the history."
        )
    else:
        hint = say("`git branch --all` lists the branches, `git log` the commits.")
    raise RepositoryError(say("there is no commit {escaped!r}", escaped=escaped(rev)), hint=hint)


def _commit(git: Git, expression: str) -> str:
    """The commit that Git takes an expression for; empty when there is none."""
    arguments = ("--verify", "--quiet", "--end-of-options", f"{expression}^{{commit}}")
    try:
        out = git.ask("rev-parse", *arguments)
    except RepositoryError:
        return ""  # an ill-formed expression fails harder than an unknown name
    return out.decode().strip() if out else ""


def _meanings(git: Git, name: str) -> dict[str, str]:
    """Everything that a name may stand for, and the commit that it then is.

    A whole reference, HEAD and a full id have one meaning only.
    """
    if not name or name == "HEAD" or name.startswith(("refs/", "-")) or is_id(name):
        return {}
    remote = f"refs/remotes/{name}"
    wanted = (f"refs/{name}", f"refs/tags/{name}", _HEADS + name, remote, f"{remote}/HEAD")
    form = "--format=%(refname)%00%(objectname)%00%(*objectname)"
    out = os.fsdecode(git.run("for-each-ref", form, *wanted))
    rows = (line.split("\0") for line in out.split("\n")[:-1])
    found = {ref: peeled or id for ref, id, peeled in rows if ref in wanted}
    if found and _ABBREVIATED.fullmatch(name) and (object := _object(git, name)):
        found[object] = object
    return found


def _object(git: Git, prefix: str) -> str:
    """The one commit whose id begins so, whatever references are called."""
    out = git.run("rev-parse", f"--disambiguate={prefix}").decode().split()
    commits = [id for id in out if _commit(git, id) == id]
    return commits[0] if len(commits) == 1 else ""


def commit_id(git: Git, rev: str) -> str:
    """`rev` if it is a full id already, otherwise what `resolve` finds."""
    return rev if is_id(rev) else resolve(git, rev)


def hooks_directory(git: Git) -> tuple[Path, bool]:
    """Where Git looks for hooks, and whether `core.hooksPath` moved it there.

    Our own runs of Git have hooks switched off; this is the place in everyone else's.
    """
    arguments = ("-z", "--show-scope", "--type=path", "--get-all", "core.hooksPath")
    fields = os.fsdecode(git.ask("config", *arguments) or b"").split("\0")
    set_by_user = [
        value
        for scope, value in zip(fields[0::2], fields[1::2], strict=False)
        if scope != "command"
    ]
    if set_by_user and set_by_user[-1]:
        return git.top / set_by_user[-1], True
    return git.common_directory / "hooks", False
