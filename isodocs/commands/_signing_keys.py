"""The SSH key of whoever is at the keyboard."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from isodocs.machine.signing_keys import SigningKey
    from isodocs.repository.git import Git
    from isodocs.statements.ssh_key import PublicKey


def own_key(git: Git, named: Path | None) -> SigningKey:
    """The key named, or the first one at hand; offers to make one where there is none."""
    from isodocs.machine import folders, signing_keys, ssh_keygen

    if named is not None:
        return signing_keys.named(named)
    found = signing_keys.find(git)
    if found is not None:
        return found
    home = folders.home()
    if home is None:
        raise click.UsageError("this user has no home to keep a key in; name one: --key FILE.pub")
    place = home / ".ssh" / "id_ed25519"
    if not sys.stdin.isatty():
        raise click.UsageError(f"no SSH key is at hand; make one: ssh-keygen -t ed25519 -f {place}")
    click.confirm(f"You have no SSH key. Make one now, {place}?", abort=True)
    ssh_keygen.make(place)
    return signing_keys.named(place)


def one_of(git: Git, wanted: Iterable[PublicKey], named: Path | None) -> SigningKey | None:
    """The key named, which must be among `wanted`, or the first of these that is at hand.

    Raises LifecycleError for another key.
    """
    from isodocs.errors import LifecycleError
    from isodocs.machine import signing_keys

    lines = [key.line for key in wanted]
    if named is None:
        return next((found for line in lines if (found := signing_keys.find(git, [line]))), None)
    chosen = signing_keys.named(named)
    if chosen.public.line not in lines:
        raise LifecycleError(
            f"a signature by {chosen.fingerprint} is not needed",
            hint=f"Needed is one by {' or '.join(key.fingerprint for key in wanted)}."
            if lines
            else "Only owners sign, each with a proven key that the register names.",
        )
    return chosen
