"""The moment at which a command runs; the only place where a command looks at the clock."""

from __future__ import annotations

from datetime import date, datetime


def now() -> datetime:
    """The moment, with this machine's own offset from UTC."""
    return datetime.now().astimezone()


def today() -> date:
    """The day, where this machine is."""
    return now().date()
