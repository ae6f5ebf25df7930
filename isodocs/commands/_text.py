"""Text that a user types, and text that a user reads.

What is typed is UTF-8 only, because it goes into files that are UTF-8.

Python keeps the other bytes of the command line as lone surrogates (PEP 383), which no file of ours
can hold. Names of files, branches and commits are exempt: to Linux and Git they are any bytes.
"""

from __future__ import annotations

import click


class Utf8Text(click.types.StringParamType):
    """Any text in UTF-8."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The text; a usage error that names the parameter where it is not UTF-8."""
        text = super().convert(value, param, ctx)
        try:
            text.encode()
        except UnicodeEncodeError:
            from isodocs.words import say  # what is right costs nothing

            shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            self.fail(
                say("{shown!r} is not UTF-8; type it in a terminal set to UTF-8", shown=shown),
                param,
                ctx,
            )
        return text


class Name(click.types.StringParamType):
    """The name of a file, branch or commit, or what may stand for one: any bytes."""


TEXT = Utf8Text()
NAME = Name()


def accept_utf8_only(command: click.Command) -> None:
    """Let `command` and its subcommands refuse text that is not UTF-8 in whatever takes text."""
    for param in command.params:
        if param.type is click.STRING:
            param.type = TEXT
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            accept_utf8_only(inner)


def echo(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a line as people read it here."""
    from isodocs.words import translated

    click.echo(translated(text), err=err, nl=nl)


def confirm(question: str) -> None:
    """Ask, and end the command where the answer is no."""
    from isodocs.words import translated

    click.confirm(translated(question), abort=True)
