"""What a file is by its ending, in whatever capitals it is written."""

from __future__ import annotations

import posixpath

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdown", ".mkdn", ".mkd", ".mdwn", ".mdtxt", ".mdtext")
"""The endings that editors and sites take for Markdown, the usual one first."""
CSV = ".csv"
YAML = (".yaml", ".yml")
TABLES = (CSV, *YAML)
"""Tables that are read."""
SPREADSHEETS = (
    *(".tsv", ".tab", ".psv", ".dif", ".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".xlt", ".ods"),
    *(".ots", ".fods", ".sxc", ".numbers", ".gsheet", ".json", ".jsonl", ".ndjson", ".toml"),
    *(".accdb", ".mdb", ".sqlite", ".sqlite3", ".db", ".parquet"),
)
"""Tables of other programs, which are not read."""
_HIDDEN = ".txt"
"""What Windows puts behind an ending that it hides."""


def ending(path: str) -> str:
    """The ending of a path in small letters, `.md` of `SOP-001.MD`; empty where it has none."""
    return posixpath.splitext(path)[1].lower()


def is_spreadsheet(path: str) -> bool:
    """Whether a path is that of a table which is not read, such as `training.csv.txt`."""
    rest, last = posixpath.splitext(path)
    if last.lower() == _HIDDEN:
        return ending(rest) in (*TABLES, *SPREADSHEETS)
    return last.lower() in SPREADSHEETS


def is_markdown(path: str) -> bool:
    """Whether a path is that of a Markdown file."""
    return ending(path) in MARKDOWN


def is_table(path: str) -> bool:
    """Whether a path is that of a table in CSV or YAML."""
    return ending(path) in TABLES
