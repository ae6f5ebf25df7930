"""The standard and the clause a user means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from isodocs.named_tuple import NamedTuple
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from isodocs.errors import IsodocsError
    from isodocs.model.audit import AuditKind
    from isodocs.model.own_maps import OwnMaps
    from isodocs.model.record import RecordKind
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


Listed = Callable[[], "Collection[str]"]
"""What isodocs.yaml lists; looked up only where a name leaves the edition out."""


def listed_around(directory: Path) -> Listed:
    """What the system around the folder lists in isodocs.yaml; nothing where there is none."""

    def listed() -> Collection[str]:
        from isodocs.inventory.configuration import read_config

        snapshot = snapshot_around(directory)
        return read_config(snapshot).named_standards if snapshot else ()

    return listed


def find_standard(typed: str, own: OwnMaps, listed: Listed = tuple) -> RequirementMap:
    """The requirement map for an id or a name as people write it: `ISO 9001:2015`, `as9100d`.

    A name without an edition means the one that is `listed`, else the only one that is not
    withdrawn. Raises StandardError with those that may be meant, with the nearest one, or with the
    fault of one of your own maps.
    """
    from isodocs.errors import StandardError
    from isodocs.standards import load

    word = typed.casefold()
    for id, found in own.maps.items():
        if word in (id, found.display_name.casefold()):
            return found
    if word in load.available():
        return load.load(word)
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
    meant = _not_withdrawn(_called(typed, own, listed))
    if len(meant) == 1:
        return own.maps.get(meant[0]) or load.load(meant[0])
    raise _which(typed, meant) if meant else not_known(typed, own)


def _called(typed: str, own: OwnMaps, listed: Listed) -> tuple[str, ...]:
    from isodocs.standards import load
    from isodocs.standards.called import called

    names = {id: load.load(id).display_name for id in load.available()}
    names |= {id: found.display_name for id, found in own.maps.items()}
    meant = called(typed, names, ())
    return meant if len(meant) < 2 else called(typed, names, listed())


def _not_withdrawn(meant: tuple[str, ...]) -> tuple[str, ...]:
    """Of several editions those to which certificates can hold today; all where none can."""
    from isodocs.commands._clock import today
    from isodocs.model.certification import EditionState
    from isodocs.standards.editions import editions

    if len(meant) < 2:
        return meant
    known, gone = editions(), EditionState.WITHDRAWN
    left = tuple(id for id in meant if id not in known or known[id].state(today()) is not gone)
    return left or meant


def _which(typed: str, meant: Sequence[str]) -> IsodocsError:
    """What to raise for a name that may be several: which, and what is known of their editions."""
    from isodocs.commands._clock import today
    from isodocs.errors import StandardError
    from isodocs.standards.edition_words import replaced_how
    from isodocs.standards.editions import editions
    from isodocs.words import joined, listed

    known = [editions()[id] for id in meant if id in editions()]
    said = [
        say("{name} was {how}.", name=e.name, how=how)
        for e in known
        if (how := replaced_how(e, today()))
    ]
    hint = joined(" ", [say("Name the edition."), *said])
    return StandardError(
        say("{typed!r} may be {listed}", typed=typed, listed=listed(meant, "or")), hint=hint
    )


def find_listed(register: Register, typed: str) -> tuple[RequirementMap, Register]:
    """The map that `typed` names, and the register as if isodocs.yaml listed it."""
    from isodocs.dataclass import replace

    listed = lambda: register.config.named_standards  # noqa: E731
    known = find_standard(typed, register.inventory.own_maps, listed)
    if known.id in register.maps:
        return known, register
    return known, replace(register, maps={**register.maps, known.id: known})


def standard_ids(register: Register, kind: RecordKind, values: Mapping[str, str]) -> dict[str, str]:
    """Values of a record's fields, in which each standard that is surely named is its id."""
    from isodocs.records.record_values import cut

    found = dict(values)
    for name, text in values.items():
        field = kind.fields.get(name)
        if field and field.refers == "standard" and text:
            words = cut(text) if field.form == "list" else [text]
            found[name] = "; ".join(standard_id(register, word) for word in words)
    return found


def standard_id(register: Register, word: str) -> str:
    """The id that a name stands for where it is sure; else the word itself."""
    own, listed = register.inventory.own_maps, lambda: register.config.named_standards
    meant = _called(word, own, listed)
    return meant[0] if len(meant) == 1 else word


