"""Options that several commands share, each explained once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import click

from isodocs.commands._clock import today
from isodocs.commands._text import NAME

if TYPE_CHECKING:
    from isodocs.formats import Shown
    from isodocs.workspace import View, Workspace

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_FORGES = ("GITHUB_ACTIONS", "GITLAB_CI")
"""What is set where GitHub or GitLab runs us."""
_OUTPUT = "isodocs.output"
"""Where click's context keeps the file of `--output`."""


class Day(click.ParamType[date]):
    """A calendar date, year-month-day."""

    name = "date"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How help texts show it."""
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or fail with an example."""
        from isodocs.parsing.fields import parse_day

        if isinstance(value, date):
            return value
        day = parse_day(str(value))
        if day is None:
            from isodocs.words import say  # a hook that starts needs no grammar

            self.fail(
                say("{value!r} is not a valid date; write for example 2026-12-01", value=value),
                param,
                ctx,
            )
        return day


on_option: Decorator = click.option(
    "--on",
    type=Day(),
    default=lambda: today(),
    show_default="today",
    help="Answer as of this day: a past day takes the repository as it was then.",
)
rev_option: Decorator = click.option(
    "--rev", metavar="REV", type=NAME, default="", help="Look at this commit, branch or tag."
)

up_to_option: Decorator = click.option(
    "--up-to",
    metavar="LEVEL",
    type=NAME,
    default="",
    help="Leave out documents that are classified above this level.",
)


def workspace_of(ctx: click.Context) -> Workspace:
    """The repository to be read, by what is remembered of it."""
    from isodocs.workspace import Workspace

    return Workspace.open(ctx.obj.directory, call=ctx.obj.call)


def view_of(ctx: click.Context, on: date, *, staged: bool = False, rev: str = "") -> View:
    """What the user asked to look at; without `--on`, what is there, whatever the clock says."""
    from isodocs.workspace import View

    unasked = ctx.get_parameter_source("on") is click.core.ParameterSource.DEFAULT
    return View(on, staged, rev, latest=unasked)


def view_today() -> View:
    """The work tree as it is, judged today."""
    from isodocs.workspace import View

    return View(today(), latest=True)


class _Formats(click.Choice[str]):
    """The formats of a report, looked up when they are asked for: `--version` loads no report."""

    def __init__(self, report: str) -> None:
        self.report = report
        self.case_sensitive = True

    @property
    def choices(self) -> Sequence[str]:  # type: ignore[override]  # click sets it, we look it up
        from isodocs import formats, reports

        return formats.of(reports.named(self.report))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """A format that the report has; only that one is loaded."""
        from isodocs import formats, reports

        if formats.fits(reports.named(self.report), str(value)):
            return str(value)
        return super().convert(value, param, ctx)


def format_option(report: str, default: str | None = "text") -> Decorator:
    """`--format` with the formats that the report has, and `--output` for a file."""
    format_ = click.option(
        "--format",
        "format_name",
        type=_Formats(report),
        default=default,
        show_default=True,
        callback=_unasked_format,
        help="How to print the result.",
    )
    output = click.option(
        "--output",
        metavar="FILE",
        type=NAME,
        default="",
        is_eager=True,  # the format depends on it
        expose_value=False,
        callback=_keep_target,
        help="Write the result to this file, whole or not at all, instead of printing it.",
    )
    return lambda function: format_(output(function))


def _keep_target(ctx: click.Context, param: click.Parameter, asked: str) -> None:
    """Keep the file for `print_report`; refuse one that cannot be, before anything is done."""
    if asked in ("", "-") or ctx.resilient_parsing:
        return
    from isodocs.commands._output import target

    ctx.meta[_OUTPUT] = target(ctx.obj.directory, asked)


def _unasked_format(ctx: click.Context, param: click.Parameter, name: str | None) -> str | None:
    """The format that was asked for, or what the forge that runs us reads."""
    from isodocs import formats

    file = ctx.meta.get(_OUTPUT)
    unasked = ctx.get_parameter_source("format_name") is click.core.ParameterSource.DEFAULT
    if not unasked:
        if name and not file and not ctx.resilient_parsing and (end := formats.ending(name)):
            from isodocs.words import say

            raise click.UsageError(
                say(
                    "{name} is a file, not text to print: add --output FILE{end}",
                    name=name,
                    end=end,
                )
            )
        return name
    if name is None or not (file or any(map(os.environ.get, _FORGES))):
        return name
    from isodocs import reports
    from isodocs.commands._output import unasked_format

    return unasked_format(reports.named(cast("_Formats", param.type).report), name, file)


def print_report(report: Shown, format_name: str) -> None:
    """Print a report in one of its formats, or write it to the file that was asked for."""
    from isodocs import formats

    file = click.get_current_context().meta.get(_OUTPUT)
    if file is None and not os.environ.get(_FORGES[0]):
        click.echo(formats.write(report, format_name), nl=False)
        return
    from isodocs.commands import _output

    if file is None:
        _output.show(str(formats.write(report, format_name)), format_name)
    else:
        _output.write(_output.made(report, format_name, file), file)


def terminal_width() -> int:
    """Columns to fill: the terminal's, at most 110 so that lines stay readable, 80 in a pipe."""
    import shutil

    return min(shutil.get_terminal_size((80, 24)).columns, 110)


def place_options(of: str) -> Decorator:
    """`--site` and `--process`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in ("process", "site"):
            option = click.option(
                f"--{name}", default="", metavar="NAME", help=f"Only {of} that {name}."
            )
            function = option(function)
        return function

    return decorate
