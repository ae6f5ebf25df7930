"""Help texts and click's own words in the language of those who read them.

What is in English costs nothing: this is loaded where the environment or `--language` names another
language.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

import click

from isodocs.words import say, translated

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
CLICK = (
    "Show this message and exit.",
    "Options",
    "Commands",
    "Usage:",
    "Example:",
    "Examples:",
    "Aborted!",
    "Missing command.",
    "default: {default}",
    "Got unexpected extra argument ({args})",
    "Got unexpected extra arguments ({args})",
    "Did you mean {possibility}?",
    "(Did you mean one of: {possibilities}?)",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Could not open file {filename!r}: {message}",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "No such option {name!r}.",
    "No such option: {name}",
    "No such command {name!r}.",
    "Option {name!r} does not take a value.",
    "Option {name!r} requires an argument.",
    "Option {name!r} requires {nargs} arguments.",
    "Choose from:\n\t{choices}",
    "{value!r} is not {choice}.",
    "{value!r} is not one of {choices}.",
    "{value} is not in the range {range}.",
    "{value!r} is not a valid {number_type}.",
    "file",
    "directory",
    "path",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.",
    "{name} {filename!r} does not exist.",
    "Error: invalid input",
)
"""What click says where we run it."""


def install() -> None:
    """Let click say what it says in the reader's language from now on."""
    for name in _MODULES:
        module: ModuleType = import_module(f"click.{name}")
        for word, ours in (("_", _said), ("ngettext", _said_of)):
            if hasattr(module, word):
                setattr(module, word, ours)
    click.Context.formatter_class = Help


def _said(text: str) -> str:
    return translated(say(text))


def _said_of(one: str, many: str, number: int) -> str:
    return translated(say(one if number == 1 else many))


class Help(click.HelpFormatter):
    """Writes help texts in the reader's language, each paragraph as a sentence of a catalogue."""

    def write_heading(self, heading: str) -> None:
        """The name of a section, such as that of a job."""
        super().write_heading(_said(heading))

    def write_text(self, text: str) -> None:
        """Paragraphs; a list of examples has only its title translated."""
        if text.startswith("\b\n"):
            _, title, *lines = text.split("\n")
            super().write_text("\n".join(("\b", _said(title), *lines)))
            return
        super().write_text("\n\n".join(map(_said, paragraphs(text))))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Options and commands, each with what it does; its default in brackets stays behind it."""
        super().write_dl([(name, _described(text)) for name, text in rows], col_max, col_spacing)


def _described(text: str) -> str:
    about, gap, extra = text.partition("  [")
    return f"{_said(about)}{gap}{extra}"


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text, each on one line."""
    for paragraph in re.split(r"\n[ \t]*+\n", inspect.cleandoc(text).partition("\f")[0]):
        yield " ".join(paragraph.split())


def texts(command: click.Command) -> Iterator[str]:
    """Every help text of a command and of those below it, as the catalogues have them."""
    context = click.Context(command, info_name=command.name)
    yield from paragraphs(command.help or "")
    yield from (" ".join(text.split()) for text in (command.short_help,) if text)
    of_click = command.get_help_option(context)  # kept as it was first asked for, in any language
    for param in (each for each in command.get_params(context) if each is not of_click):
        yield from (" ".join(text.split()) for text in (getattr(param, "help", ""),) if text)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if inner := command.get_command(context, name):
                yield from texts(inner)
