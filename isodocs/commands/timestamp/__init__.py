"""`isodocs timestamp`: have signatures stamped by a time-stamping authority (RFC 3161)."""

from __future__ import annotations

import click

from isodocs.commands import CommandFolder

EXAMPLES = ("timestamp request SOP-001",)


@click.group(cls=CommandFolder, folder="timestamp")
def command() -> None:
    """Prove when a signature existed, by somebody who does not belong to you.

    The date in an approval is what the approver's machine said. A time-stamping authority signs
    the digest of the signature together with its own time; the authority register names those
    whose word counts. isodocs asks nobody: `request` writes the question, you send it, and
    `attach` puts the answer beside the signature.
    """
