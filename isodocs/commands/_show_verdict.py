"""Report what a hook refuses, or accepts with open gaps, on standard error, where Git shows it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from isodocs.commands._options import terminal_width
from isodocs.commands._text import echo

if TYPE_CHECKING:
    from isodocs.checking.verdict import HookVerdict
    from isodocs.model.gap import Gap

_MOST = 10
"""At most this many lines about open gaps are shown; `check` shows all."""
_ALIKE = 3
"""At most this many open gaps of one rule are shown one by one."""


def explain(verdict: HookVerdict, what: str, *, branch_hint: bool = True) -> None:
    """Print why `what` (this commit, the push to ...) is stopped, or else what it leaves open.

    `branch_hint` adds how what awaits approval gets out of the way.
    """
    if verdict.refused:
        _stopped(verdict, what)
        if branch_hint:
            _waiting(verdict)
    elif verdict.open:
        _open(verdict, what)


def _stopped(verdict: HookVerdict, what: str) -> None:
    from isodocs.formats.text.escape import one_line
    from isodocs.reports.check import gap_lines
    from isodocs.words import say, translated  # what lets a commit through says nothing

    echo(
        click.style(
            translated(say("isodocs stops {what}:", what=one_line(what))), fg="red", bold=True
        ),
        err=True,
    )
    for reason in verdict.reasons:
        echo(say("  {reason}", reason=one_line(reason)), err=True)
    for line in gap_lines(verdict.gaps, terminal_width()):
        echo(line, err=True)


def _open(verdict: HookVerdict, what: str) -> None:
    from isodocs.formats.text.escape import one_line
    from isodocs.words import say

    echo(say("isodocs accepts {what}; these gaps are open:", what=one_line(what)), err=True)
    for gap, count in itertools.islice(_by_kind(verdict.open), _MOST):
        place = say("{place}: ", place=gap.finding.place) if gap.finding.place.path else ""
        echo(
            one_line(
                say(
                    "  open: {code} {place}{message}",
                    code=gap.code,
                    place=place,
                    message=gap.finding.message,
                )
            ),
            err=True,
        )
        if count > 1:
            shows = say("`isodocs check --full --select {code}` shows all", code=gap.code)
            echo(
                say(
                    "        and {count} more of {code}; {shows}",
                    count=count - 1,
                    code=gap.code,
                    shows=shows,
                ),
                err=True,
            )
    more = sum(1 for _ in _by_kind(verdict.open)) - _MOST
    if more > 0:
        echo(say("  and {more} more; `isodocs check` shows all", more=more), err=True)


def _by_kind(gaps: Sequence[Gap]) -> Iterator[tuple[Gap, int]]:
    """What is open, each with 1; where a rule found many, its first gap alone, with their number.

    The sixty clauses that a new system does not cover yet must not hide the one late action.
    """
    counts = Counter(gap.code for gap in gaps)
    seen: set[str] = set()
    for gap in gaps:
        if counts[gap.code] <= _ALIKE:
            yield gap, 1
        elif gap.code not in seen:
            seen.add(gap.code)
            yield gap, counts[gap.code]


def _waiting(verdict: HookVerdict) -> None:
    from isodocs.formats.text.escape import one_line
    from isodocs.words import listed, say

    waiting = [gap for gap in verdict.gaps if gap.rule.waits_for_approval]
    ids = list(dict.fromkeys(gap.finding.document for gap in waiting))
    if ids:
        command = say("isodocs submit {part} --commit", part=ids[0] if len(ids) == 1 else say("ID"))
        text = say(
            "To let {ids} wait for approval on a separate branch: {command}",
            ids=listed(ids, most=6),
            command=command,
        )
        echo(one_line(text), err=True)
