"""`isodocs init`: begin document control in a repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._signing_keys import own_key
from isodocs.commands._write import carry_out, finish_interrupted, show, writing_options

if TYPE_CHECKING:
    from isodocs.model.authority import Person
    from isodocs.model.commit import Signature
    from isodocs.repository.git import Git

EXAMPLES = ('init --organisation "Hartwell Precision"',)


@click.command()
@click.option("--organisation", default="", metavar="NAME", help="Whose management system it is.")
@click.option(
    "--standard",
    "standards",
    multiple=True,
    default=("iso-9001-2015",),
    show_default=True,
    metavar="ID",
    help="A standard to check against; may be given several times.",
)
@click.option(
    "--person",
    "persons",
    multiple=True,
    metavar='"NAME <EMAIL>"',
    help="Who takes part; several times for several people. Without it, you, as Git knows you.",
)
@click.option(
    "--sign", is_flag=True, help="Sign approvals, with the SSH key you use for Git or another."
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The SSH key to sign with (its .pub file); implies --sign.",
)
@click.option(
    "--domain",
    default="",
    metavar="DOMAIN",
    help="Your domain, part of every signature; else that of the first person's address.",
)
@writing_options
@click.pass_context
def command(
    ctx: click.Context,
    organisation: str,
    standards: tuple[str, ...],
    persons: tuple[str, ...],
    sign: bool,
    key: Path | None,
    domain: str,
    dry_run: bool,
    commit: bool,
) -> None:
    """Write isodocs.yaml, the first authority register and .gitattributes.

    With --sign the first person's key goes into the register, which they sign as its owner, and
    approvals count only with a signature. Without it approvals are recorded: any later change
    shows, who typed them is not proven. `isodocs authority` changes that later.

    One person alone holds every role and may approve their own texts, which the register shows.
    Of several people, each approves what another wrote. Documents that are here already keep their
    field names: they are recognised and written down as a mapping. Starts a Git repository where
    there is none.
    """
    from isodocs.lifecycle.sealing import seal_register
    from isodocs.lifecycle.start import domain_of, people, start
    from isodocs.repository import systems, writer
    from isodocs.standards.load import load
    from isodocs.workspace import Workspace

    for standard in standards:
        load(standard)
    with _repository(ctx) as (git, exists):
        me = writer.identity(git)
        everybody = people(persons or (f"{me.name} <{me.email}>",))
        mine = own_key(git, key) if sign or key else None
        plan = start(
            git,
            organisation=organisation,
            standards=standards,
            persons=everybody,
            key=mine.public.line if mine else "",
            domain=domain,
        )
        place = f"{systems.shown(git.folder)} of" if git.folder else "the root of"
        click.echo(f"In {place} the repository {git.top}:" if exists else f"In {git.top}:")
        show(plan)
        _say_who(me, everybody)
        if mine and not dry_run:
            click.echo(f"  It is signed with {mine.fingerprint}, the key of {everybody[0].name}.")
            plan = seal_register(plan, mine, everybody[0].id, domain_of(everybody, domain))
    with nullcontext(git) if exists or dry_run else _started(git.top) as made:
        carry_out(ctx, Workspace(made), plan, dry_run=dry_run, commit=commit)


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
    click.echo(f"Started a Git repository in {git.top}.")


def _say_who(me: Signature, everybody: Sequence[Person]) -> None:
    """Say so when whoever begins is none of the people, who would then wait for each other."""
    from isodocs.formats.text.escape import one_line

    if any(me.email.casefold() in person.emails for person in everybody):
        return
    click.echo(
        f"  Git says that you are {one_line(me.name)} <{one_line(me.email)}>, who is none of "
        "these people: what you\n  write can be approved by any of them, and decisions need "
        "--as. If you are one of them, use that\n  person's address: git config user.email "
        f"{everybody[0].emails[0]}"
    )
