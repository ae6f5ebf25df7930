"""What a text says of itself at its top: in a table, or in lines such as `**Owner:** Ann`.

Only labels that are names of fields count (see `field_labels`), and only above the second section
or in one that is about the document, such as `Document control`: what is below is the text itself.
Code and comments say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.as_written import read_period
from isodocs.parsing.field_labels import field_called, folded
from isodocs.parsing.first_heading import first_heading, number_in_heading

_FAR = 16 * 1024
"""So much of a text is looked at, in bytes."""
_LINES = 80
_LONGEST = 200
"""A value is no longer than so many characters; what is longer is a sentence of the text."""
_FEW_LABELS = 4
"""A table of which no more than one row in so many has a label is about something else."""
_SECTIONS = 2
"""From this section on it is the text itself."""
_ABOUT_THE_DOCUMENT = frozenset(
    "document control,document information,document details,document history,revision history,"
    "version history,change history,change log,version control,metadata,cover,cover page,"
    "deckblatt,dokumentenkontrolle,dokumentenlenkung,dokumentinformationen,"
    "dokumenteninformationen,page de garde,portada,"
    "dokumentenhistorie,anderungshistorie,versionshistorie,revisionshistorie,anderungsverzeichnis,"
    "historique des revisions,historique des versions,historique des modifications,"
    "control de documentos,historial de revisiones,historial de versiones,control de cambios,"
    "documentbeheer,versiebeheer,revisiehistorie,wijzigingshistorie".split(",")
)
"""Headings of sections that are about the document, folded."""
_MOST_CELLS = 8
"""A table of labels and values by turns has at most so many cells in a row."""
_FENCE = expression(r" {0,3}(?:`{3,}|~{3,})")
_HEADING = expression(r" {0,3}(#{1,6})(?:[ \t]|$)")
_MARKER = expression(r"[ \t]*+(?:[-*+][ \t]+|>[ \t]*+)?")
_LABEL = expression(r"[^\W\d_][^:*|]{0,48}$")
_MARKS = ("**", "__", "*", "_")
_BOLD = expression(r"(\*\*|__)[^\W\d_][^:*|]{0,48}(?::\1|\1[ \t]?:)(?=\s)")
"""A label in bold, of which one line may have several: `**Owner:** Ann | **Version:** 2`."""
_NUMBERED = expression(
    r"(version|revision|rev\.?) v?([0-9]{1,4}(?:\.[0-9]{1,4}){0,2})", re.IGNORECASE
)
"""A revision without a colon: `**Procedure | Version 1.0**`."""
_DATED = expression(r"(v?[0-9][0-9.]{0,12}) ?\([^()]{0,60}\)", re.IGNORECASE)
_BESIDE = expression(r"[ \t][|·•][ \t]")
_AROUND = " \t|·•;,.–—"
"""What divides two facts of one line."""
_OF_CHANGES = frozenset(
    "date author authors editor change changes description summary comment comments remarks "
    "datum autor bearbeiter anderung anderungen beschreibung bemerkung kommentar auteur "
    "modification modifications fecha cambio cambios descripcion wijziging omschrijving".split()
)
"""Headings of the other columns of a list of versions."""
_FIGURES = expression(r"[0-9]+")
_DAYS = frozenset(("date", "datum", "stand", "fecha", "data"))
"""Labels of a day that says no more: beside other facts of a document it is from when it holds."""
_DAY = "day"
_OF_A_DOCUMENT = ("id", "revision", "status", "owner", "approved-by", "type")
_BESIDE_IT = 8
"""Facts of one block are within so many lines."""
_FOOT = 12
"""So many lines at the end of a text may say it instead: `Version: 2`, `Date: 1 May 2026`."""
_CELL = expression(r"(?<!\\)\|")
_BREAKS = ("\\", "<br>", "<br/>", "<br />")
_EMPHASIS = expression(r"^(\*\*|__|\*|_|`)(.+?)\1$")
_LINK = expression(r"!?\[([^\[\]]*)\]\([^()]*\)")
_UNSAID = frozenset("n/a na tbd tba todo none".split())
_REFERENCES = frozenset(("référence", "réf.", "referencia", "riferimento"))
"""Labels of the document's own number, where the value is one; else of something else."""
_REVIEWS = frozenset(("review", "uberprufung", "revue"))
"""Labels of an interval where the value is one; else of a day or a name."""
_TITLES = ("title", "document title", "titel", "titre", "titulo", "titolo")
_SMALL = frozenset("document documents list of and the for dokument liste der die und".split())
"""Words that titles of different documents share."""
_TO_SIGN = expression(
    r"\[[^\[\]]*\b(?:name|signature|date|unterschrift|datum|nom|firma|fecha|naam|handtekening)\b",
    re.IGNORECASE,
)
"""A place to sign behind a title: `Unit Lead, [Name, Signature, Date]`."""
_OPENING = ("[", "<", "(", "☐", "_")
_GENERATED = ("{{", "<%", "____", "YYYY", "JJJJ")
"""A place to fill in begins so, or has what a generator fills."""


