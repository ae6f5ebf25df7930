"""`isodocs demo`: a whole company's management system to look around in."""

from __future__ import annotations

from pathlib import Path

import click

from isodocs.commands._text import echo
from isodocs.words import joined, say

_NEXT = (
    ("check --on {day}", say("what is missing, as the quality manager sees it")),
    (
        "readiness surveillance --on {day}",
        say("whether the audit of next week can go well, and why not"),
    ),
    ("due --on {day}", say("what is due, whose it is, and by when")),
    ("register --on {day}", say("which documents are in force")),
    ("coverage --on {day}", say("what each clause of its standards rests on")),
    ("soa --on {day}", say("the Statement of Applicability, and what is behind each control")),
    ("history SOP-004", say("every revision of one document, and who approved it")),
    ("diff SOP-004", say("what its last revision changed, word by word")),
    ("explain altered-after-approval", say("why a rule matters, and how to close its gap")),
)

EXAMPLES = ("demo ~/aldwyke",)


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
def command(directory: Path) -> None:
    """Make the sample repository in DIRECTORY, which must not exist or be empty.

    It holds three years of history of an invented precision-engineering company, with some gaps
    made on purpose; its README explains each of them. The commits are the same each time.
    """
    import shlex

    from isodocs.formats.text.escape import one_line
    from isodocs.lifecycle.sample import materialise

    sample = materialise(directory)
    place = one_line(shlex.quote(str(directory)))
    echo(
        say(
            "Made the sample company in {place}: {documents} documents, {commits} commits.",
            place=place,
            documents=sample.documents,
            commits=sample.commits,
        )
    )
    echo(say("\nLook around:"))
    commands = [
        (f"isodocs -C {place} {words.format(day=sample.day)}", what) for words, what in _NEXT
    ]
    width = max(len(line) for line, _ in commands)
    for line, what in commands:
        echo(joined("", (f"  {line:<{width}}  ", what)))
    echo(say("\nIts gaps are there on purpose; its README.md explains each of them."))
    echo(
        say(
            "Commands that write do it in the name of {person}, the quality manager.",
            person=sample.person,
        )
    )
