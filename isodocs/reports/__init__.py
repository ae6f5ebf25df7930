"""What people and programs read: one file for each report.

Reports that are still a package have one module for each format of their own (`text`, `json`, ...),
and `_table` yields their rows.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from isodocs.formats import Rows, csv, markdown

_TABLES: dict[str, Callable[[Rows], str]] = {
    "csv": csv.table,
    "markdown": lambda rows: "\n".join(markdown.table(rows)) + "\n",
}
"""The formats of whatever has rows, each with what writes it."""


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
        text = _TABLES[format](import_module(f"{package}._table").table(*content, **options))
    return text


def _folder(report: str) -> Path:
    return Path(__file__).with_name(report)
