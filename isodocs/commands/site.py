"""`isodocs site`: the documents in force for those who work by them."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import on_option, rev_option, up_to_option, view_of, workspace_of
from isodocs.commands._text import echo
from isodocs.named_tuple import NamedTuple
from isodocs.words import joined, say, translated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from isodocs.errors import IsodocsError
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.site.build import Built
    from isodocs.site.content import WantedSite
    from isodocs.workspace import Sight, Workspace

EXAMPLES = ("site ~/site", "site ~/site --up-to internal")
REMEMBERED_WITH_FOLDER = True


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--without-redlines",
    is_flag=True,
    help="Leave out what changed since the revision before: no superseded text is in DIR then.",
)
@up_to_option
@rev_option
@on_option
@click.pass_context
def command(
    ctx: click.Context,
    directory: Path,
    without_redlines: bool,
    up_to: str,
    rev: str,
    on: date,
) -> None:
    """Write a reading site to DIR: the documents in force, to search and to read.

    Open DIR/index.html by double click, also on a file share: it needs no server and no network.
    No draft is in it, nothing obsolete, and superseded words only where they are struck out. Only
    pages that differ are made again; DIR is replaced as a whole.
    """
    from isodocs.commands._copies import allowed, by_level, refuse_what_is_unclear, theme_of
    from isodocs.commands._find_level import find_level
    from isodocs.copies import publication
    from isodocs.site.build import build

    workspace = workspace_of(ctx)
    view = view_of(ctx, on, rev=rev)
    sight = workspace.see(view)
    register = workspace.register(view, sight=sight)
    refuse_what_is_unclear(register)
    in_force = [(entry, entry.in_force.document) for entry in register if entry.in_force]
    level = find_level(register, up_to)
    site = _Site(workspace, register, sight, level)
    texts = list(allowed(register, in_force, level))
    wanted = site.wanted(texts, len(in_force) - len(texts), redlines=not without_redlines)
    theme = theme_of(sight.snapshot, register.config)
    target = ctx.obj.directory / directory
    calendar, without = _calendar(wanted)
    built = build(wanted, theme, target, calendar)
    levels_said = tuple(by_level(register, texts, wanted.closed, level))
    said, next_time = (
        joined("\n", (_said(directory, wanted, done), *levels_said, *without))
        for done in (built, built.again)
    )
    echo(said)
    if ctx.obj.call:
        holds = partial(publication.holds, target, built.sums)
        ctx.obj.call.wrote(str(target), f"{translated(next_time)}\n", holds)


def _said(directory: Path, wanted: WantedSite, done: Built) -> str:
    """What was done."""
    from isodocs.formats.text.escape import one_line
    from isodocs.words import counted

    texts = len(wanted.documents)
    number = sum(not each.is_translation for each in wanted.documents)
    documents = counted(number, "document")
    documents += say(" in {texts}", texts=counted(texts, "text")) if texts != number else ""
    return say(
        "Wrote a site of {documents} to {part}: {made} made, {kept} as before. Open index.html.",
        documents=documents,
        part=one_line(str(directory)),
        made=done.made,
        kept=done.kept,
    )


class _Site(NamedTuple):
    """Where a site comes from, and the level up to which documents are in it."""

    workspace: Workspace
    register: Register
    sight: Sight
    level: str

    def wanted(
        self, texts: Sequence[tuple[Entry, Document]], closed: int, *, redlines: bool
    ) -> WantedSite:
        """The site of these texts, which are in force."""
        from isodocs.commands._copies import wanted_copies, with_history_up_to
        from isodocs.copies.make import CopyFormat
        from isodocs.copies.wording import Wording
        from isodocs.site import collect
        from isodocs.site.content import WantedSite

        register = self.register
        html = [CopyFormat.HTML]
        wanted = wanted_copies(self.workspace, self.sight, register, texts, html, None)
        copies = [
            with_history_up_to(register, copy, self.level) if self.level else copy
            for copy in wanted.copies
        ]
        wording = Wording(wanted.language)
        former = self._former(texts) if redlines else {}
        return WantedSite(
            copies=wanted._replace(copies=copies),
            documents=collect.documents(register, copies, former),
            lately=collect.lately(register, copies, self._may_see),
            ways=collect.ways(register, copies, wording),
            known=tuple(collect.known_copies(register, [copy.id for copy in copies])),
            up_to=self.level,
            closed=closed,
        )

    def _former(self, texts: Sequence[tuple[Entry, Document]]) -> dict[str, ControlledCopy]:
        """The texts that these superseded, as far as readers of the site may see them.

        One of which something is missing by now is left out: it is there to compare with.
        """
        from isodocs.commands._copies import allowed, copies_of
        from isodocs.site.collect import former_of

        before = [(entry, status.document) for entry, _ in texts if (status := former_of(entry))]
        seen = list(allowed(self.register, before, self.level))
        missing: dict[str, IsodocsError] = {}
        at = (self.workspace, self.register, self.sight.snapshot)
        return {copy.id: copy for copy in copies_of(*at, seen, missing, text_alone=True)}

    def _may_see(self, document: Document) -> bool:
        levels = self.register.config.classification
        return not self.level or levels.allows(document.classification, self.level)


def _calendar(wanted: WantedSite) -> tuple[str, tuple[str, ...]]:
    """The calendar as a file, or why there is none: the library for it may not be installed."""
    from isodocs.copies.wording import Wording
    from isodocs.errors import IsodocsError
    from isodocs.formats import ics
    from isodocs.site.feeds import DaysAhead

    copies = wanted.copies
    wording = Wording(copies.language)
    days = DaysAhead(wanted.documents, copies.organisation, copies.on, wording)
    try:
        return ics.write(days), ()
    except IsodocsError as error:
        return "", (
            say("It has no calendar of what is due: {error}. {hint}", error=error, hint=error.hint),
        )
