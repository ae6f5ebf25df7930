"""Settings of isodocs.yaml that were changed so that what was overdue or late is not any more.

A longer interval makes an overdue review disappear, and so does a longer default for records, or a
longer span for late entries. What became due by the settings of its day stays due until it is done,
or a reason is given. So do the days that documents give under a key that is not read any more. A
standard that was worked to, and is in preparation again, has no gaps of its own. Everything else in
isodocs.yaml is shown where it counts, or can be bound by the owners.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from isodocs.assess.deadlines import due_by
from isodocs.assess.late_entries import late_entries
from isodocs.assess.nonconformities import due_of
from isodocs.dataclass import replace
from isodocs.history.lost_rows import identity
from isodocs.model.config import DAY_FIELDS, Config, DocumentType
from isodocs.model.nonconformity import WEIGHTY
from isodocs.model.period import Period
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.said_no import gives_no_reason
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.model.history import SettingsChange, Stamp
    from isodocs.model.record import Record
    from isodocs.model.record_law import DeclaredDuty
    from isodocs.model.register import Entry, Register

_WithDefault = Callable[[str, Period | None], "Register"]
"""The register as it would be, did `default-days` give this span under this key."""
_CORRECTION = timedelta(days=30)
"""What was past already when a setting came, and is changed within this time, is corrected."""
_LATE_ENTRY = "late-entry-after"
_NONCONFORMITY = "nonconformity-"
_AT_ONCE = Period(0, "day")


class Eased(NamedTuple):
    """A setting as `changed-because` names it, what it was and became, and what it `hides`.

    A standard that is in preparation again hides nothing by name.
    """

    setting: str
    before: str
    after: str
    stamp: Stamp
    hides: tuple[str, ...]


class _Span(NamedTuple):
    """A setting, and the span that it gives."""

    setting: str
    span: Period | None


class _ToDo(NamedTuple):
    """What must be done by a day that a setting gives.

    `said` is what a configuration says of it, `due` the day by such a span; None for none.
    """

    name: str
    said: Callable[[Config], _Span]
    due: Callable[[Period | None], date | None]
    grace: Period = _AT_ONCE


def eased_settings(register: Register) -> Iterator[Eased]:
    """What was eased without a reason given since: once for each setting, by its last change."""
    if not any(_was_there(change) for change in register.ledger.settings):
        return
    found = [
        *_no_longer_due(register),
        *_no_longer_read(register),
        *_no_longer_worked_to(register),
    ]
    found.sort(key=lambda pair: pair[1].stamp.order)
    last = {eased.setting: (change, eased) for change, eased in found}
    for change, eased in last.values():
        reason = register.config.changed_because.get(eased.setting, "")
        given = (config.changed_because.get(eased.setting) for config in change.before)
        if gives_no_reason(reason) or reason in given:
            yield eased


def _was_there(change: SettingsChange) -> bool:
    return all(config.configured for config in change.before)


def _no_longer_due(register: Register) -> Iterator[tuple[SettingsChange, Eased]]:
    changes = register.ledger.settings
    hidden: dict[tuple[int, str], list[tuple[str, _Span, _Span]]] = {}
    for asked in _asked(register):
        for at, change in enumerate(changes):
            before, after = asked.said(change.before[0]), asked.said(change.after)
            if after in map(asked.said, change.before) or not _was_there(change):
                continue
            due, now = asked.due(before.span), asked.due(asked.said(register.config).span)
            if due is None or asked.grace.after(due) >= change.stamp.day(register.on):
                continue
            if (now is None or now > due) and not _corrects(register, change, due, asked.said):
                hidden.setdefault((at, before.setting), []).append((asked.name, before, after))
    for (at, setting), found in hidden.items():
        _, before, after = found[0]
        became = after.span if after.setting == setting else None
        hides = tuple(dict.fromkeys(name for name, *_ in found))
        eased = Eased(setting, str(before.span or ""), str(became or ""), changes[at].stamp, hides)
        yield changes[at], eased


def _corrects(
    register: Register, change: SettingsChange, due: date, said: Callable[[Config], object]
) -> bool:
    """Whether what was changed had not been true for a day, and was set not long before."""
    before = said(change.before[0])
    came = [
        each.stamp.day(register.on)
        for each in register.ledger.settings
        if each.stamp.order < change.stamp.order
        and said(each.after) == before
        and before not in map(said, each.before)
    ]
    if not came or due >= came[-1]:
        return False
    return change.stamp.day(register.on) - came[-1] <= _CORRECTION


def _no_longer_read(register: Register) -> Iterator[tuple[SettingsChange, Eased]]:
    """The keys of days and intervals that documents still have, and that are not read any more."""
    texts = [(entry.in_force or entry.newest).document for entry in register]
    for name in DAY_FIELDS:
        now, read = register.config.key(name), attrgetter(name.replace("-", "_"))
        for change in filter(_was_there, register.ledger.settings):
            before, after = change.before[0].key(name), change.after.key(name)
            if before == now or after in (config.key(name) for config in change.before):
                continue
            hides = tuple(text.id for text in texts if before in text.places and not read(text))
            if hides:
                yield change, Eased(f"fields.{name}", before, after, change.stamp, hides)


def _no_longer_worked_to(register: Register) -> Iterator[tuple[SettingsChange, Eased]]:
    """The standards that are in preparation, and were worked to before."""
    config = register.config
    families = {_family(id) for id in config.standards}
    for standard in config.in_preparation:
        if _family(standard) in families:
            continue  # another edition of it is worked to
        worked_to = _works_to(standard)
        for change in register.ledger.settings:
            left = all(map(worked_to, change.before)) and not worked_to(change.after)
            if left and not _corrects(register, change, date.min, worked_to):
                lists = ("standards", "in-preparation")
                yield change, Eased(f"standards.{standard}", *lists, change.stamp, ())


def _family(standard: str) -> str:
    return standard.rpartition("-")[0]


def _works_to(standard: str) -> Callable[[Config], bool]:
    return lambda config: standard in config.standards


def _asked(register: Register) -> Iterator[_ToDo]:
    """Everything whose day may follow from isodocs.yaml."""

    @cache
    def with_default(key: str, span: Period | None) -> Register:
        days = {name: each for name, each in register.config.default_days.items() if name != key}
        days |= {key: span} if span else {}
        return _with(register, replace(register.config, default_days=days))

    for entry in register:
        yield _review(register, entry)
    for name, records in register.records.items():
        if name in kinds():
            for duty in (each for each in kinds()[name].law.promises if each.default):
                for record in records:
                    yield _duty(with_default, record, duty)
    for record in register.records.get("nonconformity", ()):
        if record.text("grade") in WEIGHTY:
            yield _closing(with_default, record)
    yield from _late_entries(register)


def _review(register: Register, entry: Entry) -> _ToDo:
    # Only where settings changed are these loaded.
    from isodocs.parsing.document import type_by_path
    from isodocs.register.build import next_review

    document = (entry.in_force or entry.newest).document

    def said(config: Config) -> _Span:
        by_path = "type" not in document.places
        name = type_by_path(document.path, config) if by_path else document.type
        kind = config.types.get(name)
        return _Span(f"types.{name}.review-every", kind.review_every if kind else None)

    def due(span: Period | None) -> date | None:
        kind = DocumentType(document.type, review_every=span)
        config = replace(register.config, types={document.type: kind})
        return next_review(entry, config, register.on)

    return _ToDo(entry.id, said, due)


def _duty(with_default: _WithDefault, record: Record, duty: DeclaredDuty) -> _ToDo:
    def due(span: Period | None) -> date | None:
        return due_by(with_default(duty.default, span), record, duty)

    name = record.id or record.path
    return _ToDo(name, _default(duty.default), due, duty.grace or _AT_ONCE)


def _closing(with_default: _WithDefault, record: Record) -> _ToDo:
    key = _NONCONFORMITY + record.text("grade")

    def due(span: Period | None) -> date | None:
        return due_of(with_default(key, span), record)

    return _ToDo(record.id, _default(key), due)


def _default(key: str) -> Callable[[Config], _Span]:
    return lambda config: _Span(f"default-days.{key}", config.default_days.get(key))


def _late_entries(register: Register) -> Iterator[_ToDo]:
    """Records that were entered late by a span that was ever set."""

    def said(config: Config) -> _Span:
        return _Span(_LATE_ENTRY, config.late_entry_after)

    spans = {each.after.late_entry_after for each in register.ledger.settings}
    if len(spans) < 2:
        return
    entered = {
        span: {
            (late.record.kind, identity(late.record), late.field): late.entered
            for late in late_entries(
                _with(register, replace(register.config, late_entry_after=span))
            )
            if late.heavy
        }
        for span in spans
    }
    for key in dict.fromkeys(key for found in entered.values() for key in found):
        yield _ToDo(" ".join(key[1]), said, _entered(entered, key))


def _entered(
    entered: Mapping[Period, Mapping[tuple[str, tuple[str, ...], str], date]],
    key: tuple[str, tuple[str, ...], str],
) -> Callable[[Period | None], date | None]:
    return lambda span: entered.get(span, {}).get(key) if span else None


def _with(register: Register, config: Config) -> Register:
    """The register as it would be with other settings."""
    return replace(register, inventory=replace(register.inventory, config=config))
