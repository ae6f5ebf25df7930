"""Pins: what this machine knows of authority registers, kept outside every repository.

One file for all of them, `isodocs/pins.json` in the user's configuration folder. It is small,
canonical JSON that people can read, and it is replaced whole.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.dataclass import replace
from isodocs.errors import CanonicalError, ConfigurationError, IsodocsError
from isodocs.expressions import expression
from isodocs.machine import folders
from isodocs.model.pin import Pin, Pinned
from isodocs.statements.canonical import dump, load
from isodocs.statements.shape import SHA256, Shape
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.authority import AuthorityHistory

VERSION = 1
_KEYS = ("project", "version", "sha256", "since", "places")
_NAME = expression(r"[^\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f](?:.{0,98}\S)?")


def place() -> Path:
    """The file: `$XDG_CONFIG_HOME/isodocs/pins.json`, or the same below `~/.config`.

    Raises ConfigurationError for a user without a home (see `user_folders`).
    """
    path = folders.pins()
    if path is None:
        raise ConfigurationError(
            say("there is no folder for pins: this user has no home, or HOME is a relative path"),
            hint=say("Set XDG_CONFIG_HOME to the absolute path of a folder."),
        )
    return Path(path)


def read() -> tuple[Pin, ...]:
    """Every pin, by name; none where there is no file, nor a home to keep one in.

    Raises ConfigurationError for a file that cannot be read: a damaged pin must not pass for none.
    """
    try:
        file = place()
    except ConfigurationError:
        return ()
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise _unreadable(error.strerror or str(error)) from None
    try:
        top = Shape(load(data, readable=True), say("the file"), ("v", "type", "pins"))
        if top.number("v") != VERSION or top.text("type") != "pins":
            raise CanonicalError(say("not pins of format {version}", version=VERSION))
        entries = top.value["pins"]
        if not isinstance(entries, dict):
            raise top.fail("pins", say("an object"))
        return tuple(_pin(name, value) for name, value in entries.items())
    except CanonicalError as error:
        raise _unreadable(error.message) from None


def keep(pin: Pin) -> None:
    """Store a pin in place of the one of that name; raises IsodocsError when the disk refuses."""
    if not _NAME.fullmatch(pin.name):
        raise IsodocsError(
            say("{name!r} is not a name for a pin", name=pin.name),
            hint=say("Take the organisation's domain."),
        )
    with _alone():
        _write([*(p for p in read() if p.name != pin.name), pin])


def forget(name: str) -> None:
    """Remove the pin of that name; raises IsodocsError when there is none."""
    with _alone():
        pins = read()
        if all(pin.name != name for pin in pins):
            names = ", ".join(pin.name for pin in pins) or "none"
            raise IsodocsError(
                say("there is no pin {name!r}", name=name),
                hint=say("Pins are: {names}.", names=names),
            )
        _write([pin for pin in pins if pin.name != name])


def fitting(
    pins: Sequence[Pin], authority: AuthorityHistory | None, folder: Path, name: str = ""
) -> Pin | None:
    """The pin that the repository at `folder` must fit: by its place, its register, its name.

    The place comes first: what was pinned there must not turn into another, even a known one. The
    name is the register's domain, or `name`: a copy that was rebuilt from the first version on
    still calls itself so.
    """
    wanted = name or (authority.current.domain if authority else "")
    for fits in (
        lambda pin: str(folder) in pin.places,
        lambda pin: authority is not None and pin.project == authority.project,
        lambda pin: pin.name == wanted,
    ):
        if found := next(filter(fits, pins), None):
            return found
    return None


class PinLookup:
    """Finds the pin for a register; `required` says that there must be one."""

    def __init__(self, *, required: bool = False) -> None:
        self.required = required

    def __call__(self, authority: AuthorityHistory | None, folder: Path) -> Pinned:
        """The pin for `authority` in the repository whose Git folder is `folder`.

        Pins that lie in that repository's own work tree came with it, and prove nothing.
        """
        found = () if come_with(folder) else read()
        return Pinned(fitting(found, authority, folder), self.required)


def come_with(folder: Path) -> bool:
    """Whether the pins lie in the work tree of the repository whose Git folder is `folder`."""
    try:
        top = folder.parent if folder.name == ".git" else folder
        return folders.lies_within(str(place()), str(top))
    except ConfigurationError:
        return False


def with_place(pin: Pin, folder: Path) -> Pin:
    """The pin, also for the repository at `folder`."""
    return replace(pin, places=tuple(sorted({*pin.places, str(folder)})))


def _pin(name: str, value: object) -> Pin:
    shape = Shape(value, say("pin {name!r}", name=name), _KEYS)
    since = shape.day("since")
    if since is None:
        raise shape.fail("since", "a date")
    return Pin(
        name,
        shape.matching("project", SHA256, "a SHA-256 digest"),
        shape.number("version", 1),
        shape.matching("sha256", SHA256, "a SHA-256 digest"),
        since,
        shape.texts("places"),
    )


def _write(pins: Sequence[Pin]) -> None:
    content = {
        "v": VERSION,
        "type": "pins",
        "pins": {
            pin.name: {
                "project": pin.project,
                "version": pin.version,
                "sha256": pin.sha256,
                "since": pin.since.isoformat(),
                "places": list(pin.places),
            }
            for pin in pins
        },
    }
    file = place()
    new = file.with_name(f"{file.name}.new")
    try:
        with new.open("wb") as stream:
            stream.write(dump(content, readable=True))
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(file)
    except OSError as error:
        raise _unwritable(error) from None


@contextmanager
def _alone() -> Iterator[None]:
    """Keep two commands from losing each other's pin."""
    try:
        place().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(place().with_name("pins.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unwritable(error) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _unreadable(why: str) -> ConfigurationError:
    return ConfigurationError(
        say("the pins cannot be read: {why}", why=why),
        path=str(place()),
        hint=say("Restore the file from a backup; if there is none, remove it and pin again."),
    )


def _unwritable(error: OSError) -> IsodocsError:
    return IsodocsError(
        say("the pin was not kept: {part}", part=error.strerror or error),
        path=str(place()),
        hint=say("Free the disk or the permissions, then run the command again."),
    )
