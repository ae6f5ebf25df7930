"""`isodocs authority`: who may approve what, and who decides on that."""

from __future__ import annotations

import click

from isodocs.commands import _authority_change, _authority_look


@click.group()
def command() -> None:
    """Show and change the authority register: people, roles, approval rules, owners and keys.

    A change is a new version. It is proposed, shown in plain words, and signed by as many owners
    as the register asks for; until then it has no effect. Nobody changes a version that is there.
    """


for _each in (
    _authority_look.show,
    _authority_change.init,
    _authority_change.enrol,
    _authority_change.propose,
    _authority_change.sign,
    _authority_change.revoke,
    _authority_look.log,
    _authority_look.pin,
):
    command.add_command(_each)
