"""Pins: kept outside of every repository, found again whatever the repository says of itself."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from isodocs.authority_change import register_book
from isodocs.errors import ConfigurationError, IsodocsError
from isodocs.machine import pins
from isodocs.model.authority import AuthorityHistory
from isodocs.model.pin import Pin, Pinned
from tests.helpers import signed_company
from tests.helpers.signed_company import AUTHORITY

HERE, THERE = Path("/srv/works/.git"), Path("/srv/other/.git")
PIN = Pin("example.com", AUTHORITY.sha256, 1, AUTHORITY.sha256, date(2024, 3, 1), (str(HERE),))
OTHER = Pin("example.org", "0" * 64, 3, "1" * 64, date(2024, 4, 1), (str(THERE),))


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's own configuration folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def history() -> AuthorityHistory:
    files = {p: c for p, c in signed_company.base().items() if isinstance(c, bytes)}
    return register_book.read(files).history


def test_what_is_kept_is_read(config: Path) -> None:
    assert pins.read() == ()
    pins.keep(PIN)
    pins.keep(OTHER)
    pins.keep(replace(PIN, version=2))
    assert pins.read() == (replace(PIN, version=2), OTHER)
    file = config / "isodocs" / "pins.json"
    assert pins.place() == file
    assert file.parent.stat().st_mode & 0o077 == 0
    pins.forget("example.com")
    assert pins.read() == (OTHER,)
    with pytest.raises(IsodocsError, match=r"there is no pin 'example\.com'"):
        pins.forget("example.com")


def test_without_a_folder_named_it_is_below_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for value in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert pins.place() == tmp_path / ".config" / "isodocs" / "pins.json"


def test_a_user_without_a_home_has_no_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert pins.read() == ()
    with pytest.raises(ConfigurationError, match="this user has no home"):
        pins.keep(PIN)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not readable as JSON"),
        (b"{}\n", "lacks"),
        (b'{\n  "pins": [],\n  "type": "pins",\n  "v": 1\n}\n', "'pins' must be an object"),
        (b'{\n  "pins": {},\n  "type": "pins",\n  "v": 2\n}\n', "not pins of format 1"),
        (b'{"pins":{},"type":"pins","v":1}\n', "not in canonical form"),
    ],
)
def test_a_damaged_file_does_not_pass_for_none(content: bytes, says: str) -> None:
    pins.keep(PIN)
    pins.place().write_bytes(content)
    with pytest.raises(ConfigurationError, match=says) as caught:
        pins.read()
    assert caught.value.path == str(pins.place())
    with pytest.raises(ConfigurationError):
        pins.keep(OTHER)
    assert pins.place().read_bytes() == content


def test_a_pin_s_fields_are_checked() -> None:
    pins.keep(PIN)
    text = pins.place().read_text()
    for old, new in ((AUTHORITY.sha256, "x"), ('"version": 1', '"version": 0'), ("2024", "soon")):
        pins.place().write_text(text.replace(old, new))
        with pytest.raises(ConfigurationError, match="pin 'example"):
            pins.read()


@pytest.mark.parametrize("name", ["", " x", "x ", "a\nb", "\u202eabc", "x" * 200])
def test_a_name_is_one_that_can_be_printed(name: str) -> None:
    with pytest.raises(IsodocsError, match="is not a name for a pin"):
        pins.keep(replace(PIN, name=name))


def test_a_full_disk_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pins.keep(PIN)

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(IsodocsError, match="the pin was not kept: No space left on device"):
        pins.keep(OTHER)
    assert pins.read() == (PIN,)


def _keep(name: str) -> None:
    pins.keep(replace(PIN, name=name))


def test_two_at_the_same_moment_lose_nothing() -> None:
    names = [f"org-{number}" for number in range(12)]
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(_keep, names, chunksize=1)
    assert {pin.name for pin in pins.read()} == set(names)


class TestFitting:
    def test_by_its_first_version_wherever_it_is(self) -> None:
        assert pins.fitting([OTHER, PIN], history(), Path("/elsewhere")) == PIN

    def test_by_its_place_whatever_it_says(self) -> None:
        """The repository was replaced by another one, which may even be pinned itself."""
        assert pins.fitting([PIN, OTHER], history(), THERE) == OTHER
        assert pins.fitting([PIN], None, HERE) == PIN

    def test_by_the_name_it_gives_itself(self) -> None:
        """A copy that was made anew from its first version on."""
        anew = replace(history(), project="f" * 64)
        assert pins.fitting([OTHER, PIN], anew, Path("/elsewhere")) == PIN

    def test_or_none(self) -> None:
        assert pins.fitting([OTHER], history(), Path("/elsewhere")) is None
        assert pins.fitting([OTHER], None, Path("/elsewhere")) is None

    def test_the_reader_asks_the_file(self) -> None:
        assert pins.PinLookup(required=True)(history(), HERE) == Pinned(None, True)
        pins.keep(PIN)
        assert pins.PinLookup()(history(), HERE) == Pinned(PIN, False)

    def test_what_came_with_the_repository_is_not_believed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A pipeline whose configuration folder lies below the checkout: a push brings a pin."""
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "works/.config"))
        pins.keep(PIN)
        inside, outside = tmp_path / "works/.git", tmp_path / "other/.git"
        assert pins.PinLookup()(history(), outside) == Pinned(PIN, False)
        assert pins.PinLookup()(history(), inside) == Pinned(None, False)


def test_a_relative_home_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", "planted")
    assert pins.read() == ()
    with pytest.raises(ConfigurationError, match="HOME is a relative path"):
        pins.place()
