"""`isodocs publish`: controlled copies to read and to print."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._find_document import complete_document
from isodocs.commands._options import on_option, rev_option, up_to_option, view_of, workspace_of
from isodocs.commands._text import NAME, echo
from isodocs.words import joined, say, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from isodocs.copies.publish import Published
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Sight, Workspace

EXAMPLES = (
    "publish ~/copies",
    "publish ~/copies --html",
    "publish ~/for-customers --html --up-to public",
    "publish ~/drafts --current-file SOP-007",
)
REMEMBERED_WITH_FOLDER = True


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument(
    "documents", metavar="[DOCUMENT]...", type=NAME, nargs=-1, shell_complete=complete_document
)
@click.option("--html", "formats", flag_value="html", multiple=True, help="Only pages.")
@click.option("--pdf", "formats", flag_value="pdf", multiple=True, help="Only PDF.")
@click.option(
    "--current-file",
    "as_in_file",
    is_flag=True,
    help="The documents' files as they are, in force or not; what is not is marked.",
)
@click.option(
    "--for-holders",
    "for_holders",
    is_flag=True,
    help="A numbered PDF for each holder of a printed copy, as records/distribution says.",
)
@up_to_option
@rev_option
@on_option
@click.pass_context
def command(
    ctx: click.Context,
    directory: Path,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    as_in_file: bool,
    for_holders: bool,
    up_to: str,
    rev: str,
    on: date,
) -> None:
    """Publish the documents in force to DIR, as pages and PDF, with a master list.

    Each copy says on every page what it is: identifier, revision, who approved it, and a code by
    which `isodocs verify-copy` says whether it still counts. The text and its pictures are those
    that were approved. A copy that is as before is not made again; DIR is replaced as a whole.
    With --for-holders each copy has its number and its holder on every page.
    """
    from isodocs.commands._copies import (
        allowed,
        by_level,
        refuse_what_is_unclear,
        theme_of,
        wanted_copies,
        with_history_up_to,
    )
    from isodocs.commands._find_level import find_level
    from isodocs.commands._holders import numbered, to_exchange
    from isodocs.copies.make import CopyFormat
    from isodocs.copies.publish import publish

    if for_holders and (as_in_file or "html" in formats):
        raise click.UsageError(say("--for-holders is for what is in force, and makes PDF"))
    workspace = workspace_of(ctx)
    view = view_of(ctx, on, rev=rev)
    sight = workspace.see(view)
    register = workspace.register(view, sight=sight)
    sight = workspace.seen(sight)
    refuse_what_is_unclear(register)
    if ctx.obj.call and not (documents or as_in_file or for_holders or up_to):
        _publish_all(ctx, workspace, sight, register, directory, formats)
        return
    chosen = list(_chosen(register, documents, as_in_file))
    level = find_level(register, up_to)
    texts = list(allowed(register, chosen, level))
    theme = theme_of(sight.snapshot, register.config)
    chosen_formats = [CopyFormat(name) for name in dict.fromkeys(formats)] or list(CopyFormat)
    wanted = wanted_copies(workspace, sight, register, texts, chosen_formats, None)
    copies: Sequence[ControlledCopy] = wanted.copies
    if level:
        copies = [with_history_up_to(register, copy, level) for copy in copies]
    former = list(to_exchange(register, copies)) if for_holders else []
    wanted = wanted._replace(copies=copies)
    if for_holders:  # on paper, no link leads anywhere
        copies = numbered(register, copies)
        wanted = wanted._replace(copies=copies, formats=[CopyFormat.PDF], documents={})
    target = ctx.obj.directory / directory
    published = publish(wanted, theme, target)
    levels_said = tuple(by_level(register, texts, len(chosen) - len(texts), level))
    left = 0 if as_in_file or documents else _waiting(register, {e.id for e, _ in chosen})
    sentences: Callable[[Published], Iterator[str]]
    if for_holders:
        sentences = partial(_said_of_holders, directory, copies, former)
    else:
        sentences = partial(_said, directory, len(copies), as_in_file, left)
    said, next_time = (
        joined("\n", (*sentences(done), *levels_said)) for done in (published, published.again)
    )
    echo(said)
    _wrote(ctx, target, published, next_time)


def _publish_all(
    ctx: click.Context,
    workspace: Workspace,
    sight: Sight,
    register: Register,
    directory: Path,
    formats: Sequence[str],
) -> None:
    """Publish all that is in force, of which copies that are as before are known in brief."""
    from isodocs.commands._copies import above_usual, by_level, theme_of
    from isodocs.copies.make import CopyFormat
    from isodocs.copies.publish import is_plain_name, publish
    from isodocs.packs.kept_copies import KeptCopies
    from isodocs.packs.texts import by_name, wanted_of

    kept = KeptCopies(ctx.obj.call, workspace, sight, register)
    found = kept.in_force()
    documents_at = by_name((each.brief.copy.id, each.paths) for each in found)
    briefs = {each.brief.copy.id: each.brief for each in found}
    copies = [brief.copy for brief in briefs.values()]
    if not all(map(is_plain_name, documents_at)):
        copies, briefs = list(kept.whole(list(briefs)).values()), {}
    chosen = [CopyFormat(name) for name in dict.fromkeys(formats)] or list(CopyFormat)
    wanted = wanted_of(sight, register, copies, chosen, documents_at)
    target = ctx.obj.directory / directory
    theme = theme_of(sight.snapshot, register.config)
    as_made = ctx.obj.call.is_as_written
    done = publish(wanted, theme, target, briefs=briefs, fill=kept.whole, is_as_made=as_made)
    left = _waiting(register, {copy.id for copy in copies})
    levels = register.config.classification
    if any(each.includes for each in found):
        texts = [(entry, entry.in_force.document) for entry in register if entry.in_force]
        levels_said = tuple(by_level(register, texts, 0, ""))
    else:
        above = sum(not levels.allows(each.level, levels.usual) for each in found)
        levels_said = tuple(above_usual(levels.usual, above))
    said, next_time = (
        joined("\n", (*_said(directory, len(copies), False, left, each), *levels_said))
        for each in (done, done.again)
    )
    echo(said)
    ctx.obj.call.keep_also(kept.keep)
    _wrote(ctx, target, done, next_time)


def _wrote(ctx: click.Context, target: Path, done: Published, next_time: str) -> None:
    from isodocs.copies import publication

    if ctx.obj.call:
        holds = partial(publication.holds, target, done.sums, done.looks)
        ctx.obj.call.wrote(str(target), f"{translated(next_time)}\n", holds)


def _chosen(
    register: Register, typed: Sequence[str], as_in_file: bool
) -> Iterator[tuple[Entry, Document]]:
    """The texts to publish: those in force, or the files as they are."""
    from isodocs.commands._find_document import find_document
    from isodocs.errors import IsodocsError

    entries = [find_document(register, name) for name in typed] or list(register)
    for entry in {entry.id: entry for entry in entries}.values():
        if as_in_file:
            yield from ((entry, document) for document in entry.current[:1])
        elif entry.in_force:
            yield entry, entry.in_force.document
        elif typed:
            raise IsodocsError(
                say(
                    "no revision of {id} is in force: it is {state}", id=entry.id, state=entry.state
                ),
                hint=say("With --current-file its file is published as it is, and marked."),
            )


def _waiting(register: Register, published: Collection[str]) -> int:
    """How many documents of today are not published; those of the past have no file."""
    others = (id for id in register.entries if id not in published)
    return sum(bool(register.entries[id].current) for id in others)


def _said(
    directory: Path, copies: int, as_in_file: bool, left: int, done: Published
) -> Iterator[str]:
    """What was done, line by line; `left` is how many documents are not in force."""
    from isodocs.formats.text.escape import one_line
    from isodocs.words import agreed, counted

    in_force = "" if as_in_file else say(" in force")
    yield (
        say(
            "Published {documents}{in_force} to {part}: {files} made, {kept} as before.",
            documents=counted(copies, "document"),
            in_force=in_force,
            part=one_line(str(directory)),
            files=counted(done.made, "file"),
            kept=done.kept,
        )
    )
    if left:
        verb = agreed(left, "is", "are")
        yield say(
            "{documents} {verb} not in force and {verb} left out.",
            documents=counted(left, "document"),
            verb=verb,
        )
    yield from _missing(done)


def _said_of_holders(
    directory: Path, copies: Sequence[ControlledCopy], former: Sequence[str], done: Published
) -> Iterator[str]:
    from isodocs.formats.text.escape import one_line
    from isodocs.words import counted

    number = counted(len(copies), "numbered copy")
    of = counted(len({copy.id for copy in copies}), "document")
    yield (
        say(
            "Published {number} of {of} to {part}: {files} made, {kept} as before.",
            number=number,
            of=of,
            part=one_line(str(directory)),
            files=counted(done.made, "file"),
            kept=done.kept,
        )
    )
    if former:
        yield say("Copies of other revisions are still out:")
        yield from (f"  {one_line(line)}" for line in former)
        yield say("Enter in records/distribution who gets the new revision, and what came back.")
    yield from _missing(done)


def _missing(done: Published) -> Iterator[str]:
    from isodocs.formats.text.escape import one_line
    from isodocs.words import listed

    for name, characters in done.missing.items():
        yield (
            say(
                "{name}: no font has {part}; the numbers of these characters are printed instead.",
                name=one_line(name),
                part=" ".join(map(one_line, characters)),
            )
        )
    for name, targets in done.not_shown.items():
        yield say(
            "{name}: warning: this copy cannot show {targets}, and says so. Put each picture into "
            "the repository as a file that the document shows, and a picture that a drawing (SVG) "
            "links into the drawing itself.",
            name=one_line(name),
            targets=listed(map(one_line, targets), most=5),
        )
