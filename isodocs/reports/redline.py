"""What changed between two texts: `[-deleted-]` and `{+inserted+}` words, section by section.

The marks are those of wdiff and of `git diff --word-diff`; they say in a pipe, on paper and to the
colour-blind what colour says on a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithPage
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.history.readable_redline import folded
from isodocs.model.redline import (
    FieldChange,
    Paragraph,
    Redline,
    Run,
    RunKind,
    SectionChange,
    SectionStatus,
    ShownChange,
    ShownVersion,
)
from isodocs.reports import heading
from isodocs.reports.revisions import effective_from
from isodocs.words import counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.page import Page
    from isodocs.reports.redline_sides import Compared, Side

_HEADER = ("part", "name", "status", "moved", "old_line", "new_line", "old", "new")
_MARKS = {RunKind.DELETE: ("[-", "-]"), RunKind.INSERT: ("{+", "+}")}

_LOOKS = {RunKind.DELETE: ("red", "strike"), RunKind.INSERT: ("green",)}

_NEAR = 8
"""Unchanged words shown on each side of a change."""

_START = 4
"""Words that stay at the start of a shortened paragraph, so that one knows where one is."""


@immutable(frozen=True)
class RedlineReport(Report, WithPage):
    """A redline between two texts; `full` shows unchanged text in full.

    `compared` says which texts these are; without it (before an approval) there is only text.
    """

    redline: Redline
    compared: Compared | None = None
    full: bool = False

    def data(self) -> Data:
        """All of it, unchanged text included, in the form of `schemas/redline.schema.json`."""
        compared, redline = self.compared, self.redline
        if compared is None:
            raise ValueError("a redline for programs says which texts it compares")
        return {
            **heading.data(compared.register, 1),
            "document": {"id": compared.entry.id, "title": compared.entry.document.title},
            "old": _side(compared.old),
            "new": _side(compared.new),
            "changed": redline.changed,
            "coarse": redline.coarse,
            "fields": _fields_as_data(redline),
            "sections": [_section_as_data(section) for section in redline.sections],
            "shown": [_shown_as_data(change) for change in redline.shown],
        }

    def page(self) -> Page:
        """Both texts side by side, and who decided on each."""
        from isodocs.reports import redline_page

        if self.compared is None:
            raise ValueError("a page of a redline says which texts it compares")
        return redline_page.page(self.compared, self.redline, summary(self.redline))

    def rows(self) -> Rows:
        """A row to each field, section, picture and included text that changed."""
        return Rows(_HEADER, _rows(self.redline))

    def text(self) -> Iterator[str]:
        """What changed; what did not is shortened."""
        redline, width = self.redline, self.width
        if compared := self.compared:
            yield from heading.title(
                (say("{id} {title}", id=compared.entry.id, title=compared.entry.document.title),),
                width,
            )
            yield from wrapped(say("old: {what}", what=compared.old.what), width, "     ", "")
            yield from wrapped(say("new: {what}", what=compared.new.what), width, "     ", "")
        yield from wrapped(summary(redline), width)
        if redline.coarse:
            text = say(
                "Parts are too large to compare word by word; they are shown as replaced whole."
            )
            yield from wrapped(Text(text, ("yellow",)), width)
        if redline.fields:
            yield from ("", *_fields(redline.fields, width))
        if redline.shown:
            yield from ("", *_shown(redline.shown, width, self.full))
        if redline.changed or self.full:
            for unchanged, group in groupby(redline.sections, key=_is_unchanged):
                if unchanged and not self.full:
                    yield from ("", *_unchanged(list(group), width))
                    continue
                for section in group:
                    yield from ("", *_section(section, width, self.full))


def _is_unchanged(section: SectionChange) -> bool:
    return section.status is SectionStatus.UNCHANGED and not section.moved


def summary(redline: Redline) -> str:
    """What changed, in numbers and one sentence."""
    if not redline.changed:
        return say("No differences.")
    parts = []
    if count := len(redline.fields):
        parts.append(say("{fields} changed", fields=counted(count, "field")))
    for status in (
        SectionStatus.CHANGED,
        SectionStatus.ADDED,
        SectionStatus.REMOVED,
        SectionStatus.REFORMATTED,
    ):
        if count := sum(section.status is status for section in redline.sections):
            parts.append(
                say("{sections} {status}", sections=counted(count, "section"), status=status)
            )
    if count := sum(section.moved for section in redline.sections):
        parts.append(say("{count} moved", count=count))
    for noun, included in (("picture", False), ("included text", True)):
        for status in (SectionStatus.CHANGED, SectionStatus.ADDED, SectionStatus.REMOVED):
            if count := sum(
                change.included is included and change.status is status for change in redline.shown
            ):
                parts.append(say("{counted} {status}", counted=counted(count, noun), status=status))
    return say("{parts}.", parts=joined(", ", parts))


def _fields(fields: Sequence[FieldChange], width: int, *, headed: bool = True) -> Iterator[str]:
    if headed:
        yield from wrapped(Text(say("Front matter"), ("bold",)), width)
    for field in fields:
        pieces: list[str | Text] = [f"{field.name}:"]
        if field.old is not None:
            pieces += [" ", _marked(RunKind.DELETE, field.old)]
        if field.new is not None:
            pieces += [" ", _marked(RunKind.INSERT, field.new)]
        yield from wrapped(pieces, width, "    ", "  ")


def _shown(changes: Sequence[ShownChange], width: int, full: bool) -> Iterator[str]:
    """The pictures and included texts that differ."""
    yield from wrapped(Text(say("Shown with the text"), ("bold",)), width)
    for change in changes:
        kind = say("included text") if change.included else say("picture")
        line = say(
            "{path} ({kind}, {status})", path=one_line(change.path), kind=kind, status=change.status
        )
        yield from wrapped(line, width, "    ", "  ")
        for side, version in (("old", change.old), ("new", change.new)):
            if version:
                yield from wrapped(
                    say("{side}: {version}", side=side, version=_version(version)),
                    width,
                    "         ",
                    "    ",
                )
        if change.text is None:
            if change.included:
                text = say("The text cannot be compared here: a content is not in this repository.")
                yield from wrapped(Text(text, ("yellow",)), width, "    ")
            continue
        for field in change.text.fields:
            yield from (
                say("  {line}", line=line) for line in _fields((field,), width - 2, headed=False)
            )
        for section in change.text.sections:
            if full or not _is_unchanged(section):
                yield from (
                    say("    {line}", line=line) for line in _section(section, width - 4, full)
                )


def _version(version: ShownVersion) -> str:
    size = say("{size:,} bytes", size=version.size)
    pixels = (
        say(", {pixels} × {pixels_2} pixels", pixels=version.pixels[0], pixels_2=version.pixels[1])
        if version.pixels
        else ""
    )
    return say(
        "{size}{pixels}, SHA-256 {sha256}", size=size, pixels=pixels, sha256=version.sha256[:12]
    )


def _marked(kind: RunKind, text: str) -> Text:
    before, after = _MARKS[kind]
    return Text(f"{before}{text or ' '}{after}", _LOOKS[kind])


def _unchanged(sections: Sequence[SectionChange], width: int) -> Iterator[str]:
    titles = joined(
        ", ", (section.title or say("text before the first heading") for section in sections)
    )
    count = counted(len(sections), "section")
    yield from wrapped(
        Text(say("… {count} unchanged: {titles}", count=count, titles=titles), ("dim",)),
        width,
        "  ",
        "",
    )


def _section(section: SectionChange, width: int, full: bool) -> Iterator[str]:
    paragraphs = section.paragraphs
    headed = section.level > 0
    title: list[str | Text] = (
        [*_pieces(paragraphs[0].runs, ("bold",))]
        if headed
        else [Text(say("Text before the first heading"), ("bold",))]
    )
    yield from wrapped(
        [*title, Text(say("  ({fate})", fate=_fate(section)), ("dim",))], width, "    ", ""
    )
    rest = paragraphs[1:] if headed else paragraphs
    if section.status is SectionStatus.REFORMATTED and not full:
        return
    for changed, group in groupby(rest, key=lambda paragraph: paragraph.changed):
        if changed or full:
            for paragraph in group:
                yield from _paragraph(paragraph, width, full)
        else:
            text = say(
                "… {paragraphs} unchanged", paragraphs=counted(len(list(group)), "paragraph")
            )
            yield from wrapped(Text(text, ("dim",)), width, "  ")


def _fate(section: SectionChange) -> str:
    words = [say(str(section.status))]
    if section.status is SectionStatus.REFORMATTED:
        words = [say("only blanks and line ends differ")]
    if section.moved:
        moved = say("moved")
        words = [moved] if section.status is SectionStatus.UNCHANGED else [*words, moved]
    line = (
        say("line {new_line}", new_line=section.new_line)
        if section.new_line
        else say("was line {old_line}", old_line=section.old_line)
    )
    return joined(", ", [*words, line])


def _paragraph(paragraph: Paragraph, width: int, full: bool) -> Iterator[str]:
    runs = tuple(folded(paragraph.runs))
    runs = runs if full else tuple(_shortened(runs))
    text = runs[0].text if runs else ""
    indent = "  " + " " * (len(text) - len(text.lstrip(" ")))
    yield from wrapped(_pieces(runs), width, indent)


def _pieces(runs: Sequence[Run], looks: tuple[str, ...] = ()) -> Iterator[Text]:
    """The runs with their marks, set close to the words: blanks stay outside."""
    for index, run in enumerate(runs):
        bare = run.text.strip(" ")
        if run.kind is RunKind.EQUAL or not bare:
            yield Text(run.text, looks)
            continue
        start = len(run.text) - len(run.text.lstrip(" "))
        # The first words of a paragraph have no blank before them that would part old and new.
        apart = index == 1 and runs[0].kind is RunKind.DELETE
        yield Text(" " * (start or apart))
        yield _marked(run.kind, bare)
        yield Text(" " * (len(run.text) - start - len(bare)))


def _shortened(runs: Sequence[Run]) -> Iterator[Run]:
    """Cut long unchanged text to what is near a change."""
    for index, run in enumerate(runs):
        words = re.findall(r"(?<!\s)\s*+\S+", run.text)
        first, last = index == 0, index == len(runs) - 1
        before = _START if first else _NEAR
        after = 0 if last else _NEAR
        if run.kind is not RunKind.EQUAL or (first and last) or len(words) <= before + after + 2:
            yield run
        else:
            end = joined("", words[-after:]) if after else ""
            yield Run(
                RunKind.EQUAL, say("{words} …{end}", words=joined("", words[:before]), end=end)
            )


def _fields_as_data(redline: Redline) -> list[dict[str, Any]]:
    return [{"name": field.name, "old": field.old, "new": field.new} for field in redline.fields]


def _shown_as_data(change: ShownChange) -> dict[str, Any]:
    return {
        "path": change.path,
        "kind": say("included text") if change.included else "picture",
        "status": str(change.status),
        "old": _version_as_data(change.old),
        "new": _version_as_data(change.new),
        "fields": _fields_as_data(change.text) if change.text else None,
        "sections": [_section_as_data(s) for s in change.text.sections] if change.text else None,
    }


def _version_as_data(version: ShownVersion | None) -> dict[str, Any] | None:
    if version is None:
        return None
    width, height = version.pixels or (None, None)
    return {"sha256": version.sha256, "size": version.size, "width": width, "height": height}


def _side(side: Side) -> dict[str, Any]:
    document, status = side.document, side.status
    effective = effective_from(status) if status else None
    return {
        "what": side.what,
        "revision": document.revision,
        "state": str(status.state) if status else None,
        "effective": effective,
        "path": document.path,
        "sha256": document.sha256,
    }


def _section_as_data(section: SectionChange) -> dict[str, Any]:
    return {
        "status": str(section.status),
        "level": section.level,
        "old_title": section.old_title,
        "new_title": section.new_title,
        "old_line": section.old_line,
        "new_line": section.new_line,
        "moved": section.moved,
        "paragraphs": [
            {
                "old_line": paragraph.old_line,
                "new_line": paragraph.new_line,
                "runs": [{"kind": str(run.kind), "text": run.text} for run in paragraph.runs],
            }
            for paragraph in section.paragraphs
        ],
    }


def _rows(redline: Redline) -> Iterator[Sequence[object]]:
    for field in redline.fields:
        yield "field", field.name, "changed", None, None, None, field.old, field.new
    for section in redline.sections:
        if not _is_unchanged(section):
            lines = (section.old_line or None, section.new_line or None)
            sides = (_side_text(section, RunKind.INSERT), _side_text(section, RunKind.DELETE))
            yield "section", section.title, section.status, section.moved, *lines, *sides
    for change in redline.shown:
        part = say("included text") if change.included else say("picture")
        old, new = (side and side.sha256 for side in (change.old, change.new))
        yield part, change.path, change.status, None, None, None, old, new


def _side_text(section: SectionChange, other: RunKind) -> str:
    """The text of a section on one side: all but the runs of the `other` one."""
    paragraphs = (
        joined("", (run.text for run in paragraph.runs if run.kind is not other))
        for paragraph in section.paragraphs
    )
    return "\n".join(filter(None, paragraphs))
