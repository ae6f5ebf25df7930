"""Run the rules over a register: apply selections, levels and waivers, and put gaps in order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.once import once_per_register
from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.model.gap import Finding, Gap, Level, short_subject
from isodocs.model.waiver import NO_BASELINE
from isodocs.progress import watched
from isodocs.rules import registry
from isodocs.rules.registry import all_rules, stands_for
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.rule import Rule
    from isodocs.model.waiver import Baseline, RecordedGap, Waiver

_LEVELS = list(Level)
_PARTS = expression("([0-9]+)")


def run(
    register: Register, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Gap, ...]:
    """Every gap, worst first, then by path, line and code.

    `select` and `ignore` take codes, beginnings of codes and names, beside what the configuration
    ignores. Raises ConfigurationError for a word that fits no rule.
    """
    wanted = registry.select(select) if select else frozenset(all_rules())
    wanted -= registry.select(ignore)
    return ask((rule for code, rule in all_rules().items() if code in wanted), register)


@once_per_register
def every_gap(register: Register) -> tuple[Gap, ...]:
    """The same of all rules, asked once."""
    return run(register)


def ask(rules: Iterable[Rule], register: Register) -> tuple[Gap, ...]:
    """The gaps of these rules, without those that the configuration ignores; in order."""
    asked = [rule for rule in rules if not _ignored(rule, register)]
    rules_asked = watched(say("rules asked"), asked, lambda: len(asked))
    baseline = baseline_in_force(register)
    gaps = (gap for rule in rules_asked for gap in _marked(rule, baseline, _gaps(rule, register)))
    return in_order(gaps)


def baseline_in_force(register: Register) -> Baseline:
    """The baseline as it was first written; none where any of its files was changed since."""
    recorded = register.inventory.baseline_in_force
    if recorded.on is None or register.ledger.shallow:
        return NO_BASELINE  # where history is cut, no one sees what was written first
    return NO_BASELINE if next(remedies.baseline_changes(register), None) else recorded


def not_there(baseline: Baseline, gaps: Iterable[Gap]) -> tuple[RecordedGap, ...]:
    """The lines of a baseline that are about no gap of today."""
    by_rule: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_rule[gap.code].append(replace(gap, recorded=False))
    here = (gap for each in by_rule.values() for gap in _marked(each[0].rule, baseline, each))
    held = [gap for gap in here if gap.recorded]
    present = Counter((gap.code, gap.fingerprint) for gap in held)
    many = {(gap.code, part) for gap in held for parts in gap.parts_of for part in parts}
    gone = []
    for each in baseline.gaps:
        if present[each.key] > 0:
            present[each.key] -= 1
        elif each.key not in many:  # what was reported once is reported of each document now
            gone.append(each)
    return tuple(gone)


def _marked(rule: Rule, baseline: Baseline, gaps: Iterable[Gap]) -> Iterator[Gap]:
    """The gaps of a rule, those of the first day marked: as often as they were there then.

    One that weighs more than then is new. Where a rule reported once what held of many documents,
    the gap of each of these was there as well: the same one, and no other gap of the rule.
    """
    if baseline.on is None or not rule.recordable:
        yield from gaps
        return
    mine = [each for each in baseline.gaps if each.rule == rule.code]
    left = Counter((each.fingerprint, each.level) for each in mine)
    many = set(left) if rule.of_many else set()
    for gap in gaps:
        levels = [str(level) for level in _LEVELS[: _LEVELS.index(gap.level) + 1]]
        held = next((each for each in levels if left[gap.fingerprint, each] > 0), "")
        if held:
            left[gap.fingerprint, held] -= 1
        known = bool(held) or (
            gap.finding.document in baseline.documents
            and bool(gap.parts_of)
            and all(
                any((part, level) in many for part in parts for level in levels)
                for parts in gap.parts_of
            )
        )
        yield replace(gap, recorded=True) if known and gap.counts else gap


def in_order(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Gaps worst first, then by path, line and code."""
    return tuple(sorted(gaps, key=_order))


def _ignored(rule: Rule, register: Register) -> bool:
    words = register.config.ignore
    return any(stands_for(word, rule) for word in words) and not is_settled(rule, register)


def gaps_left_out(register: Register) -> tuple[Gap, ...]:
    """What the rules find that isodocs.yaml ignores or makes notes, as heavy as without it."""
    notes = rules_made_notes(register)
    rules = (r for code, r in all_rules().items() if code in notes or _ignored(r, register))
    return in_order(gap for rule in rules for gap in _gaps(rule, register, rule.level))


def _gaps(rule: Rule, register: Register, level: Level | None = None) -> Iterator[Gap]:
    """The gaps of a rule, of the level that isodocs.yaml gives them, or of this one."""
    with register.watch.working(rule.code) if register.watch else nullcontext():
        findings = [*rule.function(register)]
    if not findings:
        return
    settled = is_settled(rule, register)
    level = level or _level(rule, register)
    in_force = () if settled else register.inventory.waivers_in_force
    waivers = [w for w in in_force if w.rule in (rule.code, rule.name)]
    for found in findings:
        finding = found.shortened()
        entry = register.entries.get(finding.document)
        if not finding.owner:
            owner = entry.document.owner if entry else ""
            finding = replace(finding, owner=owner or register.config.owner)
        waiver = next((w for w in waivers if runs(w, register) and fits(w, finding)), None)
        yield Gap(
            rule=rule,
            level=finding.level or level,
            finding=finding,
            waived_until=str(waiver.until) if waiver else "",
            waived_because=waiver.reason if waiver else "",
        )


def rules_ignored(register: Register) -> tuple[str, ...]:
    """What isodocs.yaml ignores, in its words; what it may not ignore is left out."""
    rules = all_rules().values()
    return tuple(
        word
        for word in sorted(register.config.ignore)
        if any(stands_for(word, rule) and not is_settled(rule, register) for rule in rules)
    )


def rules_made_notes(register: Register) -> tuple[str, ...]:
    """The rules of which isodocs.yaml makes a note, which does not count."""
    return tuple(
        code
        for code, rule in all_rules().items()
        if _level(rule, register) is Level.NOTE is not rule.level
    )


def _level(rule: Rule, register: Register) -> Level:
    levels = {} if is_settled(rule, register) else register.config.levels
    return levels.get(rule.code, levels.get(rule.name, rule.level))


def is_settled(rule: Rule, register: Register) -> bool:
    """Whether nothing in the repository can ignore a rule's gaps, waive them or make them lighter.

    A waiver and isodocs.yaml are files without a signature: where approvals are signed, anyone who
    may push one must not be able to push any text after it.
    """
    authority = register.inventory.authority
    signed = authority is not None and authority.current.signed
    return rule.fixed or (signed and not rule.waivable)


def runs(waiver: Waiver, register: Register) -> bool:
    """Whether a waiver holds on the register's day."""
    if waiver.problems or waiver.granted is None or waiver.until is None:
        return False
    return waiver.granted <= register.on <= waiver.until


def fits(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver is about this finding's document, and its subject where it names one."""
    about = waiver.document in (finding.document, finding.place.path)
    return about and short_subject(waiver.subject) in ("", finding.subject)


def _order(gap: Gap) -> tuple[int, str, int, str, int, list[str]]:
    place = gap.finding.place
    # Numbers in a subject by their value: clause 8.2 comes before 8.10.
    subject = [
        part.rjust(9) if part.isdigit() else part for part in _PARTS.split(gap.finding.subject)
    ]
    return (_LEVELS.index(gap.level), place.path, place.line, gap.code, place.column, subject)
