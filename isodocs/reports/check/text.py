"""The check for people: a colleague's note when gaps are few, a map of the work when many."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.formats.text.escape import one_line, printable
from isodocs.formats.text.style import style
from isodocs.model.gap import Gap, Level
from isodocs.reports import heading

if TYPE_CHECKING:
    from isodocs.checking.check import CheckResult

FEW = 40
"""Up to so many gaps each is told in full; above, a summary comes first and detail on demand."""

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_EXAMPLES = 3
_COMMAND = re.compile("`[^`]*`")
_BLANK = "\0"
"""Stands for a blank that is no place to break a line; `printable` leaves no other."""


def render(result: CheckResult, *, width: int = 80, full: bool = False) -> str:
    """Render `result` for a terminal of `width` columns; `full` tells every gap in full."""
    lines = [*_heading(result, width), ""]
    if not result.gaps:
        lines += [style("No gaps.", "green", "bold"), ""]
    elif full or len(result.gaps) <= FEW:
        lines += gap_lines(result.gaps, width)
    else:
        lines += _summary(result, width)
    lines += _coverage(result, width)
    lines += _closing(result, full)
    return "\n".join(lines) + "\n"


def _heading(result: CheckResult, width: int) -> Iterator[str]:
    register = result.register
    names = [
        register.config.organisation,
        *(heading.standard(register, id) for id in register.maps),
    ]
    names.append(f"{register.inventory.label}, {register.on}")
    for line in _wrapped(" · ".join(filter(None, names)), width, ""):
        yield style(line, "bold")
    states = ", ".join(f"{count} {state}" for state, count in result.states.items())
    total = sum(result.states.values())
    yield f"{total} document{_s(total)}: {states}" if total else "no controlled documents"


def gap_lines(gaps: Iterable[Gap], width: int) -> Iterator[str]:
    """Every gap in full, by document: the document with the worst gap first, its worst first."""
    gaps = tuple(gaps)
    first = {_subject(gap): index for index, gap in reversed(tuple(enumerate(gaps)))}
    levels = list(Level)
    ordered = sorted(gaps, key=lambda g: (first[_subject(g)], levels.index(g.level), g.code))
    for subject, group in groupby(ordered, key=_subject):
        members = tuple(group)
        owner = next((gap.finding.owner for gap in members if gap.finding.owner), "")
        line = style(one_line(subject), "bold")
        yield f"{line}  {style(one_line(owner), 'dim')}" if owner else line
        for gap in members:
            yield from _gap(gap, width)
        yield ""


def _subject(gap: Gap) -> str:
    return gap.finding.document or gap.finding.place.path or "the repository"


def _gap(gap: Gap, width: int) -> Iterator[str]:
    finding = gap.finding
    level = style(f"{gap.level:<7}", _COLOURS[gap.level])
    place = one_line(str(finding.place)) if finding.place.path else ""
    yield f"  {level} {gap.code} {style(gap.name, 'dim')}  {place}".rstrip()
    yield from _wrapped(finding.message, width, "          ")
    if gap.waived_until:
        text = f"waived until {gap.waived_until}: {gap.waived_because}"
        yield from _wrapped(text, width, "          ")
    elif finding.hint:
        yield from _wrapped(finding.hint, width, "          ", "        → ")


def _wrapped(text: str, width: int, indent: str, first: str | None = None) -> list[str]:
    # A command stays on one line, so that it can be copied.
    whole = _COMMAND.sub(lambda m: m[0].replace(" ", _BLANK), printable(text).replace("\n", " "))
    lines = textwrap.wrap(
        whole,
        max(width, 40),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_BLANK, " ") for line in lines]


def _summary(result: CheckResult, width: int) -> Iterator[str]:
    by_rule: dict[tuple[Level, str, str], list[Gap]] = {}
    for gap in result.gaps:
        by_rule.setdefault((gap.level, gap.code, gap.name), []).append(gap)
    order = list(Level)
    yield style("By rule", "bold")
    for (level, code, name), gaps in sorted(
        by_rule.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1])
    ):
        styled = style(f"{level:<7}", _COLOURS[level])
        yield f"  {len(gaps):>6}  {styled} {code} {name}"
        examples = list(dict.fromkeys(one_line(_subject(gap)) for gap in gaps))
        more = f" … and {len(examples) - _EXAMPLES} more" if len(examples) > _EXAMPLES else ""
        yield from _wrapped(", ".join(examples[:_EXAMPLES]) + more, width, " " * 17)
    yield ""
    owners = Counter(gap.finding.owner or "(no owner)" for gap in result.gaps if gap.counts)
    if owners:
        yield style("By owner", "bold")
        for owner, count in sorted(owners.items(), key=lambda item: (-item[1], item[0])):
            yield f"  {count:>6}  {one_line(owner)}"
        yield ""


def _coverage(result: CheckResult, width: int) -> Iterator[str]:
    if result.partial:
        return
    for id, coverage in result.coverages.items():
        name = heading.standard(result.register, id)
        yield from _wrapped(f"{name}: {coverage.summary}", width, "  ", "")


def _closing(result: CheckResult, full: bool) -> Iterator[str]:
    tally = result.tally
    counting = tally["error"] + tally["warning"]
    if not result.gaps:
        return
    worst = _counts((("error", tally["error"]), ("warning", tally["warning"])))
    rest = _counts((("note", tally["note"]),))
    if tally["waived"]:
        rest.append(f"{tally['waived']} waived")
    colour = "red" if tally["error"] else "yellow" if counting else "green"
    text = f"{counting or 'No'} gap{_s(counting)} to close"
    text += f": {' and '.join(worst)}" if worst else ""
    text += f"; {' and '.join(rest)} besides." if rest else "."
    yield style(text, colour, "bold")
    if not full and len(result.gaps) > FEW:
        code = result.gaps[0].code
        yield f"Every gap: `isodocs check --full`; one rule: `isodocs check --select {code}`."
    elif counting:
        code = next(gap.code for gap in result.gaps if gap.counts)
        yield f"Why a rule matters and how to close its gap: `isodocs explain {code}`."


def _counts(pairs: Sequence[tuple[str, int]]) -> list[str]:
    return [f"{count} {word}{_s(count)}" for word, count in pairs if count]


def _s(count: int) -> str:
    return "" if count == 1 else "s"
