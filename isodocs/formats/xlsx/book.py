"""Tables -> the bytes of a workbook, which are the same for the same tables.

The library writes each cell as what it is: it makes no text a formula, a number or a link
(OWASP, CSV injection, for what opens a spreadsheet). What Excel cannot hold is refused or said.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from isodocs.errors import IsodocsError, ProgramMissingError
from isodocs.formats.xlsx import cells, layout
from isodocs.formats.xlsx.names import sheet_names
from isodocs.model.dossier import Tone
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.formats import Origin
    from isodocs.formats.xlsx.cells import CellShown
    from isodocs.model.sheet import SheetColumn, SheetTable

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet of Excel has."""
_INFO, _LISTS = "About", "Lists"
_NO_DAY = date(2000, 1, 1)
"""What a workbook is dated that has no day of its own."""
_WIDEST, _NARROWEST, _PAGE = 60, 10, 200
"""Of columns, in characters; and of a table that fits the width of a page."""
_ARROW = 3
"""Room for the arrow of a filter."""
_LINE, _TALLEST = 15, 400
"""Points: the height of a line, and of the tallest row."""
_LONGEST_LIST = 5_000
_LONGEST_MESSAGE, _LONGEST_TITLE = 255, 32
_LONGEST_FOOT = 80
_FIRST_DAY = cells.FIRST_DAY
_COLOURS = {Tone.GOOD: "#D5EBD8", Tone.WARNING: "#FDF0C4", Tone.BAD: "#F8D3CF"}
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "text_wrap": True}


def book(
    tables: Sequence[SheetTable],
    *,
    title: str,
    organisation: str,
    source: str,
    on: date | None,
    tool: str,
    origin: Origin,
) -> bytes:
    """The workbook: a sheet to each table, and one that says what it is.

    Raises IsodocsError for a table that is larger than a sheet of Excel.
    """
    file = io.BytesIO()
    workbook = _library().Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    made = datetime.combine(on or _NO_DAY, time())
    workbook.set_properties(
        {"title": title, "company": organisation, "comments": tool, "created": made}
    )
    filler = _Filler(workbook, f"{title} · {organisation}" if organisation else title, on)
    names = sheet_names([table.name for table in tables], taken=(_INFO, _LISTS))
    for name, table in zip(names, tables, strict=True):
        filler.add(name, table)
    facts = {
        "What it is": title,
        "Organisation": organisation,
        "As of": on or "",
        "Made of": source,
        "Commit": origin.commit,
        "Command": origin.command,
        "Made by": tool,
    }
    filler.about([(label, value) for label, value in facts.items() if value])
    filler.lists()
    workbook.close()
    return file.getvalue()


def _library() -> Any:
    try:
        import xlsxwriter
    except ImportError:
        raise ProgramMissingError(
            "a workbook needs the package xlsxwriter",
            hint="Install it: pip install 'isodocs[excel]'",
        ) from None
    return xlsxwriter


