"""What a file is by its ending, in whatever capitals it is written."""

from __future__ import annotations

import posixpath

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdown", ".mkdn", ".mkd", ".mdwn", ".mdtxt", ".mdtext")
"""The endings that editors and sites take for Markdown, the usual one first."""
CSV = ".csv"
YAML = (".yaml", ".yml")
TABLES = (CSV, *YAML)
"""Tables that are read."""
SPREADSHEETS = (".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".fods", ".numbers")
"""Tables of other programs, which are not read."""


def ending(path: str) -> str:
    """The ending of a path in small letters, `.md` of `SOP-001.MD`; empty where it has none."""
    return posixpath.splitext(path)[1].lower()


def is_markdown(path: str) -> bool:
    """Whether a path is that of a Markdown file."""
    return ending(path) in MARKDOWN


def is_table(path: str) -> bool:
    """Whether a path is that of a table in CSV or YAML."""
    return ending(path) in TABLES
