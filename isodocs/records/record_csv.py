"""A CSV file -> its header and its rows, as spreadsheets write it; and how more are added to it.

Read are comma, semicolon, tab or bar (RFC 4180 quotes; a first line `sep=;` says which), with or
without a byte order mark, with the line ends of Windows, Unix and old Macs. Empty lines before the
header and empty cells behind its last column say nothing. A row that cannot be read is reported,
and the others are read all the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.model.characters import FORBIDDEN
from isodocs.model.problem import Problem
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import conflict
from isodocs.words import say

LIMIT = 8 * 1024 * 1024
"""The largest table read, in bytes."""
MOST_ROWS = 100_000
"""So many rows of a table are read: what is wrong with a row costs far more than its bytes."""
MOST_COLUMNS = 1_000
UNREADABLE = "record"
_BOM = b"\xef\xbb\xbf"
_SEPARATOR = expression(r'[ ]*+"?sep[ ]*+=[ ]*+(\\t|.)"?[;,\t ]*', re.IGNORECASE)
_DELIMITERS = (",", ";", "\t", "|")
_TOP = 10
"""Among so many lines that are not empty the header is looked for."""
_TRIES = 20
"""How many quotes that never end are passed over, so that a hostile table costs little."""


class CsvRow(NamedTuple):
    """One row and its line; `problem` says why it cannot be read."""

    line: int
    cells: Sequence[str]
    problem: Problem | None = None


@immutable(frozen=True, slots=True)
class Sheet:
    """A table that can be read at all.

    `lines` are its physical lines, `header` the names of its columns, in line `line` (from 1; 0 for
    a table without any), and the rows begin at the index `body`. `above` is the first line above
    it that says something, 0 for none. `suspect` says that there are characters no one sees, `flaw`
    that the header has them.
    """

    lines: Sequence[str]
    delimiter: str
    header: tuple[str, ...]
    line: int
    body: int
    above: int = 0
    suspect: bool = False
    flaw: Problem | None = None

    def rows(self) -> Iterator[CsvRow]:
        """The rows below the header that say anything."""
        read = 0
        for row in _rows(self.lines, self.body, self.delimiter, self.suspect):
            if row.problem or any(cell.strip() for cell in row.cells):
                if read == MOST_ROWS:
                    yield CsvRow(row.line, (), too_many_rows(row.line))
                    return
                read += 1
                yield self._fitted(row)

    def _fitted(self, row: CsvRow) -> CsvRow:
        """The row without the empty cells behind the last column."""
        most = len(self.header)
        if row.problem or len(row.cells) <= most:
            return row
        if not any(cell.strip() for cell in row.cells[most:]):
            return CsvRow(row.line, row.cells[:most])
        message = say(
            "the row has {cells} cells, the header {most}", cells=len(row.cells), most=most
        )
        hint = say("Put a value that holds the separator in quotes.")
        return CsvRow(row.line, (), Problem(UNREADABLE, message, hint, row.line))


def too_many_rows(line: int) -> Problem:
    """What is reported of a table of which the rows from a line on are not read."""
    message = say(
        "a table has at most {most_rows:,} rows; from this line on it is not read",
        most_rows=MOST_ROWS,
    )
    return Problem(UNREADABLE, message, say("Divide it into several, such as one a year."), line)


def read(data: bytes, known: Collection[str] = ()) -> Sheet | Problem:
    """Read a table; `known` are names of columns, by which its header is found below a title.

    Never raises: a table of which nothing can be read is a problem.
    """
    text = text_of(data)
    if isinstance(text, Problem):
        return text
    lines = _lines(text)
    start, declared = 0, ""
    if lines and (match := _SEPARATOR.fullmatch(lines[0].rstrip("\n"))):
        mark = "\t" if match[1] == r"\t" else match[1]
        start, declared = 1, mark if mark in _DELIMITERS else ""
    at, above = _header_at(lines, start, declared, known)
    if at == len(lines):
        return Sheet(lines, declared or ",", (), 0, at)
    sep = declared or delimiter(lines[at], known)
    first = next(_rows(lines, at, sep, False))
    if first.problem:
        return first.problem
    end = at + 1 + sum(cell.count("\n") for cell in first.cells)
    suspect = FORBIDDEN.search(text) is not None
    flaw = hidden("".join(lines[at:end]), at + 1) if suspect else None
    header = _columns(first.cells, known)
    if len(header) > MOST_COLUMNS and sum(map(bool, header)) > MOST_COLUMNS:
        message = say(
            "the table has more than {most_columns:,} columns and is not read",
            most_columns=MOST_COLUMNS,
        )
        return Problem(UNREADABLE, message, say("Delete the columns that are not needed."), at + 1)
    return Sheet(lines, sep, header, at + 1, end, above, suspect, flaw)


def delimiter(line: str, known: Collection[str] = ()) -> str:
    """What is between the cells of a line; a comma where nothing does.

    What gives most of the `known` names decides, as a name may itself hold commas.
    """
    found = [sep for sep in _DELIMITERS if sep in line] or [","]
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda sep: (_known_cells(line, sep, known), line.count(sep)))


def _known_cells(line: str, sep: str, known: Collection[str]) -> int:
    """How many cells of a line are names of columns."""
    return sum(_column(cell, known) in known for cell in _cells(line, sep)) if known else 0


def add(data: bytes, rows: Iterable[Sequence[str]], sheet: Sheet) -> bytes:
    """The file with more rows at its end; every byte that is there stays.

    Their separator and their line ends are those of the table.
    """
    end = "\r\n" if b"\r\n" in data else "\n" if b"\n" in data or b"\r" not in data else "\r"
    out = io.StringIO(newline="")
    # One line feed would make line ends of old Macs stray characters.
    written = ([c.replace("\n", "\r") for c in row] for row in rows) if end == "\r" else rows
    csv.writer(out, delimiter=sheet.delimiter, lineterminator=end).writerows(written)
    gap = "" if not data or data.endswith((b"\n", b"\r")) else end
    return data + (gap + out.getvalue()).encode()


def begin(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A new table with these rows."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows((header, *rows))
    return out.getvalue().encode()


# -- the text ---------------------------------------------------------------------------------


def text_of(data: bytes) -> str | Problem:
    """The text of a file with plain line ends, or why there is none."""
    if len(data) > LIMIT:
        return Problem(
            UNREADABLE,
            say("the table is larger than {limit:,} bytes", limit=LIMIT),
            say("Split it."),
            1,
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4096]:
        message = say("the file is UTF-16 or no text at all, not UTF-8")
        return Problem(
            UNREADABLE, message, say("Save it as CSV in UTF-8 (in Excel: 'CSV UTF-8')."), 1
        )
    if line := conflict.in_data(data):
        return Problem(UNREADABLE, conflict.MESSAGE, conflict.HINT, line, 1)
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start + len(data) - len(data.removeprefix(_BOM))]
        line = before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        hint = say("Save the file as UTF-8 (in Excel: 'CSV UTF-8').")
        return Problem(UNREADABLE, say("not UTF-8 text"), hint, line)
    text = text.replace("\r\n", "\n")
    return text if "\n" in text else text.replace("\r", "\n")


def _lines(text: str) -> list[str]:
    """The lines with their ends, as an editor counts them."""
    lines = [f"{line}\n" for line in text.split("\n")]
    return lines[:-1] if text.endswith("\n") or not text else lines


def hidden(text: str, line: int) -> Problem | None:
    """What is wrong with a text, which begins in a line, that holds a character no one sees."""
    match = FORBIDDEN.search(text)
    if match is None:
        return None
    line += text.count("\n", 0, match.start())
    column = match.start() - text.rfind("\n", 0, match.start())
    what = say("an invisible or control character (U+{ord:04X})", ord=ord(match[0]))
    return Problem(
        UNREADABLE, say("{what} is not allowed here", what=what), say("Delete it."), line, column
    )


def _visible(text: str) -> str:
    """A name of a column without what `_hidden` reports of it, so that the rows can be read."""
    return FORBIDDEN.sub("", text)


def _column(cell: str, known: Collection[str]) -> str:
    """The name of a column; one of the `known` in other capitals is that one."""
    name = _visible(cell).strip()
    plain = name.casefold()
    return plain if name not in known and plain in known else name


def _columns(cells: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """The names of the columns; one in other capitals never stands for one spelt exactly."""
    written = [_visible(cell).strip() for cell in cells]
    exact = set(written)
    plain = (_column(name, known) for name in written)
    return tuple(name if p in exact else p for name, p in zip(written, plain, strict=True))


# -- header and rows --------------------------------------------------------------------------


def _cells(line: str, sep: str) -> list[str]:
    """The cells of one line that may be the header; none of one that cannot be read alone."""
    try:
        return next(csv.reader([line.replace("\r", " ")], delimiter=sep), [])
    except csv.Error:
        return []


def _header_at(
    lines: Sequence[str], start: int, declared: str, known: Collection[str]
) -> tuple[int, int]:
    """The index of the header, and the first line above it that says something."""
    tops: list[tuple[int, int]] = []
    for at in range(start, len(lines)):
        cells = _cells(lines[at], declared or delimiter(lines[at], known))
        if any(cell.strip() for cell in cells):
            if not tops and any(_visible(cell).strip() in known for cell in cells):
                return at, 0  # in other capitals, one name alone may be a title
            tops.append((at, sum(_column(cell, known) in known for cell in cells)))
        if len(tops) == _TOP:
            break
    if not tops:
        return len(lines), 0
    first = tops[0][0]
    best = max(tops, key=lambda top: top[1])
    return (best[0], first + 1) if best[0] != first and best[1] > 1 else (first, 0)


def _rows(lines: Sequence[str], start: int, sep: str, suspect: bool) -> Iterator[CsvRow]:
    """The rows from a line on, the empty ones too; `suspect` says to look for hidden characters.

    Of a row of several lines that cannot be read, only the first is lost: its quote never ends.
    """
    for _ in range(_TRIES):
        reader = csv.reader(islice(lines, start, None), delimiter=sep, strict=True)
        again = before = 0
        while not again:
            try:
                cells, error = next(reader), None
            except StopIteration:
                return
            except csv.Error as wrong:
                cells, error = [], wrong
            line, end = start + before + 1, start + reader.line_num
            if error and end > line:
                again, end = line, line
            flaw = hidden("".join(lines[line - 1 : end]), line) if suspect else None
            yield CsvRow(line, cells, flaw or (_fault(line, error, bool(again)) if error else None))
            before = reader.line_num
        start = again
    hint = say("Close every quote, then look again.")
    problem = Problem(UNREADABLE, say("what is below this line is not read"), hint, start)
    yield CsvRow(start, (), problem)


def _fault(line: int, error: csv.Error, never_ends: bool) -> Problem:
    what = say("a quote that begins here never ends") if never_ends else str(error)
    if "unexpected end" in what:
        what = say("a quote that begins here never ends")
    hint = say('Close every quote; write a quote inside quotes twice ("").')
    return Problem(UNREADABLE, say("not readable as CSV: {what}", what=what), hint, line)
