"""`isodocs adopt`: how the documents that are here would be read; bringing them into force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from isodocs.commands._clock import now, today
from isodocs.commands._options import Day, format_option, print_report, terminal_width
from isodocs.commands._text import NAME, echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.lifecycle.adopt import Adoption
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

EXAMPLES = (
    "adopt",
    "adopt --format json",
    "adopt --effective 2999-01-04 --dry-run",
    "adopt --baseline --dry-run",
    "adopt --claims --dry-run",
)


@click.command()
@click.argument("paths", type=NAME, nargs=-1)
@click.option("--effective", type=Day(), help="Bring what is here into force from this day.")
@click.option(
    "--baseline", is_flag=True, help="Record the gaps of today; later, drop those that are closed."
)
@click.option("--claims", is_flag=True, help="Claim the clauses that the texts here name.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is part of the approval.")
@click.option("--verbose", is_flag=True, help="With --effective: what changes in each file.")
@format_option("adoption")
@writes(who="Who brings it into force", push=True)
def command(
    write: WritingCommand,
    paths: tuple[str, ...],
    effective: date | None,
    baseline: bool,
    claims: bool,
    reason: str,
    verbose: bool,
    format_name: str,
) -> None:
    """Look at the documents that are here already, and show how isodocs would read them.

    It shows which Markdown files are documents and in which folders, what each field is called here
    with three examples, where the identifiers are, which standards the documents name, and what is
    left out and why. Nothing is written: `isodocs init` begins with just this.

    With --effective, what is in PATHS (files, folders or identifiers; all without any) comes into
    force from that day as it is: each document gets its final form, with the revision that it
    states or the first one, and one statement approves all of them. It says that they are in force
    by adoption. It says nothing about earlier days: who approved a text before is what the old
    system claims, and does not count here. What you may not approve is listed and left out.

    With --baseline, the gaps of today are recorded as those of the first day: `check` then fails
    for new ones only, and says how many of the first day are left. They are gaps all the same, for
    readiness, coverage and packs too. Gaps about approvals and altered texts are never recorded.
    Once recorded, --baseline drops what is closed, and adds nothing.

    With --claims, the clauses that texts in PATHS name together with a standard, in a heading or a
    list of references, are shown with their lines, and written as claims once you agree: look at
    each, as a claim says that the document answers the clause. What a sentence mentions in passing
    is shown and not written. What is approved is left out.
    """
    if verbose and not effective:
        raise click.UsageError(say("{part} belongs to --effective YYYY-MM-DD", part="--verbose"))
    if claims:
        if effective or baseline or reason:
            raise click.UsageError(say("--claims goes with PATHS alone: leave the rest out"))
        _claim(write, paths)
        return
    if baseline:
        if effective or paths or reason:
            raise click.UsageError(say("--baseline is about everything: leave the rest out"))
        _record_gaps(write)
        return
    if effective:
        _bring_into_force(write, paths, effective, reason, verbose=verbose)
        return
    typed = (name for name in ("paths", "reason") if write.ctx.params.get(name))
    if (name := next(typed, "")) or write.commit or write.push:
        raise click.UsageError(
            say("{part} belongs to --effective YYYY-MM-DD", part=name or "--commit")
        )
    _look(write.ctx, format_name)


def _look(ctx: click.Context, format_name: str) -> None:
    """Show what is here; nothing is written."""
    from isodocs.adoption.look import look
    from isodocs.adoption.understood import understood
    from isodocs.lifecycle.start import existing_files, owning_roles
    from isodocs.model.config import PATH
    from isodocs.reports.adoption import AdoptionReport
    from isodocs.repository import systems
    from isodocs.repository.git import Git

    git = Git.discover(ctx.obj.directory)
    git = git.at(systems.folder_of(git, ctx.obj.directory))
    texts, paths = existing_files(git)
    existing = look(texts, today(), paths)
    begun = (git.root / PATH).is_file()
    roles = owning_roles(existing, ())
    fields = understood(existing.read, existing.config)
    report = AdoptionReport(existing, fields, roles, begun, width=terminal_width())
    print_report(report, format_name)


def _record_gaps(write: WritingCommand) -> None:
    """Record the gaps of the first day, or drop those that are closed."""
    from isodocs.commands._open import open_today
    from isodocs.lifecycle.record_baseline import plan_baseline

    workspace, register = open_today(write.ctx)
    write.record(workspace, plan_baseline(register))


def _claim(write: WritingCommand, paths: tuple[str, ...]) -> None:
    """Show the clauses that texts name, ask once, and write them as claims."""
    from isodocs.commands._open import open_today
    from isodocs.commands._show_together import show_left, show_mentions
    from isodocs.commands._typed_paths import in_repository
    from isodocs.lifecycle.claim_mentions import claim_mentions

    workspace, register = open_today(write.ctx)
    places = [in_repository(workspace, write.ctx.obj.directory, path) for path in paths]
    found = claim_mentions(workspace, register, places)
    show_mentions(found.claims, say("Claims that the texts suggest:"))
    show_mentions(found.in_passing, say("Mentioned in passing, and not written:"))
    show_left(found.left)
    if not found.claims:
        echo(say("There is nothing here to claim."))
        return
    question = say("Does each of these documents answer the clauses named?")
    write.record(workspace, found.plan, question=question, brief=True)


def _bring_into_force(
    write: WritingCommand, paths: tuple[str, ...], effective: date, reason: str, *, verbose: bool
) -> None:
    """List what comes into force, ask once, and record it."""
    from isodocs.commands._open import open_today
    from isodocs.commands._show_together import show_left, show_texts
    from isodocs.commands._typed_paths import in_repository
    from isodocs.lifecycle.adopt import adopt
    from isodocs.lifecycle.decision import Act
    from isodocs.statements.seal import SignaturePurpose

    workspace, register = open_today(write.ctx)
    by = write.signatory(workspace, register)
    places = [in_repository(workspace, write.ctx.obj.directory, path) for path in paths]
    act = Act(by.person, now(), reason, key=by.fingerprint)
    found = adopt(workspace, register, places, effective, act)
    if found.documents:
        show_texts(
            found.documents, say("In force from {effective} by adoption:", effective=effective)
        )
    _say_what_else(workspace, register, found)
    show_left(found.left)
    if not found.documents:
        echo(say("There is nothing here to bring into force."))
        return
    approval = SignaturePurpose.APPROVAL
    write.decide(workspace, register, found.plan, by, approval, brief=not verbose)


def _say_what_else(workspace: Workspace, register: Register, found: Adoption) -> None:
    """What counts and what does not: claims of the old system, people who must still approve."""
    from isodocs.checking.enforcement import protects
    from isodocs.formats.text.layout import wrapped
    from isodocs.repository import refs
    from isodocs.words import agreed, counted

    said = []
    if found.in_force:
        has = agreed(found.in_force, "is", "are")
        said.append(
            say(
                "{documents} {has} approved here already.",
                documents=counted(found.in_force, "document"),
                has=has,
            )
        )
    if found.claims:
        names = ", ".join(dict.fromkeys(document.approved_by for document in found.claims))
        count = counted(len(found.claims), "text")
        said.append(
            say(
                "{count} {verb} who approved it before: {names}. These are claims of "
                "the old system. They stay in the text and prove nothing.",
                count=count,
                verb=agreed(len(found.claims), "names", "name"),
                names=names,
            )
        )
    if found.otherwise:
        labels = ", ".join(document.id for document in found.otherwise)
        count = counted(len(found.otherwise), "text")
        verb = agreed(len(found.otherwise), "says", "say")
        said.append(
            say(
                "{count} still {verb} at the top another revision, status or day than "
                "the final form: {labels}. The final form counts; the next revision "
                "can take the rest out.",
                count=count,
                verb=verb,
                labels=labels,
            )
        )
    if found.awaiting:
        count = counted(len(found.awaiting), "document")
        more = say(
            "{count} {verb} more people to approve.",
            count=count,
            verb=agreed(len(found.awaiting), "needs", "need"),
        )
        branch = refs.current_branch(workspace.git) or ""
        if protects(register.config, branch):
            more += say(
                " {branch} is protected, so begin a branch first: "
                "`git switch -c adoption`. The others run `isodocs approve --all` "
                "there before it is merged.",
                branch=branch,
            )
        said.append(more)
    for text in said:
        for line in wrapped(text, terminal_width(), "  ", ""):
            echo(line)
