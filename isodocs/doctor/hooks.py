"""Hooks: whether they are there, ours, able to run, and on which side. None is run here."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from isodocs.dataclass import immutable
from isodocs.errors import IsodocsError
from isodocs.lifecycle import hook_script
from isodocs.lifecycle.hook_script import LEGACY, MARK
from isodocs.lifecycle.hooks import LOCAL, SERVER
from isodocs.model.diagnosis import Health, Line
from isodocs.repository import settings
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.git import Git
from isodocs.words import agreed, listed, say

_LIMIT = 64 * 1024
_FRAMEWORK = ".pre-commit-config.yaml"
_INSTALL = "isodocs hook install"
_ON_SERVER = say("On the server, in its copy of the repository: isodocs hook install --server")


def local(git: Git) -> Iterator[Line]:
    """The hooks of this clone: they help, and anyone who wants to can skip them."""
    topic = say("local hooks")
    moved = settings.setting(git, "core.hookspath")
    if moved and moved.value:
        yield from _moved(git, moved, topic)
        return
    config = None if git.is_bare else _read(git.top, _FRAMEWORK)
    configured = config.text if isinstance(config, _File) else ""
    yield from _hooks(git.common_directory, "hooks", LOCAL, topic, _INSTALL, configured)


def _moved(git: Git, moved: settings.GitSetting, topic: str) -> Iterator[Line]:
    """`core.hooksPath` says where hooks are; no one follows it out of the repository."""
    whose = (
        say("your own configuration")
        if moved.of_the_user
        else say("this repository's configuration")
    )
    sends = say("core.hooksPath in {whose} sends hooks to {value}", whose=whose, value=moved.value)
    folder = Path(os.path.abspath(git.top / moved.value))
    unset = f"git config --{moved.scope} --unset core.hooksPath, then: {_INSTALL}"
    if folder == Path(os.devnull):
        yield Line(topic, Health.MISSING, say("{sends}: no hook runs", sends=sends), unset)
    elif folder.is_relative_to(git.common_directory):
        inside = folder.relative_to(git.common_directory).as_posix()
        yield from _hooks(git.common_directory, inside, LOCAL, topic, _INSTALL)
    elif folder.is_relative_to(git.top):
        yield Line(
            topic,
            Health.WEAK,
            say(
                "{sends}, a folder of the work tree: anyone who can change a file "
                "there decides what runs on this machine",
                sends=sends,
            ),
            unset,
        )
        inside = folder.relative_to(git.top).as_posix()
        yield from _hooks(git.top, inside, LOCAL, topic, _INSTALL)
    else:
        yield Line(
            topic,
            Health.UNKNOWN,
            say("{sends}, outside of the repository, where no one looked", sends=sends),
            unset,
        )


def _hooks(
    top: Path, folder: str, names: tuple[str, ...], topic: str, how: str, configured: str = ""
) -> Iterator[Line]:
    sound, absent = [], []
    for name in names:
        health, fact = _hook(top, f"{folder}/{name}" if folder != "." else name, name, configured)
        if health is Health.OK:
            sound.append(name)
        elif fact:
            yield Line(topic, health, f"{name} {fact}", how)
        else:
            absent.append(name)
    if absent:
        verb = agreed(len(absent), "is", "are")
        yield Line(
            topic,
            Health.MISSING,
            say("{listed} {verb} not installed", listed=listed(absent), verb=verb),
            how,
        )
    if sound:
        verb = agreed(len(sound), "is", "are")
        yield Line(
            topic,
            Health.OK,
            say("{listed} {verb} installed and can run", listed=listed(sound), verb=verb),
        )


@immutable(frozen=True, slots=True)
class _File:
    text: str
    executable: bool


def _hook(top: Path, path: str, name: str, configured: str) -> tuple[Health, str]:
    """The state of one hook file; without a fact it is not there, or in order.

    `configured` is the configuration of the pre-commit framework, where there is one.
    """
    hook = _read(top, path)
    if not isinstance(hook, _File):
        return hook
    if MARK in hook.text:
        return _ours(hook, name)
    if hook_script.calls(hook.text, name):
        return _runs(hook)
    if hook_script.runs_configured(hook.text, name, configured):
        return Health.WEAK, say(
            "is pre-commit's, which runs isodocs as long as {framework} says so",
            framework=_FRAMEWORK,
        )
    kept = _read(top, path + LEGACY)
    if isinstance(kept, _File) and MARK in kept.text and hook_script.runs_legacy(hook.text, name):
        # Another tool found our hook, put it aside and runs it before its own.
        health, fact = _ours(kept, name)
        if health is Health.OK:
            return _runs(hook)
        return health, say(
            "is another tool's; ours, which it runs first ({name}{legacy}), {fact}",
            name=name,
            legacy=LEGACY,
            fact=fact,
        )
    return Health.MISSING, say("is not ours; ours would run it first")


def _runs(hook: _File) -> tuple[Health, str]:
    if hook.executable:
        return Health.OK, ""
    return Health.MISSING, say("is another tool's and not executable, so Git passes over it")


def _read(top: Path, path: str) -> _File | tuple[Health, str]:
    """The text of a hook file and whether it is executable, or what is wrong with it."""
    try:
        with WorkTreeFiles(str(top)) as files:
            found = files.stat(path)
            if not stat.S_ISREG(found.st_mode):
                return Health.WEAK, say("is not a plain file, and links are not followed")
            data = files.read(path, _LIMIT)
    except FileNotFoundError:
        return Health.MISSING, ""
    except OSError as error:
        return Health.UNKNOWN, say("cannot be looked at: {part}", part=error.strerror or error)
    text = (data or b"").decode("utf-8", "replace")
    return _File(text, bool(found.st_mode & stat.S_IXUSR))


def _ours(hook: _File, name: str) -> tuple[Health, str]:
    """The state of a hook that isodocs wrote."""
    text = hook.text
    if not hook.executable:
        return Health.MISSING, say("is ours and not executable, so Git passes over it")
    if not hook_script.is_isolated(text):
        return (
            Health.WEAK,
            say("is of an older version: it runs any Python file at the top of the repository"),
        )
    if not hook_script.is_current(text, name):
        return Health.WEAK, say("is ours and was changed, or is of another version")
    python = hook_script.interpreter(text) or ""
    if not os.access(python, os.X_OK):
        return Health.WEAK, say("would run {python}, which is not there any more", python=python)
    return Health.OK, ""


def server(git: Git) -> Iterator[Line]:
    """The hook that enforces: here, where this is the server's copy, else where it is pushed to."""
    topic = say("server hook")
    if git.is_bare:
        yield from _received(git, topic)
        return
    remotes = settings.remotes(git)
    if not remotes:
        yield Line(
            topic,
            Health.MISSING,
            say("no remote is configured, so nothing enforces the local hooks"),
            say(
                "Give it a server: git remote add origin URL, and there: isodocs hook "
                "install --server"
            ),
        )
    for name, url in remotes.items():
        yield from _remote(git, name, url, say("{topic} ({name})", topic=topic, name=name))


