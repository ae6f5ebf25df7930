"""What `isodocs new` can start, and which fields a record has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isodocs.commands._text import echo
from isodocs.words import counted, joined, plural, say, translated

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.record import Record, RecordField, RecordKind


_ABOUT = {
    "manual": say("how the system works as a whole, and where each clause is answered"),
    "policy": say("what top management wants and commits itself to"),
    "objectives": say("what you want to reach, by when and by whom"),
    "procedure": say("how a process runs: who does what, when, with what"),
    "work-instruction": say("how one task is done, at the place of work"),
    "form": say("what is filled in while the work is done"),
    "register": say("a list that is kept current and approved as a whole"),
}
"""What the types of document that `init` begins with are for."""
_COMMA = ", "


def show_kinds(config: Config) -> None:
    """Every type of document and kind of record, one to a line."""
    from isodocs.formats.text.escape import one_line
    from isodocs.records.record_kinds import kinds, summaries

    echo(say("Documents (isodocs new TYPE TITLE; their fields: isodocs new TYPE --fields):"))
    width = max(map(len, [*config.types, *kinds()]), default=0)
    for name, kind in config.types.items():
        span = kind.review_every
        every = say("every {period}", period=counted(span.count, span.unit)) if span else ""
        kept = say("kept in {folder}", folder=one_line(kind.folder)) if kind.folder else ""
        said = (one_line(kind.prefix), every, _ABOUT.get(name, kept))
        words = joined(_COMMA, filter(None, said))
        line = say("  {name} {words}", name=f"{one_line(name):<{width + 1}}", words=words)
        echo(line if words else f"  {one_line(name)}")
    if not config.types:
        echo(say("  any word; isodocs.yaml names no types"))
    echo(say("\nRecords (isodocs new KIND; its fields: isodocs new KIND --fields):"))
    forms = say("a row"), say("a file")
    wide = max(len(translated(form)) for form in forms)
    for name, about in summaries().items():
        form = translated(forms[0] if kinds()[name].table else forms[1])
        echo(f"  {name:<{width}}  {form:<{wide}}  {translated(say(about))}")


def document_fields() -> dict[str, dict[str, Any]]:
    """The fields of a document by name, as their schema describes them."""
    import json

    from isodocs import resources

    file = resources.path("schemas") / "document.schema.json"
    fields: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))["properties"]
    return fields


def show_front_matter(config: Config) -> None:
    """The fields of a document, as its front matter has them."""
    import json

    fields = document_fields()
    width = max(len(config.key(name)) for name in fields)
    for name, field in fields.items():
        must = (say("required"),) if name in config.required else ()
        choices = " | ".join(field.get("enum", ()))
        shown = field["examples"][0] if field.get("examples") and not choices else ""
        example = shown if isinstance(shown, str) else json.dumps(shown)
        such = say("such as {example}", example=example) if shown else ""
        said = joined(_COMMA, filter(None, (choices, *must, such)))
        _show_field(config.key(name), width, said, say(str(field["description"])))


def _show_field(name: str, width: int, form: str, about: str) -> None:
    echo(f"  {name:<{width}}  {translated(form)}".rstrip())
    if about:
        echo(f"  {'':<{width}}  {translated(about)}")


def show_fields(kind: RecordKind, record: Record | None = None) -> None:
    """The fields of a kind in their order: what they hold, whether they must, and what for.

    With a `record`, what it says in each of them; else an example, and how to begin one.
    """
    from isodocs.formats.text.escape import one_line
    from isodocs.records.examples import example

    width = max(map(len, kind.fields))
    for field in kind.fields.values():
        must = say("required") if field.required else ""
        shown = "" if record or field.choices else example(kind, field)
        such = say("such as {example}", example=shown) if shown else ""
        said = joined(_COMMA, filter(None, (_form(field), must, such)))
        _show_field(field.name, width, said, say(field.about))
        if record is not None and record.text(field.name):
            now = say("now: {value}", value=one_line(record.text(field.name)))
            echo(f"  {'':<{width}}  {translated(now)}")
    if record is None:
        echo(say("\nBegin one: {command}", command=beginning(kind)))


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


_FORMS = {
    "period": say("span of time"),
    "flag": say("yes or no"),
    "date": say("date"),
    "number": say("a number"),
    "text": say("text"),
}
_NAMED = {
    "owner": (say("role or person"), say("roles or persons")),
    "file-or-number": (say("file or number"), say("files or numbers")),
}
"""What a field names, one and several, where it is not a kind of record."""


def _form(field: RecordField) -> str:
    if field.choices:
        choices = " | ".join(field.choices)
        return say("list of {items}", items=choices) if field.form == "list" else choices
    if field.refers:
        one, several = _NAMED.get(field.refers, (say(field.refers), say(plural(field.refers))))
        return say("list of {items}, a; b", items=several) if field.form == "list" else one
    if field.form == "list":
        return say("list, a; b")
    return _FORMS.get(field.form, field.form)
