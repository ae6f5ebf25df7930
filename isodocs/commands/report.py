"""`isodocs report`: the reports as pages."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import on_option, rev_option, view_of, workspace_of
from isodocs.commands._text import echo
from isodocs.commands.readiness import PURPOSES
from isodocs.words import joined, say, translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from isodocs.copies.publication import PublishedFile
    from isodocs.formats import WithPage
    from isodocs.model.page import Page, PageText, Part
    from isodocs.model.register import Register
    from isodocs.workspace import View, Workspace

EXAMPLES = ("report ~/reports", "report ~/reports --for surveillance")
REMEMBERED_WITH_FOLDER = True
_KINDS = tuple(purpose for purpose in PURPOSES if purpose != "transition")


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--for",
    "purpose",
    type=click.Choice(_KINDS),
    default="internal",
    show_default=True,
    help="The audit whose readiness is shown.",
)
@rev_option
@on_option
@click.pass_context
def command(ctx: click.Context, directory: Path, purpose: str, rev: str, on: date) -> None:
    """Write the reports to DIR as pages, each complete in itself, and a page that leads to them.

    They are readiness for an audit, the master document register, clauses by documents, the data
    for the next management review, corrective actions by age, the training matrix, the
    certification cycle, the checklist of the next audit of the programme, the report of the last
    audit, and the audit trail. They need neither a network nor a script, so they can be mailed and
    kept.
    """
    from isodocs.copies import publication
    from isodocs.formats.text.escape import one_line
    from isodocs.model.audit import AuditKind
    from isodocs.reports.of_register import reports_of

    workspace, view = workspace_of(ctx), view_of(ctx, on, rev=rev)
    register = workspace.register(view)
    target = ctx.obj.directory / directory
    publication.earlier(target, publication.PAGES)
    reports = (*reports_of(register, AuditKind(purpose)), *_more(workspace, view, register))
    pages = {name: report.page() for name, report in reports}
    with publication.replaced(target, publication.PAGES) as folder:
        files = [_put(folder, name, page) for name, page in pages.items()]
        files.append(_put(folder, "index", _index(register, pages)))
        said = {
            "organisation": register.config.organisation,
            "on": on.isoformat(),
            "source": register.source,
        }
        sums = publication.seal(folder, publication.PAGES, files, said)
    done = say(
        "Wrote {number} reports to {directory}: open index.html.",
        number=len(pages),
        directory=one_line(str(directory)),
    )
    echo(translated(done))
    if ctx.obj.call:
        holds = partial(publication.holds, target, sums)
        ctx.obj.call.wrote(str(target), f"{translated(done)}\n", holds)


def _more(workspace: Workspace, view: View, register: Register) -> Iterator[tuple[str, WithPage]]:
    """Those that rest on more than the register, or are about one audit."""
    from isodocs.assess.audits import carried_out, internal_audits, programme
    from isodocs.commands._find_audit import story_of
    from isodocs.dossier.audit_checklist import checklist_of
    from isodocs.dossier.audit_report import audit_facts
    from isodocs.reports.audit_checklist import AuditChecklistReport
    from isodocs.reports.audit_report import AuditReportReport
    from isodocs.reports.audit_trail import AuditTrailReport
    from isodocs.trail.assemble import trail

    open_ = [line for line in programme(register) if carried_out(register, line) is None]
    if line := min(open_, key=lambda line: str(line.day("due")), default=None):
        checklist = checklist_of(register, line)
        yield "audit-checklist", AuditChecklistReport(register, checklist)
    held = [audit for audit in internal_audits(register) if audit.done("finished", register.on)]
    if audit := max(held, key=lambda audit: str(audit.day("finished")), default=None):
        facts = audit_facts(register, audit, story_of(workspace, audit))
        yield "audit-report", AuditReportReport(register, facts)
    whole = trail(register, *workspace.commits(view), workspace.contents)
    yield "audit-trail", AuditTrailReport(register, whole)


def _index(register: Register, pages: dict[str, Page]) -> Page:
    """The page that leads to the others, with the verdict of each that has one."""
    from isodocs.model.page import Page, PagePoint, PageText, Points
    from isodocs.reports import heading

    points = tuple(
        PagePoint(PageText(page.title, to=f"{name}.html"), tuple(_verdicts(page.parts)))
        for name, page in pages.items()
    )
    source = heading.source(register)
    return Page(say("Reports"), register.config.organisation, source, (Points(points),))


def _verdicts(parts: Sequence[Part]) -> Iterator[PageText]:
    from isodocs.model.page import Chapter, PageText, Verdict

    for part in parts:
        if isinstance(part, Verdict):
            yield PageText(part.answer, part.tone)
        elif isinstance(part, Chapter):
            for said in _verdicts(part.parts):
                yield PageText(joined(": ", (part.title, said.text)), said.tone)


def _put(folder: Path, name: str, page: Page) -> PublishedFile:
    from isodocs.copies import publication
    from isodocs.formats.html.draw import draw

    return publication.put(folder, f"{name}.html", draw(page).encode())
