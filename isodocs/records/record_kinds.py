"""The kinds of record: `schemas/records/<kind>.schema.json`, one file each.

The published JSON Schema is the only definition. Beyond JSON Schema it says `x-form` (`table`, or
`story` for one Markdown file each), `x-key`, `x-number`, `x-closed`, `x-retention`,
`x-retained-from`, `x-proves` (the clauses that such records show to be done), `x-per-standard`,
`x-also-called`, `x-final` (what a row says stays as it was written), `x-ended` (fields that, when
filled in, end what a record asks of people, and values of `status` that do), and of a field
`x-refers`, `x-on` (the days on which the person that it names did what it says) and `x-names-only`
(who it names has nothing to do).
Only what is read here may be used in such a schema; a test holds them to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from isodocs import resources
from isodocs.model.record import RecordField, RecordKind

SUFFIX = ".schema.json"


@cache
def kinds() -> Mapping[str, RecordKind]:
    """Every kind by name."""
    return {name: _kind(name, schema) for name, schema in _schemas().items()}


def descriptions() -> Mapping[str, str]:
    """What each kind is for, by its name."""
    return {name: str(schema["description"]) for name, schema in _schemas().items()}


def _schemas() -> dict[str, dict[str, Any]]:
    files = (resources.path("schemas") / "records").glob(f"*{SUFFIX}")
    found = {path.name.removesuffix(SUFFIX): json.loads(path.read_text("utf-8")) for path in files}
    return dict(sorted(found.items()))


def _kind(name: str, schema: Mapping[str, Any]) -> RecordKind:
    required = schema.get("required", [])
    return RecordKind(
        name=name,
        title=schema["title"],
        table=schema["x-form"] == "table",
        fields={
            field: _field(field, content, field in required)
            for field, content in schema["properties"].items()
        },
        key=schema.get("x-key", ""),
        number=schema.get("x-number", ""),
        closed=tuple(schema.get("x-closed", ())),
        retention=schema.get("x-retention", ""),
        retained_from=schema.get("x-retained-from", ""),
        final=schema.get("x-final", False),
        proves=tuple(schema.get("x-proves", ())),
        per_standard=schema.get("x-per-standard", False),
        also_called=tuple(schema.get("x-also-called", ())),
        ended=tuple(schema.get("x-ended", ())),
    )


def _field(name: str, content: Mapping[str, Any], required: bool) -> RecordField:
    each = content.get("items", content)
    return RecordField(
        name=name,
        form=_form(content),
        required=required,
        choices=tuple(each.get("enum", ())),
        pattern=each.get("pattern", ""),
        refers=each.get("x-refers", ""),
        about=content.get("description", ""),
        on=tuple(content.get("x-on", ())),
        names_only=content.get("x-names-only", False),
    )


def _form(content: Mapping[str, Any]) -> str:
    if content["type"] == "array":
        return "list"
    known = {"date": "date", "period": "period", "number": "number", "flag": "flag"}
    return known.get(content.get("format", ""), "text")
