"""The log of an internal error: enough to find the fault, and nothing that may be confidential."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from isodocs import __version__, cli
from isodocs.machine import error_log
from tests.helpers.repository import RepositoryBuilder

SECRET = "merger-with-acme"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("ISODOCS_NO_CACHE", raising=False)
    return tmp_path / "cache"


def caught(fail: Callable[[], object]) -> BaseException:
    try:
        fail()
    except BaseException as error:
        return error
    raise AssertionError("it did not fail")


def fail() -> None:
    salary = SECRET
    try:
        {}[f"{salary}"]
    except KeyError as error:
        error.add_note(SECRET)
        raise RuntimeError(f"cannot read {SECRET}") from error


def test_it_says_where_it_arose_and_in_which_version(cache: Path) -> None:
    place = error_log.write(caught(fail), "isodocs check")
    assert place == cache / "isodocs/error.log"
    text = place.read_text()
    assert f"isodocs {__version__}\n" in text
    assert "Command: isodocs check\n" in text
    assert text.index("builtins.RuntimeError") < text.index("builtins.KeyError")
    line = fail.__code__.co_firstlineno
    assert f"test_error_log.py:{line + 6} fail" in text
    assert f"test_error_log.py:{line + 3} fail" in text


def test_it_holds_no_message_no_variable_and_nothing_of_the_surroundings(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", SECRET)
    place = error_log.write(caught(fail), "isodocs check")
    assert place
    assert SECRET not in place.read_text()
    assert str(Path.home()) not in place.read_text()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_a_cause_that_is_its_own_ends(cache: Path) -> None:
    error = caught(fail)
    assert error.__cause__
    error.__cause__.__cause__ = error
    assert error_log.write(error, "isodocs check")


@pytest.mark.parametrize("inside", ["", "cache/below", ".git"])
def test_it_is_never_written_into_a_repository(
    inside: str, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ISODOCS_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(repo.path / inside))
    before = sorted(repo.path.rglob("*"))
    assert error_log.write(caught(fail), "isodocs check") is None
    assert sorted(repo.path.rglob("*")) == before


def test_a_link_out_of_the_cache_leads_it_nowhere(cache: Path, repo: RepositoryBuilder) -> None:
    victim = repo.write("SOP-001.md", "approved\n")
    (cache / "isodocs").mkdir(parents=True)
    (cache / "isodocs/error.log").symlink_to(victim)
    error_log.write(caught(fail), "isodocs check")
    assert victim.read_text() == "approved\n"
    victim.with_name("folder").mkdir()
    (cache / "isodocs/error.log").unlink(missing_ok=True)
    (cache / "isodocs").rmdir()
    (cache / "isodocs").symlink_to(victim.with_name("folder"))
    assert error_log.write(caught(fail), "isodocs check") is None
    assert not list(victim.with_name("folder").iterdir())


def test_without_a_place_to_write_there_is_none(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("a file where the folder must be")
    assert error_log.write(caught(fail), "isodocs check") is None
    cache.unlink()
    monkeypatch.setenv("ISODOCS_NO_CACHE", "1")
    assert error_log.write(caught(fail), "isodocs check") is None
    assert not cache.exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (["check"], "isodocs check"),
        (["-C", SECRET, "check", SECRET, "--on", SECRET], "isodocs -C … check … --on …"),
        (["new", "procedure", SECRET, "--set", f"--{SECRET}"], "isodocs new … --set …"),
        ([f"--directory={SECRET}", "register"], "isodocs --directory register"),
        (["authority", "add", SECRET, SECRET], None),
        ([f"-m{SECRET}", f"--{SECRET}=x", SECRET], "isodocs …"),
    ],
)
def test_the_command_is_shown_without_its_values(typed: list[str], shown: str | None) -> None:
    found = cli._typed(typed)
    assert SECRET not in found
    assert shown is None or found == shown


def test_an_internal_error_is_reported_with_its_log(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"boom \x1b[2J {SECRET}")

    monkeypatch.setattr("isodocs.workspace.Workspace.open", broken)
    monkeypatch.setattr("gc.disable", lambda: None)
    for options, log in (([], True), (["--traceback"], False)):
        monkeypatch.setattr(sys, "argv", ["isodocs", *options, "check", "--on", "2024-01-01"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 3
        said = capsys.readouterr().err
        command = " ".join(["isodocs", *options, "check --on …"])
        assert f"a fault of isodocs {__version__} in `{command}`" in said
        assert "\x1b" not in said
        assert ("Traceback" in said) is not log
        assert (f"Report it with {cache}{os.sep}" in said) is log
    assert SECRET not in (cache / "isodocs/error.log").read_text()
