"""iCalendar (RFC 5545), for any calendar to subscribe to: whole days, each with a lasting UID."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from isodocs.errors import IsodocsError
from isodocs.formats import WithCalendar
from isodocs.formats.text.escape import one_line
from isodocs.words import say

TAKES = WithCalendar


def write(report: WithCalendar) -> str:
    """The days of a report as one calendar; raises IsodocsError without the library icalendar."""
    try:
        from icalendar import Calendar, Event
    except ImportError:
        raise IsodocsError(
            say("writing calendars needs the library icalendar"),
            hint=say("Install it where isodocs is installed: `pip install icalendar`."),
        ) from None
    content = report.calendar()
    calendar = Calendar()
    calendar.add("prodid", "-//isodocs//due//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", content.name)
    seen: Counter[str] = Counter()
    for entry in content.days:
        seen[entry.identity] += 1
        event = Event()
        event.add("uid", _uid(entry.identity, seen[entry.identity]))
        event.add("dtstamp", datetime.combine(content.on, time(), UTC))
        event.add("dtstart", entry.day)
        if entry.day < date.max:  # without an end it lasts that one day
            event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", one_line(entry.summary))
        event.add("description", one_line(entry.description))
        event.add("categories", [entry.category])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _uid(identity: str, number: int) -> str:
    """The same for the same entry from one export to the next; of several alike each its own."""
    if number > 1:
        identity += f"\0{number}"
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@isodocs"
