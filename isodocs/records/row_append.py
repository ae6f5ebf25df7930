"""The one way in which rows are added to a table of records; every byte that is there stays.

What was written is read back before anyone gets it: a row that would be read as anything else than
what was asked (below a quote that never ends, into a list in brackets) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.model.problem import Problem
from isodocs.model.record import FOLDER, Record, RecordField, RecordKind
from isodocs.parsing import conflict
from isodocs.parsing.endings import CSV, ending, is_table
from isodocs.parsing.yaml_edit import written
from isodocs.records import record_csv, record_names, record_parsing, record_values
from isodocs.words import say

_DASH = expression(r"^([ ]*)- ", re.MULTILINE)


def table_of(kind: RecordKind, paths: Iterable[str]) -> str:
    """The table to add to: the last by name of those that are there, or a new one."""
    tables = [
        path
        for path in paths
        if path.startswith(FOLDER)
        and is_table(path)
        and record_names.kind_of(path) is kind
        and not record_names.is_evidence(path)
    ]
    return max(tables, default=f"{FOLDER}{kind.name}{CSV}")


def append(
    kind: RecordKind, path: str, before: bytes | None, rows: Sequence[Mapping[str, str]]
) -> tuple[bytes, tuple[Record, ...]]:
    """The table at `path` with more rows, and the records that they are read as.

    `before` is the file, None where there is none; fields of a row are texts, lists `a; b`. Raises
    LifecycleError for a table that cannot be added to, and for one without a column that is needed.
    """
    given = [{name: text for name, text in row.items() if text} for row in rows]
    already = record_parsing.parse(path, "", before) if before else ()
    if fault := next((p for r in already if not r.kind for p in r.problems if _spoils(p)), None):
        message = say("rows cannot be added to this table: {message}", message=fault.message)
        raise LifecycleError(message, path=path, hint=fault.hint, line=fault.line)
    if ending(path) == CSV:
        after = _in_csv(kind, path, before or b"", given)
    else:
        after = _in_yaml(kind, before or b"", given)
    read = record_parsing.parse(path, "", after)
    added = read[len(read) - len(given) :]
    if len(read) != len(already) + len(given) or not all(map(_says, added, given)):
        raise LifecycleError(
            say("rows cannot be added to this table in place"),
            path=path,
            hint=say("`isodocs check` says what is wrong with it; correct that first."),
        )
    return after, added


def _spoils(problem: Problem) -> bool:
    """Whether a row below what cannot be read might be read as a part of it."""
    return "not readable" in problem.message or conflict.MESSAGE in problem.message


def _says(found: Record, row: Mapping[str, str]) -> bool:
    """Whether a record says what was asked and nothing else."""
    return found.values.keys() == row.keys() and all(
        _plain(found.values[name]) == _plain(text) for name, text in row.items()
    )


def _plain(text: str) -> str:
    return ", ".join(record_values.cut(text.replace("\r\n", "\n"))).casefold()


def _in_csv(kind: RecordKind, path: str, before: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    sheet = record_csv.read(before, kind.fields)
    if isinstance(sheet, Problem):
        raise LifecycleError(sheet.message, path=path, hint=sheet.hint, line=sheet.line)
    if not sheet.line:
        wanted = [[row.get(name, "") for name in kind.fields] for row in rows]
        return record_csv.begin([*kind.fields], wanted)
    needed = dict.fromkeys(name for row in rows for name in row)
    if absent := [name for name in needed if name not in sheet.header]:
        raise LifecycleError(
            say("the table has no column {absent}", absent=", ".join(absent)),
            path=path,
            hint=say(
                "Add {part} to its header, then run the command again.",
                part="it" if len(absent) == 1 else "them",
            ),
            line=sheet.line,
        )
    wanted = [[row.get(name, "") for name in sheet.header] for row in rows]
    return record_csv.add(before, wanted, sheet)


def _in_yaml(kind: RecordKind, before: bytes, rows: Sequence[Mapping[str, str]]) -> bytes:
    text = before.decode("utf-8")
    if text.strip() == "[]":
        text = ""
    dash = _DASH.search(text)
    indent = dash[1] if dash else ""
    end = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += end
    for row in rows:
        lines = [f"{name}: {yaml_value(kind.fields[name], value)}" for name, value in row.items()]
        text += f"{indent}- " + f"{end}{indent}  ".join(lines) + end
    return text.encode()


def yaml_value(field: RecordField, text: str) -> str:
    """The value of a field as YAML writes it in one line."""
    return written(record_values.cut(text) if field.form == "list" else text)
