"""`isodocs pack verify`: whether a pack is as it was made, and what the repository says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import format_option, print_report, terminal_width
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.pack import PackChecked, PackMade
    from isodocs.model.register import Register
    from isodocs.packs.wanted import WantedPack

EXAMPLES = ("pack verify evidence.zip",)


@click.command(short_help="Check a pack, file by file.")
@click.argument("place", metavar="FILE.zip|DIR", type=click.Path(path_type=Path))
@format_option("pack_verify")
@click.pass_context
def command(ctx: click.Context, place: Path, format_name: str) -> None:
    """Say of each file of a pack whether it is as in the manifest, changed, missing or additional.

    Inside the repository that it was made from, the pack is made again and compared: documents,
    approvals and every file. Nothing is unpacked; a zip that could do harm is refused. Exit code 0:
    all is as it was; 1: something differs, or could not be compared with the repository; 2: it is
    not a pack, or a zip that is refused.
    """
    from isodocs.packs.check import check
    from isodocs.reports.pack_verify import PackVerifyReport

    place = ctx.obj.directory / place
    checked = check(place)
    checked = _with_repository(ctx.obj.directory, place, checked)
    print_report(PackVerifyReport(checked, width=terminal_width()), format_name)
    ctx.exit(0 if checked.holds else 1)


def _with_repository(directory: Path, place: Path, checked: PackChecked) -> PackChecked:
    """The same with what the repository around the folder says, where there is one."""
    from isodocs.errors import IsodocsError, NotARepositoryError
    from isodocs.model.pack import PackCompared
    from isodocs.packs.check import manifest_of
    from isodocs.packs.compare import compare
    from isodocs.repository import refs
    from isodocs.workspace import Sight, View, Workspace

    try:
        workspace = Workspace.open(directory)
    except NotARepositoryError:
        return checked
    made = checked.made
    if not refs.exists(workspace.git, made.commit):
        why = say("This repository does not have commit {commit}", commit=made.commit)
        why += say(": it is a shallow clone.") if workspace.git.is_shallow else "."
        return checked._replace(compared=PackCompared(0, 0, (), (why,), len(checked.files)))
    from isodocs.repository import history
    from isodocs.repository.snapshot import CommitSnapshot

    sight = Sight(made.commit, CommitSnapshot(workspace.git, made.commit))
    head = refs.head(workspace.git)
    try:
        if head and not history.is_ancestor(workspace.git, made.commit, head):
            why = say(
                "Commit {commit} is not in the history of what is checked out here.",
                commit=made.commit[:12],
            )
            checked = checked._replace(notes=(*checked.notes, why))
        register = workspace.register(View(made.on, rev=made.commit), sight=sight)
        register, wanted = _wanted(register, made)
        said = compare(workspace, sight, register, wanted, checked, manifest_of(place))
    except IsodocsError as error:
        said = PackCompared(
            0, 0, (say("the repository cannot make such a pack: {error}", error=error),), ()
        )
    return checked._replace(compared=said)


def _wanted(register: Register, made: PackMade) -> tuple[Register, WantedPack]:
    """What the pack says that was asked for; raises IsodocsError where it cannot be asked for."""
    from isodocs.commands._find_level import find_level
    from isodocs.commands.pack._packing import clauses_of, formats, standards_of
    from isodocs.errors import PackError
    from isodocs.model.audit import AuditKind
    from isodocs.packs.wanted import WantedPack

    if made.purpose not in [str(kind) for kind in AuditKind]:
        raise PackError(say("there is no audit {purpose!r}", purpose=made.purpose))
    audit = AuditKind(made.purpose)
    register, ids = standards_of(register, audit, made.standards)
    level = find_level(register, made.up_to)
    if not level:
        raise PackError(say("it names no level of classification"))
    return register, WantedPack(
        purpose=audit,
        standards=ids,
        up_to=level,
        commit=made.commit,
        formats=formats(only_pages="pdf" not in made.formats),
        clauses=clauses_of(register, ids, " ".join(made.clauses)),
        with_people=made.with_people,
        language=made.language,
    )