class Stated(NamedTuple):
    """One fact: our field, the label as it is written, the value, and where that is."""

    field: str
    label: str
    value: str
    line: int
    column: int


def stated(body: bytes, first_line: int = 1) -> tuple[Stated, ...]:
    """What the top of a text says, each field once: the first that is not left empty.

    `first_line` is the line of the file in which the text begins.
    """
    found: dict[str, Stated] = {}
    for facts in (_facts(body, first_line), _foot(body, first_line)):
        for fact in facts:
            if _is_said(fact.value) and not _is_choice(fact):
                found.setdefault(fact.field, fact)
    day = found.pop(_DAY, None)
    others = [fact for field, fact in found.items() if field in _OF_A_DOCUMENT]
    if day and any(abs(fact.line - day.line) <= _BESIDE_IT for fact in others):
        found.setdefault("effective", day._replace(field="effective"))
    return tuple(found.values())


def labelled(body: bytes) -> frozenset[str]:
    """The fields that the top of a text has labels for, also those that are left to fill in."""
    return frozenset(fact.field for fact in _facts(body, 1) if fact.field != _DAY)


def _is_said(value: str) -> bool:
    """Whether a value says something, and is not left to be filled in."""
    return (
        any(map(str.isalnum, value))
        and value.casefold() not in _UNSAID
        and not value.startswith(_OPENING)
        and not any(mark in value for mark in _GENERATED)
        and not _TO_SIGN.search(value)
    )


def _is_choice(fact: Stated) -> bool:
    """Whether a form lists what may be written: `Status: Draft / In review / Approved`."""
    return fact.field == "status" and fact.value.count(" / ") > 1


def _is_delimiter(line: str) -> bool:
    """Whether a line is that between the head and the rows of a table: `|---|:--:|`."""
    text = line.strip()
    return "-" in text and set(text) <= set("-:| \t")


def _facts(body: bytes, first_line: int) -> Iterator[Stated]:
    rows: list[tuple[int, str]] = []
    called = first_heading(body)
    for number, line, is_table in _top(body, first_line):
        if is_table:
            rows.append((number, line))
            continue
        yield from _table(rows, called)
        rows = []
        for piece in _pieces(line):
            yield from _pairs([_line(piece)], number, line)
    yield from _table(rows, called)


def _foot(body: bytes, first_line: int) -> Iterator[Stated]:
    """The facts of the last paragraph, where each of its lines has a label and two are known.

    Or of the list of versions that is the last section.
    """
    text = body[-_FAR:].decode("utf-8", "replace").rstrip()
    lines = text.split("\n")
    last = first_line + body.rstrip().count(b"\n")
    yield from _table(_last_list(body, first_line), "")
    block: list[tuple[int, str]] = []
    for number, line in zip(range(last, 0, -1), reversed(lines[-_FOOT:]), strict=False):
        if not any(_line(line.strip())):
            break
        block.append((number, line))
    facts = [
        fact
        for number, line in reversed(block)
        for piece in _pieces(line)
        for fact in _pairs([_line(piece)], number, line)
    ]
    if len(facts) > 1 and any(fact.field in _OF_A_DOCUMENT for fact in facts):
        yield from facts


