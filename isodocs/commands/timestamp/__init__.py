"""`isodocs timestamp`: have signatures stamped by a time-stamping authority (RFC 3161)."""

from __future__ import annotations

import click

from isodocs.commands._folder import CommandFolder

EXAMPLES = ("timestamp request SOP-001",)


@click.group(cls=CommandFolder, folder="timestamp")
def command() -> None:
    """Prove when a signature existed, with a time stamp from an independent authority.

    The date in an approval comes from the approver's machine. A time-stamping authority signs the
    digest of the signature together with its own time; the authority register names the
    authorities that count. isodocs sends nothing: `request` writes the question, you send it, and
    `attach` adds the answer to the signature.
    """