class _Filler:
    """Fills a workbook, and remembers what its last sheets say."""

    def __init__(self, workbook: Any, foot: str, on: date | None) -> None:
        self._workbook = workbook
        self._foot = foot
        self._on = on
        self._formats: dict[tuple[object, ...], Any] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._cut: list[str] = []

    def add(self, name: str, table: SheetTable) -> None:
        """Add a sheet with a table."""
        columns = table.columns
        if len(columns) > MOST_COLUMNS:
            raise _too_large(name, "columns", MOST_COLUMNS)
        sheet = self._workbook.add_worksheet(name)
        heads = [cells.written(column.label).text for column in columns]
        self._head(sheet, columns, heads)
        widths = [max(map(layout.width, head.split()), default=0) + _ARROW for head in heads]
        tall: dict[int, list[str]] = {0: heads}
        row = 0
        for row, values in enumerate(table.rows, start=1):
            if row >= MOST_ROWS:
                raise _too_large(name, "rows", MOST_ROWS)
            shown = [cells.written(value) for value in values]
            for at, written in enumerate(shown):
                self._write(sheet, name, row, at, written, added=columns[at].added)
                widths[at] = max(widths[at], layout.width(written.text))
            if any(len(cell.text) > _NARROWEST for cell in shown):
                tall[row] = [
                    "" if c.folded else w.text for c, w in zip(columns, shown, strict=True)
                ]
        widths = [min(max(wide + 1, _NARROWEST), _WIDEST) for wide in widths]
        for at, texts in tall.items():
            lines = layout.lines(texts, [w - _ARROW for w in widths] if at == 0 else widths)
            if lines > 1:
                sheet.set_row(at, min(lines * _LINE, _TALLEST))
        if columns:
            sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
        sheet.freeze_panes(1, min(table.fixed, len(columns)))
        for at, column in enumerate(columns):
            folded = {"level": 1, "hidden": True} if column.folded else {}
            sheet.set_column(at, at, widths[at], self._format(), folded)
            last = min(row + table.room, MOST_ROWS - 1)
            if last:
                self._entries(sheet, at, last, column)
        shown_width = sum(w for w, c in zip(widths, columns, strict=True) if not c.folded)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{_letters(len(columns))}{MOST_ROWS}"})
        self._page(sheet, shown_width, min(table.fixed, len(columns)))

    def about(self, facts: Sequence[tuple[str, object]]) -> None:
        """Add the sheet that says what the workbook is."""
        sheet = self._workbook.add_worksheet(_INFO)
        if self._cut:
            shown = ", ".join(self._cut[:20]) + (" and more" if len(self._cut) > 20 else "")
            longest = f"{cells.LONGEST:,} characters"
            said = f"{counted(len(self._cut), 'text')} longer than {longest}: {shown}"
            facts = [*facts, ("Cut", said)]
        bold = self._format(bold=True)
        for row, (label, value) in enumerate(facts):
            sheet.write_string(row, 0, label, bold)
            self._write(sheet, _INFO, row, 1, cells.written(value))
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 90)
        self._page(sheet, 0, 0)

    def lists(self) -> None:
        """Add the hidden sheet with what columns offer."""
        if not self._lists:
            return
        sheet = self._workbook.add_worksheet(_LISTS)
        for at, choices in enumerate(self._lists):
            for row, choice in enumerate(choices):
                self._write(sheet, _LISTS, row, at, cells.written(choice))
        sheet.hide()

    def _head(self, sheet: Any, columns: Sequence[SheetColumn], heads: Sequence[str]) -> None:
        for at, (column, head) in enumerate(zip(columns, heads, strict=True)):
            look = {**_HEAD, "bg_color": "#7F7F7F", "italic": True} if column.added else _HEAD
            sheet.write_string(0, at, head, self._format(**look))

    def _write(
        self, sheet: Any, name: str, row: int, at: int, cell: CellShown, *, added: bool = False
    ) -> None:
        look: dict[str, Any] = {"num_format": cell.number_format}
        if cell.quoted:
            look["quote_prefix"] = True
        if cell.tone in _COLOURS:
            look["bg_color"] = _COLOURS[cell.tone]
        if added:
            look["font_color"] = "#595959"
        made = self._format(**look)
        if cell.cut:
            self._cut.append(f"{name}!{_letters(at + 1)}{row + 1}")
        if cell.day is not None:
            sheet.write_datetime(row, at, cell.day, self._format(**look, align="left"))
        elif cell.number is not None:
            sheet.write_number(row, at, cell.number, made)
        elif cell.text:
            sheet.write_string(row, at, cell.text, made)

    def _format(self, **look: Any) -> Any:
        """A format, made once; text at the top of its cell, in as many lines as it needs."""
        whole = {"valign": "top", "text_wrap": True, "num_format": cells.TEXT, **look}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(whole)
        return self._formats[key]

    def _entries(self, sheet: Any, at: int, last: int, column: SheetColumn) -> None:
        """What may be entered in the cells of a column, and what is said where one is chosen."""
        rule: dict[str, Any] = {"validate": "any"}
        wrong = ""
        if column.choices:
            # A list that is not closed only offers: what is not in it may be new.
            rule = {"validate": "list", "source": self._listed(column.choices)}
            wrong = "Choose one of the list." if column.closed else "This is not in the list."
        elif column.form == "date":
            rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
            wrong = "Enter a day, such as 2026-12-01."
        elif column.form == "number":
            rule = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
            wrong = "Enter a number."
        if not wrong and not column.about:
            return
        closed = column.closed or not column.choices
        rule |= {
            "error_type": "stop" if closed else "warning",
            "error_title": _shortened(column.label, _LONGEST_TITLE),
            "error_message": wrong,
            "input_title": _shortened(column.label, _LONGEST_TITLE),
            "input_message": _shortened(column.about, _LONGEST_MESSAGE),
        }
        sheet.data_validation(1, at, last, at, rule)

    def _listed(self, choices: Sequence[str]) -> str:
        """Where the list of these choices is; the same list is written once."""
        listed = tuple(choices[:_LONGEST_LIST])
        if listed not in self._lists:
            letters = _letters(len(self._lists) + 1)
            self._lists[listed] = f"={_LISTS}!${letters}$1:${letters}${len(listed)}"
        return self._lists[listed]

    def _page(self, sheet: Any, wide: int, fixed: int) -> None:
        """How it is printed: its head on each page, and what it is at the foot.

        A table that would be too small to read as wide as a page is printed over several.
        """
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        if wide <= _PAGE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(60)
            sheet.print_across()
            sheet.repeat_columns(0, max(fixed - 1, 0))
        if wide:
            sheet.repeat_rows(0)
        said = "".join(c for c in self._foot if c.isprintable())[:_LONGEST_FOOT].replace("&", "&&")
        day = f"&C{self._on}" if self._on else ""
        sheet.set_footer(f"&L{said}{day}&R&P / &N")


def _too_large(name: str, what: str, most: int) -> IsodocsError:
    return IsodocsError(
        f"{name} has more {what} than a sheet of Excel takes ({most:,})",
        hint="Choose less of it, or take --format csv.",
    )


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _letters(number: int) -> str:
    """The name of a column: A, B, ... Z, AA."""
    return "".join(reversed([*_digits(max(number, 1))]))


def _digits(number: int) -> Iterator[str]:
    while number:
        number, rest = divmod(number - 1, 26)
        yield chr(ord("A") + rest)
