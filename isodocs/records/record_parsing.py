"""The files below `records/` -> records, every value with its line.

A table is a YAML list of mappings or a CSV file with a header; its kind is the file's name, or its
folder's: `records/training.csv`, `records/training-2026.csv`, `records/training/2026.yaml`. A
record with a story is a Markdown file; its front matter says `record: <kind>`, or its folder does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.model.node import Scalar
from isodocs.model.problem import Problem
from isodocs.model.record import FOLDER, Record, RecordKind
from isodocs.parsing import conflict, document_outline, front_matter, front_matter_look
from isodocs.parsing.endings import CSV, ending, is_markdown, is_spreadsheet, is_table
from isodocs.records import record_names, record_tables, record_values
from isodocs.records.record_kinds import kinds
from isodocs.records.record_names import NO_KIND
from isodocs.words import did_you_mean, noun, say

_TABLE = expression(rb"^[ \t]*+\|?+[ \t]*+:?+-++:?+[ \t]*+\|[ \t:|-]*+\r?$", re.MULTILINE)
"""The line below the header of a table in Markdown."""
KIND = "record"
"""The front-matter key that names the kind of a story."""


def may_hold_records(path: str) -> bool:
    """Whether a file below `records/` is read; others are evidence, or tables no one can read."""
    return is_markdown(path) or is_table(path)


def of_path(path: str) -> tuple[Record, ...]:
    """What is reported of a file below `records/` that is not read at all: a spreadsheet."""
    if not is_spreadsheet(path):
        return ()
    problem = record_names.unread(path)
    return (record_tables.unreadable(path, "", problem),) if problem else ()


def misspelt(paths: Iterable[str]) -> Iterator[Record]:
    """What is reported of a folder whose name differs from `records/` in its capitals."""
    seen: set[str] = set()
    for path in paths:
        folder = path[: len(FOLDER)]
        if folder.lower() != FOLDER or folder in (FOLDER, *seen) or not may_hold_records(path):
            continue
        seen.add(folder)
        message = say(
            "records are in {folder!r}; what is in {folder_2!r} is not read",
            folder=FOLDER,
            folder_2=folder,
        )
        hint = say(
            "Rename the folder: `git mv {folder} {folder_2}`.",
            folder=folder[:-1],
            folder_2=FOLDER[:-1],
        )
        yield record_tables.unreadable(path, "", Problem(NO_KIND, message, hint, 1))


def parse(path: str, blob: str, data: bytes, *, outlined: bool = True) -> tuple[Record, ...]:
    """Read one file below `records/`; never raises, what is wrong is a problem of a record.

    A file that is of no known kind and none of ours (a PDF, a picture, a note) gives no record.
    Without `outlined` the text below the front matter is not read.
    """
    if record_names.is_evidence(path):
        return ()
    if is_markdown(path):
        return tuple(_story(path, blob, data, outlined))
    return tuple(_table(path, blob, data)) if is_table(path) else ()


# -- stories --------------------------------------------------------------------------------


def _story(path: str, blob: str, data: bytes, outlined: bool) -> Iterator[Record]:
    matter = front_matter.read(data)
    in_conflict = any(problem.kind == conflict.KIND for problem in matter.problems)
    if not front_matter.has_front_matter(data) and not in_conflict:
        if problem := _no_front_matter(path, data):
            yield record_tables.unreadable(path, blob, problem)
        return
    if matter.mapping is None or in_conflict:
        yield record_tables.unreadable(path, blob, *matter.problems)
        return
    named = matter.mapping.get(KIND)
    name = named.text.strip() if isinstance(named, Scalar) else ""
    kind = kinds().get(name) if name else record_names.kind_of(path)
    if kind is None or kind.table:
        place = (named.line, named.column) if named else (1, 0)
        yield record_tables.unreadable(path, blob, _no_kind(name, kind, path, place))
        return
    nodes = {e.key.text: e.value for e in matter.mapping if e.key.text != KIND}
    places = {e.key.text: (e.key.line, e.key.column) for e in matter.mapping}
    outline = None
    if outlined:
        body = matter.body.decode("utf-8", "replace")
        if kind.law.written:
            from isodocs.parsing import bracketed

            body = bracketed.blanked(body)
        outline = document_outline.read(body, first_line=matter.body_line)
    problems = list(matter.problems)
    yield record_values.of_nodes(kind, path, 1, nodes, places, problems, blob=blob, outline=outline)


def _no_front_matter(path: str, data: bytes) -> Problem | None:
    """What is reported of a Markdown file without front matter; None where it is a note."""
    kind = record_names.kind_of(path)
    found = front_matter_look.look(data, (KIND, *(kind.fields if kind else ())))
    if found and (kind is not None or KIND in found.keys):
        message = say("the front matter of this record {what}, so it is not read", what=found.what)
        return Problem(NO_KIND, message, found.hint, found.line)
    table = _TABLE.search(data)
    if table and (problem := record_names.unread(path)):
        return replace(problem, line=data.count(b"\n", 0, table.start()) + 1)
    return None


def _no_kind(name: str, kind: RecordKind | None, path: str, place: tuple[int, int]) -> Problem:
    """Why a Markdown file with front matter is not a record."""
    known = [k.name for k in kinds().values() if not k.table]
    if kind is not None:
        return Problem(
            NO_KIND,
            say("a {title} is a row of a table, not a file of its own", title=noun(kind.title)),
            say(
                "Add a row to {folder}{name}.csv: `isodocs new {name}`.",
                folder=FOLDER,
                name=kind.name,
            ),
            *place,
        )
    if name:
        message = say(
            "there is no kind of record {name!r}.{did_you_mean}",
            name=name,
            did_you_mean=did_you_mean(name, known),
        )
    else:
        near = next((w for n in record_names.names(path) if (w := did_you_mean(n, known))), "")
        message = say(
            "neither its front matter nor its folder says what kind of record this is.{near}",
            near=near,
        )
    hint = say(
        "Write 'record: <kind>' in its front matter; kinds are {known}.", known=", ".join(known)
    )
    return Problem(NO_KIND, message, hint, *place)


# -- tables ---------------------------------------------------------------------------------


def _table(path: str, blob: str, data: bytes) -> Iterator[Record]:
    kind = record_names.kind_of(path)
    in_csv = ending(path) == CSV
    if kind is not None and kind.table and _is_of(kind, data, in_csv):
        read = record_tables.read_csv if in_csv else record_tables.read_yaml
        yield from read(kind, path, blob, data)
        return
    if problem := record_names.unread(path, _header(data, in_csv)):
        yield record_tables.unreadable(path, blob, problem)


def _is_of(kind: RecordKind, data: bytes, in_csv: bool) -> bool:
    return not kind.by_columns or record_names.is_of(kind, _header(data, in_csv))


def _header(data: bytes, in_csv: bool) -> tuple[str, ...]:
    return record_tables.columns(data) if in_csv else record_tables.keys(data)
