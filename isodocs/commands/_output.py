"""Where a report goes: to standard output, or whole into the file that `--output` names.

On GitHub and GitLab it has the format that these read, unless `--format` says otherwise.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs.commands._text import echo
from isodocs.errors import IsodocsError, NotARepositoryError
from isodocs.formats.text.escape import one_line
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.formats import Origin, Shown
    from isodocs.repository.git import Git

_READ_IN_LOGS = ("text", "markdown", "csv")


def on_github() -> bool:
    """Whether a workflow of GitHub, or of a forge that runs the same workflows, runs us."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def unasked_format(report: type[Shown], usual: str, file: Path | None) -> str:
    """The format where none was asked for: what the forge reads that runs us, or `usual`.

    A file whose name has the ending of a format has that format.
    """
    from isodocs import formats

    end = file.suffix.lower() if file else ""
    if end and (known := [name for name in formats.of(report) if formats.ending(name) == end]):
        return known[0]
    if on_github():
        forge = "sarif" if file else "github"
    elif os.environ.get("GITLAB_CI") == "true":
        forge = "gitlab" if file else usual
    else:
        return usual
    return forge if formats.fits(report, forge) else usual


def show(text: str, format_name: str) -> None:
    """Print a report; a log of GitHub finds no command in what people read there."""
    if on_github() and format_name in _READ_IN_LOGS:
        from isodocs.formats.github import inert

        text = inert(text)
    echo(text, nl=False)


def made(report: Shown, format_name: str, target: Path) -> str | bytes:
    """The report in a format for a file; one that a terminal cannot show says where it is from."""
    from isodocs import formats
    from isodocs.dataclass import replace

    if formats.ending(format_name) and isinstance(report, formats.Report):
        report = replace(report, origin=_origin(click.get_current_context(), target))
    return formats.write(report, format_name)


def _origin(ctx: click.Context, target: Path) -> Origin:
    """The command that runs, as people type it, and the commit that it looks at."""
    from isodocs.commands._options import view_of
    from isodocs.formats import Origin
    from isodocs.workspace import Workspace

    commit = ""
    if "on" in ctx.params:
        view = view_of(ctx, ctx.params["on"], rev=ctx.params.get("rev") or "")
        commit = Workspace.open(ctx.obj.directory).see(view).tip or ""
    names = ctx.command_path.split()[1:]
    words = ("isodocs", *names, *_typed(ctx), "--output", shlex.quote(target.name))
    return Origin(" ".join(words), commit)


def _typed(ctx: click.Context) -> Iterator[str]:
    """The options and arguments that were given, in the order in which the help has them."""
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        given = ctx.get_parameter_source(param.name or "")
        if not param.expose_value or given is not click.core.ParameterSource.COMMANDLINE:
            continue
        each = value if isinstance(value, tuple) else (value,)
        for one in each:
            if isinstance(param, click.Option):
                yield max(param.opts, key=len)
            if not getattr(param, "is_flag", False):
                yield shlex.quote(str(one))


def write(text: str | bytes, target: Path) -> None:
    """Write a report into a file, and say so; raises IsodocsError where that cannot be done.

    It is said on standard error, so the answer is not remembered: the next call must write, too.
    """
    from isodocs.repository.files import WorkTreeFiles

    plain = text if isinstance(text, bytes) else click.unstyle(text)
    data = plain if isinstance(plain, bytes) else plain.encode(errors="backslashreplace")
    try:
        if _is_special(target):
            target.write_bytes(data)
        else:
            with WorkTreeFiles(str(target.parent)) as files:
                files.write(target.name, data)
    except OSError as error:
        raise IsodocsError(
            say("{target} cannot be written: {strerror}", target=target, strerror=error.strerror),
            hint=say("Name a file elsewhere."),
        ) from None
    echo(say("Written to {target}", target=one_line(str(target))), err=True)


def target(directory: Path, asked: str) -> Path:
    """The file that was asked for in `directory`, with links followed.

    Raises IsodocsError for one that cannot be there, or that isodocs reads.
    """
    if _is_special(directory / asked):
        return directory / asked
    path = Path(os.path.realpath(directory / asked))
    if path.is_dir():
        raise IsodocsError(
            say("{asked!r} is a folder", asked=asked), hint=say("Name a file in it.")
        )
    if not path.parent.is_dir():
        hint = say("Make it first, or name a file elsewhere.")
        raise IsodocsError(say("there is no folder {parent!r}", parent=str(path.parent)), hint=hint)
    if _is_read(path):
        raise IsodocsError(
            say(
                "{asked!r} is where documents, records, what they show, or Git's own "
                "files are kept",
                asked=asked,
            ),
            hint=say("No report is written there; name a file elsewhere."),
        )
    return path


def _is_special(path: Path) -> bool:
    """Whether it is a device or a pipe, such as /dev/stderr, which takes what it is given."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _is_read(path: Path) -> bool:
    """Whether a file there is, or would be, part of a management system."""
    from isodocs.inventory import placement
    from isodocs.model.config import PATH, Config
    from isodocs.parsing import config, globs
    from isodocs.repository import systems
    from isodocs.repository.git import Git

    if ".git" in path.parts:
        return True
    try:
        git = Git.discover(path.parent)
    except NotARepositoryError:
        return False
    top = git.top.resolve()
    inside = path.relative_to(top).as_posix()
    for folder in ("", *placement.above(inside)):
        if not systems.is_begun(git, folder):
            continue
        name = path.relative_to(top / folder).as_posix()
        seen = placement.look(name)
        try:
            include = config.parse((top / folder / PATH).read_bytes()).include
        except OSError:
            include = Config().include
        own = seen.rpartition("/")[2] == PATH or placement.is_kept_apart(seen)
        if own or globs.matcher([placement.look(each) for each in include])(seen):
            return True
        if path.exists() and _is_shown(git.at(folder), name):
            return True
    return False


def _is_shown(git: Git, name: str) -> bool:
    """Whether a document shows the file there, or a record names it as evidence."""
    from isodocs.commands._options import view_today
    from isodocs.records import attachments
    from isodocs.workspace import Workspace

    inventory = Workspace(git).register(view_today()).inventory
    evidence = (path for item in inventory.records for path in attachments.may_name(item))
    return name in inventory.shown or name in evidence
