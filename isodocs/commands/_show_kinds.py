"""What `isodocs new` can start, and which fields a record has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.commands._text import echo
from isodocs.words import listed, plural

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.record import Record, RecordField, RecordKind


_ABOUT = {
    "manual": "how the system works as a whole, and where each clause is answered",
    "policy": "what top management wants and commits itself to",
    "objectives": "what you want to reach, by when and by whom",
    "procedure": "how a process runs: who does what, when, with what",
    "work-instruction": "how one task is done, at the place of work",
    "form": "what is filled in while the work is done",
    "register": "a list that is kept current and approved as a whole",
}
"""What the types of document that `init` begins with are for."""


def show_kinds(config: Config) -> None:
    """Every type of document and kind of record, one to a line."""
    from isodocs.formats.text.escape import one_line
    from isodocs.records.record_kinds import descriptions, kinds

    echo("Documents (isodocs new TYPE TITLE; their fields: isodocs new TYPE --fields):")
    width = max(map(len, [*config.types, *kinds()]), default=0)
    for name, kind in config.types.items():
        said = [kind.prefix, f"every {kind.review_every}" if kind.review_every else ""]
        about = _ABOUT.get(name, f"kept in {kind.folder}" if kind.folder else "")
        words = ", ".join(filter(None, (*said, about)))
        echo(f"  {one_line(name):<{width}}  {one_line(words)}".rstrip())
    if not config.types:
        echo("  any word; isodocs.yaml names no types")
    echo("\nRecords (isodocs new KIND; its fields: isodocs new KIND --fields):")
    for name, about in descriptions().items():
        form = "a row" if kinds()[name].table else "a file"
        first = about.partition("(ISO")[0].strip().rstrip(".")
        echo(f"  {name:<{width}}  {form:<6}  {first}.")


def show_front_matter(config: Config) -> None:
    """The fields of a document, as its front matter has them."""
    import json

    from isodocs import resources

    file = resources.path("schemas") / "document.schema.json"
    fields = json.loads(file.read_text(encoding="utf-8"))["properties"]
    width = max(len(config.key(name)) for name in fields)
    for name, field in fields.items():
        must = ("required",) if name in config.required else ()
        choices = " | ".join(field.get("enum", ()))
        shown = field["examples"][0] if field.get("examples") and not choices else ""
        such = f"such as {shown if isinstance(shown, str) else json.dumps(shown)}" if shown else ""
        said = ", ".join(filter(None, (choices, *must, such)))
        echo(f"  {config.key(name):<{width}}  {said}".rstrip())
        echo(f"  {'':<{width}}  {field['description']}")


def show_fields(kind: RecordKind, record: Record | None = None) -> None:
    """The fields of a kind in their order: what they hold, whether they must, and what for.

    With a `record`, what it says in each of them; else an example, and how to begin one.
    """
    from isodocs.formats.text.escape import one_line
    from isodocs.records.examples import example

    width = max(map(len, kind.fields))
    for field in kind.fields.values():
        must = "required" if field.required else ""
        shown = "" if record or field.choices else example(kind, field)
        such = f"such as {shown}" if shown else ""
        said = ", ".join(filter(None, (_form(field), must, such)))
        echo(f"  {field.name:<{width}}  {said}")
        if field.about:
            echo(f"  {'':<{width}}  {field.about}")
        if record is not None and record.text(field.name):
            echo(f"  {'':<{width}}  now: {one_line(record.text(field.name))}")
    if record is None:
        echo(f"\nBegin one: {beginning(kind)}")


def beginning(kind: RecordKind) -> str:
    """The command that begins a record of the kind with what is required and nothing else."""
    from shlex import quote

    from isodocs.lifecycle.create_record import naming_field
    from isodocs.records.examples import example

    words = ["isodocs", "new", kind.name]
    title = naming_field(kind)
    if title in kind.fields and kind.fields[title].required:
        words.append('"Title"')
    for field in kind.fields.values():
        given = (field.name == kind.key and kind.number) or (
            not kind.table and field.name in ("status", "raised")
        )
        if field.required and field.name != title and not given:
            words += ["--set", f"{field.name}={quote(example(kind, field) or '...')}"]
    return " ".join(words)


def _form(field: RecordField) -> str:
    words = {"period": "span of time", "flag": "yes or no"}
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
