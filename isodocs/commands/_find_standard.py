"""The standard and the clause a user means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.errors import IsodocsError
    from isodocs.model.own_maps import OwnMaps
    from isodocs.model.register import Register
    from isodocs.model.requirement import ClauseReference, RequirementMap
    from isodocs.repository.snapshot import Snapshot

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def complete(ctx: click.Context, param: click.Parameter | None, typed: str) -> list[CompletionItem]:
    """The standards, your own maps included, whose id begins as typed."""
    from isodocs.standards import load

    own = own_maps(ctx.find_root().params.get("directory") or Path("."))
    names = {id: load.load(id).display_name for id in load.available()}
    names |= {id: found.display_name for id, found in own.maps.items()}
    return [
        CompletionItem(id, help=name)
        for id, name in sorted(names.items())
        if id.startswith(typed.casefold())
    ]


standard_argument: Decorator = click.argument(
    "standard", metavar="[STANDARD]", default="", shell_complete=complete
)


def own_maps(directory: Path) -> OwnMaps:
    """The maps that the repository around the folder keeps itself; none where there is none."""
    from isodocs.inventory.configuration import read_own_maps
    from isodocs.model.own_maps import NONE

    snapshot = snapshot_around(directory)
    return read_own_maps(snapshot) if snapshot else NONE


def snapshot_around(directory: Path) -> Snapshot | None:
    """What the system around the folder holds as it is now; None where there is no repository."""
    from isodocs.errors import RepositoryError
    from isodocs.repository import systems
    from isodocs.repository.git import Git
    from isodocs.repository.snapshot import CommitSnapshot, WorkTreeSnapshot

    try:
        git = systems.around(Git.discover(directory), directory)
    except RepositoryError:
        return None
    return CommitSnapshot(git) if git.is_bare else WorkTreeSnapshot(git)


def find_standard(typed: str, own: OwnMaps) -> RequirementMap:
    """The requirement map for an identifier or a name such as `ISO 9001:2015`.

    Raises StandardError with the nearest one, or with the fault of one of your own maps.
    """
    from isodocs.errors import StandardError
    from isodocs.standards import load

    word = typed.casefold()
    for id, found in own.maps.items():
        if word in (id, found.display_name.casefold()):
            return found
    for id in load.available():
        if word in (id, load.load(id).display_name.casefold()):
            return load.load(id)
    for fault in own.faults:
        if fault.path.endswith(f"/{word}.yaml"):
            problem = fault.problem
            raise StandardError(
                problem.message,
                hint=problem.hint,
                path=fault.path,
                line=problem.line,
                column=problem.column,
            )
    raise not_known(typed, own)


def not_known(typed: str, own: OwnMaps) -> IsodocsError:
    """What to raise for a standard that there is no map of: what is known of it, what to do."""
    from isodocs.commands._clock import today
    from isodocs.errors import StandardError
    from isodocs.standards.edition_words import unknown
    from isodocs.standards.load import available

    known = (*available(), *own.maps)
    said = unknown(typed, known, today())
    return StandardError(
        said.message,
        hint=said.hint
        or f"`isodocs standards` lists them: {', '.join(known)}; `isodocs standards new` starts "
        "your own.",
    )


def not_here(register: Register, typed: str) -> IsodocsError:
    """What to raise for a standard that isodocs.yaml does not list."""
    from isodocs.errors import IsodocsError
    from isodocs.standards.edition_words import did_you_mean_edition
    from isodocs.standards.load import available

    own = register.inventory.own_maps
    if typed not in (*available(), *own.maps):
        near = did_you_mean_edition(typed, register.maps, register.on)
        if not near:
            return not_known(typed, own)
        hint = f"Standards of this repository: {', '.join(register.maps)}."
        return IsodocsError(f"{typed!r} is not among the standards here.{near}", hint=hint)
    return IsodocsError(
        f"{typed!r} is not among the standards here.",
        hint=f"Add it to isodocs.yaml: `in-preparation: [{typed}]`, or to 'standards:'. Listed "
        f"are: {', '.join(register.maps) or 'none'}.",
    )


def moving(register: Register, typed: str) -> Register:
    """The register of an organisation that moves to another edition: it works to both.

    Raises IsodocsError where there is none to move to, or not to the one that was typed.
    """
    from isodocs.errors import IsodocsError
    from isodocs.readiness.transition import known, moves, with_both
    from isodocs.standards.edition_words import replaced_how, unknown
    from isodocs.standards.editions import editions, predecessors

    if typed:
        if not known(register, typed):
            raise not_known(typed, register.inventory.own_maps)
        edition = editions().get(typed)
        if edition and edition.is_replaced(register.on):
            said = replaced_how(edition, register.on)
            raise IsodocsError(
                f"{edition.name} was {said}",
                hint=f"Name the edition to move to: `--standard {edition.successor}`.",
            )
        if not predecessors(typed):
            raise IsodocsError(
                f"no edition is known that {typed} replaced, so there is nothing to move from",
                hint="`isodocs standards` lists which edition replaced which.",
            )
        return with_both(register, (typed,))
    if after := moves(register):
        return with_both(register, after)
    for edition in (editions()[id] for id in register.in_use if id in editions()):
        if edition.is_replaced(register.on):
            there_is = unknown(edition.successor, register.maps, register.on)
            raise IsodocsError(there_is.message, hint=there_is.hint)
    raise IsodocsError(
        "no standard in use was replaced by an edition to move to",
        hint="Name one: `--standard ID`. `isodocs standards` lists which edition replaced which.",
    )


def find_clause(typed: str, maps: Mapping[str, RequirementMap]) -> ClauseReference:
    """The clause that `typed` names, in any of `maps`; raises IsodocsError with the nearest ones.

    A number that only one of several standards has does not need its standard.
    """
    from isodocs.errors import IsodocsError
    from isodocs.standards.clause import UnknownClause, resolve

    only = [id for id, known in maps.items() if typed.strip() in known]
    found = resolve(typed, maps, only[0] if len(only) == 1 else "")
    if isinstance(found, UnknownClause):
        known = found.standard or next(iter(maps), "")
        raise IsodocsError(found.message, hint=f"`isodocs standards {known}` lists its clauses.")
    return found
