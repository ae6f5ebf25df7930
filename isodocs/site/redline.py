"""The text in force and the one that it superseded -> what a page says that changed.

Both are compared as readers see them, so that neither markup nor comments come to light.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.history.readable_redline import folded
from isodocs.history.redline import lines_redline
from isodocs.model.redline import Run, RunKind
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.redline import Paragraph
    from isodocs.rendering.body import Body
    from isodocs.site.text_lines import TextLine

GAP = "gap"
"""The kind of a block that stands for lines which are the same in both."""


class ChangedBlock(NamedTuple):
    """A line with what was struck out and put in, or a heading above such lines, or a `GAP`."""

    kind: str
    runs: tuple[Run, ...] = ()


class ChangedText(NamedTuple):
    """What differs between two texts, with how many pictures only the new or the old one has.

    `coarse` where it was too much to be compared word by word.
    """

    blocks: tuple[ChangedBlock, ...]
    new_pictures: int
    old_pictures: int
    coarse: bool


def changed_text(
    old: Sequence[TextLine], new: Sequence[TextLine], before: Body, after: Body
) -> ChangedText:
    """Compare the lines of two texts, and count the pictures that only one of them has."""
    texts = ("\n".join(line.text for line in lines).encode() for lines in (old, new))
    found = lines_redline(*texts)
    paragraphs = [each for section in found.sections for each in section.paragraphs]
    return ChangedText(
        tuple(_blocks(paragraphs, old, new)),
        len(after.pictures.keys() - before.pictures.keys()),
        len(before.pictures.keys() - after.pictures.keys()),
        found.coarse,
    )


def _blocks(
    paragraphs: Sequence[Paragraph], old: Sequence[TextLine], new: Sequence[TextLine]
) -> Iterator[ChangedBlock]:
    """What changed, each below its heading, with a gap for what is left out before it."""
    heading: Paragraph | None = None
    skipped = False
    for paragraph in paragraphs:
        line = new[paragraph.new_line - 1] if paragraph.new_line else old[paragraph.old_line - 1]
        if paragraph.changed:
            if skipped and heading is None:
                yield ChangedBlock(GAP)
            if heading is not None:
                yield ChangedBlock("heading", _runs(heading))
                if skipped:
                    yield ChangedBlock(GAP)
            heading, skipped = None, False
            yield ChangedBlock(line.kind, _runs(paragraph))
        elif line.kind == "heading":
            heading, skipped = paragraph, False
        else:
            skipped = True
    if skipped and heading is None:
        yield ChangedBlock(GAP)


def _runs(paragraph: Paragraph) -> tuple[Run, ...]:
    """The runs with their blanks outside of what is struck out or new: marks are set at words."""
    return tuple(part for run in folded(paragraph.runs) for part in _bare(run) if part.text)


def _bare(run: Run) -> Iterator[Run]:
    bare = run.text.strip(" ")
    if run.kind is RunKind.EQUAL or not bare:
        yield run
        return
    start = run.text.index(bare)
    yield Run(RunKind.EQUAL, run.text[:start])
    yield Run(run.kind, bare)
    yield Run(RunKind.EQUAL, run.text[start + len(bare) :])
