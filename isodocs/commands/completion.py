"""`isodocs completion`: let the shell complete commands, options and document identifiers."""

from __future__ import annotations

import click

_INSTALL = {
    "bash": "isodocs completion bash > ~/.local/share/bash-completion/completions/isodocs",
    "zsh": "isodocs completion zsh > ~/.zfunc/_isodocs (a folder of your fpath)",
    "fish": "isodocs completion fish > ~/.config/fish/completions/isodocs.fish",
}
EXAMPLES = ("completion bash",)


@click.command()
@click.argument("shell", type=click.Choice(sorted(_INSTALL)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for SHELL; its first lines say where to put it.

    In this shell only: eval "$(isodocs completion bash)"
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    script = kind(ctx.find_root().command, {}, "isodocs", "_ISODOCS_COMPLETE").source()
    # zsh wants `#compdef` to be the very first line.
    first, _, rest = script.lstrip("\n").partition("\n")
    lines = (first, rest) if first.startswith("#compdef") else ("", script)
    comment = f"# To keep it:  {_INSTALL[shell]}"
    click.echo("\n".join(filter(None, (lines[0], comment, lines[1]))))
