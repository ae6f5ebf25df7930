"""Everything about one document, record, person or role, for someone who looks at the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.expressions import expression
from isodocs.formats import Data, Report, Rows, WithMarkdown
from isodocs.formats import cell as as_text
from isodocs.formats.markdown import cell as as_markdown
from isodocs.formats.markdown import table as markdown_table
from isodocs.formats.text.escape import one_line, printable
from isodocs.formats.text.layout import Column, Row, Text, part, table, width_of, wrapped
from isodocs.model.dossier import Tone
from isodocs.reports import heading
from isodocs.words import counted, in_capitals, joined, name_in_words, say, translated

if TYPE_CHECKING:
    from isodocs.model.dossier import Detail, Dossier, DossierTable, Value
    from isodocs.model.register import Register

HEADER = ("sort", "id", "part", "entry", "field", "value")
_LABELS = range(12, 26)
"""The widths that the column of labels may have."""
_MOST = 12
"""So many rows of a table are printed; `all_` prints them all, and programs get all of them."""
_VERBATIM = ("|", "#", ">", "\t")
"""Lines that begin so are not joined with others."""
_ITEM = expression(r" {0,8}(?:[-*+]|[0-9]{1,9}[.)]) +")
_LONGEST = 400
"""As many characters of a cell fit a terminal."""
_LOOKS = {
    Tone.PLAIN: (),
    Tone.GOOD: ("green",),
    Tone.WARNING: ("yellow",),
    Tone.BAD: ("red",),
}
_ALARMS = (
    "overdue",
    say("CHANGED since it was recorded"),
    say("not there"),
    "missing",
    "lapsed",
    "error",
    "failed",
)
_PLACE = "place"
_KEPT = (_PLACE, "line", "id")
"""Columns that are not left out for want of room."""
_FEWEST, _NARROW, _WIDEST_WORD = 3, 14, 28


@immutable(frozen=True)
class ShowReport(Report, WithMarkdown):
    """The dossiers asked for; `all_` prints every row of every table."""

    register: Register
    dossiers: Sequence[Dossier]
    all_: bool = False

    def data(self) -> Data:
        """In the form of `schemas/show.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "shown": [_as_data(dossier) for dossier in self.dossiers],
        }

    def rows(self) -> Rows:
        """A row to each field: of the facts, and of each entry of each table."""
        return Rows(HEADER, (row for dossier in self.dossiers for row in _rows(dossier)))

    def text(self) -> Iterator[str]:
        """What it is, what must be known first, the facts, the tables and the text."""
        for number, dossier in enumerate(self.dossiers):
            if number:
                yield from ("", "")
            title = one_line(
                say("{id} {title}", id=dossier.id, title=dossier.title).strip() or dossier.path
            )
            yield from heading.lines(self.register, title, self.width)
            for notice in dossier.notices:
                yield from wrapped(Text(one_line(notice), ("yellow",)), self.width)
            said = [fact for fact in dossier.facts if _says(fact)]
            label = max((len(translated(_label(fact.name))) for fact in said), default=0)
            label = min(max(label, _LABELS.start), _LABELS.stop)
            for fact in said:
                yield from _fact(fact, label, self.width)
            empty = []
            for one in dossier.parts:
                if one.rows:
                    yield from table_part(one, self.width, all_=self.all_)
                elif one.empty:
                    empty.append(
                        say(
                            "{title}: {empty}{empty_2}",
                            title=one.title,
                            empty=one.empty[:1].lower(),
                            empty_2=one.empty[1:],
                        )
                    )
            if empty:
                yield ""
                for text in empty:
                    yield from wrapped(Text(text, ("dim",)), self.width)
            if dossier.text.strip():
                yield from part("Text")
                yield ""
                yield from _body(dossier.text, self.width)

    def markdown(self) -> Iterator[str]:
        """The same, with a heading and a table to each part; the text is quoted as code."""
        for dossier in self.dossiers:
            yield say(
                "# {as_markdown}",
                as_markdown=as_markdown(f"{dossier.id} {dossier.title}".strip() or dossier.path),
            )
            yield ""
            who = filter(None, (self.register.config.organisation, heading.source(self.register)))
            yield as_markdown(joined(" · ", who))
            yield ""
            for notice in dossier.notices:
                yield f"**{as_markdown(notice)}**"
                yield ""
            rows = [(_label(f.name), f.value, f.note) for f in dossier.facts if _says(f)]
            yield from markdown_table(Rows(("", "", ""), rows))
            yield ""
            for one in dossier.parts:
                if one.rows:
                    yield say(
                        "## {as_markdown} ({rows})",
                        as_markdown=as_markdown(one.title),
                        rows=len(one.rows),
                    )
                    yield ""
                    names = tuple(_label(name) for name in one.columns)
                    yield from markdown_table(Rows(names, one.rows))
                    yield ""
            if dossier.text.strip():
                yield say("## Text")
                yield ""
                fence = _fence(dossier.text)
                yield f"{fence}text"
                yield from printable(dossier.text.strip("\n")).split("\n")
                yield fence
                yield ""


def _says(fact: Detail) -> bool:
    return fact.value not in (None, "", ())


def _label(name: str) -> str:
    return name_in_words(name)


def _fact(fact: Detail, label: int, width: int) -> Iterator[str]:
    pieces = [Text(one_line(as_text(fact.value)), _LOOKS[fact.tone])]
    if fact.note:
        pieces.append(Text(say(" ({note})", note=one_line(fact.note)), ("dim",)))
    yield from wrapped(
        pieces, width, " " * (label + 2), f"{translated(_label(fact.name)):<{label}}  "
    )


def table_part(one: DossierTable, width: int, *, all_: bool) -> Iterator[str]:
    """A table of a dossier under its title, as much of it as fits."""
    names = [name for name in one.shown or one.columns if name in one.columns]
    kept = one.rows if all_ else one.rows[:_MOST]
    cells = {name: [short_cell(row[one.columns.index(name)]) for row in kept] for name in names}
    title = say("{title} ({rows})", title=one.title, rows=len(one.rows))
    files = {text.rpartition(":")[0] for text in cells.get(_PLACE, ())}
    if len(files) == 1 and all(files):
        # All of them are rows of one table: its path is said once.
        title += say(", {one_line}", one_line=one_line(*files))
        cells = {"line" if n == _PLACE else n: texts for n, texts in cells.items()}
        cells["line"] = [text.rpartition(":")[2] for text in cells["line"]]
    yield from part(title)
    columns = fitting({name: texts for name, texts in cells.items() if any(texts)}, width - 2)
    rows: list[Row] = [
        [_toned(name, cells[name][at]) for name in columns] for at in range(len(kept))
    ]
    yield from (say("  {line}", line=line) for line in table([*columns.values()], rows, width - 2))
    if left := len(one.rows) - len(kept):
        see = say(": `{see}`", see=one.see) if one.see else say("; --all prints them")
        yield from wrapped(
            Text(say("… {rows}{see}", rows=counted(left, "more row"), see=see), ("dim",)),
            width,
            "  ",
        )


def fitting(
    cells: Mapping[str, Sequence[str]],
    width: int,
    ranked: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> dict[str, Column]:
    """The columns for a terminal: words stay whole, and where they cannot, columns are left out.

    The first of `ranked` matter most, the last column where that is empty least; those to `keep`
    stay. A column of single words is as wide as they are; texts share what is left.
    """
    columns: dict[str, tuple[Column, int]] = {}
    for name, texts in cells.items():
        title = in_capitals(name_in_words(name))
        widest = max(map(width_of, (title, *texts)))
        word = max(width_of(each) for text in (title, *texts) for each in text.split(" "))
        if widest <= _NARROW or (word == widest and widest <= _WIDEST_WORD):
            columns[name] = Column(title), widest
        else:
            # No share is so small that its column would be set wider than its part.
            share = min(max(widest, 20), 36)
            columns[name] = Column(title, share=share), min(max(word, 16), _WIDEST_WORD)
    names, kept = [*columns], {*_KEPT, *keep}
    order = [name for name in ranked if name in columns] or names
    spare = [name for name in order if name not in kept]
    while spare and len(names) > _FEWEST and sum(columns[n][1] + 2 for n in names) - 2 > width:
        names.remove(spare.pop())
    return {name: columns[name][0] for name in names}


def short_cell(value: Value) -> str:
    """A value on one line, no longer than a terminal can show."""
    text = one_line(as_text(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _toned(name: str, text: str) -> Text:
    alarming = text in _ALARMS or text.startswith("overdue") or (name, text) == ("overdue", "yes")
    return Text(text, ("red",) if alarming else ())


def _body(text: str, width: int) -> Iterator[str]:
    """The lines as they are written, prose that is too wide wrapped; tables and code are not."""
    code = False
    pending: list[str] = []
    for line in [*printable(text.strip("\n")).split("\n"), ""]:
        fence = line.lstrip().startswith(("```", "~~~"))
        prose = bool(line.strip()) and not code and not fence and not line.startswith(_VERBATIM)
        if pending and (not prose or _ITEM.match(line)):
            yield from _paragraph(pending, width)
            pending = []
        code ^= fence
        if prose:
            pending.append(line)
        else:
            yield line.rstrip()


