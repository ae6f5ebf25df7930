"""Signing through the machine's ssh-keygen: with a file, through an agent, and not at all."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from isodocs.machine import ssh_keygen
from isodocs.machine.signing_keys import named
from isodocs.machine.ssh_keygen import SigningError
from isodocs.statements import ssh_key, sshsig
from tests.helpers.ssh import ED25519, Keygen, SoftKey, needs_keygen

pytestmark = needs_keygen
DATA = b'{"decision":"approve"}\n'
NAMESPACE = "isodocs-approval-v1@example.com"


@pytest.fixture
def keygen(tmp_path: Path) -> Keygen:
    return Keygen(tmp_path / "keys")


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An agent of this test alone."""
    socket = str(tmp_path / "agent")
    process = subprocess.Popen(
        ["ssh-agent", "-D", "-a", socket], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    process.stdout.readline()  # it tells its socket once it listens
    monkeypatch.setenv("SSH_AUTH_SOCK", socket)
    yield socket
    process.kill()
    process.communicate()


@pytest.mark.parametrize("type", ["ed25519", "ecdsa"])
def test_a_key_file_signs(keygen: Keygen, type: str) -> None:
    keygen.make(type, "key")
    key = named(keygen.folder / "key.pub")
    armour = key.sign(DATA, NAMESPACE)
    assert sshsig.verify(armour, DATA, NAMESPACE, key.public)
    assert keygen.accepts(armour, DATA, NAMESPACE, key.public.line)
    assert key.fingerprint == keygen.fingerprint(key.public.line)


def test_an_agent_signs_where_there_is_no_file(keygen: Keygen, agent: str) -> None:
    line = keygen.make("ed25519", "key").strip()
    subprocess.run(["ssh-add", "-q", keygen.folder / "key"], check=True, capture_output=True)
    (keygen.folder / "key").unlink()
    assert [held.split()[1] for held in ssh_keygen.agent_keys()] == [line.split()[1]]
    public = ssh_key.read_line(line)
    assert sshsig.verify(ssh_keygen.sign(public, None, DATA, NAMESPACE), DATA, NAMESPACE, public)
    # The public file is there, the private half only in the agent.
    assert named(keygen.folder / "key").sign(DATA, NAMESPACE)


def test_without_an_agent_there_are_no_keys_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ssh_keygen.agent_keys() == []
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere/at/all")
    assert ssh_keygen.agent_keys() == []


def test_a_private_key_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_text(f"{SoftKey(ED25519).line}\n")
    with pytest.raises(SigningError, match="ssh-keygen did not sign") as caught:
        named(tmp_path / "key").sign(DATA, NAMESPACE)
    assert "ssh-add -l" in caught.value.hint


def test_a_signature_by_another_key_is_not_believed(keygen: Keygen) -> None:
    """The public file beside a private key was exchanged: what it signs names another key."""
    keygen.make("ed25519", "key")
    other = ssh_key.read_line(SoftKey(ED25519).line)
    with pytest.raises(sshsig.SignatureError):
        ssh_keygen.sign(other, keygen.folder / "key", DATA, NAMESPACE)


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_a_program_of_that_name_that_signs_nothing_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes out is verified before it is kept."""
    program(tmp_path / "bin", "ssh-keygen", 'for last; do :; done; echo junk > "$last.sig"')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    public = ssh_key.read_line(SoftKey(ED25519).line)
    with pytest.raises(sshsig.SignatureError):
        ssh_keygen.sign(public, None, DATA, NAMESPACE)


def test_one_lying_in_the_current_folder_is_not_taken(
    keygen: Keygen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keygen.make("ed25519", "key")
    program(tmp_path / "here", "ssh-keygen", f"touch '{tmp_path}/canary'; exit 1")
    program(tmp_path / "here", "ssh-add", f"touch '{tmp_path}/canary'; exit 1")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}")
    subprocess.run(["ssh-keygen"], check=False, capture_output=True)
    assert (tmp_path / "canary").exists(), "the shell takes it"
    (tmp_path / "canary").unlink()
    assert named(keygen.folder / "key").sign(DATA, NAMESPACE)
    ssh_keygen.agent_keys()
    assert not (tmp_path / "canary").exists()


def test_where_it_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SigningError, match="ssh-keygen is not installed") as caught:
        ssh_keygen.make(tmp_path / "key")
    assert "OpenSSH" in caught.value.hint


def test_a_new_key_is_made_by_ssh_keygen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase is asked for by ssh-keygen itself; here a program answers in its place."""
    real = subprocess.check_output(["which", "ssh-keygen"], encoding="utf-8").strip()
    program(
        tmp_path / "bin", "ssh-keygen", f'[ "$1" = -t ] && set -- "$@" -q -N ""; exec {real} "$@"'
    )
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    ssh_keygen.make(tmp_path / "home/.ssh/id_ed25519")
    assert (tmp_path / "home/.ssh").stat().st_mode & 0o777 == 0o700
    assert named(tmp_path / "home/.ssh/id_ed25519").sign(DATA, NAMESPACE)