def not_known(typed: str, own: OwnMaps) -> IsodocsError:
    """What to raise for a standard that there is no map of: what is known of it, what to do."""
    from isodocs.commands._clock import today
    from isodocs.errors import StandardError
    from isodocs.standards.edition_words import near_in_spelling, nearest, unknown
    from isodocs.standards.load import available

    known = (*available(), *own.maps)
    said = unknown(typed, known, today())
    near = "" if nearest(typed, known, today()) else ", ".join(near_in_spelling(typed, known))
    start = say("Nearest by spelling: {near}. ", near=near) if near else ""
    return StandardError(
        said.message,
        hint=said.hint
        or say(
            "{start}`isodocs standards` lists all {known}; `isodocs standards new` "
            "starts your own.",
            start=start,
            known=len(known),
        ),
    )


def for_audit(register: Register, purpose: AuditKind, typed: str) -> tuple[Moving, str]:
    """The register as an audit looks at it, and the standard that was typed, by its id.

    Raises IsodocsError where no such audit is held, and where there is no such standard.
    """
    from isodocs.model.audit import AuditKind
    from isodocs.readiness.transition import with_both

    if typed:
        known, with_it = find_listed(register, typed)
        typed = known.id
        if purpose is not AuditKind.TRANSITION and typed not in register.config.named_standards:
            register = with_both(with_it, (typed,))
    if purpose is AuditKind.TRANSITION:
        return moving(register, typed), typed
    refuse_audit(register, purpose, typed)
    return Moving(register), typed


def refuse_audit(register: Register, purpose: AuditKind, standard: str = "") -> None:
    """Raise IsodocsError where no such audit is held, of this standard or of any in use."""
    from isodocs.assess.audit_names import audit_name
    from isodocs.errors import IsodocsError
    from isodocs.words import listed

    ids = (standard,) if standard else tuple(register.in_use or register.maps)
    maps = [register.maps[id] for id in ids]
    if not maps or any(known.is_audited(purpose) for known in maps):
        return
    kinds = dict.fromkeys(kind for known in maps for kind in known.audits)
    raise IsodocsError(
        say(
            "no {audit} is held of {listed}",
            audit=audit_name(purpose),
            listed=listed(known.display_name for known in maps),
        ),
        hint=say(
            "`isodocs readiness {next}` says how far it is. Which audits are held is "
            "said by 'audits:' in {part}.",
            next=next(iter(kinds)),
            part=maps[0].path or maps[0].id,
        ),
    )


class Moving(NamedTuple):
    """The register of an organisation that moves to another edition: it works to both.

    Where it has moved, `complete` says so.
    """

    register: Register
    complete: tuple[str, ...] = ()


def moving(register: Register, typed: str) -> Moving:
    """The move to the edition that was typed, or to those that replaced what is in use.

    Raises IsodocsError where there is none to move to, or not to the one that was typed.
    """
    from isodocs.errors import IsodocsError
    from isodocs.readiness.transition import complete, completed, known, moves, with_both
    from isodocs.standards.edition_words import replaced_how, unknown
    from isodocs.standards.editions import editions, predecessors

    if typed:
        if not known(register, typed):
            raise not_known(typed, register.inventory.own_maps)
        edition = editions().get(typed)
        if edition and edition.is_replaced(register.on):
            said = replaced_how(edition, register.on)
            raise IsodocsError(
                say("{name} was {said}", name=edition.name, said=said),
                hint=say(
                    "Name the edition to move to: `--standard {successor}`.",
                    successor=edition.successor,
                ),
            )
        if not predecessors(typed):
            raise IsodocsError(
                say(
                    "no edition is known that {typed} replaced, so there is nothing to move from",
                    typed=typed,
                ),
                hint=say("`isodocs standards` lists which edition replaced which."),
            )
        if said := complete(register, typed):
            return Moving(register, (said,))
        return Moving(with_both(register, (typed,)))
    if after := moves(register):
        return Moving(with_both(register, after))
    if done := completed(register):
        return Moving(register, done)
    for edition in (editions()[id] for id in register.in_use if id in editions()):
        if edition.is_replaced(register.on):
            there_is = unknown(edition.successor, register.maps, register.on)
            raise IsodocsError(there_is.message, hint=there_is.hint)
    raise IsodocsError(
        say("no standard in use was replaced by an edition to move to"),
        hint=say(
            "Name one: `--standard ID`. `isodocs standards` lists which edition replaced which."
        ),
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
        raise IsodocsError(
            found.message, hint=say("`isodocs standards {known}` lists its clauses.", known=known)
        )
    return found
