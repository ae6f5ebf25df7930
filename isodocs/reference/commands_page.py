"""The reference of the command line, from click: `python -m isodocs.reference.commands_page`."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator

import click

from isodocs.cli import cli

_TOP = """\
# Commands

Written from the commands' own help by `make docs`; `isodocs COMMAND --help` prints the same.

Exit codes: 0 no gaps, 1 gaps, 2 wrong usage or configuration, 3 internal error, 130 interrupted.
Options that come before the command, as in `isodocs -C FOLDER check`:
"""


def commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command and subcommand with the words that call it, `isodocs` left out."""
    context = click.Context(cli, info_name="isodocs")
    yield from _below(cli, "", context)


def _below(
    group: click.Group, words: str, context: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        path = f"{words} {name}".strip()
        yield path, command, inner
        if isinstance(command, click.Group):
            yield from _below(command, path, inner)


def render() -> str:
    """Every command and option as Markdown."""
    top = click.Context(cli, info_name="isodocs")
    lines = [_TOP, *_options(cli, top), ""]
    for path, command, context in commands():
        lines += [*_command(path, command, context), ""]
    return "\n".join(lines).rstrip() + "\n"


def _command(path: str, command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"{'##' if ' ' not in path else '###'} isodocs {path}"
    yield ""
    yield f"`isodocs {path} {' '.join(command.collect_usage_pieces(context))}`"
    yield ""
    yield _prose(command.help or "")
    if command.epilog:
        examples = re.findall(r"^ *(isodocs .*)$", command.epilog, re.MULTILINE)
        yield "\n".join(["", "```console", *(f"$ {example}" for example in examples), "```"])
    rows = list(_options(command, context))
    if len(rows) > 2:
        yield from ("", *rows)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    yield "| Option | Meaning |"
    yield "| --- | --- |"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1] and "--help" not in parameter.opts:
            names, meaning = (re.sub(r"\s+", " ", part).replace("|", "\\|") for part in record)
            yield f"| `{names}` | {meaning} |"


def _prose(text: str) -> str:
    """A help text as Markdown; a paragraph that click does not wrap is a block of its own."""
    paragraphs = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b\n"):
            paragraphs.append(f"```text\n{paragraph[2:]}\n```")
        else:
            paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


if __name__ == "__main__":
    sys.stdout.write(render())
