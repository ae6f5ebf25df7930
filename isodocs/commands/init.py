"""`isodocs init`: start document control in a repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from isodocs.commands._carry_out import carry_out_and_report, finish_interrupted
from isodocs.commands._first_register import first_register_options, sign_register
from isodocs.commands._signing_keys import own_key
from isodocs.commands._text import echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.dataclass import replace
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.adoption.look import Existing
    from isodocs.lifecycle.plan import Plan
    from isodocs.model.authority import Person
    from isodocs.model.commit import Signature
    from isodocs.repository.git import Git

EXAMPLES = (
    'init --organisation "Hartwell Precision"',
    'init --start iso-9001 --size small --organisation "Hartwell Precision"',
)


_INTEGRATED = "integrated"
_TOGETHER = "iso-9001,iso-14001,iso-45001"
"""What most people mean by an integrated system: quality, environment, health and safety."""


def complete_family(
    ctx: click.Context, param: click.Parameter | None, typed: str
) -> list[CompletionItem]:
    """The standards that there are templates for, whose name begins as typed."""
    from isodocs.lifecycle.starter_set import families
    from isodocs.standards.editions import name_of_family

    sets = {**{family: name_of_family(family) for family in families()}, _INTEGRATED: _TOGETHER}
    return [
        CompletionItem(name, help=about)
        for name, about in sets.items()
        if name.startswith(typed.casefold())
    ]


@click.command()
@click.option(
    "--organisation",
    default="",
    metavar="NAME",
    help="The organisation whose management system it is.",
)
@click.option(
    "--standard",
    "standards",
    multiple=True,
    metavar="ID",
    help="A standard to check against; may be given several times. Without it: ISO 9001, in the "
    "newest edition that has been out for a year.",
)
@click.option(
    "--start",
    "started",
    multiple=True,
    metavar="ID",
    shell_complete=complete_family,
    help="Begin with templates for a standard: documents to fill in and tables for records; "
    "several times, or 'integrated' (ISO 9001, 14001 and 45001), for an integrated system. "
    "iso-9001 takes the edition to begin with.",
)
@click.option(
    "--size",
    type=click.Choice(["small", "normal"]),
    help="With --start: one manual with chapters for up to 20 people (small), or a procedure for "
    "each process (normal, which it is without this).",
)
@click.option(
    "--language",
    metavar="TAG",
    help="With --start: the language of the templates, en (which it is without this) or de.",
)
@first_register_options
@writes()
def command(
    write: WritingCommand,
    organisation: str,
    standards: tuple[str, ...],
    started: tuple[str, ...],
    size: str | None,
    language: str | None,
    persons: tuple[str, ...],
    sign: bool,
    key: Path | None,
    domain: str,
) -> None:
    """Write isodocs.yaml, the first authority register and .gitattributes.

    With --start also documents and tables for records that the standard asks for, as templates in
    our own words, which are yours to keep and change. What must be filled in is in [brackets], and
    is a gap of its owner until it is.

    With --sign the first person's key goes into the register, which they sign as its owner, and
    approvals count only with a signature. Without it approvals are recorded: later changes are
    detected, the approver's identity is not proven. `isodocs authority` can change that later.

    A single person holds every role and may approve their own texts, which the register shows. With
    several people, each approves what another wrote. Documents that are here already keep their
    field names: they are recognised and written down as a mapping. Starts a Git repository where
    there is none.
    """
    from isodocs.adoption.look import look
    from isodocs.commands._clock import today
    from isodocs.commands._find_standard import find_standard
    from isodocs.lifecycle.start import existing_files, people, start
    from isodocs.lifecycle.starter_set import starter_set
    from isodocs.model.own_maps import NONE
    from isodocs.repository import systems, writer
    from isodocs.workspace import Workspace

    templates = tuple(dict.fromkeys(id for typed in started for id in _editions(typed)))
    if not templates and (started or size or language):
        raise click.UsageError(
            say("name the standard to begin with: --start iso-9001, with --size small or normal")
        )
    named = (find_standard(typed, NONE).id for typed in standards)
    chosen = tuple(dict.fromkeys((*templates, *named)))
    with _repository(write.ctx) as (git, exists):
        texts, paths = existing_files(git)
        existing = look(texts, today(), paths)
        if language:
            habits = replace(existing.habits, language=language)
            existing = existing._replace(habits=habits)
        # What is measured against a standard that was guessed would look like one that was found.
        begun = () if chosen or existing.candidates.paths else (_first(),)
        standards = chosen or existing.standards or begun
        about = (
            *_replaced(standards),
            *(said for standard in begun for said in _begun(standard)),
            *_named(existing, standards),
            *_left_open(existing, standards),
            *_open_days(existing),
        )
        me = writer.identity(git)
        everyone = people(persons or (f"{me.name} <{me.email}>",))
        mine = own_key(git, key) if sign or key else None
        plan = start(
            git,
            organisation=organisation,
            standards=standards,
            persons=everyone,
            existing=existing,
            begin_with=starter_set(
                templates,
                size=size or "normal",
                organisation=organisation,
                language=language or "en",
            )
            if templates
            else None,
            key=mine.public.line if mine else "",
            domain=domain,
        )
        place = (
            say("{shown} of", shown=systems.shown(git.folder)) if git.folder else say("the root of")
        )
        echo(
            say("In {place} the repository {top}:", place=place, top=git.top)
            if exists
            else say("In {top}:", top=git.top)
        )

        def into_new_repository(signed: Plan) -> None:
            with _started(git.top) as made:
                carry_out_and_report(write.ctx, Workspace(made), signed, commit=write.commit)

        write.record(
            Workspace(git),
            plan,
            notes=(*_who_is_here(me, everyone), *about),
            sign=lambda shown: sign_register(shown, mine, everyone, domain),
            into=None if exists else into_new_repository,
        )


@contextmanager
def _repository(ctx: click.Context) -> Iterator[tuple[Git, bool]]:
    """The repository around the folder, or the one it would be, and whether it is there.

    It is looked at in this folder alone, which may be one of a larger repository. Nothing is made
    before it is clear that document control can begin.
    """
    from isodocs.errors import NotARepositoryError
    from isodocs.repository import systems
    from isodocs.repository.git import Git
    from isodocs.workspace import Workspace

    directory: Path = ctx.obj.directory
    try:
        git = Git.discover(directory)
    except NotARepositoryError:
        pass
    else:
        git = git.at(systems.folder_of(git, directory))
        if not git.is_bare:
            finish_interrupted(ctx, Workspace(git))
        yield git, True
        return
    with Git.imagined(directory) as git:
        yield git, False


@contextmanager
def _started(directory: Path) -> Iterator[Git]:
    """A new repository there, which goes again when nothing could be written into it."""
    import shutil

    from isodocs.errors import IsodocsError
    from isodocs.repository import writer

    git = writer.create(directory)
    try:
        yield git
    except IsodocsError:
        shutil.rmtree(git.directory, ignore_errors=True)
        raise
    echo(say("Started a Git repository in {top}.", top=git.top))


def _editions(typed: str) -> Iterator[str]:
    """The editions that `--start` names: `iso-9001`, `9001,14001`, `integrated`, or by an id."""
    from isodocs.commands._clock import today
    from isodocs.commands._find_standard import find_standard
    from isodocs.lifecycle.starter_set import families
    from isodocs.model.own_maps import NONE
    from isodocs.standards.editions import to_begin_with
    from isodocs.standards.load import available

    typed = _TOGETHER if typed.strip().casefold() == _INTEGRATED else typed
    for name in filter(None, (part.strip() for part in typed.split(","))):
        word = name.casefold().replace(" ", "-").replace("/iec", "")
        family = word if word.startswith("iso-") else f"iso-{word.removeprefix('iso')}"
        if family in families():
            yield to_begin_with(family, available(), today())
        else:
            yield find_standard(name, NONE).id


def _first() -> str:
    """The standard to begin with where neither anyone nor any document names one."""
    from isodocs.commands._clock import today
    from isodocs.standards.editions import to_begin_with
    from isodocs.standards.load import available

    return to_begin_with("iso-9001", available(), today())


def _named(existing: Existing, standards: Sequence[str]) -> Iterator[str]:
    """What the documents that are there say of standards."""
    from isodocs.standards.editions import name_of
    from isodocs.words import agreed, counted

    for id, count in existing.habits.standards.items():
        name, verb = name_of(id), agreed(count, "names", "name")
        if id in standards:
            yield say(
                "  {documents} of {documents_2} {verb} {name}.",
                documents=counted(count, "document"),
                documents_2=existing.documents,
                verb=verb,
                name=name,
            )
        else:
            yield (
                say(
                    "  {documents} {verb} {name}, which is not in 'standards:'; to "
                    "begin\n  with it: `isodocs init --standard {id}`.",
                    documents=counted(count, "document"),
                    verb=verb,
                    name=name,
                    id=id,
                )
            )


def _left_open(existing: Existing, standards: Sequence[str]) -> Iterator[str]:
    """That no standard was found, and which files beside documents are not read."""
    from isodocs.reports.adoption import no_standard, other_files

    if not standards:
        yield f"  {no_standard()}"
    if existing.others:
        yield f"  {other_files(existing.others)}"


def _open_days(existing: Existing) -> Iterator[str]:
    """That days may be read in two ways, where the documents do not show which is meant."""
    from isodocs.formats.text.escape import one_line
    from isodocs.words import listed

    if days := existing.habits.open_days:
        shown = one_line(listed(days, most=3))
        if existing.habits.dates is None:
            yield (
                say(
                    "  Which number is the month in {shown}? Write it in isodocs.yaml: "
                    "`dates: day-first`\n  or `dates: month-first`.",
                    shown=shown,
                )
            )


def _begun(standard: str) -> Iterator[str]:
    """The edition that could be begun with as well, where none was named."""
    from isodocs.commands._clock import today
    from isodocs.standards.editions import day_in_words, editions, predecessors
    from isodocs.standards.load import available

    next_one = editions()[standard].successor
    if next_one in available():
        name = editions()[next_one].name
        yield say(
            "  To work to {name} instead, write 'standards: [{next_one}]' in isodocs.yaml.",
            name=name,
            next_one=next_one,
        )
    for before in predecessors(standard)[:1]:
        left = before.days_left(today())
        if before.ends and left is not None and left >= 0:
            yield (
                say(
                    "  It begins with {name}, the edition in force. Certificates to "
                    "{name_2} end\n  {when}; to work to that one, write 'standards: "
                    "[{id}]' in isodocs.yaml.",
                    name=editions()[standard].name,
                    name_2=before.name,
                    when=day_in_words(before.ends),
                    id=before.id,
                )
            )


def _replaced(standards: Sequence[str]) -> Iterator[str]:
    """The standards that another edition has replaced: until when they do, and what then."""
    from isodocs.commands._clock import today
    from isodocs.standards.edition_words import replaced_how, way
    from isodocs.standards.editions import editions
    from isodocs.standards.load import available

    for edition in (editions()[id] for id in standards if id in editions()):
        if said := replaced_how(edition, today()):
            yield say(
                "  {name} was {said}.\n  {way}",
                name=edition.name,
                said=said,
                way=way(edition, available()),
            )


def _who_is_here(me: Signature, everyone: Sequence[Person]) -> Iterator[str]:
    """Who is at the keyboard, if none of the people: these would then wait for each other."""
    from isodocs.formats.text.escape import one_line

    if any(me.email.casefold() in person.emails for person in everyone):
        return
    yield (
        say(
            "  Git says that you are {name} <{email}>, not one of these people: any "
            "of\n  them can approve what you write, and decisions need --as. If you "
            "are one of them, use\n  that person's address: git config user.email "
            "{emails}",
            name=one_line(me.name),
            email=one_line(me.email),
            emails=everyone[0].emails[0],
        )
    )
