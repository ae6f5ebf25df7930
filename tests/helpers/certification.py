"""Certificates, audits and findings in memory: what a register knows of a certification."""

from __future__ import annotations

from datetime import date

from isodocs.model.config import Config
from isodocs.model.history import Ledger
from isodocs.model.inventory import Inventory
from isodocs.model.paths import PathsKnown
from isodocs.model.record import Record
from isodocs.model.register import Register
from isodocs.parsing.fields import parse_day

STANDARD = "iso-9001-2015"


def record(of: str, id: str, line: int = 2, /, **fields: str | date | tuple[str, ...]) -> Record:
    """A record; underscores are read as hyphens, texts that are days as days."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    lists = {name: value for name, value in named.items() if isinstance(value, tuple)}
    texts = {name: str(v) for name, v in named.items() if not isinstance(v, tuple)}
    days = {name: day for name, text in texts.items() if (day := parse_day(text))}
    return Record(of, id, f"records/{of}.csv", line, {"id": id, **texts}, lists, days)


def certificate(id: str = "C", **fields: str | date) -> Record:
    """A certification to ISO 9001."""
    return record("certification", id, **{"standard": STANDARD, "body": "Certify Ltd", **fields})


def audit(id: str, kind: str, day: str | date, **fields: str | date) -> Record:
    """An audit of certificate C that was held on a day, and recommended."""
    held: dict[str, str | date] = {"planned": day, "started": day, "finished": day}
    more = {"certification": "C", "kind": kind, "result": "recommended", **held, **fields}
    return record("certification-event", id, _line(id), **more)


def arranged(id: str, kind: str, day: str | date, **fields: str | date) -> Record:
    """An audit of certificate C that is planned for a day."""
    more = {"certification": "C", "kind": kind, "planned": day, **fields}
    return record("certification-event", id, _line(id), **more)


def major(id: str, event: str, raised: str | date, **fields: str | date) -> Record:
    """A major finding of an audit."""
    return record("nonconformity", id, grade="major", event=event, raised=raised, **fields)


def register(on: str | date, *records: Record) -> Register:
    """A register of nothing but these records."""
    inventory = Inventory(
        label="",
        config=Config(),
        documents=(),
        outlines={},
        paths=PathsKnown(),
        shown={},
        approvals=(),
        delegations=(),
        authority=None,
        waivers=(),
        waivers_in_force=(),
        unreadable=(),
        records=records,
    )
    day = on if isinstance(on, date) else date.fromisoformat(on)
    return Register(day, inventory, Ledger(documents={}), {}, {})


def _line(id: str) -> int:
    """A line of its own for each audit of a table."""
    return int.from_bytes(id.encode(), "big")
