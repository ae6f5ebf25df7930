"""`isodocs pack make`: the evidence for an audit as a zip or a folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import on_option, rev_option, view_of
from isodocs.commands._text import NAME, echo
from isodocs.commands.readiness import PURPOSES
from isodocs.words import language, say

if TYPE_CHECKING:
    from isodocs.packs.build import BuiltPack
    from isodocs.packs.wanted import WantedPack
    from isodocs.workspace import Sight, Workspace

EXAMPLES = ("pack make ~/purchasing --for internal --clauses 8.4 --up-to confidential",)

_MOST = 20
"""So many files are named at most."""


@click.command(short_help="Pack the evidence for an audit.")
@click.argument("named", metavar="[FILE.zip|DIR]", type=click.Path(path_type=Path), required=False)
@click.option(
    "--for",
    "purpose",
    type=click.Choice(PURPOSES),
    required=True,
    help="The audit that it is for.",
)
@click.option(
    "--standard",
    "standards",
    multiple=True,
    metavar="ID",
    help="Only this standard; may be given more than once.  [default: each in use]",
)
@click.option(
    "--clauses", default="", metavar="CLAUSES", help="Only these clauses, and those below them."
)
@click.option(
    "--up-to",
    metavar="LEVEL",
    type=NAME,
    default="",
    help="Leave out documents that are classified above this level.  [default: the lower half of "
    "the levels]",
)
@click.option("--with-people", is_flag=True, help="Also records about named people: trainings.")
@click.option("--html", "only_pages", is_flag=True, help="Copies as pages only.")
@rev_option
@on_option
@click.pass_context
def command(
    ctx: click.Context,
    named: Path | None,
    purpose: str,
    standards: tuple[str, ...],
    clauses: str,
    up_to: str,
    with_people: bool,
    only_pages: bool,
    rev: str,
    on: date,
) -> None:
    """Pack the evidence for an audit into FILE.zip or DIR, which must not be there yet.

    In it are copies of the documents in force, readiness, coverage from clause to section to
    record, the records that the audit asks for with their files, approvals with signatures, a
    manifest and sums. It opens by double click, without isodocs and without a network, and its
    first page says what it proves and what it does not. It is of a commit: what is not committed
    is not in it.

    Documents that are classified above a level, and trainings and confirmations of named people,
    stay out unless you ask for them; the pack says so. The same commit and day make the same bytes.
    """
    from isodocs.commands._copies import refuse_what_is_unread
    from isodocs.commands._find_level import find_level
    from isodocs.commands.pack._packing import clauses_of, formats, packed, standards_of
    from isodocs.model.audit import AuditKind
    from isodocs.packs.wanted import WantedPack
    from isodocs.workspace import Workspace

    workspace = Workspace.open(ctx.obj.directory)
    sight = _sight(ctx, workspace, on, rev)
    register = workspace.register(view_of(ctx, on, rev=sight.tip or ""), sight=sight)
    refuse_what_is_unread(register)
    level = find_level(register, up_to or register.config.classification.usual)
    audit = AuditKind(purpose)
    register, ids = standards_of(register, audit, standards)
    wanted = WantedPack(
        purpose=audit,
        standards=ids,
        up_to=level,
        commit=sight.tip or "",
        formats=formats(only_pages=only_pages),
        clauses=clauses_of(register, ids, clauses),
        with_people=with_people,
        language=language(),
    )
    place = named or Path(f"evidence-{'-'.join(ids)}-{purpose}-{on}.zip")
    target = ctx.obj.directory / place
    built, digest = packed(workspace, sight, register, wanted, target)
    _say(place, wanted, built, digest, only_pages)


def _sight(ctx: click.Context, workspace: Workspace, on: date, rev: str) -> Sight:
    """The commit that is looked at; says what is there and not committed."""
    from isodocs.errors import PackError
    from isodocs.history.pending_changes import uncommitted
    from isodocs.repository.snapshot import CommitSnapshot
    from isodocs.words import agreed, counted
    from isodocs.workspace import Sight

    seen = workspace.see(view_of(ctx, on, rev=rev))
    if seen.tip is None:
        raise PackError(
            say("nothing is committed yet, and a pack is of a commit"),
            hint=say("Commit the documents and their approvals first."),
        )
    there = CommitSnapshot(workspace.git, seen.tip)
    if changed := uncommitted(workspace.git, *seen, workspace.config()):
        verb = agreed(len(changed), "is", "are")
        echo(
            say(
                "{parts} {verb} not committed, and not in the pack: it is of commit {tip}.",
                parts=counted(len(changed), "changed file"),
                verb=verb,
                tip=seen.tip[:7],
            ),
            err=True,
        )
    return Sight(seen.tip, there)


def _say(place: Path, wanted: WantedPack, built: BuiltPack, digest: str, only_pages: bool) -> None:
    from isodocs.formats.text.escape import one_line
    from isodocs.words import counted, listed

    documents = len(built.manifest["documents"])
    records = sum(len(each.records) for each in built.chosen.asked)
    files = len(built.sources) + 2
    echo(
        say(
            "Packed {documents} and {records} of commit {commit} into {part}: {files}.",
            documents=counted(documents, "document"),
            records=counted(records, "record"),
            commit=wanted.commit[:7],
            part=one_line(str(place)),
            files=counted(files, "file"),
        )
    )
    if built.manifest["shallow"]:
        echo(
            say(
                "This is a shallow clone: what came into force before it is not seen, and may be "
                "missing in the pack. `git fetch --unshallow` brings the rest."
            )
        )
    for each in built.left_out:
        echo(
            say(
                "Left out: {part}, {why}.",
                part=each.counted,
                why=each.why,
            )
        )
    if built.mentions:
        echo(say("Look at these before you send it: they name documents that stay out."))
        for mention in built.mentions[:_MOST]:
            echo(f"  {mention.file}: {one_line(listed(mention.documents))}")
        if len(built.mentions) > _MOST:
            echo(say("  and {part} more", part=len(built.mentions) - _MOST))
    if built.lacking:
        echo(
            say(
                "{files} could not be taken in; the first page says why.",
                files=counted(len(built.lacking), "file"),
            )
        )
    for found in built.chosen.readiness:
        echo(
            say("Readiness, {standard}: {verdict}.", standard=found.standard, verdict=found.verdict)
        )
    if len(wanted.formats) == 1 and not only_pages:
        echo(say("Copies are pages only; with `pip install 'isodocs[pdf]'` also PDF."))
    echo(say("SHA-256 of its manifest, to give in another way: {digest}", digest=digest))
