"""`isodocs authority`: who may approve what, and who decides on that."""

from __future__ import annotations

import click

from isodocs.commands._folder import CommandFolder

EXAMPLES = ("authority show",)


@click.group(cls=CommandFolder, folder="authority")
def command() -> None:
    """Show and change the authority register: people, roles, approval rules, owners and keys.

    A change is a new version. It is proposed, shown in plain words, and signed by as many owners
    as the register asks for; until then it has no effect. An existing version never changes.
    """