def _remote(git: Git, name: str, url: str, topic: str) -> Iterator[Line]:
    place = _place(git, url)
    if place is None:
        yield Line(
            topic,
            Health.UNKNOWN,
            say("what {host} lets through cannot be seen from here", host=_host(url)),
            say(
                "{on_server}. On a hosted forge: protect the branch and run isodocs check there.",
                on_server=_ON_SERVER,
            ),
        )
        return
    try:
        other = Git.discover(place, bare=True)
    except IsodocsError as error:
        yield Line(
            topic,
            Health.UNKNOWN,
            say("it cannot be looked at: {message}", message=error.message),
            _ON_SERVER,
        )
        return
    if other.directory not in (place, place / ".git"):
        yield Line(
            topic, Health.UNKNOWN, say("there is no repository at {place}", place=place), _ON_SERVER
        )
        return
    yield from _received(other, topic)


def _received(git: Git, topic: str) -> Iterator[Line]:
    """The pre-receive hook of a repository that is pushed to."""
    moved = settings.setting(git, "core.hookspath")
    if moved and moved.value:
        yield Line(
            topic,
            Health.MISSING if moved.value == os.devnull else Health.UNKNOWN,
            say(
                "core.hooksPath there sends hooks to {value}, where no one looked",
                value=moved.value,
            ),
            _ON_SERVER,
        )
        return
    yield from _hooks(git.common_directory, "hooks", (SERVER,), topic, _ON_SERVER)


def _place(git: Git, url: str) -> Path | None:
    """The folder that a remote's address names on this machine; None for another machine."""
    if url.startswith("file://"):
        url = url.removeprefix("file://")
    elif ":" in url.split("/", 1)[0]:
        return None
    return Path(os.path.realpath(git.top / url)) if url else None


def _host(url: str) -> str:
    """The machine of an address; the rest may hold a password."""
    rest = url.partition("://")[2] or url
    return rest.rpartition("@")[2].split("/", 1)[0].split(":", 1)[0] or say("the other side")
