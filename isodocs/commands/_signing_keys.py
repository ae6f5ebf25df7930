"""The SSH key of the person at the keyboard."""

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
        raise click.UsageError("this user has no home folder for a key; name one: --key FILE.pub")
    place = Path(home, ".ssh", "id_ed25519")
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"there is no SSH key here; create one: ssh-keygen -t ed25519 -f {place}"
        )
    click.confirm(f"You have no SSH key. Create {place} now?", abort=True)
    ssh_keygen.make(place)
    return signing_keys.named(place)


def how_recorded(key: SigningKey | None) -> str:
    """How the decision is kept: signed with a key, or only recorded."""
    if key is None:
        return (
            "  This will be recorded, not signed: later changes are detected, the person's\n"
            "  identity is not proven."
        )
    return f"  It will be signed with {key.fingerprint}."


def one_of(git: Git, wanted: Iterable[PublicKey], named: Path | None) -> SigningKey | None:
    """The key named, which must be among `wanted`, or the first of these that is at hand.

    Raises LifecycleError for another key.
    """
    from isodocs.errors import LifecycleError
    from isodocs.machine import signing_keys
    from isodocs.words import listed

    lines = [key.line for key in wanted]
    if named is None:
        return next((found for line in lines if (found := signing_keys.find(git, [line]))), None)
    chosen = signing_keys.named(named)
    if chosen.public.line not in lines:
        raise LifecycleError(
            f"a signature by {chosen.fingerprint} is not needed",
            hint=f"Needed is one by {listed((key.fingerprint for key in wanted), 'or')}."
            if lines
            else "Only owners sign, each with a proven key that the register names.",
        )
    return chosen
