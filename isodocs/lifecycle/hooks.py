"""Install Git hooks beside those that exist, never over them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from isodocs.dataclass import immutable
from isodocs.errors import LifecycleError
from isodocs.lifecycle import hook_script
from isodocs.lifecycle.hook_script import KEPT, LEGACY, MARK, calls, runs_legacy, script
from isodocs.words import say

LOCAL = ("pre-commit", "pre-merge-commit", "pre-applypatch", "commit-msg", "pre-push")
SERVER = "pre-receive"


@immutable(frozen=True, slots=True)
class Installed:
    """One hook file: whether it was new, renewed, or now runs a hook that was there before."""

    path: Path
    what: str


def install(folder: Path, names: tuple[str, ...], python: str) -> tuple[Installed, ...]:
    """Write the hooks `names` into `folder`, to be run by the interpreter `python`.

    An existing hook is renamed and run first. One that another tool keeps, and runs before its own,
    is renewed where it is. Raises LifecycleError when the folder cannot be written or a kept hook
    would be overwritten.
    """
    paths = hook_script.library_folders()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_install(folder / name, script(name, python, paths)) for name in names)
    except OSError as error:
        raise LifecycleError(
            say("the hooks cannot be written: {strerror}", strerror=error.strerror),
            hint=say("Make the folder writable, or install the hooks where you may write."),
            path=str(folder),
        ) from None


def uninstall(folder: Path, names: tuple[str, ...]) -> tuple[Installed, ...]:
    """Remove our hooks from `folder` and put kept ones back in their place."""
    removed = []
    for name in names:
        path = folder / name
        kept = path.with_name(path.name + KEPT)
        if _is_ours(path):
            if os.path.lexists(kept):
                os.replace(kept, path)
                removed.append(Installed(path, say("your own hook is back in its place")))
            else:
                path.unlink()
                removed.append(Installed(path, "removed"))
        elif (other := _kept_by_another(path)) is not None:
            other.unlink()
            removed.append(
                Installed(other, say("removed; {name} of another tool stays", name=name))
            )
    return tuple(removed)


def _install(path: Path, text: str) -> Installed:
    what = "installed"
    kept = path.with_name(path.name + KEPT)
    if _is_ours(path):
        what = "renewed"
    elif (other := _kept_by_another(path)) is not None:
        if _read(other) == text:
            return Installed(
                path,
                say("is another tool's, and runs ours first (kept as {name})", name=other.name),
            )
        _write(other, text)
        return Installed(
            other, say("renewed; {name} is another tool's, and runs it first", name=path.name)
        )
    elif calls(_read(path), path.name):
        return Installed(path, say("calls isodocs already; left as it is"))
    elif os.path.lexists(path):
        if os.path.lexists(kept) and _read(kept) != _read(path):
            raise LifecycleError(
                say(
                    "both {name} and {name_2} exist and neither is ours",
                    name=path.name,
                    name_2=kept.name,
                ),
                hint=say(
                    "Merge the two into {name} and remove {name_2}, then try again.",
                    name=path.name,
                    name_2=kept.name,
                ),
                path=str(path),
            )
        os.replace(path, kept)
        what = say("installed; your own hook runs first (kept as {name})", name=kept.name)
    _write(path, text)
    return Installed(path, what)


def _write(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".isodocs-new")
    new.write_text(text, encoding="utf-8")
    new.chmod(new.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    os.replace(new, path)


def _kept_by_another(path: Path) -> Path | None:
    """Our hook, where another tool's hook at `path` has put it aside and runs it."""
    other = path.with_name(path.name + LEGACY)
    runs = runs_legacy(_read(path), path.name)
    return other if runs and _is_ours(other) and os.access(other, os.X_OK) else None


def _is_ours(path: Path) -> bool:
    return MARK in _read(path)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""
