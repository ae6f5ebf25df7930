"""What people and programs read: one package per report, one module per format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any


def formats(report: str) -> tuple[str, ...]:
    """The formats a report has: the modules of its package."""
    folder = Path(__file__).with_name(report)
    return tuple(sorted(path.stem for path in folder.glob("[a-z]*.py")))


def render(report: str, format: str, *content: Any, **options: Any) -> str:
    """Render `content` with the module `reports/<report>/<format>.py`; returns text."""
    text: str = import_module(f"isodocs.reports.{report}.{format}").render(*content, **options)
    return text
