"""The Statement of Applicability as a Markdown table, for a document or an auditor's file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from isodocs.model.applicability import Statement
from isodocs.register import Register
from isodocs.reports.escape import one_line
from isodocs.reports.soa import _rows

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|])")
_YES = {True: "yes", False: "no", None: "undecided"}
_HEADER = ("Control", "Title", "Applicable", "Justification", "State", "Owner", "Shown by")


def render(register: Register, statement: Statement, *, gaps: bool = False, **_: object) -> str:
    """Render `statement`: who vouches for it and a table; nothing in it is taken for markup."""
    every = _rows.rows(register, statement)
    lines = [
        f"{_rows.summary(statement, every)}. {_text(_rows.approval(register, statement))}",
        "",
        _line(_HEADER),
        _line("---" for _ in _HEADER),
    ]
    lines += [_line(_cells(row)) for row in every if row.open or not gaps]
    return "\n".join(lines) + "\n"


def _cells(row: _rows.Row) -> Iterator[str]:
    decision = row.decision
    yield _text(row.number)
    yield _text(row.title)
    yield _YES[decision.applicable] if decision else "undecided"
    yield _text(decision.justification) if decision else ""
    yield _rows.words(decision.state) if decision and decision.state else ""
    yield _text(decision.owner) if decision else ""
    yield ", ".join(_text(item.name) for item in row.behind)


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\1", one_line(text))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
