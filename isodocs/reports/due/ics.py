"""What is due, as an iCalendar file (RFC 5545) that any calendar can subscribe to.

Each duty is a whole day; what is overdue stands on the day of the report, so that no calendar
buries it in the past. The same duty keeps the same UID from one export to the next.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from isodocs.errors import IsodocsError
from isodocs.formats.text.escape import one_line

if TYPE_CHECKING:
    from isodocs.model.duty import Duty
    from isodocs.model.register import Register


def render(register: Register, duties: Sequence[Duty], **_: object) -> str:
    """Render `duties` as one calendar; raises IsodocsError where icalendar is not installed."""
    try:
        from icalendar import Calendar, Event
    except ImportError:
        raise IsodocsError(
            "writing calendars needs the library icalendar",
            hint="Install it: pip install 'isodocs[calendar]'.",
        ) from None
    calendar = Calendar()
    calendar.add("prodid", "-//isodocs//due//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", register.config.organisation or "isodocs")
    stamp = datetime.combine(register.on, time(), UTC)
    seen: Counter[str] = Counter()
    for duty in duties:
        late = duty.overdue(register.on)
        day = register.on if late or duty.day is None else duty.day
        event = Event()
        identity = _identity(register, duty)
        seen[identity] += 1
        event.add("uid", _uid(identity, seen[identity]))
        event.add("dtstamp", stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        was = f"overdue since {duty.day}: " if duty.day else "never done: "
        event.add("summary", one_line(f"{was if late else ''}{duty.subject} {duty.what}"))
        event.add("description", one_line(f"{duty.owner or 'nobody named'}; {duty.place}"))
        event.add("categories", [duty.kind])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _identity(register: Register, duty: Duty) -> str:
    """What a duty is about and whose it is, not when."""
    return "\0".join((register.config.organisation, duty.kind, duty.subject, duty.what, duty.owner))


def _uid(identity: str, number: int) -> str:
    """The same for the same duty from one export to the next; of several alike each its own."""
    if number > 1:
        identity += f"\0{number}"
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@isodocs"
