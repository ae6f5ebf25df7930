"""`isodocs adopt`: what the documents that are here already would be read as."""

from __future__ import annotations

import click

from isodocs.commands._clock import today
from isodocs.commands._options import format_option, print_report, terminal_width

EXAMPLES = ("adopt", "adopt --format json")


@click.command()
@format_option("adoption")
@click.pass_context
def command(ctx: click.Context, format_name: str) -> None:
    """Look at the documents that are here already, and show how isodocs would read them.

    It shows which Markdown files are documents and in which folders, what each field is called here
    with three examples, where the identifiers are, which standards the documents name, and what is
    left out and why. Nothing is written: `isodocs init` begins with just this.
    """
    from isodocs.adoption.look import look
    from isodocs.adoption.understood import understood
    from isodocs.lifecycle.start import existing_texts, first_config
    from isodocs.model.config import PATH
    from isodocs.parsing import config as config_parsing
    from isodocs.reports.adoption import AdoptionReport
    from isodocs.repository import systems
    from isodocs.repository.git import Git

    git = Git.discover(ctx.obj.directory)
    git = git.at(systems.folder_of(git, ctx.obj.directory))
    texts = existing_texts(git)
    existing = look(texts, today())
    config = config_parsing.parse(first_config("", existing.standards, existing))
    documents = {path: texts[path] for path in existing.candidates.paths}
    begun = (git.root / PATH).is_file()
    report = AdoptionReport(existing, understood(documents, config), begun, width=terminal_width())
    print_report(report, format_name)
