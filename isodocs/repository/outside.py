"""What outside a repository decides how Git reads it: settings, what to ignore, and which Git.

Settings may come from any file (`include.path`), so Git itself is asked for them; no other process
is needed for an answer that is remembered. What is inside the repository is in its `footprint`.
"""

from __future__ import annotations

import os

from isodocs.repository.environment import scrubbed
from isodocs.repository.footprint import UnclearError, read

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTINGS = ("config", "--list", "-z", "--show-scope", "--show-origin")
_WHERE = ("rev-parse", "--path-format=absolute", "--show-toplevel", "--git-common-dir")
_IGNORED = b"core.excludesfile"


def outside(top: str) -> tuple[object, ...]:
    """Everything outside that decides how Git reads the repository whose work tree is `top`.

    Raises UnclearError where that is not clear, and OSError where Git cannot be started.
    """
    env = scrubbed(os.environ)
    program = _program(env["PATH"])
    found = os.stat(program)
    settings = ask_with(env, top, *_SETTINGS)
    ignored = read(_ignored(settings, env))
    return (program, found.st_size, found.st_mtime_ns, found.st_ino, settings, ignored)


def seen(folder: str) -> tuple[str, str]:
    """The work tree and the common Git directory that Git sees around `folder`."""
    lines = os.fsdecode(ask(folder, *_WHERE)).split("\n")
    return lines[0], lines[1]


def ask(folder: str, *args: str) -> bytes:
    """What Git says in `folder`; raises UnclearError where it fails."""
    return ask_with(scrubbed(os.environ), folder, *args)


def ask_with(env: Mapping[str, str], folder: str, *args: str) -> bytes:
    """The same in the environment `env`; `subprocess` would take long to load."""
    ours, theirs = os.pipe()
    with open(ours, "rb") as out:
        try:
            actions = (
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, theirs, 1),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            )
            command = ("git", "-C", folder, *args)
            process = os.posix_spawn(_program(env["PATH"]), command, env, file_actions=actions)
        finally:
            os.close(theirs)
        said = out.read()
    _, status = os.waitpid(process, 0)
    if status:
        raise UnclearError(args[0])
    return said


def _ignored(settings: bytes, env: dict[str, str]) -> str:
    """The user's own file of what to ignore (gitignore(5)); empty where there is none."""
    home = env.get("HOME", "")
    base = env.get("XDG_CONFIG_HOME") or (os.path.join(home, ".config") if home else "")
    named = os.path.join(base, "git", "ignore") if base else ""
    for field in settings.split(b"\0")[2::3]:
        key, _, value = field.partition(b"\n")
        if key == _IGNORED:
            named = os.fsdecode(value)
    if named.startswith("~/") and home:
        named = os.path.join(home, named[2:])
    if named and not os.path.isabs(named):
        raise UnclearError(named)
    return named


def _program(path: str) -> str:
    for folder in path.split(os.pathsep):
        program = os.path.join(folder, "git")
        if os.path.isfile(program) and os.access(program, os.X_OK):
            return program
    raise UnclearError("there is no Git")
