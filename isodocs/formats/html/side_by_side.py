"""A redline -> what a page shows of it: paragraphs beside each other, table rows cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from isodocs.expressions import expression
from isodocs.model.redline import Paragraph, Redline, Run, RunKind, SectionChange, SectionStatus
from isodocs.named_tuple import NamedTuple

_DELIMITERS = expression(r"[|\-: ]++")
_FENCE = ("```", "~~~")
_ITEM = expression(r"(?:[-*+]|\d{1,9}[.)])\s")
_CONTEXT = 2
"""As many unchanged paragraphs or rows are shown on each side of a change."""
Runs = tuple[Run, ...]


class RedlineRow(NamedTuple):
    """A row of a table, by cells; without a cell it stands for rows that are left out.

    `fate` is `insert` or `delete` where it is on one side only.
    """

    cells: tuple[Runs, ...]
    fate: RunKind
    head: bool


class RedlineBlock(NamedTuple):
    """A piece of a section: `text`, `item`, `code`, a `table`, or `skipped` (`blocks` has it).

    `old` and `new` are its two sides, `both` has every run of it.
    """

    kind: str
    old: Runs = ()
    new: Runs = ()
    both: Runs = ()
    rows: tuple[RedlineRow, ...] = ()
    blocks: tuple[RedlineBlock, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether any word of it differs."""
        return any(run.kind is not RunKind.EQUAL for run in self.both) or any(
            row.fate is not RunKind.EQUAL or any(map(_differs, row.cells)) for row in self.rows
        )


class RedlineSection(NamedTuple):
    """A section with a title; of sections that are unchanged, all that follow each other."""

    titles: tuple[Runs, ...]
    status: SectionStatus
    moved: bool
    old_line: int
    new_line: int
    level: int
    blocks: tuple[RedlineBlock, ...]


def sections(redline: Redline) -> Iterator[RedlineSection]:
    """The sections in their order; those that are unchanged come together, with all their text."""
    for unchanged, group in groupby(redline.sections, key=_is_unchanged):
        if not unchanged:
            yield from (_section(each, _shortened(_blocks(each))) for each in group)
            continue
        made = [_section(each, _blocks(each)) for each in group]
        titles = tuple(title for each in made for title in each.titles if title)
        text = tuple(block for each in made for block in (*_headings(each), *each.blocks))
        yield made[0]._replace(titles=titles, blocks=text)


def _is_unchanged(section: SectionChange) -> bool:
    return section.status is SectionStatus.UNCHANGED and not section.moved


def _headings(section: RedlineSection) -> Iterator[RedlineBlock]:
    return (RedlineBlock("title", title, title, title) for title in section.titles)


def _section(section: SectionChange, blocks: Iterator[RedlineBlock]) -> RedlineSection:
    title = _title(section) if section.level else ()
    return RedlineSection(
        (title,) if title else (),
        section.status,
        section.moved,
        section.old_line,
        section.new_line,
        section.level,
        tuple(blocks),
    )


def _title(section: SectionChange) -> Runs:
    """A heading without the signs that make it one, and without attributes that did not change."""
    heading = section.paragraphs[0]
    if not heading.changed:
        return (Run(RunKind.EQUAL, section.title),)
    first, *rest = heading.runs
    return (*_spaced((first._replace(text=first.text.lstrip("# ")), *rest)),)


def _blocks(section: SectionChange) -> Iterator[RedlineBlock]:
    paragraphs = section.paragraphs[1:] if section.level else section.paragraphs
    code = False
    for table, group in groupby(paragraphs, key=_is_row):
        if table:
            yield RedlineBlock("table", rows=tuple(_rows(list(group))))
            continue
        for paragraph in group:
            text = _text(paragraph.runs)
            fence = text.startswith(_FENCE)
            kind = "code" if code or fence else "item" if _ITEM.match(text) else "text"
            code = code is not fence
            yield _block(kind, paragraph.runs)


def _block(kind: str, runs: Runs) -> RedlineBlock:
    old, new = _side(runs, RunKind.INSERT), _side(runs, RunKind.DELETE)
    if kind == "code":  # where blanks count
        return RedlineBlock(kind, old, new, runs)
    return RedlineBlock(kind, tuple(_spaced(old)), tuple(_spaced(new)), tuple(_spaced(runs)))