def _last_list(body: bytes, first_line: int) -> list[tuple[int, str]]:
    """The rows of the table in the last section, where that is about the document."""
    lines = body.decode("utf-8", "replace").split("\n")
    rows: list[tuple[int, str]] = []
    for at in range(len(lines) - 1, max(len(lines) - _LINES, 0), -1):
        line = lines[at].rstrip("\r")
        if _FENCE.match(line):
            break
        if _HEADING.match(line):
            is_code = sum(map(bool, map(_FENCE.match, lines[:at]))) % 2
            return rows[::-1] if _is_about_the_document(line) and not is_code else []
        if line.lstrip().startswith("|") or _is_delimiter(line):
            rows.append((first_line + at, line))
    return []


def _is_about_the_document(line: str) -> bool:
    """Whether a heading is that of a section about the document: `## 9. Revision history`."""
    return folded(line.strip(" \t#")).lstrip("0123456789 ") in _ABOUT_THE_DOCUMENT


def _pieces(line: str) -> list[str]:
    """The facts of a line, of which it may have several: `**Owner:** Ann. **Version:** 2`."""
    starts = [match.start() for match in _BOLD.finditer(line)]
    if len(starts) > 1 and not line[: starts[0]].strip(" \t>-*+"):
        ends = (*starts[1:], len(line))
        return [
            line[start:end].rstrip(_AROUND) if end < len(line) else line[start:end]
            for start, end in zip(starts, ends, strict=True)
        ]
    parts = _BESIDE.split(line)
    several = len(parts) > 1 and (
        all(":" in part for part in parts) or _NUMBERED.fullmatch(parts[-1].strip(" \t>*_"))
    )
    return parts if several else [line]


def _line(line: str) -> tuple[str, str]:
    """The label and the value of `**Owner:** Ann`, `- Owner: Ann`; both empty for other lines."""
    if match := _NUMBERED.fullmatch(line.strip(" \t>*_")):
        return match[1], match[2]
    label, colon, value = _MARKER.sub("", line, count=1).partition(":")
    mark = next((mark for mark in _MARKS if label.startswith(mark)), "")
    label = label.removeprefix(mark).strip()
    if mark and label.endswith(mark):
        label = label.removesuffix(mark).strip()
    elif mark and value.startswith(mark):
        value = value.removeprefix(mark)
    elif mark:
        return "", ""
    if not colon or not _LABEL.match(label) or value[:1].strip():
        return "", ""
    return label, _plain(value)


def _top(body: bytes, first_line: int) -> Iterator[tuple[int, str, bool]]:
    """The lines that are looked at, with their numbers, and whether they are rows of a table.

    A block of YAML that the text begins with is front matter that someone made visible.
    """
    sections, fence, comment, reads = 0, "", False, True
    text = body[:_FAR].decode("utf-8", "replace").removeprefix("\ufeff")
    shown, begun = False, False
    for number, full in enumerate(text.split("\n")[:_LINES], first_line):
        line = full.rstrip("\r")
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
            if shown and fence and not _is_delimiter(line):
                yield number, line, False
        elif comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
        elif match := _FENCE.match(line):
            fence = match[0].strip()
            shown = not begun and line[match.end() :].strip() in ("yaml", "yml")
        elif _HEADING.match(line):
            sections += 1
            reads = sections <= _SECTIONS or _is_about_the_document(line)
        elif reads:
            yield number, line, line.lstrip().startswith("|") or _is_delimiter(line)
        begun = begun or bool(line.strip())


