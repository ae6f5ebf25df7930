"""What `isodocs new` can start, and which fields a record has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.words import listed, plural

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.record import Record, RecordField, RecordKind


def show_kinds(config: Config) -> None:
    """Every type of document and kind of record, one to a line."""
    from isodocs.formats.text.escape import one_line
    from isodocs.records.record_kinds import descriptions, kinds

    click.echo("Documents (isodocs new TYPE TITLE):")
    width = max(map(len, [*config.types, *kinds()]), default=0)
    for name, kind in config.types.items():
        said = [f"{kind.prefix}-001 and so on" if kind.prefix else ""]
        said += [f"reviewed every {kind.review_every}" if kind.review_every else ""]
        said += [f"kept in {kind.folder}" if kind.folder else ""]
        click.echo(
            f"  {one_line(name):<{width}}  {one_line(', '.join(filter(None, said)))}".rstrip()
        )
    if not config.types:
        click.echo("  any word; isodocs.yaml names no types")
    click.echo("\nRecords (isodocs new KIND; its fields: isodocs new KIND --fields):")
    for name, about in descriptions().items():
        form = "a row" if kinds()[name].table else "a file"
        first = about.partition("(ISO")[0].strip().rstrip(".")
        click.echo(f"  {name:<{width}}  {form:<6}  {first}.")


def show_fields(kind: RecordKind, record: Record | None = None) -> None:
    """The fields of a kind in their order: what they hold, whether they must, and what for.

    With a `record`, what it says in each of them.
    """
    from isodocs.formats.text.escape import one_line

    width = max(map(len, kind.fields))
    for field in kind.fields.values():
        must = "required" if field.required else ""
        click.echo(f"  {field.name:<{width}}  {', '.join(filter(None, (_form(field), must)))}")
        if field.about:
            click.echo(f"  {'':<{width}}  {field.about}")
        if record is not None and record.text(field.name):
            click.echo(f"  {'':<{width}}  now: {one_line(record.text(field.name))}")


def _form(field: RecordField) -> str:
    words = {"date": "date (2026-12-01)", "period": "span of time (12 months)", "flag": "yes or no"}
    form = words.get(field.form, field.form)
    if field.choices:
        return f"{'list of ' if field.form == 'list' else ''}{' | '.join(field.choices)}"
    if field.refers:
        what = {"owner": "role or person", "file-or-number": "file or number"}
        named = what.get(field.refers, field.refers)
        if field.form != "list":
            return named
        return f"list of {listed(map(plural, named.split(' or ')), 'or')}, a; b"
    return "list, a; b" if field.form == "list" else form
