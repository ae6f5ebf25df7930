"""The standard and the clause a user means."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.model.requirement import ClauseReference, RequirementMap

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _complete(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    from isodocs.standards import load

    return [
        CompletionItem(id, help=load.load(id).display_name)
        for id in load.available()
        if id.startswith(typed.casefold())
    ]


standard_argument: Decorator = click.argument(
    "standard", metavar="[STANDARD]", default="", shell_complete=_complete
)


def standard(typed: str) -> RequirementMap:
    """The requirement map for an identifier or a name such as `ISO 9001:2015`.

    Raises StandardError with the one that was probably meant.
    """
    from isodocs.standards import load

    for id in load.available():
        if typed.casefold() in (id.casefold(), load.load(id).display_name.casefold()):
            return load.load(id)
    return load.load(typed)


def clause(typed: str, maps: Mapping[str, RequirementMap]) -> ClauseReference:
    """The clause meant, in any of `maps`; raises IsodocsError with the nearest ones."""
    from isodocs.errors import IsodocsError
    from isodocs.standards.clause import UnknownClause, resolve

    found = resolve(typed, maps)
    if isinstance(found, UnknownClause):
        known = found.standard or next(iter(maps), "")
        raise IsodocsError(found.message, hint=f"`isodocs standards {known}` lists its clauses.")
    return found
