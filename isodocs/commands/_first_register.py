"""What `init` and `authority init` share: the people, and the signature on the first register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from isodocs.commands._text import echo
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from isodocs.lifecycle.plan import Plan
    from isodocs.machine.signing_keys import SigningKey
    from isodocs.model.authority import Person

_OPTIONS = (
    click.option(
        "--person",
        "persons",
        multiple=True,
        metavar='"NAME <EMAIL>"',
        help="A person; may be given several times. Without it, you, as Git knows you.",
    ),
    click.option(
        "--sign",
        "sign",
        is_flag=True,
        help="Sign approvals, with the SSH key you use for Git or another one.",
    ),
    click.option(
        "--key",
        type=click.Path(path_type=Path),
        help="The SSH key to sign with (its .pub file); implies --sign.",
    ),
    click.option(
        "--domain",
        default="",
        metavar="DOMAIN",
        help="Your domain, part of every signature; otherwise that of the first person's address.",
    ),
)


def first_register_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--person`, `--sign`, `--key` and `--domain`."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def sign_register(
    plan: Plan, key: SigningKey | None, people: Sequence[Person], domain: str
) -> Plan:
    """The plan with the first person's signature on the register, where there is a key."""
    from isodocs.lifecycle.sealing import seal_register
    from isodocs.lifecycle.start import domain_of

    if key is None:
        return plan
    echo(
        say(
            "  It is signed with {fingerprint}, the key of {name}.",
            fingerprint=key.fingerprint,
            name=people[0].name,
        )
    )
    return seal_register(plan, key, people[0].id, domain_of(people, domain))
