"""REC, continued: rows that stay as they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from isodocs.closed_records import kept_until
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.history import LostRow
from isodocs.model.record import Record
from isodocs.parsing.record_kinds import kinds
from isodocs.register import Register
from isodocs.rules import hints
from isodocs.rules.rule import rule

_Identity = tuple[str, ...]


@rule("REC015", "finished-row-altered", Level.ERROR, ("7.5.3.2",), blocks=True)
def finished_row_altered(register: Register) -> Iterator[Finding]:
    """A row of trainings, calibrations or confirmations was changed or removed afterwards.

    Why: Records kept as evidence are protected from being altered (ISO 9001:2015, 7.5.3.2). That
    somebody was trained on a day, or that a gauge failed, does not change afterwards. What a row
    left empty may be filled in; it may move to another table; once it need not be kept any more
    it may go. Told once for a table and a commit.

    Example: `result: failed` of a calibration became `passed` a week before the audit; the
    training records of last year are gone.

    Remedy: Put the rows back as they were, and add a row that says what is true now. Where the
    change was right (a slip of the keyboard), have it waived with a reason.
    """
    standing = _standing(register)
    lost: dict[tuple[str, str], list[tuple[LostRow, str]]] = defaultdict(list)
    for row in register.ledger.lost_rows:
        if what := _what(register, row, standing):
            lost[row.record.path, row.stamp.commit].append((row, what))
    for (path, _), rows in lost.items():
        row, what = rows[0]
        more = f", and so were {hints.counted(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
        stamp = row.stamp
        yield Finding(
            f"{_named(row.record)} {what} {hints.by(stamp)}{more}",
            f"See what was there: {_before(path, row)}; put it back, and write what is new as a "
            "row of its own.",
            Place(path),
            subject=f"{path}|{'|'.join(_identity(row.record))}",
        )


def _what(
    register: Register, row: LostRow, standing: Mapping[tuple[str, _Identity], list[Record]]
) -> str:
    """What became of a row; empty where it stands, fuller than it was, or need not be kept."""
    record = row.record
    alike = standing.get((record.kind, _identity(record)), [])
    said = [(name, value) for name, value in record.values.items() if value]
    if any(all(now.text(name) == value for name, value in said) for now in alike):
        return ""
    if not alike:
        until = kept_until(record)
        day = row.stamp.when.date() if row.stamp.when else register.on
        return "" if until is not None and until < day else "was removed"
    now = max(alike, key=lambda r: sum(r.text(name) == value for name, value in said))
    name, value = next((n, v) for n, v in said if now.text(n) != v)
    return f"was changed: '{name}' said {value!r} and says {now.text(name)!r},"


def _standing(register: Register) -> Mapping[tuple[str, _Identity], list[Record]]:
    """The rows that are there of kinds of which any was lost, by what they are about."""
    found: dict[tuple[str, _Identity], list[Record]] = defaultdict(list)
    for kind in {row.record.kind for row in register.ledger.lost_rows}:
        for record in register.records.get(kind, ()):
            found[kind, _identity(record)].append(record)
    return found


def _identity(record: Record) -> _Identity:
    """What a row is about: its id, or whom and what every such row names, and its day."""
    if record.id:
        return (record.id,)
    fields = kinds()[record.kind].fields.values()
    named = (f.name for f in fields if f.required and (f.refers or f.form == "date"))
    return tuple(record.text(name) for name in named)


def _named(record: Record) -> str:
    return f"the {kinds()[record.kind].title.lower()} {' '.join(_identity(record))}"


def _before(path: str, row: LostRow) -> str:
    before = f"{row.stamp.commit[:10]}~1" if row.stamp.committed else "HEAD"
    return f"`git show {before}:{path}`"
