"""`isodocs translate`: begin the translation of a document."""

from __future__ import annotations

import click

from isodocs.commands._find_document import document_argument, find_document
from isodocs.commands._open import open_today
from isodocs.commands._text import TEXT
from isodocs.commands._write import WritingCommand, writes

EXAMPLES = ("translate SOP-002 --language de --title Beschaffung",)


@click.command()
@document_argument
@click.option("--language", required=True, metavar="TAG", type=TEXT, help="Into which: de, pt-BR.")
@click.option("--title", default="", metavar="TITLE", type=TEXT, help="Its title in that language.")
@writes()
def command(write: WritingCommand, document: str, language: str, title: str) -> None:
    """Begin the translation of DOCUMENT into a language: a copy of its text, to be written over.

    The copy is of the revision that people read, under the same number, and a draft: it is
    approved by itself. It is beside the original, SOP-002.de.md, or where files of that language
    are: de/SOP-002.md. Its clauses, owner and type stay those of the original.
    """
    from isodocs.lifecycle.translate import translate

    workspace, register = open_today(write.ctx)
    entry = find_document(register, document)
    named = " ".join(title.split())
    write.record(workspace, translate(workspace, register, entry, language, named))
