"""ssh-keygen as a process: it alone touches private keys, asks for passphrases and touches.

The program is taken from absolute places on the PATH, never from a repository's configuration
(`gpg.ssh.program` is not looked at). What it signs is verified before it is believed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError
from isodocs.statements import sshsig
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.statements.ssh_key import PublicKey

_AGENT_TIMEOUT = 10


class SigningError(IsodocsError):
    """Nothing was signed."""


def sign(public: PublicKey, place: Path | None, data: bytes, namespace: str) -> bytes:
    """Let ssh-keygen sign `data`; the key is at `place` or held by the agent.

    The user may be asked for a passphrase or to touch a hardware key. Raises SigningError.
    """
    program = _program("ssh-keygen")
    private = place.with_suffix("") if place and place.suffix == ".pub" else place
    if private and private.exists() and not private.is_file():
        raise SigningError(  # ssh-keygen would wait for someone to write into a named pipe
            say("{private} is not a plain file, so it is not a key", private=private),
            hint=say(
                "Name your key: --key FILE.pub; or set `git config --global user.signingKey`."
            ),
        )
    with TemporaryDirectory(prefix="isodocs-") as folder:
        message = Path(folder, "statement")
        message.write_bytes(data)
        if place is None:
            place = Path(folder, "key.pub")
            place.write_text(f"{public.line}\n", encoding="utf-8")
        command = [program, "-q", "-Y", "sign", "-f", str(place), "-n", namespace, str(message)]
        # On a terminal its own words must be seen: a hardware key waits for a touch.
        quiet = None if sys.stderr.isatty() else subprocess.PIPE
        process = subprocess.run(
            command, env=_environment(), stdout=subprocess.PIPE, stderr=quiet, check=False
        )
        made = message.with_name("statement.sig")
        if process.returncode or not made.is_file():
            said = (process.stderr or b"").decode("utf-8", "replace").strip().splitlines()
            raise SigningError(
                say("ssh-keygen did not sign{part}", part=f": {said[-1]}" if said else ""),
                hint=say(
                    "Try it by hand: ssh-keygen -Y sign -n test -f KEY.pub FILE. Is the private "
                    "key there, or in the agent (ssh-add -l)?"
                ),
            )
        armour = made.read_bytes()
    sshsig.verify(armour, data, namespace, public)
    return armour


def make(place: Path) -> None:
    """Let ssh-keygen make an Ed25519 key at `place`, asking for a passphrase itself."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [_program("ssh-keygen"), "-t", "ed25519", "-f", str(place)]
    if subprocess.run(command, env=_environment(), check=False).returncode:
        raise SigningError(
            say("no key was made"),
            hint=say("Make one: ssh-keygen -t ed25519 -f {place}", place=place),
        )


def agent_keys() -> list[str]:
    """The public keys that the agent holds, one line each; none without an agent."""
    program = which("ssh-add", path=_environment()["PATH"])
    if program is None or not os.environ.get("SSH_AUTH_SOCK"):
        return []
    try:
        process = subprocess.run(
            [program, "-L"],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_AGENT_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    if process.returncode:
        return []
    return process.stdout.decode("utf-8", "replace").splitlines()


def _program(name: str) -> str:
    found = which(name, path=_environment()["PATH"])
    if found is None:
        raise SigningError(
            say("{name} is not installed", name=name),
            hint=say("Install OpenSSH 8.2 or newer (openssh-client)."),
        )
    return found


def _environment() -> dict[str, str]:
    """The environment of this process, with a PATH of absolute entries only."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())
    return {**os.environ, "PATH": path}
