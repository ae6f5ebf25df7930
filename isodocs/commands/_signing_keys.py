"""The SSH key of the person at the keyboard."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._text import confirm
from isodocs.words import say

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
        raise click.UsageError(
            say("this user has no home folder for a key; name one: --key FILE.pub")
        )
    place = Path(home, ".ssh", "id_ed25519")
    if not sys.stdin.isatty():
        raise click.UsageError(
            say(
                "there is no SSH key here; create one: ssh-keygen -t ed25519 -f {place}",
                place=place,
            )
        )
    confirm(say("You have no SSH key. Create {place} now?", place=place))
    ssh_keygen.make(place)
    return signing_keys.named(place)


def how_recorded(key: SigningKey | None) -> str:
    """How the decision is kept: signed with a key, or only recorded."""
    if key is None:
        return say(
            "  This will be recorded, not signed: later changes are detected; who it was is not "
            "proven."
        )
    return say("  It will be signed with {fingerprint}.", fingerprint=key.fingerprint)


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
            say("a signature by {fingerprint} is not needed", fingerprint=chosen.fingerprint),
            hint=say(
                "Needed is one by {fingerprint}.",
                fingerprint=listed((key.fingerprint for key in wanted), "or"),
            )
            if lines
            else say("Only owners sign, each with a proven key that the register names."),
        )
    return chosen
