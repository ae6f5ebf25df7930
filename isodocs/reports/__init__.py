"""What people and programs read: one package per report.

A report is one module for each format of its own (`text`, `json`, ...). Where it has rows, `_table`
yields them once, and the writers of tables make every format for tables of them.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isodocs.reports.rows import Rows

_TABLES = {"csv": "spreadsheet", "markdown": "markdown_table"}
"""The formats of whatever has rows, each with the module that writes it."""


def formats(report: str) -> tuple[str, ...]:
    """The formats a report has: its own modules, and those of tables where it has rows."""
    rows = (_folder(report) / "_table.py").is_file()
    own = (path.stem for path in _folder(report).glob("[a-z]*.py"))
    return tuple(sorted({*own, *(_TABLES if rows else ())}))


def render(report: str, format: str, *content: Any, **options: Any) -> str:
    """Render `content` in one of the report's formats; its own module goes before a writer's."""
    package = f"isodocs.reports.{report}"
    text: str
    if (_folder(report) / f"{format}.py").is_file():
        text = import_module(f"{package}.{format}").render(*content, **options)
    else:
        rows: Rows = import_module(f"{package}._table").table(*content, **options)
        text = import_module(f"isodocs.reports.{_TABLES[format]}").render(rows.header, rows.rows)
    return text


def _folder(report: str) -> Path:
    return Path(__file__).with_name(report)