def _table(rows: list[tuple[int, str]], called: str) -> Iterator[Stated]:
    """The facts of a table: a label beside each value, or labels above one row of values.

    `called` is the heading above it: a row that names another document is of a list of documents.
    """
    parsed = [(number, line, _cells(line)) for number, line in rows if not _is_delimiter(line)]
    if not parsed or len(parsed) == len(rows):
        return
    head = parsed[0][2]
    heads = sum(map(bool, map(field_called, head))) >= 2
    if len(parsed) == 2 and heads and not _is_of_pairs(parsed):
        number, line, values = parsed[1]
        row = [*zip(head, values, strict=False)]
        if (_OF_CHANGES - _DAYS) & set(map(folded, head)) and _current(parsed):
            # a list of versions with one row: the day is that of the change
            row = [(label, value) for label, value in row if folded(label) not in _DAYS]
        if not _is_of_another(row, called):
            yield from _pairs(row, number, line)
        return
    if current := _current(parsed):
        number, line, values = current
        pairs = zip(head, values, strict=False)
        known = ((a, b) for a, b in pairs if field_called(a) in ("revision", "status"))
        yield from _pairs(known, number, line)
        return
    labels = sum(bool(field_called(cells[0])) for *_, cells in parsed)
    if labels * _FEW_LABELS <= len(parsed):
        return
    if len(parsed) > 1 and labels < 2:
        del parsed[0]  # headings of columns, of which one happens to be a label
    for number, line, cells in parsed:
        # `| Owner | Ann | Version | 3 |`: each label is followed by its value
        if len(cells) % 2 == 0 and len(cells) <= _MOST_CELLS:
            yield from _pairs(zip(cells[::2], cells[1::2], strict=True), number, line)


def _is_of_pairs(parsed: list[tuple[int, str, list[str]]]) -> bool:
    """Whether each row has labels and values by turns: only every other cell is a label."""
    rows = [[bool(field_called(cell)) for cell in cells] for *_, cells in parsed]
    return all(any(row[::2]) and not any(row[1::2]) for row in rows)


def _is_of_another(pairs: Iterable[tuple[str, str]], called: str) -> bool:
    """Whether a row has a title, and that of a document with a different heading."""
    title = next((value for label, value in pairs if folded(label).startswith(_TITLES)), "")
    words, own = {*folded(title).split()}, {*folded(called).split()}
    return bool(words and own) and not words & own - _SMALL and words != own


def _current(
    parsed: list[tuple[int, str, list[str]]],
) -> tuple[int, str, list[str]] | None:
    """The row of the latest version in a list of versions; None for other tables."""
    _, _, head = parsed[0]
    if field_called(head[0]) != "revision" or not _OF_CHANGES & set(map(folded, head[1:])):
        return None
    rows = [row for row in parsed[1:] if _FIGURES.search(row[2][0])]
    return max(rows, key=lambda row: [*map(int, _FIGURES.findall(row[2][0]))], default=None)


def _pairs(pairs: Iterable[tuple[str, str]], number: int, line: str) -> Iterator[Stated]:
    for label, value in pairs:
        field = field_called(label) or (_DAY if folded(label) in _DAYS else "")
        if folded(label) in _REVIEWS and read_period(value):
            field = "review-every"  # `Review: annual`
        if label.casefold() in _REFERENCES and number_in_heading(f"{value} x"):
            field = "id"  # `Référence : PRO-QUA-001`
        if field and len(value) <= _LONGEST:
            if field == "next-review" and read_period(value):
                field = "review-every"  # `Next review: annual`
            if field == "revision" and (dated := _DATED.fullmatch(value)):
                value = dated[1]  # `0.1 (2026-06-19)`
            yield Stated(field, label, value, number, max(line.find(value) + 1, 1))


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [_plain(cell.replace("\\|", "|")) for cell in _CELL.split(inner)]


def _plain(text: str) -> str:
    """Without the marks of Markdown around it, and signs before it: `✅ Approved`."""
    text = _LINK.sub(r"\1", text).strip()
    if not text.startswith(_OPENING):
        text = text.lstrip("".join(sign for sign in text if _is_sign(sign))).lstrip()
    for mark in _BREAKS:
        text = text.removesuffix(mark).rstrip()
    while match := _EMPHASIS.match(text):
        text = match[2].strip()
    return text.replace("\\<", "<").replace("\\>", ">")


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter) == "So" or letter == "\N{VARIATION SELECTOR-16}"
