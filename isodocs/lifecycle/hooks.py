"""Install Git hooks beside those that exist, never over them."""

from __future__ import annotations

import os
import shlex
import stat
from dataclasses import dataclass
from pathlib import Path

from isodocs.errors import LifecycleError

LOCAL = ("pre-commit", "commit-msg", "pre-push")
SERVER = "pre-receive"
MARK = "# installed by isodocs"
KEPT = ".before-isodocs"
"""What an existing hook is renamed to; ours runs it first and stops when it fails."""


@dataclass(frozen=True, slots=True)
class Installed:
    """One hook file: whether it was new, renewed, or now runs a hook that stood there before."""

    path: Path
    what: str


def script(name: str, python: str) -> str:
    """The hook's text. It runs the kept hook, if any, with the same arguments and input.

    A missing isodocs stops the operation with a remedy: a hook that silently passes protects
    nothing.
    """
    python = shlex.quote(python)
    return f"""#!/bin/sh
{MARK}; `isodocs hook uninstall` takes it away again
hook="$0{KEPT}"
input=
case {name} in pre-push|pre-receive) input=$(cat; echo .); input=${{input%.}} ;; esac
if [ -x "$hook" ]; then
    printf %s "$input" | "$hook" "$@" || exit $?
fi
if [ -x {python} ]; then
    printf %s "$input" | {python} -m isodocs hook run {name} "$@"
elif command -v isodocs >/dev/null 2>&1; then
    printf %s "$input" | isodocs hook run {name} "$@"
else
    echo "isodocs is not installed here, so this hook cannot check anything." >&2
    echo "Install it again, or remove the hook file $0" >&2
    exit 1
fi
"""


def install(folder: Path, names: tuple[str, ...], python: str) -> tuple[Installed, ...]:
    """Write the hooks `names` into `folder`, to be run by the interpreter `python`.

    An existing hook is renamed and run first. Raises LifecycleError when the folder cannot be
    written or a kept hook would be overwritten.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_install(folder / name, script(name, python)) for name in names)
    except OSError as error:
        raise LifecycleError(
            f"the hooks cannot be written: {error.strerror}",
            hint="Make the folder writable, or install the hooks where you may write.",
            path=str(folder),
        ) from None


def uninstall(folder: Path, names: tuple[str, ...]) -> tuple[Installed, ...]:
    """Remove our hooks from `folder` and put kept ones back in their place."""
    removed = []
    for name in names:
        path = folder / name
        if not _is_ours(path):
            continue
        kept = path.with_name(path.name + KEPT)
        if os.path.lexists(kept):
            os.replace(kept, path)
            removed.append(Installed(path, "your own hook is back in its place"))
        else:
            path.unlink()
            removed.append(Installed(path, "removed"))
    return tuple(removed)


def _install(path: Path, text: str) -> Installed:
    what = "installed"
    if _is_ours(path):
        what = "renewed"
    elif os.path.lexists(path):
        kept = path.with_name(path.name + KEPT)
        if os.path.lexists(kept):
            raise LifecycleError(
                f"both {path.name} and {kept.name} exist and neither is ours",
                hint=f"Merge the two into {path.name} and remove {kept.name}, then try again.",
                path=str(path),
            )
        os.replace(path, kept)
        what = f"installed; your own hook runs first (kept as {kept.name})"
    new = path.with_name(path.name + ".isodocs-new")
    new.write_text(text, encoding="utf-8")
    new.chmod(new.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    os.replace(new, path)
    return Installed(path, what)


def _is_ours(path: Path) -> bool:
    try:
        return path.is_file() and MARK in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def with_trailers(message: bytes, documents: tuple[str, ...]) -> bytes:
    """Add `Document: SOP-014 rev 4` lines to a commit message, each once, before Git's comments.

    A message without any text is returned as it is, so that Git still aborts the commit.
    """
    lines = message.split(b"\n")
    cut = next(
        (i for i, line in enumerate(lines) if line.startswith(b"# ----") and b">8" in line),
        len(lines),
    )
    end = cut
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(b"#")):
        end -= 1
    text = lines[:end]
    wanted = [f"Document: {document}".encode() for document in documents]
    missing = [line for line in wanted if line not in text]
    if not missing or not any(line.strip() and not line.startswith(b"#") for line in text):
        return message
    follows = text[-1].startswith(b"Document: ")
    return b"\n".join([*text, *([] if follows else [b""]), *missing, *lines[end:]])
