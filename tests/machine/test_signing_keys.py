"""Which key is taken to sign with: named, Git's own, the usual ones, or one an agent holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from isodocs.errors import IsodocsError
from isodocs.machine import signing_keys, ssh_keygen
from isodocs.repository.git import Git
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.ssh import ECDSA, ED25519, SoftKey

ONE, TWO = SoftKey(ED25519, "one"), SoftKey(ECDSA, "two")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without keys, and no agent."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(ssh_keygen, "agent_keys", list)
    (tmp_path / "home/.ssh").mkdir(parents=True)
    return tmp_path / "home"


def place(folder: Path, name: str, key: SoftKey, comment: str = " someone@home") -> Path:
    public = folder / f"{name}.pub"
    public.write_text(f"{key.line}{comment}\n")
    return public


def found(git: Git | None = None, *lines: str) -> str:
    key = signing_keys.find(git, lines)
    return key.public.line if key else ""


def test_a_named_key_is_its_public_file_or_the_private_one_beside_it(tmp_path: Path) -> None:
    public = place(tmp_path, "key", ONE)
    private = tmp_path / "key"
    private.touch(mode=0o000)  # never opened
    for named in (public, private):
        key = signing_keys.named(named)
        assert key.public.line == ONE.line
        assert key.place == public


def test_a_named_key_that_is_not_there_or_none(tmp_path: Path) -> None:
    with pytest.raises(IsodocsError, match="there is no public key") as caught:
        signing_keys.named(tmp_path / "key")
    assert "the private one is never opened" in caught.value.hint
    (tmp_path / "rsa.pub").write_text("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== x\n")
    with pytest.raises(IsodocsError, match="ssh-rsa"):
        signing_keys.named(tmp_path / "rsa.pub")
    (tmp_path / "private.pub").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n")
    with pytest.raises(IsodocsError, match="never reads those"):
        signing_keys.named(tmp_path / "private.pub")


def test_nothing_at_hand(home: Path) -> None:
    assert signing_keys.find(None) is None


def test_the_usual_names_come_before_others(home: Path) -> None:
    place(home / ".ssh", "a_first_by_name", TWO)
    place(home / ".ssh", "id_ed25519", ONE)
    assert found() == ONE.line
    assert found(None, TWO.line) == TWO.line
    assert found(None, SoftKey(ED25519, "unknown").line) == ""


def test_keys_of_other_kinds_and_other_files_are_passed_over(home: Path) -> None:
    (home / ".ssh/id_ed25519.pub").write_text("ssh-rsa AAAA x\n")
    (home / ".ssh/id_ecdsa.pub").write_bytes(b"\xff\0")
    (home / ".ssh/notes.pub").mkdir()
    place(home / ".ssh", "work", TWO)
    assert found() == TWO.line


@pytest.mark.parametrize("form", ["file", "private", "key::", "literal"])
def test_the_key_that_signs_commits_comes_first(
    home: Path, repo: RepositoryBuilder, form: str
) -> None:
    place(home / ".ssh", "id_ed25519", ONE)
    public = place(home, "git", TWO)
    value = {
        "file": str(public),
        "private": str(public.with_suffix("")),
        "key::": f"key::{TWO.line}",
        "literal": TWO.line,
    }[form]
    repo.configure("user", signingKey=value)
    git = Git.discover(repo.path)
    assert found(git) == ONE.line  # Git signs with something else (gpg.format)
    repo.configure("gpg", format="ssh")
    assert found(git) == TWO.line


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "link to a pipe", "/", "~nobody-x/y"])
def test_a_key_that_is_no_file_is_passed_over_at_once(
    home: Path, repo: RepositoryBuilder, kind: str
) -> None:
    """The repository's own configuration names it; opened as usual, a pipe waits for ever."""
    public = home / "git.pub"
    if "pipe" in kind:
        os.mkfifo(home / "pipe")
        public.symlink_to(home / "pipe")
    elif kind == "folder":
        public.mkdir()
    elif kind == "device":
        public.symlink_to("/dev/zero")
    value = kind if kind[0] in "/~" else str(home / "pipe" if kind == "pipe" else public)
    repo.configure("gpg", format="ssh").configure("user", signingKey=value)
    place(home / ".ssh", "work", TWO)
    assert found(Git.discover(repo.path)) == TWO.line


def test_a_private_key_that_is_a_pipe_is_refused_at_once(home: Path) -> None:
    os.mkfifo(home / "git")
    key = signing_keys.named(place(home, "git", ONE))
    with pytest.raises(ssh_keygen.SigningError, match="not a plain file"):
        key.sign(b"data", "test")


def test_without_a_home_there_is_only_an_agent(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(home / ".ssh", "work", TWO)
    monkeypatch.chdir(home.parent)
    monkeypatch.setenv("HOME", "home")
    assert found() == ""


def test_a_key_that_only_an_agent_holds(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssh_keygen, "agent_keys", lambda: ["ssh-rsa AAAA x", f"{TWO.line} card"])
    key = signing_keys.find(None)
    assert key is not None
    assert (key.public.line, key.place) == (TWO.line, None)
