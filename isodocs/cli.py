"""The command line: finds commands by file name and turns errors into words and exit codes.

A command is one file in `isodocs/commands/`, imported only when it runs. Exit codes: 0 no gaps,
1 gaps, 2 wrong usage or configuration, 3 internal error, 130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from isodocs import __version__
from isodocs.commands import JOBS, SUMMARIES, _streams
from isodocs.commands._folder import CommandFolder
from isodocs.dataclass import mutable

if TYPE_CHECKING:
    from isodocs.machine.answers import Call
    from isodocs.machine.heard import Heard

_OF_THE_MACHINE = (
    errno.ENOSPC,
    errno.EFBIG,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
)
"""What a full disk, a quota or missing rights say: no fault of ours, nor of the documents."""
_OF_THE_PATH = (errno.ENAMETOOLONG, errno.ELOOP)
"""What a name that no file can have says, and links that lead in a circle."""


@mutable(slots=True)
class Settings:
    """What the options before the command say."""

    directory: Path
    traceback: bool = False
    call: Call | None = None
    """The call as it may be remembered."""


class Commands(CommandFolder):
    """Every command, listed by job."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by job; from a table, so that none is imported."""
        width = max(map(len, SUMMARIES))
        for job, commands in JOBS.items():
            with formatter.section(job):
                formatter.write_dl([(f"{name:{width}}", line) for name, line in commands.items()])


def _speak(_ctx: click.Context, _param: click.Parameter, language: str | None) -> None:
    if language:
        from isodocs.commands import _help
        from isodocs.words import speak

        speak(language)
        _help.install()


def _speak_as_asked() -> None:
    """Let click speak the language of the environment, where that may be another than English."""
    asked = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")]
    if any(tag and not tag.startswith(("C", "POSIX", "en")) for tag in asked):
        from isodocs.commands import _help

        _help.install()


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(__version__, "-V", "--version", message="isodocs %(version)s")
@click.option(
    "-C",
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("."),
    help="Work in this folder instead of the current one.",
)
@click.option(
    "--language",
    metavar="TAG",
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help="Read what is for people in this language (de, en ...); else as LANGUAGE or LANG say.",
)
@click.option("--traceback", is_flag=True, help="Show where in the program an error arose.")
@click.pass_context
def cli(ctx: click.Context, directory: Path, traceback: bool) -> None:
    """Document control and compliance evidence for ISO management systems, kept in Git.

    Start with `isodocs demo DIR` to look around in a sample company, or with `isodocs init` in
    your own repository. `isodocs check` reports what is missing.
    """
    ctx.obj = Settings(directory, traceback, ctx.obj)


def main(call: Call | None = None) -> None:
    """Run the command line; what `call` prints is remembered, if it can be."""
    _streams.open_standard_streams()
    _streams.write_what_can_be_written()
    # A run is short and makes hardly any cycles; collecting would only walk what is alive.
    gc.disable()
    heard = _listen() if call else None
    # The variable decides for every stream, also for help and errors (no-color.org).
    if os.environ.get("NO_COLOR"):
        cli.context_settings["color"] = False
    traceback = "--traceback" in sys.argv[1:]
    _speak_as_asked()
    try:
        with _streams.progress():
            ended = cli.main(prog_name="isodocs", standalone_mode=False, obj=call)
        code = ended if isinstance(ended, int) else 0
        sys.stdout.flush()  # what cannot be written shows here, and not when all is over
    except click.ClickException as error:
        _refuse(error)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        from isodocs.words import say, translated

        click.echo(translated(say("interrupted; no change is half done")), err=True)
        code = 130
    except Exception as error:
        if traceback and not isinstance(error, BrokenPipeError):
            _show_trace(error)
        code = failed(error, logged=not traceback)
    else:
        with suppress(KeyboardInterrupt):  # the answer is there; it is only not remembered
            if call and heard and (printed := heard.printed()) is not None:
                call.keep(code, printed)
    gc.freeze()  # at its end Python collects all the same
    sys.exit(code)


def failed(error: Exception, *, logged: bool = True) -> int:
    """Report what stopped us, and return the exit code."""
    code = 0
    # The reader of a pipe went away (`isodocs check | head`): nothing is wrong with us.
    if not isinstance(error, BrokenPipeError):
        code = _report(error, logged=logged)
    if isinstance(error, OSError):
        _write_no_more()
    return code


def _listen() -> Heard:
    from isodocs.machine.answers import LONGEST
    from isodocs.machine.heard import Heard

    return Heard(LONGEST)


def _write_no_more() -> None:
    """Discard what still waits to be written, or Python itself complains at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(error: click.ClickException) -> None:
    """Show what is wrong with the command; what a caller or a file put into it, safe to print."""
    from isodocs.formats.text.escape import printable
    from isodocs.words import translated

    shown = io.StringIO()
    vars(error)["message"] = translated(error.message)
    error.show(shown)
    click.echo(_inert(printable(shown.getvalue())), nl=False, err=True)


def _show_trace(error: Exception) -> None:
    from traceback import format_exception

    from isodocs.formats.text.escape import printable

    click.echo(printable("".join(format_exception(error))), nl=False, err=True)


def _report(error: Exception, *, logged: bool) -> int:
    from isodocs.errors import IsodocsError
    from isodocs.formats.text.escape import message
    from isodocs.words import say, translated

    if isinstance(error, IsodocsError):
        _say(say("error:"), message(error.message), message(error.hint))
        return error.exit_code
    if isinstance(error, OSError) and error.errno in (*_OF_THE_PATH, *_OF_THE_MACHINE):
        place = message(str(error.filename)) if error.filename else say("the output")
        hint = (
            say("Check what you typed, or name another file or folder.")
            if error.errno in _OF_THE_PATH
            else say(
                "Make room, or get the right to write there, then run it again; what isodocs "
                "writes into\n  a repository is there whole or not at all."
            )
        )
        _say(say("error:"), f"{translated(place)}: {error.strerror}", translated(hint))
        return 2
    from isodocs.machine import error_log

    command = _typed(sys.argv[1:])
    log = error_log.write(error, command) if logged else None
    hint = say(
        "This is a fault of isodocs {version} in `{command}`, not of your documents.",
        version=__version__,
        command=command,
    )
    if log:
        hint += say(
            "\n  Report it with {log}, which says where in the program it arose\n"
            "  and holds nothing from your documents or your command line.",
            log=message(str(log)),
        )
    elif logged:
        hint += say("\n  Run it again with --traceback and report what it prints.")
    _say(say("internal error:"), message(repr(error)), translated(hint))
    return 3


def _say(what: str, said: str, hint: str) -> None:
    from isodocs.words import translated

    click.echo(f"{click.style(translated(what), fg='red')} {_inert(said)}", err=True)
    if hint:
        click.echo(f"  {_inert(hint)}", err=True)


def _inert(text: str) -> str:
    """The text, in which a log of GitHub finds no command that a file or a caller put into it."""
    if not os.environ.get("GITHUB_ACTIONS"):
        return text
    from isodocs.formats.github import inert

    return inert(text)


def _typed(words: list[str]) -> str:
    """The command that was typed, with its options but no value of any: those are the user's."""
    command: click.Command = cli
    shown = ["isodocs"]
    for word in words:
        group = command if isinstance(command, click.Group) else None
        name, _, _ = word.partition("=")
        inner = group.get_command(click.Context(group), word) if group else None
        if inner:
            command = inner
            shown.append(word)
        elif any(name in (*each.opts, *each.secondary_opts) for each in command.params):
            shown.append(name)
        elif shown[-1] != "…":
            shown.append("…")
    return " ".join(shown)