def _paragraph(lines: Sequence[str], width: int) -> Iterator[str]:
    breaks = any(line.endswith(("  ", "\\")) for line in lines)
    if breaks or max(map(width_of, lines)) <= width:
        yield from (line.rstrip() for line in lines)
        return
    item = _ITEM.match(lines[0])
    indent = " " * len(item[0]) if item else ""
    words = joined(" ", (line.strip() for line in lines))
    first = item[0] if item else ""
    yield from wrapped(words[len(first.strip()) :].strip(), width, indent, first, cut=False)


def _fence(text: str) -> str:
    """More backticks than the text has in a row."""
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return "`" * max(3, longest + 1)


def _as_data(dossier: Dossier) -> dict[str, Any]:
    return {
        "sort": dossier.sort,
        "id": dossier.id or None,
        "title": dossier.title,
        "path": dossier.path or None,
        "line": dossier.line,
        "notices": dossier.notices,
        "facts": [
            {"name": fact.name, "value": fact.value, "note": fact.note, "tone": str(fact.tone)}
            for fact in dossier.facts
            if _says(fact)
        ],
        "parts": [
            {
                "name": one.name,
                "title": one.title,
                "columns": one.columns,
                "rows": table_data(one),
            }
            for one in dossier.parts
        ],
        "text": dossier.text or None,
    }


def table_data(one: DossierTable) -> list[dict[str, Any]]:
    """The rows of a table of a dossier, each by its columns."""
    return [dict(zip(one.columns, row, strict=True)) for row in one.rows]


def _rows(dossier: Dossier) -> Iterator[Sequence[object]]:
    name = dossier.id or f"{dossier.path}:{dossier.line}"
    for fact in dossier.facts:
        if _says(fact):
            yield (dossier.sort, name, "facts", None, fact.name, fact.value)
    for one in dossier.parts:
        for number, row in enumerate(one.rows, 1):
            for column, value in zip(one.columns, row, strict=True):
                if value is not None:
                    yield (dossier.sort, name, one.name, number, column, value)
