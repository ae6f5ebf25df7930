"""The document a user means: by identifier or path, completed and suggested."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from isodocs.commands._text import NAME
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def complete_document(
    ctx: click.Context, param: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Identifiers that begin as typed, each with its title; nothing outside a repository."""
    from isodocs.errors import IsodocsError
    from isodocs.workspace import View, Workspace

    directory = next(
        (c.params["directory"] for c in (ctx.parent, ctx) if c and "directory" in c.params),
        Path("."),
    )
    try:
        register = Workspace.open(Path(directory)).register(View(date.max))
    except (IsodocsError, OSError):
        return []
    return [
        CompletionItem(entry.id, help=entry.document.title)
        for entry in register
        if entry.id.casefold().startswith(typed.casefold())
    ]


document_argument: Decorator = click.argument(
    "document", metavar="DOCUMENT", type=NAME, shell_complete=complete_document
)
optional_document_argument: Decorator = click.argument(
    "document", metavar="[DOCUMENT]", type=NAME, default="", shell_complete=complete_document
)
documents_argument: Decorator = click.argument(
    "documents", metavar="[DOCUMENT]...", type=NAME, nargs=-1, shell_complete=complete_document
)


def find_document(register: Register, typed: str) -> Entry:
    """The register's entry for an identifier (capitals forgiven) or for the path of a document.

    `POL-1@de` is its text in German; without a language it is the original.

    Raises IsodocsError with the nearest identifier.
    """
    from isodocs.assess.translations import text_called
    from isodocs.errors import IsodocsError
    from isodocs.words import did_you_mean

    path = Path(typed).as_posix()
    for entry in register:
        if entry.id.casefold() == typed.casefold() or entry.place_path == path:
            return entry
    if text := text_called(register, typed):
        return text
    raise IsodocsError(
        say(
            "there is no document {typed!r}.{did_you_mean}",
            typed=typed,
            did_you_mean=did_you_mean(typed, register.entries),
        ),
        hint=say("`isodocs register` lists every controlled document."),
    )
