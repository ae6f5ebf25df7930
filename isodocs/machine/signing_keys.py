"""Find the key to sign with: named, the one used for Git, in ~/.ssh, or held by an agent.

Only public halves are looked at. What signs is ssh-keygen (ssh-keygen(1), "-Y sign").
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError
from isodocs.machine import folders, ssh_keygen
from isodocs.named_tuple import NamedTuple
from isodocs.statements import ssh_key
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.repository.git import Git
    from isodocs.statements.ssh_key import PublicKey

_USUAL = ("id_ed25519", "id_ed25519_sk", "id_ecdsa", "id_ecdsa_sk")
_LIMIT = 16 * 1024
_WITHOUT_WAITING = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


class SigningKey(NamedTuple):
    """A key someone here can sign with; `place` is its public file, None where an agent has it."""

    public: PublicKey
    place: Path | None = None

    @property
    def fingerprint(self) -> str:
        """`SHA256:...`."""
        return self.public.fingerprint

    def sign(self, data: bytes, namespace: str) -> bytes:
        """The signature file over `data`; raises SigningError when ssh-keygen does not sign."""
        return ssh_keygen.sign(self.public, self.place, data, namespace)


def named(path: Path) -> SigningKey:
    """The key at `path`, which names its public file or the private one beside it.

    Raises IsodocsError when there is no public half to read, or it is of no accepted kind.
    """
    public = path if path.suffix == ".pub" else path.with_name(path.name + ".pub")
    text = _text(public)
    if text is None:
        raise IsodocsError(
            say("there is no public key {public}", public=public),
            hint=say("Name the file whose name ends in .pub; the private one is never opened."),
        )
    return SigningKey(ssh_key.read_line(text), public)


def find(git: Git | None, lines: Collection[str] = ()) -> SigningKey | None:
    """The first key at hand that is among `lines` (any acceptable one when there are none)."""
    for key in _at_hand(git):
        if not lines or key.public.line in lines:
            return key
    return None


def _at_hand(git: Git | None) -> Iterator[SigningKey]:
    yield from _of_git(git)
    if here := folders.home():
        folder = Path(here, ".ssh")
        usual = [folder / f"{name}.pub" for name in _USUAL]
        others = sorted(folder.glob("*.pub")) if folder.is_dir() else []
        for place in dict.fromkeys((*usual, *others)):
            yield from _readable(_text(place), place)
    for line in ssh_keygen.agent_keys():
        yield from _readable(line, None)


def _of_git(git: Git | None) -> Iterator[SigningKey]:
    """The key with which Git signs commits (git-config(1), `user.signingKey`)."""
    if git is None or (git.ask("config", "--get", "gpg.format") or b"").strip() != b"ssh":
        return
    value = os.fsdecode(git.ask("config", "--get", "user.signingKey") or b"").strip()
    if value.startswith(("key::", "ssh-", "ecdsa-", "sk-")):
        yield from _readable(value.removeprefix("key::"), None)
    elif value:
        # Path's own expanduser raises for `~nobody`.
        place = Path(os.path.expanduser(value))
        public = place if place.suffix == ".pub" else Path(f"{place}.pub")
        yield from _readable(_text(public), public)


def _readable(text: str | None, place: Path | None) -> Iterator[SigningKey]:
    """The key, if it is of a kind that approvals can rest on."""
    if text is None:
        return
    try:
        yield SigningKey(ssh_key.read_line(text), place)
    except ssh_key.SshKeyError:
        return


def _text(place: Path) -> str | None:
    """What a plain file begins with; None for anything else.

    A named pipe is opened without waiting for someone to write to it: the repository's own
    configuration may name one.
    """
    try:
        with open(os.open(place, _WITHOUT_WAITING), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            return file.read(_LIMIT).decode("utf-8", "replace")
    except (OSError, ValueError):  # a name with NUL is not a file's
        return None
