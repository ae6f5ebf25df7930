"""`isodocs standards import`: requirement maps from other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from isodocs.commands._open import open_to_write
from isodocs.commands._text import echo
from isodocs.commands._write import WritingCommand, writes
from isodocs.words import capital, say, translated

EXAMPLES = ("standards import catalogue.json --id nist-sp-800-53-2020 --name 'NIST SP 800-53'",)
_LARGEST = 64 * 1024 * 1024
"""The full catalogue of NIST SP 800-53 has 10 MB."""

_FILE = click.Path(path_type=Path)


@click.command("import", short_help="Make a map from an OSCAL catalogue or a framework.")
@click.argument("file", type=_FILE)
@click.option("--id", required=True, help="Its id, the year last: nist-sp-800-53-2020.")
@click.option("--name", default="", help="As people call it, such as 'NIST SP 800-53 rev 5'.")
@click.option("--publisher", default="", help="Who published it, where the file does not say so.")
@click.option(
    "--profile",
    type=_FILE,
    help="Take only the controls that this OSCAL profile selects, resolved or not.",
)
@click.option(
    "--text/--no-text",
    default=None,
    help="Take the first sentence of what a control asks; by default only if the text is a work "
    "of the US government. Use it only if you may copy the text.",
)
@click.option(
    "--language",
    metavar="CODE",
    default="",
    help="Take this translation, where a library of CISO Assistant has it: fr.",
)
@click.option(
    "--group",
    "groups",
    metavar="GROUP",
    multiple=True,
    help="Take only what is asked in this group or at this level, where a library of CISO "
    "Assistant has some: must. May be given several times.",
)
@click.option("--replace", is_flag=True, help="Replace an earlier import.")
@writes()
def command(
    write: WritingCommand,
    file: Path,
    id: str,
    name: str,
    publisher: str,
    profile: Path | None,
    text: bool | None,
    language: str,
    groups: tuple[str, ...],
    replace: bool,
) -> None:
    """Make your own requirement map from FILE.

    FILE is an OSCAL catalogue or resolved profile (JSON or YAML), or a library of CISO Assistant
    with a framework (YAML). Nothing is fetched.
    """
    from isodocs.commands._clock import today
    from isodocs.errors import IsodocsError
    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle.requirement_map import adopt
    from isodocs.standards import ciso_assistant, foreign, oscal_catalog, own

    own.refuse_malformed(id)
    wish = foreign.Wish(id, file.name, today(), name, publisher, text, language, groups)
    content = _opened(write.ctx.obj.directory / file)
    if oscal_catalog.is_catalog(content):
        if language or groups:
            option = "language" if language else "group"
            raise click.UsageError(
                say("--{option} is for libraries of CISO Assistant", option=option)
            )
        chosen = _opened(write.ctx.obj.directory / profile) if profile else None
        imported = oscal_catalog.read(content, wish, chosen)
    elif ciso_assistant.is_library(content):
        if profile:
            raise click.UsageError(say("--profile is for OSCAL catalogues"))
        imported = ciso_assistant.read(content, wish)
    else:
        raise IsodocsError(
            say("this is not an OSCAL catalogue or a CISO Assistant library"),
            path=str(file),
            hint=say(
                "A catalogue has the key 'catalog', a library has 'objects'. A profile that is "
                "not resolved goes with --profile."
            ),
        )
    workspace = open_to_write(write.ctx)
    plan = adopt(imported, before=workspace.file(own.path_of(id)), replace=replace)
    for note in imported.notes:
        echo(one_line(translated(say("{note}.", note=capital(note)))))
    controls = len(imported.map.auditable)
    echo(
        say(
            "{controls} of {requirements} entries need an answer.",
            controls=controls,
            requirements=len(imported.map.requirements),
        )
    )
    if not plan.changes:
        echo(say("Nothing to do: the map is already there, unchanged."))
        return
    write.record(workspace, plan)


def _opened(file: Path) -> Any:
    from isodocs.errors import IsodocsError
    from isodocs.standards import foreign

    if not file.is_file():
        raise IsodocsError(
            say("there is no such file"), path=str(file), hint=say("Download the catalogue first.")
        )
    if file.stat().st_size > _LARGEST:
        raise IsodocsError(
            say("the file is larger than {part} MB", part=_LARGEST // 1024**2),
            path=str(file),
            hint=say("Import a resolved profile of it instead."),
        )
    return foreign.opened(file.read_bytes(), str(file))
