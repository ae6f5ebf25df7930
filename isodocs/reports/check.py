"""The check: a colleague's note when gaps are few, a map of the work when many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, FoundGaps, Report, Rows, WithGaps, WithMarkdown
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import wrapped
from isodocs.formats.text.style import style
from isodocs.model.gap import Gap, Level
from isodocs.reports import heading
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.checked import Checked
    from isodocs.model.rule import Rule

FEW = 40
"""Up to so many gaps each is shown in full; above, a summary comes first and detail on demand."""

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_EXAMPLES = 4
_INDENT = " " * 10
_HEADER = (
    "code",
    "name",
    "level",
    "path",
    "line",
    "column",
    "document",
    "owner",
    "subject",
    "clauses",
    "message",
    "hint",
    "fingerprint",
    "waived_until",
    "waived_because",
    "recorded",
)


@immutable(frozen=True)
class CheckReport(Report, WithGaps, WithMarkdown):
    """What `check` found; `full` shows every gap in full, however many there are.

    `prefix` is the folder of the management system in its repository, such as `quality/`.
    """

    result: Checked
    full: bool = False
    prefix: str = ""

    def data(self) -> Data:
        """In the form of `schemas/check.schema.json`."""
        result = self.result
        return {
            **heading.tool(1),
            "on": result.on,
            "source": result.source,
            "organisation": result.organisation,
            "documents": result.states,
            "summary": {**result.tally, "failed": result.failed},
            "coverage": {id: found.counts for id, found in result.standards.items()},
            "strength": {id: found.strength for id, found in result.standards.items()},
            "in_preparation": result.in_preparation,
            "baseline": _baseline(result),
            "looked_at": heading.looked_at(result.looked_at),
            "gaps": [as_data(gap) for gap in result.gaps],
        }

    def rows(self) -> Rows:
        """A row to each gap."""
        return Rows(_HEADER, ([cell or None for cell in _cells(gap)] for gap in self.result.gaps))

    def found(self) -> FoundGaps:
        """The gaps, and the rules that were asked of everything."""
        return FoundGaps(self.result, _asked(self.result), self.prefix)

    def markdown(self) -> Iterator[str]:
        """A page that says first how it is, such as the summary of a job."""
        from isodocs.reports.check_page import page

        return page(self.result, self.prefix)

    def text(self) -> Iterator[str]:
        """The gaps, or a summary of them; then coverage and what to do."""
        result, width = self.result, self.width
        waiting = result.in_preparation
        names = {id: heading.named(s.name, id, waiting) for id, s in result.standards.items()}
        seen = say("{source}, {on}", source=say(result.source), on=result.on)
        yield from heading.title((result.organisation, *names.values(), seen), width)
        states = joined(
            ", ",
            (
                say("{count} {state}", count=count, state=state)
                for state, count in result.states.items()
            ),
        )
        total = counted(sum(result.states.values()), "document")
        yield (
            say("{total}: {states}", total=total, states=states)
            if states
            else say("no controlled documents")
        )
        yield from heading.looked_at_lines(result.looked_at, width)
        yield ""
        shown = [gap for gap in result.gaps if self.full or not gap.recorded]
        if not result.gaps:
            yield style(say("No gaps{part}.", part=_part(result)), "green", "bold")
            if result.looked_at.only or "rules" in result.looked_at.without:
                yield say("`isodocs check` looks at everything.")
            else:
                said = say("`isodocs readiness` says what an audit would miss.")
                yield say("Judged is what is recorded; {said}", said=said)
            yield ""
        elif self.full or len(shown) <= FEW:
            yield from gap_lines(shown, width)
        else:
            yield from _summary(result, shown, width)
        if result.burn_down:
            from isodocs.reports import burn_down

            yield from burn_down.lines(result, width)
        for id, found in () if "paths" in result.looked_at.only else result.standards.items():
            yield from wrapped(say("{id}: {summary}", id=names[id], summary=found.summary), width)
            yield from wrapped(found.strong, width, "  ", "  ")
        if not result.standards and "paths" not in result.looked_at.only:
            said = say(
                "No clause is measured: isodocs.yaml names no standard. "
                "`isodocs standards` lists them."
            )
            yield from wrapped(said, width)
        yield from _closing(result, self.full) if result.gaps else ()


def _baseline(result: Checked) -> dict[str, Any] | None:
    if result.burn_down is None:
        return None
    from isodocs.reports import burn_down  # few systems have a baseline

    return burn_down.data(result)


def _part(result: Checked) -> str:
    """Of what a verdict is, where that is not the whole work tree."""
    if not result.looked_at.everything:
        return say(" in what was looked at")
    if result.source == "index":
        return say(" in what is staged")
    return say(" in {source}", source=result.source) if result.source.startswith("commit ") else ""


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
        yield (
            say("{line}  {style}", line=line, style=style(one_line(owner), "dim"))
            if owner
            else line
        )
        for gap in members:
            yield from _gap(gap, width)
        yield ""


def _subject(gap: Gap) -> str:
    return gap.finding.document or gap.finding.place.path or say("the repository")


def _gap(gap: Gap, width: int) -> Iterator[str]:
    finding = gap.finding
    level = style(say("{level:<7}", level=gap.level), _COLOURS[gap.level])
    place = one_line(str(finding.place)) if finding.place.path else ""
    yield say(
        "  {level} {code} {style}  {place}",
        level=level,
        code=gap.code,
        style=style(gap.name, "dim"),
        place=place,
    ).rstrip()
    yield from wrapped(finding.message, width, _INDENT, cut=False)
    if gap.recorded:
        text = say("recorded on the first day; it is a gap all the same")
        yield from wrapped(text, width, _INDENT, cut=False)
    if gap.waived_until:
        text = say(
            "waived until {waived_until}: {waived_because}",
            waived_until=gap.waived_until,
            waived_because=gap.waived_because,
        )
        yield from wrapped(text, width, _INDENT, cut=False)
    elif finding.hint:
        yield from wrapped(finding.hint, width, _INDENT, "        → ", cut=False)


def _summary(result: Checked, shown: Iterable[Gap], width: int) -> Iterator[str]:
    by_rule: dict[tuple[Level, str, str], list[Gap]] = {}
    for gap in shown:
        by_rule.setdefault((gap.level, gap.code, gap.name), []).append(gap)
    order = list(Level)
    yield style(say("By rule"), "bold")
    for (level, code, name), gaps in sorted(
        by_rule.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1])
    ):
        yield say(
            "  {gaps:>6}  {style} {code} {name}",
            gaps=len(gaps),
            style=style(say("{level:<7}", level=level), _COLOURS[level]),
            code=code,
            name=name,
        )
        examples = dict.fromkeys(_subject(gap) for gap in gaps)
        yield from wrapped(listed(examples, most=_EXAMPLES), width, " " * 17)
    yield ""
    owners = Counter(gap.finding.owner or say("(no owner)") for gap in result.gaps if gap.is_new)
    if owners:
        yield style(say("By owner"), "bold")
        for owner, count in sorted(owners.items(), key=lambda item: (-item[1], item[0])):
            yield say("  {count:>6}  {owner}", count=count, owner=one_line(owner))
        yield ""


def verdict(result: Checked) -> str:
    """How many gaps count, in words: `2 gaps to close: 1 error and 1 warning; also 1 note.`.

    With a baseline these are the new ones, and those of the first day that are left are said too.
    """
    tally = result.tally
    counting = tally["error"] + tally["warning"]
    worst = [counted(tally["error"], "error")] if tally["error"] else []
    worst += [counted(tally["warning"], "warning")] if tally["warning"] else []
    rest = [counted(tally["note"], "note")] if tally["note"] else []
    rest += [say("{tally} waived", tally=tally["waived"])] if tally["waived"] else []
    text = say(
        "{part} to close",
        part=_open(counting, new=bool(tally["recorded"])),
    )
    text += _part(result)
    text += say(": {worst}", worst=listed(worst)) if worst else ""
    text += say("; also {rest}.", rest=listed(rest)) if rest else "."
    if not tally["recorded"]:
        return text
    from isodocs.reports import burn_down

    return say("{text} {sentence}", text=text, sentence=burn_down.sentence(result))


def _open(number: int, *, new: bool) -> str:
    if new:
        return counted(number, "new gap") if number else say("No new gaps")
    return counted(number, "gap") if number else say("No gaps")


def _closing(result: Checked, full: bool) -> Iterator[str]:
    tally = result.tally
    counting = tally["error"] + tally["warning"]
    colour = "red" if tally["error"] else "yellow" if counting or tally["recorded"] else "green"
    yield style(verdict(result), colour, "bold")
    if not full and sum(not gap.recorded for gap in result.gaps) > FEW:
        code = result.gaps[0].code
        yield say(
            "Every gap: `isodocs check --full`; one rule: `isodocs check --select {code}`.",
            code=code,
        )
    elif counting:
        code = next(gap.code for gap in result.gaps if gap.is_new)
        yield say(
            "Why a rule matters and how to close its gap: `isodocs explain {code}`.", code=code
        )


def _asked(result: Checked) -> tuple[Rule, ...]:
    """The rules that were asked of everything there is."""
    from isodocs.rules.registry import all_rules, stands_for

    seen = result.looked_at
    if seen.only.keys() - {"rules"}:
        return ()
    wanted = seen.only.get("rules")
    left_out = [word for words in seen.without.values() for word in words]
    return tuple(
        rule
        for rule in all_rules().values()
        if (wanted is None or any(stands_for(word, rule) for word in wanted))
        and not any(stands_for(word, rule) for word in left_out)
    )


def as_data(gap: Gap) -> Data:
    """A gap for programs."""
    return dict(zip(_HEADER, _cells(gap), strict=True))


def _cells(gap: Gap) -> tuple[object, ...]:
    """A value to each name of `_HEADER`."""
    finding, place = gap.finding, gap.finding.place
    return (
        gap.code,
        gap.name,
        gap.level,
        place.path,
        place.line,
        place.column,
        finding.document,
        finding.owner,
        finding.subject,
        finding.clauses,
        finding.message,
        finding.hint,
        gap.fingerprint,
        gap.waived_until or None,
        gap.waived_because or None,
        gap.recorded or None,
    )
