"""The rules: all of them by family, or one in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Column, Row, Text, part, table, wrapped
from isodocs.model.gap import Level
from isodocs.reports import heading
from isodocs.words import joined, language, say, translated

if TYPE_CHECKING:
    from isodocs.model.rule import Rule

_LOOKS = {Level.ERROR: ("red",), Level.WARNING: ("yellow",), Level.NOTE: ("cyan",)}

_STOPPED = say("It stops a commit or push.")
_STOPPED_AS_ERROR = say("It stops a commit or push where it is an error.")
HEADER = ("code", "name", "level", "summary", "why", "remedy", "clauses", "blocks")


@immutable(frozen=True)
class RulesReport(Report):
    """Some rules in the order of their codes; `whole` shows the only one in full.

    The rules of one family are listed with what they say, more only by their names.
    """

    rules: Sequence[Rule]
    whole: bool = False

    def data(self) -> Data:
        """Each rule in full, in the form of `schemas/rules.schema.json`."""
        return {**heading.tool(1), "rules": [_rule(rule) for rule in self.rules]}

    def rows(self) -> Rows:
        """A row to each rule."""
        return Rows(HEADER, map(_row, self.rules))

    def text(self) -> Iterator[str]:
        """A table to each family, or the parts of one rule."""
        return _whole(self.rules[0], self.width) if self.whole else _list(self.rules, self.width)


def _list(rules: Sequence[Rule], width: int) -> Iterator[str]:
    families = [[*members] for _, members in groupby(rules, lambda r: r.family.code)]
    columns = [Column(""), Column(""), Column("", share=1)]
    for members in families:
        family = members[0].family
        yield from wrapped(
            Text(say("{code}: {title}", code=family.code, title=family.title), ("bold",)), width
        )
        rows: list[Row] = [
            [
                rule.code,
                Text(say(str(rule.level)), _LOOKS[rule.level]),
                [rule.name, say(rule.document.summary)] if len(families) == 1 else rule.name,
            ]
            for rule in members
        ]
        for line in table(columns, rows, width - 2):
            yield say("  {line}", line=line)
        yield ""
    code, letters = rules[0].code, rules[0].family.code
    text = say(
        "A family: `isodocs explain {letters}`; one rule in full: `isodocs explain {code}`.",
        letters=letters,
        code=code,
    )
    yield from wrapped(Text(text, ("dim",)), width)


def _whole(rule: Rule, width: int) -> Iterator[str]:
    document = rule.document
    name = Text(say("{code} {name}", code=rule.code, name=rule.name), ("bold",))
    yield from wrapped((name, " ", Text(say(str(rule.level)), _LOOKS[rule.level])), width)
    yield from wrapped(say(document.summary), width)
    if language() != "en" and translated(say(document.summary)) == document.summary:
        yield from wrapped(Text(say("What a rule says is in English so far."), ("dim",)), width)
    yield from part(say("Why"))
    yield from wrapped(say(document.why), width, "  ")
    if document.example:
        yield from part(say("Example"))
        yield from wrapped(say(document.example), width, "  ")
        for path, text in document.files.items():
            yield ""
            yield say("  {path}", path=path)
            yield from (say("    {line}", line=line).rstrip() for line in text.splitlines())
    yield from part(say("How to close the gap"))
    yield from wrapped(say(document.remedy), width, "  ")
    if rule.blocks:
        yield from part(say("Hooks"))
        only_as_error = rule.level is not Level.ERROR
        yield say("  {what}", what=_STOPPED_AS_ERROR if only_as_error else _STOPPED)
    if rule.stops:
        yield from part(say("Audits"))
        yield from wrapped(_at_an_audit(rule), width, "  ")
    if rule.clauses:
        yield from part(say("Clauses of ISO 9001:2015 behind it"))
        yield say("  {clauses}", clauses=joined(", ", rule.clauses))


def _at_an_audit(rule: Rule) -> str:
    every = type(next(iter(rule.stops)))  # in their order
    kinds = joined(", ", [say(kind.replace("-", " ")) for kind in every if kind in rule.stops])
    if rule.level is Level.ERROR or rule.stops_as_warning:
        return say("It stops {kinds}.", kinds=kinds)
    return say("It stops {kinds} where it is an error.", kinds=kinds)


def _rule(rule: Rule) -> dict[str, Any]:
    document = rule.document
    return {
        "code": rule.code,
        "name": rule.name,
        "level": rule.level,
        "summary": document.summary,
        "why": document.why,
        "example": document.example,
        "example_files": dict(document.files),
        "remedy": document.remedy,
        "clauses": rule.clauses,
        "area": rule.family.area,
        "stops": sorted(rule.stops),
        "stops_as_warning": rule.stops_as_warning,
        "blocks": rule.blocks,
        "waits_for_approval": rule.waits_for_approval,
        "by_calendar": rule.by_calendar,
        "waivable": rule.waivable,
    }


def _row(rule: Rule) -> tuple[object, ...]:
    said = rule.document
    about = (rule.code, rule.name, rule.level, said.summary, said.why, said.remedy)
    return (*about, rule.clauses, rule.blocks)
