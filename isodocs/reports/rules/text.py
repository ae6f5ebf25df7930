"""Rules for people: all of them by family, or one in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.formats.text.layout import Column, Row, Text, part, table, wrapped
from isodocs.model.gap import Level

if TYPE_CHECKING:
    from isodocs.model.rule import Rule

_LOOKS = {Level.ERROR: ("red",), Level.WARNING: ("yellow",), Level.NOTE: ("cyan",)}


def render(rules: Sequence[Rule], *, whole: bool = False, width: int = 80, **_: object) -> str:
    """Render a list of `rules`; `whole` tells the only one in full.

    The rules of one family are listed with what they say, more only by their names.
    """
    lines = _whole(rules[0], width) if whole else _list(rules, width)
    return "\n".join(lines) + "\n"


def _list(rules: Sequence[Rule], width: int) -> Iterator[str]:
    families = [[*members] for _, members in groupby(rules, lambda r: r.family.code)]
    columns = [Column(""), Column(""), Column("", share=1)]
    for members in families:
        family = members[0].family
        yield from wrapped(Text(f"{family.code}: {family.title}", ("bold",)), width)
        rows: list[Row] = [
            [
                rule.code,
                Text(str(rule.level), _LOOKS[rule.level]),
                [rule.name, rule.document.summary] if len(families) == 1 else rule.name,
            ]
            for rule in members
        ]
        for line in table(columns, rows, width - 2):
            yield f"  {line}"
        yield ""
    code = rules[0].code
    text = f"A family: `isodocs explain {code[:3]}`; one rule in full: `isodocs explain {code}`."
    yield from wrapped(Text(text, ("dim",)), width)


def _whole(rule: Rule, width: int) -> Iterator[str]:
    document = rule.document
    name = Text(f"{rule.code} {rule.name}", ("bold",))
    yield from wrapped((name, " ", Text(str(rule.level), _LOOKS[rule.level])), width)
    yield from wrapped(document.summary, width)
    yield from part("Why")
    yield from wrapped(document.why, width, "  ")
    if document.example:
        yield from part("Example")
        yield from wrapped(document.example, width, "  ")
        for path, text in document.files.items():
            yield ""
            yield f"  {path}"
            yield from (f"    {line}".rstrip() for line in text.splitlines())
    yield from part("How to close the gap")
    yield from wrapped(document.remedy, width, "  ")
    if rule.blocks:
        yield from part("Hooks")
        yield f"  It {rule.at_a_push.replace('push', 'commit or push')}."
    if rule.stops:
        yield from part("Audits")
        yield from wrapped(f"It {rule.at_an_audit}.", width, "  ")
    if rule.clauses:
        yield from part("Clauses of ISO 9001:2015 behind it")
        yield f"  {', '.join(rule.clauses)}"
