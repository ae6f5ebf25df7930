"""A group of commands: found by the names of files, and imported when one is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from isodocs.commands import SUMMARIES

if TYPE_CHECKING:
    from collections.abc import Sequence


class CommandFolder(click.Group):
    """A group whose commands are the modules of a folder, each imported only when it is used.

    A module has the command as `command` and calls of it, without `isodocs`, as `EXAMPLES`; its
    `--help` ends with these. `REMEMBERED = True` says that what it prints is remembered while
    nothing changes, `REMEMBERED_WITH_FOLDER = True` the same of one that fills a folder and hands
    it to the call (`machine.answers`). `folder` is below `isodocs/commands/`.
    """

    def __init__(self, *args: Any, folder: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._folder = folder

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, by file name; `_` in a file name is `-` on the command line."""
        return sorted(self._modules())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command; None when there is none of that name."""
        module_name = self._modules().get(name.replace("_", "-"))
        if module_name is None:
            return None
        from importlib import import_module

        from isodocs.commands._text import accept_utf8_only

        inside = f"{self._folder}.{module_name}" if self._folder else module_name
        module = import_module(f"isodocs.commands.{inside}")
        command: click.Command = module.command
        command.name = name
        if not self._folder:
            command.short_help = SUMMARIES.get(name)
        command.epilog = _epilog(module.EXAMPLES)
        accept_utf8_only(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the right command for a wrong one."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            from isodocs.words import did_you_mean, say

            place = Path(__file__).parent / self._folder
            deeper = sorted(place.glob("[a-z]*/[a-z]*.py"), reverse=True)
            below = {path.stem.rstrip("_"): f"{path.parent.name} {path.stem}" for path in deeper}
            near = (
                say(" Did you mean {near!r}?", near=below[name].rstrip("_"))
                if name in below
                else did_you_mean(name, self.list_commands(ctx))
            )
            called = f"{self._folder} {name}".strip()
            raise click.UsageError(
                say("there is no command {called!r}.{near}", called=called, near=near), ctx
            )
        return super().resolve_command(ctx, args)

    def _modules(self) -> dict[str, str]:
        """The name of each command, and that of its module; `import_` is the command `import`."""
        place = Path(__file__).parent / self._folder
        names = [path.stem for path in place.glob("[a-z]*.py")]
        names += [path.parent.name for path in place.glob("[a-z]*/__init__.py")]
        return {name.rstrip("_").replace("_", "-"): name for name in names}


def _epilog(examples: Sequence[str]) -> str:
    title = "Example" if len(examples) == 1 else "Examples"
    return "\n".join(["\b", f"{title}:", *(f"  isodocs {each}" for each in examples)])