def _spaced(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs with the blanks outside of changed words, and one between old and new."""
    for index, run in enumerate(runs):
        bare = run.text.strip(" ")
        if run.kind is RunKind.EQUAL or not bare:
            yield run
            continue
        # The first words of a paragraph have no blank before them that would part old and new.
        apart = index == 1 and runs[0].kind is RunKind.DELETE
        if run.text.startswith(" ") or apart:
            yield Run(RunKind.EQUAL, " ")
        yield run._replace(text=bare)
        if run.text.endswith(" "):
            yield Run(RunKind.EQUAL, " ")


def _shortened(blocks: Iterator[RedlineBlock]) -> Iterator[RedlineBlock]:
    """What is unchanged and not near a change comes together, to be unfolded."""
    every = [_near(block) if block.kind == "table" else block for block in blocks]
    shown = _shown([block.changed for block in every])
    for near, group in groupby(zip(every, shown, strict=True), key=lambda pair: pair[1]):
        stretch = [block for block, _ in group]
        if near:
            yield from stretch
        else:
            yield RedlineBlock("skipped", blocks=tuple(stretch))


def _near(table: RedlineBlock) -> RedlineBlock:
    """A table with its head and the rows near a change; `blocks` has the whole where it is cut."""
    differ = [row.fate is not RunKind.EQUAL or any(map(_differs, row.cells)) for row in table.rows]
    shown = _shown(differ)
    near = [each or row.head for each, row in zip(shown, table.rows, strict=True)]
    if all(near) or not any(differ):
        return table
    rows: list[RedlineRow] = []
    for each, row in zip(near, table.rows, strict=True):
        if each:
            rows.append(row)
        elif not rows or rows[-1].cells:
            rows.append(RedlineRow((), RunKind.EQUAL, head=False))
    return table._replace(rows=tuple(rows), blocks=(table,))


def _shown(changed: Sequence[bool]) -> list[bool]:
    """Which of these are near a change; a single one that is not is not worth folding."""
    near = [
        any(changed[max(0, index - _CONTEXT) : index + _CONTEXT + 1])
        for index in range(len(changed))
    ]
    return [
        each or all(near[max(0, index - 1) : index] + near[index + 1 : index + 2])
        for index, each in enumerate(near)
    ]


# -- tables ---------------------------------------------------------------------------------


def _is_row(paragraph: Paragraph) -> bool:
    return _text(paragraph.runs).startswith("|")


def _rows(paragraphs: Sequence[Paragraph]) -> Iterator[RedlineRow]:
    """The rows by cells; one whose cells are not the same on both sides is two rows."""
    rules = [bool(_DELIMITERS.fullmatch(_text(each.runs))) for each in paragraphs]
    for index, paragraph in enumerate(paragraphs):
        if rules[index]:
            continue
        head = any(rules[index + 1 : index + 2]) and not any(rules[:index])
        kinds = {run.kind for run in paragraph.runs}
        if len(kinds) == 1:
            yield RedlineRow(_cells(paragraph.runs), kinds.pop(), head)
        elif any("|" in run.text for run in paragraph.runs if run.kind is not RunKind.EQUAL):
            for other, kind in (
                (RunKind.INSERT, RunKind.DELETE),
                (RunKind.DELETE, RunKind.INSERT),
            ):
                side = "".join(run.text for run in paragraph.runs if run.kind is not other)
                yield RedlineRow(_cells((Run(kind, side),)), kind, head)
        else:
            yield RedlineRow(_cells(paragraph.runs), RunKind.EQUAL, head)


def _cells(runs: Runs) -> tuple[Runs, ...]:
    """A row cut at its bars."""
    cells: list[list[Run]] = [[]]
    for run in runs:
        for index, piece in enumerate(run.text.replace("\\|", "\0").split("|")):
            if index:
                cells.append([])
            if text := piece.replace("\0", "|"):
                cells[-1].append(Run(run.kind, text))
    inner = cells[1:] if _blank(cells[0]) else cells
    inner = inner[:-1] if inner and _blank(inner[-1]) else inner
    return tuple(_bare(cell) for cell in inner)


def _bare(cell: Sequence[Run]) -> Runs:
    """A cell without the blanks between it and its bars."""
    if not cell:
        return ()
    runs = [cell[0]._replace(text=cell[0].text.lstrip()), *cell[1:]]
    runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
    return tuple(_spaced([run for run in runs if run.text]))


def _blank(cell: Sequence[Run]) -> bool:
    return not "".join(run.text for run in cell).strip()


def _side(runs: Runs, other: RunKind) -> Runs:
    return tuple(run for run in runs if run.kind is not other)


def _differs(runs: Runs) -> bool:
    return any(run.kind is not RunKind.EQUAL for run in runs)


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs).lstrip()
