"""The reference of records, from their schemas: `python -m isodocs.reference.records_page`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from isodocs.model.record import FOLDER, RecordField, RecordKind
from isodocs.records.record_kinds import descriptions, kinds
from isodocs.words import listed

_FORMS = {
    "text": "text",
    "date": "date",
    "period": "span, such as 12 months",
    "number": "number",
    "flag": "yes or no",
    "list": "list",
}
_REFERS = {
    "person": "a person",
    "role": "a role",
    "owner": "a role or person",
    "document": "a document",
    "revision": "a revision of that document",
    "clause": "a clause",
    "standard": "a standard",
    "file": "a file",
    "file-or-number": "a file or a number",
    "record": "any record",
}
_TOP = """\
# Records

Written from `schemas/records/` by `make docs`. Each kind is one published JSON Schema; this page,
the reader, the checks and `isodocs new` all follow it.

Records live below `records/`. A **table** is a CSV file (comma, semicolon or tab, as spreadsheets
write it) or a YAML list, named after its kind or in a folder of that name: `records/training.csv`,
`records/training-2026.csv`, `records/training/2026.yaml`; where there is one for each standard,
also after both: `records/applicability-iso-27001-2022.csv`. A **story** is a Markdown file whose
front matter says `record: KIND`, or whose folder does: `records/nonconformities/NC-2026-003.md`.
Endings count in any capitals. Files in a folder called `evidence` are never read as records.

Any other table below `records/` is evidence and is not read, unless its name or its columns look
like one of these kinds: then a gap names the file (`record-of-no-kind`). So it does for
spreadsheets (`.xlsx`, `.ods`, `.tsv`), which must be saved as CSV. `isodocs doctor` lists the
tables that it takes as evidence.

Dates are written 2026-12-01. A list in one cell or one line is separated by semicolons. Clauses may
be written with their standard (`iso-9001-2015:8.4.1`); without one they are of the standards that
the record names. A path counts from the root of the repository or from the record's own folder, and
`FIELD-sha256` beside it holds the SHA-256 of the file. Fields in **bold** are required.

A day on which something was done counts from that day on; before it, it is reported and proves
nothing. What contradicts itself in a record or between records is reported: each kind below says in
which order its days follow, and which states need which facts.

`isodocs new KIND --set field=value ...` writes any of them, with the next free number.
"""


def render() -> str:
    """Every kind and every field as Markdown."""
    lines = [_TOP, "| Kind | Is kept as | Holds |", "| --- | --- | --- |"]
    for kind in kinds().values():
        form = "table" if kind.table else "story"
        lines.append(f"| [{kind.name}](#{kind.name}) | {form} | {_first(kind)} |")
    for kind in kinds().values():
        lines += ["", *_kind(kind)]
    return "\n".join(lines) + "\n"


def _first(kind: RecordKind) -> str:
    """The kind in one sentence, without the clauses."""
    return descriptions()[kind.name].split(" (")[0].split(". ")[0].rstrip(".")


def _kind(kind: RecordKind) -> Iterator[str]:
    yield f"## {kind.name}"
    yield ""
    yield descriptions()[kind.name]
    yield ""
    if kind.table:
        place = f"A table: `{FOLDER}{kind.name}.csv`."
    else:
        place = f"A story: Markdown with `record: {kind.name}`."
    if kind.number:
        place += f" Numbers begin with `{kind.number.format(year='YEAR')}`."
    if kind.closed:
        place += f" Not changed any more once it is {listed(kind.closed, 'or')}."
    if kind.final:
        place += " What a row says stays as it was written; what it leaves empty may be added."
    if kind.retention:
        place += f" Kept {kind.retention} from `{kind.retained_from}`."
    yield place
    yield ""
    yield "| Field | Form | Meaning |"
    yield "| --- | --- | --- |"
    for field in kind.fields.values():
        name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
        yield f"| {name} | {_form(field)} | {_meaning(field)} |"
    yield from _law(kind)


def _law(kind: RecordKind) -> Iterator[str]:
    """What must hold of the records of a kind, and what is reported."""
    law = kind.law
    if law.order:
        chains = (" → ".join(f"`{name}`" for name in chain) for chain in law.order)
        yield ""
        yield f"Days in their order: {'; '.join(chains)}."
    says = [*(fact.say for fact in law.facts), *(each.say for each in law.differs)]
    if says:
        yield ""
        yield f"Reported of kind `{kind.name}` is what"
        yield ""
        yield from (f"- {_worded(say)}" for say in says)


def _worded(say: str) -> str:
    """The words of a law for no record in particular."""
    return re.sub(
        r"\{([a-z-]{1,40})\}",
        lambda found: "what is needed" if found[1] == "missing" else f"`{found[1]}`",
        say,
    )


def _form(field: RecordField) -> str:
    refers = _REFERS.get(field.refers, f"a record of kind {field.refers}" if field.refers else "")
    if field.form == "list":
        return f"list: each {refers}" if refers else "list"
    return refers or _FORMS[field.form]


def _meaning(field: RecordField) -> str:
    choices = (
        f" One of {', '.join(f'`{word}`' for word in field.choices)}." if field.choices else ""
    )
    return field.about + choices


if __name__ == "__main__":
    sys.stdout.write(render())
