"""A workbook of Excel or a file of CSV -> its sheets as texts, each cell with its name.

Days are days by their format, as the file says them in no other way. Formulas are not run: what
they gave when the file was saved is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from isodocs.errors import OfficeError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.office.package import LARGEST, Package, XmlNode, number_of
from isodocs.words import say

MOST_ROWS, MOST_COLUMNS = 100_000, 400
_FIRST, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_DAY_FORMATS = frozenset((*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)))
_ASIDE = expression(r"\[[^\[\]]*+\]|\\.|_.")
_PLACE = expression(r"([A-Z]{1,3})([0-9]{1,7})")
_DELIMITERS = (";", ",", "\t", "|")
_SEPARATOR = expression(r'"?sep=(.)"?\s*', re.IGNORECASE)


class CellRead(NamedTuple):
    """What a cell says; `is_day` says that it is a day, and not a text that looks like one.

    A formula that has no result in the file is its text, and `is_formula`.
    """

    text: str
    is_day: bool = False
    is_formula: bool = False


class RowRead(NamedTuple):
    """A row, counted from 1 as Excel does, and its cells from column A on."""

    number: int
    cells: Sequence[CellRead]


class SheetRead(NamedTuple):
    """A sheet; of one that people do not see only the name is read."""

    name: str
    rows: Sequence[RowRead]
    is_hidden: bool = False


def name_of(column: int, row: int) -> str:
    """`C7` for column 2 of row 7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read_workbook(data: bytes) -> list[SheetRead]:
    """The sheets of a .xlsx; raises OfficeError for a file that cannot be read."""
    package = Package(data)
    main = package.main()
    root, relations = package.xml(main), package.relations(main)
    if root is None or root.tag != "s:workbook":
        raise OfficeError(
            say("the file is not a workbook of Excel"), hint=say("Is its ending right?")
        )
    parts = {relation.kind: relation.target for relation in relations.values()}
    shared = _shared(package.xml(parts.get("sharedStrings", "")))
    days = _day_styles(package.xml(parts.get("styles", "")))
    since = root.value("s:workbookPr", name="date1904") in ("1", "true")
    first = _FIRST_1904 if since else _FIRST
    found = []
    for sheet in root.below("s:sheet"):
        relation = relations.get(sheet.attributes.get("r:id", ""))
        name = sheet.attributes.get("name", "")
        if relation and sheet.attributes.get("state", "visible") != "visible":
            found.append(SheetRead(name, (), is_hidden=True))
        elif relation:
            content = package.xml(relation.target)
            rows = list(_rows(content, shared, days, first)) if content else []
            found.append(SheetRead(name, rows))
    return found


def _shared(root: XmlNode | None) -> list[str]:
    return [_string(node) for node in root.elements] if root else []


def _string(node: XmlNode) -> str:
    """The text of a string, without how it is pronounced (`rPh`)."""
    parts = [t.text for t in node.elements if t.tag == "s:t"]
    parts += [t.text for run in node.elements if run.tag == "s:r" for t in run.below("s:t")]
    return "".join(parts)


def _day_styles(root: XmlNode | None) -> list[bool]:
    """Whether each style of a cell shows a number as a day."""
    if root is None:
        return []
    own = {
        node.attributes.get("numFmtId", ""): node.attributes.get("formatCode", "")
        for node in root.below("s:numFmt")
    }
    styles = root.first("s:cellXfs")
    return (
        [_is_day(node.attributes.get("numFmtId", "0"), own) for node in styles.elements if styles]
        if styles
        else []
    )


def _is_day(id: str, own: dict[str, str]) -> bool:
    if id not in own:
        return number_of(id) in _DAY_FORMATS
    shown = "".join(own[id].casefold().split('"')[::2])  # without what is in quotes
    code = _ASIDE.sub("", shown)
    return ("y" in code or "d" in code or "j" in code or "t" in code) and "general" not in code


def _rows(
    root: XmlNode, shared: Sequence[str], days: Sequence[bool], first: date
) -> Iterator[RowRead]:
    data = root.first("s:sheetData")
    number = many = 0
    for row in data.elements if data else ():
        number = number_of(row.attributes.get("r", ""), number + 1)
        cells: list[CellRead] = []
        for cell in row.elements:
            place = _PLACE.fullmatch(cell.attributes.get("r", ""))
            at = _column(place[1]) if place else len(cells)
            read = _cell(cell, shared, days, first)
            if read.text and at < MOST_COLUMNS:
                cells += [CellRead("")] * (at - len(cells))
                cells.append(read)
        if cells:
            many += 1
            if many > MOST_ROWS:
                raise OfficeError(
                    say("a sheet has more than {most_rows:,} rows", most_rows=MOST_ROWS),
                    hint=say("Divide it."),
                )
            yield RowRead(number, cells)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(node: XmlNode, shared: Sequence[str], days: Sequence[bool], first: date) -> CellRead:
    kind = node.attributes.get("t", "n")
    value = node.first("s:v")
    text = value.text if value else ""
    formula = node.first("s:f")
    if formula and not text and kind != "str":
        return CellRead(f"={formula.text}", is_formula=True)
    if kind == "inlineStr":
        inline = node.first("s:is")
        return CellRead(_string(inline) if inline else "")
    if kind == "s":
        at = number_of(text, -1)
        return CellRead(shared[at] if 0 <= at < len(shared) else "")
    if kind == "b":
        return CellRead("yes" if text == "1" else "no")
    if kind == "d":
        return CellRead(text[:10], is_day=True)
    if kind != "n" or not text:
        return CellRead(text)
    style = node.attributes.get("s", "")
    try:
        number = float(text)
    except ValueError:
        return CellRead(text)
    look = number_of(style, len(days))
    dated = look < len(days) and days[look]
    if dated and 0 < number <= (date.max - first).days:
        return CellRead(str(first + timedelta(int(number))), is_day=True)
    return CellRead(_plain(number))


def _plain(number: float) -> str:
    """A number as people write it: with the 15 figures that Excel keeps."""
    text = f"{number:.15g}"
    return f"{number:f}".rstrip("0").rstrip(".") if "e" in text else text


def read_csv(data: bytes) -> SheetRead:
    """A file of CSV as Excel writes it: with semicolons, a mark of its encoding, or none."""
    if len(data) > LARGEST:
        raise OfficeError(say("the file is too large"), hint=say("Divide it."))
    text = _text(data).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    start = 0
    match = _SEPARATOR.fullmatch(lines[0])
    if match:
        start, mark = 1, match[1]
    else:
        first = next((line for line in lines if line.strip(" ;,\t|")), "")
        mark = max(_DELIMITERS, key=first.count)
    rows = []
    reader = csv.reader(io.StringIO("\n".join(lines[start:])), delimiter=mark)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = [CellRead(_unquoted(cell)) for cell in cells[:MOST_COLUMNS]]
                rows.append(RowRead(start + reader.line_num, row))
            if len(rows) > MOST_ROWS:
                raise OfficeError(
                    say("the file has more than {most_rows:,} rows", most_rows=MOST_ROWS),
                    hint=say("Divide it."),
                )
    except csv.Error as error:
        raise OfficeError(
            say("the file is not CSV that can be read: {error}", error=error),
            hint=say("Save it again as CSV UTF-8."),
        ) from None
    return SheetRead("", rows)


def _unquoted(cell: str) -> str:
    """A cell without the apostrophe by which it was kept from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
