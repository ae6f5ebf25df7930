"""The redline for people: `[-deleted-]` and `{+inserted+}` words, the unchanged shortened.

The marks are those of wdiff and of `git diff --word-diff`; they say in a pipe, on paper and to the
colour-blind what colour says on a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
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
from isodocs.words import counted

if TYPE_CHECKING:
    from isodocs.reports.redline._compared import Compared

_MARKS = {RunKind.DELETE: ("[-", "-]"), RunKind.INSERT: ("{+", "+}")}
_LOOKS = {RunKind.DELETE: ("red", "strike"), RunKind.INSERT: ("green",)}
_NEAR = 8
"""Unchanged words shown on each side of a change."""
_BRIDGE = 30
"""As many unchanged characters at most are taken into the changes around them."""
_START = 4
"""Words that stay at the start of a shortened paragraph, so that one knows where one is."""


def render(
    redline: Redline, *, compared: Compared | None = None, width: int = 80, full: bool = False
) -> str:
    """Render a redline; `compared` heads it, `full` shows unchanged text in full."""
    lines: list[str] = []
    if compared:
        entry = compared.entry
        lines += wrapped(Text(f"{entry.id} {entry.document.title}", ("bold",)), width)
        lines += wrapped(f"old: {compared.old.what}", width, "     ", "")
        lines += wrapped(f"new: {compared.new.what}", width, "     ", "")
    lines += wrapped(summary(redline), width)
    if redline.coarse:
        text = "Parts are too large to compare word by word; they are shown as replaced whole."
        lines += wrapped(Text(text, ("yellow",)), width)
    if redline.fields:
        lines += ["", *_fields(redline.fields, width)]
    if redline.shown:
        lines += ["", *_shown(redline.shown, width, full)]
    if redline.changed or full:
        for unchanged, group in groupby(redline.sections, key=_is_unchanged):
            if unchanged and not full:
                lines += ["", *_unchanged(list(group), width)]
                continue
            for section in group:
                lines += ["", *_section(section, width, full)]
    return "\n".join(lines) + "\n"


def _is_unchanged(section: SectionChange) -> bool:
    return section.status is SectionStatus.UNCHANGED and not section.moved


def summary(redline: Redline) -> str:
    """What changed, in numbers and one sentence."""
    if not redline.changed:
        return "No differences."
    parts = []
    if count := len(redline.fields):
        parts.append(f"{counted(count, 'field')} changed")
    for status in (
        SectionStatus.CHANGED,
        SectionStatus.ADDED,
        SectionStatus.REMOVED,
        SectionStatus.REFORMATTED,
    ):
        if count := sum(section.status is status for section in redline.sections):
            parts.append(f"{counted(count, 'section')} {status}")
    if count := sum(section.moved for section in redline.sections):
        parts.append(f"{count} moved")
    for noun, included in (("picture", False), ("included text", True)):
        for status in (SectionStatus.CHANGED, SectionStatus.ADDED, SectionStatus.REMOVED):
            if count := sum(
                change.included is included and change.status is status for change in redline.shown
            ):
                parts.append(f"{counted(count, noun)} {status}")
    return f"{', '.join(parts)}."


def _fields(fields: Sequence[FieldChange], width: int, *, headed: bool = True) -> Iterator[str]:
    if headed:
        yield from wrapped(Text("Front matter", ("bold",)), width)
    for field in fields:
        pieces: list[str | Text] = [f"{field.name}:"]
        if field.old is not None:
            pieces += [" ", _marked(RunKind.DELETE, field.old)]
        if field.new is not None:
            pieces += [" ", _marked(RunKind.INSERT, field.new)]
        yield from wrapped(pieces, width, "    ", "  ")


def _shown(changes: Sequence[ShownChange], width: int, full: bool) -> Iterator[str]:
    """The pictures and included texts that differ."""
    yield from wrapped(Text("Shown with the text", ("bold",)), width)
    for change in changes:
        kind = "included text" if change.included else "picture"
        line = f"{one_line(change.path)} ({kind}, {change.status})"
        yield from wrapped(line, width, "    ", "  ")
        for side, version in (("old", change.old), ("new", change.new)):
            if version:
                yield from wrapped(f"{side}: {_version(version)}", width, "         ", "    ")
        if change.text is None:
            if change.included:
                text = "The text cannot be compared here: a content is not in this repository."
                yield from wrapped(Text(text, ("yellow",)), width, "    ")
            continue
        for field in change.text.fields:
            yield from (f"  {line}" for line in _fields((field,), width - 2, headed=False))
        for section in change.text.sections:
            if full or not _is_unchanged(section):
                yield from (f"    {line}" for line in _section(section, width - 4, full))


def _version(version: ShownVersion) -> str:
    size = f"{version.size:,} bytes"
    pixels = f", {version.pixels[0]} × {version.pixels[1]} pixels" if version.pixels else ""
    return f"{size}{pixels}, SHA-256 {version.sha256[:12]}"


def _marked(kind: RunKind, text: str) -> Text:
    before, after = _MARKS[kind]
    return Text(f"{before}{text or ' '}{after}", _LOOKS[kind])


def _unchanged(sections: Sequence[SectionChange], width: int) -> Iterator[str]:
    titles = ", ".join(section.title or "text before the first heading" for section in sections)
    count = counted(len(sections), "section")
    yield from wrapped(Text(f"… {count} unchanged: {titles}", ("dim",)), width, "  ", "")


def _section(section: SectionChange, width: int, full: bool) -> Iterator[str]:
    paragraphs = section.paragraphs
    headed = section.level > 0
    title: list[str | Text] = (
        [*_pieces(paragraphs[0].runs, ("bold",))]
        if headed
        else [Text("Text before the first heading", ("bold",))]
    )
    yield from wrapped([*title, Text(f"  ({_fate(section)})", ("dim",))], width, "    ", "")
    rest = paragraphs[1:] if headed else paragraphs
    if section.status is SectionStatus.REFORMATTED and not full:
        return
    for changed, group in groupby(rest, key=lambda paragraph: paragraph.changed):
        if changed or full:
            for paragraph in group:
                yield from _paragraph(paragraph, width, full)
        else:
            text = f"… {counted(len(list(group)), 'paragraph')} unchanged"
            yield from wrapped(Text(text, ("dim",)), width, "  ")


def _fate(section: SectionChange) -> str:
    words = [str(section.status)]
    if section.status is SectionStatus.REFORMATTED:
        words = ["only blanks and line ends differ"]
    if section.moved:
        words = ["moved"] if section.status is SectionStatus.UNCHANGED else [*words, "moved"]
    line = f"line {section.new_line}" if section.new_line else f"was line {section.old_line}"
    return ", ".join([*words, line])


def _paragraph(paragraph: Paragraph, width: int, full: bool) -> Iterator[str]:
    runs = tuple(_folded(paragraph.runs))
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


def _folded(runs: Sequence[Run]) -> Iterator[Run]:
    """Take a short unchanged piece between two longer changes as changed, too.

    Words that two wordings happen to share tear both apart; old and new are read more easily
    whole. The measure is that of diff-match-patch: no longer than what changed on either side.
    """
    spans: list[tuple[str, str]] = []
    for equal, group in groupby(runs, key=lambda run: run.kind is RunKind.EQUAL):
        stretch = list(group)
        old = "".join(run.text for run in stretch if run.kind is not RunKind.INSERT)
        new = "".join(run.text for run in stretch if run.kind is not RunKind.DELETE)
        if not equal and len(spans) > 1:
            (before_old, before_new), (bridge, _) = spans[-2:]
            changed = min(max(len(before_old), len(before_new)), max(len(old), len(new)))
            if len(bridge) <= min(changed, _BRIDGE):
                del spans[-2:]
                old, new = f"{before_old}{bridge}{old}", f"{before_new}{bridge}{new}"
        spans.append((old, new))
    for old, new in spans:
        if old == new:
            yield Run(RunKind.EQUAL, old)
            continue
        yield from (Run(RunKind.DELETE, text) for text in (old,) if text)
        yield from (Run(RunKind.INSERT, text) for text in (new,) if text)


def _shortened(runs: Sequence[Run]) -> Iterator[Run]:
    """Cut long unchanged text to what stands near a change."""
    for index, run in enumerate(runs):
        words = re.findall(r"(?<!\s)\s*+\S+", run.text)
        first, last = index == 0, index == len(runs) - 1
        before = _START if first else _NEAR
        after = 0 if last else _NEAR
        if run.kind is not RunKind.EQUAL or (first and last) or len(words) <= before + after + 2:
            yield run
        else:
            end = "".join(words[-after:]) if after else ""
            yield Run(RunKind.EQUAL, f"{''.join(words[:before])} …{end}")
